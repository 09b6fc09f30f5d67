// Command first trains the page's first run and writes the picture that stands in its place until the page
// has started:
//
//	go run ./web/first > web/first.svg
package main

import (
	"log"
	"math/rand/v2"
	"os"
	"time"

	"nicelab/app/plot"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

// The side of the picture in CSS pixels, the points of its density a side, as many as while training, and how many of
// the data's rows it shows: the file stays small.
const (
	side = 400
	fine = 128
	dots = 140
)

func main() {
	var last protocol.Planes
	s := session.New(func(e protocol.Event) {
		if p, ok := e.(protocol.Planes); ok {
			last = p
		}
	})
	s.Handle(protocol.DefaultPreset())
	for {
		more, wait := s.Work(time.Second)
		if !more {
			break
		}
		time.Sleep(wait)
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(last.Data)/2, func(i, j int) {
		last.Data[2*i], last.Data[2*j] = last.Data[2*j], last.Data[2*i]
		last.Data[2*i+1], last.Data[2*j+1] = last.Data[2*j+1], last.Data[2*i+1]
	})
	view := plot.View{MinX: last.MinX, MaxX: last.MaxX, MinY: last.MinY, MaxY: last.MaxY, W: side, H: side}
	scene := plot.XPlane(plot.Light, plot.XPlaneInput{
		View: view, N: fine, LogP: resample(last.LogP, last.N, fine), Rings: last.Rings(), Data: last.Data[:2*dots],
		NameX: "x1", NameY: "x2",
	})
	if err := plot.SVG(os.Stdout, scene); err != nil {
		log.Fatal(err)
	}
}

// resample takes n x n values from m x m, both with their outer points on the borders.
func resample(values []float32, m, n int) []float32 {
	out := make([]float32, 0, n*n)
	place := func(i int) (lo int, share float32) {
		at := float64(i) * float64(m-1) / float64(n-1)
		lo = min(int(at), m-2)
		return lo, float32(at - float64(lo))
	}
	for i := range n {
		r, down := place(i)
		for j := range n {
			c, along := place(j)
			row := func(r int) float32 { return values[r*m+c]*(1-along) + values[r*m+c+1]*along }
			out = append(out, row(r)*(1-down)+row(r+1)*down)
		}
	}
	return out
}
