package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../.."); err != nil { // the program runs in the root too
		panic(err)
	}
	os.Exit(m.Run())
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(folder + "/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Each file is a model of its preset's columns whose NLL on fresh rows is what README.md says.
func TestFigures(t *testing.T) {
	said := map[string][]string{}
	for line := range strings.Lines(string(read(t, "README.md"))) {
		if cells := strings.Split(line, "|"); len(cells) == 9 {
			said[strings.TrimSpace(cells[1])] = cells
		}
	}
	for _, it := range items() {
		ck, err := checkpoint.Unmarshal(read(t, it.name+".safetensors"))
		if err != nil {
			t.Errorf("%s: %v", it.name, err)
			continue
		}
		if !ck.Flow.Config.Equal(it.model) || len(ck.Columns) != it.model.Dim || it.data == "" && ck.Columns[1] != "x2" {
			t.Errorf("%s is a model of %v: %+v", it.name, ck.Columns, ck.Flow.Config)
		}
		nll, rows, err := it.measure(ck.Flow)
		if err != nil {
			t.Errorf("%s: %v", it.name, err)
			continue
		}
		cells := said[it.name]
		if cells == nil {
			t.Errorf("README.md has no line of %s", it.name)
			continue
		}
		want, err := strconv.ParseFloat(strings.TrimSpace(cells[3]), 64)
		if err != nil || math.Abs(nll-want) > 0.002 {
			t.Errorf("%s: NLL %.4f on %d rows, README.md says %s", it.name, nll, rows, cells[3])
		}
	}
}

// Opened in a fresh session, each has its data and goes on training.
func TestTheyGoOn(t *testing.T) {
	size := 0
	for _, it := range items() {
		var events []protocol.Event
		s := session.New(func(e protocol.Event) { events = append(events, e) })
		progress := func() (p protocol.Progress) {
			for _, e := range slices.Backward(events) {
				if p, ok := e.(protocol.Progress); ok {
					return p
				}
			}
			return p
		}
		// Of pictures it works until the trained model has another NLL than was: their Gaussian and their samples, which
		// come last, take most of what a session has to do for them, and nothing is asked of them here.
		rest := func(was float64) {
			for p := progress(); it.data == "" || p.Step == 0 || math.IsNaN(p.Valid) || p.Valid == was; p = progress() {
				more, wait := s.Work(0)
				if !more {
					return
				}
				time.Sleep(wait)
			}
		}
		if it.data != "" {
			b, err := os.ReadFile(it.data)
			if err != nil {
				t.Fatal(err)
			}
			r := recipe.Pictures(1000, it.model.Dim)
			w := protocol.Wish{Setup: protocol.Setup(r), Defaults: protocol.Setup(r)}
			w.Model.Couplings, w.Model.Hidden, w.Model.Whiten, w.Model.Leading = 1, []int{1}, false, 0
			s.Handle(protocol.OpenTable{Name: it.data, Bytes: b, Wish: w})
		}
		b := read(t, it.name+".safetensors")
		size += len(b) + len(read(t, it.name+".png"))
		s.Handle(protocol.Open{Name: it.name, Bytes: b})
		rest(math.NaN())
		before := progress()
		s.Handle(protocol.Step{})
		rest(before.Valid)
		p, said := progress(), fmt.Sprint(events)
		if p.Step != before.Step+1 || it.data == "" && p.Step != it.steps+1 || strings.Contains(said, "without its data") {
			t.Errorf("%s: step %d", it.name, p.Step)
		}
		// A step too long would undo what was learned.
		if !(p.Valid-before.Valid < 0.01*float64(it.model.Dim)) {
			t.Errorf("%s: one step took the NLL from %v to %v", it.name, before.Valid, p.Valid)
		}
		if it.data == "" && !(math.Abs(p.AboveFloor) < 3) {
			t.Errorf("%s: %v above the floor", it.name, p.AboveFloor)
		}
	}
	if size > 8_000_000 {
		t.Errorf("the gallery has %d bytes", size)
	}
}

// A session reads from each file how it was trained, and hands it on. What it knows of a run without its data is what
// the file says, word for word.
func TestSessionReadsTraining(t *testing.T) {
	for _, it := range items() {
		b := read(t, it.name+".safetensors")
		var saved []byte
		s := session.New(func(e protocol.Event) {
			if f, ok := e.(protocol.File); ok {
				saved = f.Bytes
			}
		})
		s.Handle(protocol.Open{Name: it.name, Bytes: b})
		s.Handle(protocol.Save{ID: 1})
		for more, wait := true, time.Duration(0); more && saved == nil; time.Sleep(wait) {
			more, wait = s.Work(time.Second)
		}
		ck, err := checkpoint.Unmarshal(saved)
		if err != nil {
			t.Fatalf("%s: %v", it.name, err)
		}
		var got trainMeta
		if err := json.Unmarshal(ck.Train, &got); err != nil {
			t.Fatalf("%s: %v", it.name, err)
		}
		want := trainMeta{Step: got.Step, Optimiser: "adam", LearningRate: goOn, Batch: it.opt.Batch, Data: it.name}
		if it.data == "" {
			want.Step = it.steps
			want.Recipe = &session.Recipe{Preset: it.name, N: points, Noise: dataset.DefaultNoise, Seed: seed}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: a session read %+v, recipe %+v; want %+v, recipe %+v", it.name, got, got.Recipe, want, want.Recipe)
		}
	}
}
