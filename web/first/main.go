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
	"nicelab/flow"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

// The side of the picture in CSS pixels, and how many of the data's rows it shows: the file stays small.
const (
	side = 400
	dots = 140
)

func main() {
	var last protocol.Planes
	s := session.New(func(e protocol.Event) {
		if p, ok := e.(protocol.Planes); ok {
			last = p
		}
	})
	s.Handle(protocol.Configure{Model: flow.Default(), Train: protocol.DefaultSettings()})
	s.Handle(protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: 7, Play: true})
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
	var rings [][]float32
	for _, c := range last.Contours {
		rings = append(rings, c.Points)
	}
	scene := plot.XPlane(plot.Light, plot.XPlaneInput{
		View: view, N: last.N, LogP: last.LogP, Rings: rings, Data: last.Data[:2*dots], NameX: "x1", NameY: "x2",
	})
	if err := plot.SVG(os.Stdout, scene); err != nil {
		log.Fatal(err)
	}
}
