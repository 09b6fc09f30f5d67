package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"

	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
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
		if !ck.Flow.Config.Equal(it.model) || len(ck.Columns) != it.model.Dim || ck.Columns[1] != "x2" {
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
		rest := func() {
			for {
				more, wait := s.Work(time.Second)
				if !more {
					return
				}
				time.Sleep(wait)
			}
		}
		if it.digits {
			b := read(t, "digits.npy")
			size += len(b)
			s.Handle(protocol.OpenTable{Name: "digits.npy", Bytes: b})
		}
		b := read(t, it.name+".safetensors")
		size += len(b) + len(read(t, it.name+".png"))
		s.Handle(protocol.Open{Name: it.name, Bytes: b})
		rest()
		progress := func() protocol.Progress {
			for i := len(events) - 1; ; i-- {
				if p, ok := events[i].(protocol.Progress); ok {
					return p
				}
			}
		}
		before := progress()
		s.Handle(protocol.Step{})
		rest()
		p, said := progress(), fmt.Sprint(events)
		if p.Step != it.steps+1 || strings.Contains(said, "without its data") {
			t.Errorf("%s: step %d", it.name, p.Step)
		}
		// A step too long would undo what was learned.
		if !(p.Valid-before.Valid < 0.01*float64(it.model.Dim)) {
			t.Errorf("%s: one step took the NLL from %v to %v", it.name, before.Valid, p.Valid)
		}
		if !it.digits && !(math.Abs(p.AboveFloor) < 3) {
			t.Errorf("%s: %v above the floor", it.name, p.AboveFloor)
		}
	}
	if size > 2_200_000 {
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
		want := trainMeta{Step: it.steps, Optimiser: "adam", LearningRate: goOn, Batch: it.opt.Batch, Data: it.name}
		if !it.digits {
			want.Recipe = &session.Recipe{Preset: it.name, N: points, Noise: dataset.DefaultNoise, Seed: seed}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: a session read %+v, recipe %+v; want %+v, recipe %+v", it.name, got, got.Recipe, want, want.Recipe)
		}
	}
}

// The numbers of digits.npy, written again, are the same bytes.
func TestDigitsAgain(t *testing.T) {
	b := read(t, "digits.npy")
	table, err := dataset.Read(b)
	if err != nil {
		t.Fatal(err)
	}
	x, _, _ := table.Matrix(table.Usable())
	if !bytes.Equal(halves(x, len(table.Usable())), b) {
		t.Error("digits.npy is written otherwise now")
	}
}

// What is written as float16 is read within half a step of it.
func TestHalf(t *testing.T) {
	for i := range 20000 {
		v := float32(i) / 20000
		b := half(v)
		exponent, fraction := int(b>>10), float64(b&1023)
		got := math.Ldexp(1024+fraction, exponent-25)
		if exponent == 0 {
			got = math.Ldexp(fraction, -24)
		}
		if math.Abs(got-float64(v)) > math.Max(float64(v)/2048, 0x1p-25) {
			t.Fatalf("%v became %v", v, got)
		}
	}
}
