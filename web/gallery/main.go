// Command gallery trains the models that the site ships, one for each preset and two of handwritten digits. It writes
// them beside itself with a thumbnail each, and their figures into README.md:
//
//	./build.sh pictures -nets page -minutes 20       # MNIST, which is trained in Chromium; digits likewise, for 4
//	go run ./web/gallery                  # presets, some twenty minutes on one core; those of pictures are taken over
//	go run ./web/gallery -only moons      # one, and its line of README.md
//
// The same sources give the same presets on the same kind of processor; pictures train against the clock.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"image"
	"image/png"
	"log"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"nicelab/app/plot"
	"nicelab/flow/checkpoint"
)

const folder = "web/gallery"

func main() {
	only := flag.String("only", "", "the name of the one model to train")
	flag.Parse()
	for _, it := range items() {
		if *only != "" && *only != it.name {
			continue
		}
		start := time.Now()
		line, err := it.make()
		if err != nil {
			log.Fatalf("%s: %v", it.name, err)
		}
		if err := record(it.name, line); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s (%s)\n", line, time.Since(start).Round(time.Second))
	}
}

// make trains the model, writes its files and returns its line of the table.
func (it item) make() (string, error) {
	m, err := it.train()
	if err != nil {
		return "", err
	}
	train, err := json.Marshal(m.train)
	if err != nil {
		return "", err
	}
	b, err := checkpoint.Marshal(checkpoint.File{Flow: m.flow, Columns: m.columns, Train: train})
	if err != nil {
		return "", err
	}
	if err := save(it.name+".safetensors", b); err != nil {
		return "", err
	}
	op := it.picture(m).Ops[0]
	var thumb bytes.Buffer
	if err := png.Encode(&thumb, &image.NRGBA{Pix: op.Pixels, Stride: 4 * op.Cols,
		Rect: image.Rect(0, 0, op.Cols, op.Rows)}); err != nil {
		return "", err
	}
	if err := save(it.name+".png", thumb.Bytes()); err != nil {
		return "", err
	}
	return it.line(m, len(b)), nil
}

func save(name string, b []byte) error { return os.WriteFile(filepath.Join(folder, name), b, 0o644) }

// record puts a line in place of the model's old one.
func record(name, line string) error {
	file := filepath.Join(folder, "README.md")
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old := regexp.MustCompile(`(?m)^\| ` + regexp.QuoteMeta(name) + ` \|.*$`)
	if !old.Match(b) {
		return fmt.Errorf("%s has no line of %s", file, name)
	}
	return os.WriteFile(file, old.ReplaceAllLiteral(b, []byte(line)), 0o644)
}

// picture is what the model has learned: its density or, in more than two dimensions, what it draws.
func (it item) picture(m model) plot.Scene {
	if it.data != "" {
		const across = 4
		side := int(math.Sqrt(float64(m.flow.Config.Dim)))
		return plot.Mosaic(1, m.flow.Sample(nil, across*across, 0.7, source(2)), side, side, across)
	}
	const n = 112
	lo, hi := m.bounds()
	grid := make([]float32, 0, 2*n*n)
	for i := range n * n {
		grid = append(grid, lo[0]+(hi[0]-lo[0])*float32(i%n)/(n-1), lo[1]+(hi[1]-lo[1])*float32(i/n)/(n-1))
	}
	logP := make([]float32, n*n)
	for i, v := range m.flow.LogProb(nil, grid) {
		logP[i] = float32(v)
	}
	return plot.Heatmap(1, logP, n)
}
