package app

import (
	"testing"

	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// What stands in for the trainer, in short.
type recorder = labtest.Recorder

var (
	numbered  = labtest.Numbered
	explained = labtest.Explained
	rivals    = labtest.Rivals
	watches   = labtest.Watches
	want      = labtest.Want
)

// answerCorner answers what the page asks for.
func answerCorner(l *lab.Lab, v *lab.CornerView) {
	data, model := labtest.Corner(v.Args(l).Corner, l.State.Rows)
	l.Handle(data)
	l.Handle(model)
}

// window answers what the page asks for, of n rows in all, found of them.
func window(l *lab.Lab, v *lab.RowsView, n, found int) protocol.Rows {
	return labtest.Rows(v.Args(l).Rows, n, found)
}

// plainly is started with four couplings and nothing between them.
func plainly(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.Base = protocol.Setup(recipe.Plain())
	l.Run.Model, l.Run.Train, l.Own = l.Base.Model, l.Base.Train, l.Run
	st := presetState(protocol.Training)
	st.Model, st.Train = l.Base.Model, l.Base.Train
	l.Handle(st)
	r.Take()
	return l, r
}

// withPictures is a lab whose data is pictures of 4 x 6.
func withPictures(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	m := lab.DefaultRun().Model
	m.Dim = 24
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "p.npz", Kind: protocol.KindPicture, Columns: make([]string, 24), Rows: 40,
		Picture: protocol.Shape{Height: 4, Width: 6, Channels: 1, Levels: 256}, Model: m, Train: lab.DefaultRun().Train, Show: protocol.DefaultShow(),
	})
	for _, v := range l.Views {
		v.There = true
	}
	r.Take()
	return l, r
}

// cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func cornered(t *testing.T, n int) (*lab.Lab, *recorder, *lab.Viewing, *lab.CornerView) {
	t.Helper()
	l, r, _ := tabled(t, n)
	c, v := lab.ViewOf[*lab.CornerView](l)
	answerCorner(l, c)
	return l, r, v, c
}

// looked is a lab that shows the layers of the default model.
func looked(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := plainly(t)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1, Latent: []float32{9, 9}})
	l.Handle(numbered(l.State.Model.Couplings))
	return l, r
}

func presetState(phase protocol.Phase) protocol.State {
	return protocol.State{
		Phase: phase, Source: "preset", Name: "crescent", Columns: []string{"x1", "x2"}, Rows: 2000,
		Show: lab.FirstShow, Model: lab.DefaultRun().Model, Train: lab.DefaultRun().Train, KnownDensity: true, Entropy: 1.4, Floor: 1.5,
	}
}

// started is a lab whose trainer said hello and has the default preset.
func started(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := lab.New(), &recorder{}
	l.Eng = r
	l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
	l.Handle(presetState(protocol.Training))
	r.Take()
	return l, r
}

// tabled is a lab that has a table of n rows at rest, and shows its views.
func tabled(t *testing.T, n int) (*lab.Lab, *recorder, *lab.RowsView) {
	t.Helper()
	l, r := started(t)
	for _, v := range l.Views {
		v.There = true
	}
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "a.csv", Columns: []string{"u", "v", "w"}, Rows: n,
		Show: lab.FirstShow, Model: lab.DefaultRun().Model, Train: lab.DefaultRun().Train,
	})
	return l, r, l.Views[0].View.(*lab.RowsView)
}
