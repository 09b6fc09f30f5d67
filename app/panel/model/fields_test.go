package model

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// What a field does not take stays in it and is not acted on; the sentence below it says what fits and what still
// holds.
func TestFieldsRefuseWhatIsOutOfRange(t *testing.T) {
	tests := []struct {
		name, id string
		set      func(*lab.Choice, string) string
		typed    string
		mention  string
	}{
		{"few points", "points", (*lab.Choice).SetPoints, "3", "200"},
		{"many points", "points", (*lab.Choice).SetPoints, "1e9", "10000"},
		{"part of a point", "points", (*lab.Choice).SetPoints, "300.5", "whole"},
		{"noise", "noise", (*lab.Choice).SetNoise, "7", "0.5"},
		{"width", "width", (*lab.Choice).SetWidth, "5000", "1024"},
		{"six layers", "width", (*lab.Choice).SetWidth, "8,8,8,8,8,8", "widths"},
		{"seed", "seed", (*lab.Choice).SetSeed, "-1", "0"},
		{"no number", "points", (*lab.Choice).SetPoints, "many", "not a number"},
		{"NaN", "noise", (*lab.Choice).SetNoise, "NaN", "not a number"},
		{"samples", "sample-count", (*lab.Choice).SetSampleCount, "0", "1000000"},
		{"temperature", "temperature", (*lab.Choice).SetTemperature, "9", "5"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, r := apptest.Started(t)
			run, samples := l.Choice.Run, l.Choice.Samples
			if got := tt.set(&l.Choice, tt.typed); got != tt.typed {
				t.Errorf("the field shows %q", got)
			}
			if why := l.Choice.Refused[tt.id].Why; !strings.Contains(why, tt.mention) ||
				l.Choice.Refused[tt.id].Typed != tt.typed {
				t.Errorf("it says %q", why)
			}
			if html := ui.HTMLString(textField(&l.Choice, tt.id, words.Say.Points, "", false, nil)); !strings.Contains(html,
				"aria-invalid") || !strings.Contains(html, tt.typed) {
				t.Errorf("the field is %s", html)
			}
			if !l.Choice.Run.Equal(run) || l.Choice.Samples != samples {
				t.Error("it was acted on")
			}
			labtest.Want(t, r)
		})
	}
	l, r := apptest.Started(t)
	l.Choice.SetSampleCount("0")
	l.Sample()
	labtest.Want(t, r)
	if !l.Notice.Error {
		t.Error("a file of samples is awaited for nothing")
	}
	l.Choice.SetSampleCount("10")
	l.Sample()
	if sent := r.Take(); len(sent) != 1 || sent[0].(protocol.Sample).N != 10 {
		t.Errorf("corrected, it sends %v", sent)
	}
	l.Choice.SetPoints("3")
	l.ChoosePreset("moons")
	if len(l.Choice.Refused) > 0 {
		t.Error("a new draw leaves the field as it was")
	}
}

// What a file brought goes with it: new data begins with what the person chose, by hand or by link, and else with what
// fits it.
func TestNewDataBeginsWithWhatWasChosen(t *testing.T) {
	brought := flow.Config{Dim: 2, Couplings: 8, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic,
		Seed: 7}
	settings := link.DefaultRun().Train
	settings.LearningRate = 0.0002
	state := protocol.State{
		Phase: protocol.Paused, Source: "preset", Name: "moons", Noise: 0.1, Columns: []string{"x1", "x2"}, Rows: 10000,
		Model: brought, Train: settings,
		Default: protocol.Setup(recipe.Preset("moons")), Show: lab.FirstShow,
	}
	chosen := func(r recipe.Recipe) protocol.Setup {
		r.Model.Couplings, r.Train.Batch = 6, 64
		return protocol.Setup(r)
	}
	l, r := apptest.Started(t)
	l.Choice.SetCouplings("6")
	l.Choice.SetBatch("64")
	l.Choice.SetPoints("3000")
	l.OpenGallery("moons", []byte{1}, nil)
	state.ID = l.Line.LastID
	l.Handle(state)
	if l.Choice.Run.N != 10000 || l.Choice.Run.Model.Prior != flow.Logistic {
		t.Fatalf("the gallery's run is shown as %+v", l.Choice.Run)
	}
	r.Take()
	l.ChoosePreset("rings")
	labtest.Want(t, r, protocol.UsePreset{Name: "rings", N: 3000, Noise: 0.05, Seed: 7, Play: true},
		protocol.Preview{N: 3000, Noise: 0.05, Seed: 7})
	if rings := chosen(recipe.Preset("rings")); !cmp.Equal(l.Choice.Run.Setup(), rings) {
		t.Errorf("rings begin with %+v", l.Choice.Run)
	}

	l.OpenFile("a.csv", lab.OfBytes(nil))
	table := recipe.Table(100, 3)
	asked := r.Wishes[len(r.Wishes)-1].(protocol.OpenTable).Wish
	if got := table.With(asked); !cmp.Equal(protocol.Setup(got), chosen(table)) {
		t.Errorf("a table would begin with %+v", got)
	}
	got := table.With(asked)
	l.Handle(protocol.State{
		ID: l.Line.LastID, Phase: protocol.Training, Source: "table", Name: "a.csv", Rows: 100,
		Columns: []string{"a", "b", "c"},
		Model:   got.Model, Train: got.Train, Default: protocol.Setup(table),
	})
	if !cmp.Equal(l.Choice.Run.Setup(), chosen(table)) || !l.Choice.Differs() ||
		!strings.Contains(mine(words.Say.Couplings, l.Choice.Run.Model.Couplings, l.Choice.Base.Model.Couplings).Tip, "8") {
		t.Errorf("the table's run is shown as %+v", l.Choice.Run)
	}
	l.Choice.UseDefaults()
	if l.Choice.Differs() || !cmp.Equal(l.Choice.Run.Setup(), protocol.Setup(table)) {
		t.Errorf("its defaults are shown as %+v", l.Choice.Run)
	}
	r.Take()
	l.ChoosePreset("moons")
	if moons := protocol.Setup(recipe.Preset("moons")); !cmp.Equal(l.Choice.Run.Setup(), moons) {
		t.Errorf("after the defaults were taken moons begin with %+v", l.Choice.Run)
	}
}
