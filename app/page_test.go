package app

import (
	"fmt"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The first picture is rendered on a server, where there is no trainer.
func TestPrerender(t *testing.T) {
	d := ui.NewServerTester(newPage(nil))
	defer d.Close()
	html := ui.HTMLString(newPage(nil))
	for _, s := range []string{words.Say.Title, words.Say.Sentence, `id="x-plane"`, `id="z-plane"`, "/web/first.svg",
		`id="notice"`} {
		if !strings.Contains(html, s) {
			t.Errorf("the first picture has no %s", s)
		}
	}
	for _, s := range []string{`selected="false"`, `disabled="false"`, `hidden="false"`, `checked="false"`} {
		if strings.Contains(html, s) {
			t.Errorf("%s means the opposite in HTML", s)
		}
	}
	for _, id := range controlIDs() {
		if n := strings.Count(html, fmt.Sprintf("id=%q", id)); n != 1 {
			t.Errorf("there are %d elements with the id %s", n, id)
		}
	}
}

func controlIDs() []string {
	ids := []string{
		"play", "step", "reset", "seed", "dice", "couplings", "layers", "width", "activation", "prior", "mix", "whiten",
		"slower", "rate", "batch", "adam", "stop",
		"points", "noise", "upload", "draw", "board", "undo", "redo", "learn", "points-text", "select-x", "select-z",
		"selected", "data-dots", "samples", "x-plane", "z-plane", "loss",
		"network", "spectrum", "explain", "curve-1", "curve-4", "time", "time-now",
		"sample-count", "temperature", "sample-csv", "score", "checkpoint-save", "checkpoint-load", "onnx-logp",
		"onnx-sample", "gallery", "notice",
		"hub-address", "hub-list", "hub-note", "hub-name", "hub-token", "hub-publish",
		"grid", "layer", "layer-x", "layer-1", "layer-z", "layers-play", "layers-forth", "layers-back",
	}
	for _, p := range link.Presets {
		ids = append(ids, "preset-"+p)
	}
	return ids
}

// A trainer's events reach a mounted page, and a crash leaves it standing.
func TestMountedPage(t *testing.T) {
	var engines []*labtest.Recorder
	var on func(...protocol.Event)
	p := newPage(func(f func(...protocol.Event)) lab.Engine {
		on = f
		engines = append(engines, &labtest.Recorder{})
		return engines[len(engines)-1]
	})
	d := ui.NewClientTester(p)
	defer d.Close()
	settle := func() {
		for range 4 {
			d.Consume()
		}
	}
	settle()
	on(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true, Points: []float32{0, 0}}}})
	on(apptest.PresetState(protocol.Training))
	on(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1})
	on(protocol.Progress{Phase: protocol.Training, Step: 1234, Train: 1.6, Valid: 1.75, Error: 0.031, AboveFloor: 0.2,
		StepsPerSecond: 900})
	settle()
	html := ui.HTMLString(p)
	for _, s := range []string{"1,234", "1.750", "± 0.031", "0.200", "Crescent · 2,000 rows",
		words.Say.PresetNote.Of("crescent"), "Training on Crescent."} {
		if !strings.Contains(html, s) {
			t.Errorf("the page does not show %q", s)
		}
	}
	if p.marks["data-state"] != "training" || p.marks["data-nll-valid"] != "1.75" || p.marks["data-floor"] != "1.5" {
		t.Errorf("the body says %v", p.marks)
	}

	old := on
	on(protocol.Fatal{Text: "out of <memory>"})
	settle()
	html = ui.HTMLString(p)
	if !strings.Contains(html, `id="restart"`) || !strings.Contains(html, "out of &lt;memory&gt;") ||
		p.marks["data-state"] != "error" {
		t.Errorf("no way on after a crash: %v", p.marks)
	}
	p.onRestart(nil, ui.Event{})
	old(protocol.Progress{Phase: protocol.Training}) // a late word of the dead trainer
	on(protocol.Hello{})
	settle()
	if len(engines) != 2 || len(engines[1].Sent) != 2 || p.lab.Status() != "ready" {
		t.Errorf("%d trainers, state %s", len(engines), p.lab.Status())
	}
}
