// Package apptest makes labs for the tests of the rooms that draw them: each with what stands in for its trainer.
package apptest

import (
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/link"
	"nicelab/app/view"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// HTML is the body of a view as it is drawn.
func HTML(kind view.Kind, v *lab.Viewing) string {
	return ui.HTMLString(ui.Div().Body(view.Kinds{kind}.Body(view.Frame{Viewing: v})...))
}

// AnswerCorner answers what the page asks for.
func AnswerCorner(l *lab.Lab, v *lab.CornerView) {
	data, model := labtest.Corner(v.Args().Corner, l.State.Rows)
	l.Handle(data)
	l.Handle(model)
}

// Window answers what the page asks for, of n rows in all, found of them.
func Window(l *lab.Lab, v *lab.RowsView, n, found int) protocol.Rows {
	return labtest.Rows(v.Args().Rows, n, found)
}

// Plainly is Started with four couplings and nothing between them.
func Plainly(t *testing.T) (*lab.Lab, *labtest.Recorder) {
	t.Helper()
	l, r := Started(t)
	l.Choice.Base = protocol.Setup(recipe.Plain())
	l.Choice.Run.Model, l.Choice.Run.Train, l.Choice.Own = l.Choice.Base.Model, l.Choice.Base.Train, l.Choice.Run
	st := PresetState(protocol.Training)
	st.Model, st.Train = l.Choice.Base.Model, l.Choice.Base.Train
	l.Handle(st)
	r.Take()
	return l, r
}

// WithPictures is a lab whose data is pictures of 4 x 6.
func WithPictures(t *testing.T) (*lab.Lab, *labtest.Recorder) {
	t.Helper()
	l, r := Started(t)
	m := link.DefaultRun().Model
	m.Dim = 24
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "p.npz", Kind: protocol.KindPicture, Columns: make([]string, 24),
		Rows:    40,
		Picture: protocol.Shape{Height: 4, Width: 6, Channels: 1, Levels: 256}, Model: m, Train: link.DefaultRun().Train,
		Show: protocol.DefaultShow(),
	})
	for _, v := range l.Views.All {
		v.There = true
	}
	r.Take()
	return l, r
}

// Cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func Cornered(t *testing.T, n int) (*lab.Lab, *labtest.Recorder, *lab.Viewing, *lab.CornerView) {
	t.Helper()
	l, r, _ := Tabled(t, n)
	c, v := lab.ViewOf[*lab.CornerView](&l.Views)
	AnswerCorner(l, c)
	return l, r, v, c
}

// Looked is a lab that shows the layers of the default model.
func Looked(t *testing.T) (*lab.Lab, *labtest.Recorder) {
	t.Helper()
	l, r := Plainly(t)
	l.Handle(protocol.Planes{N: 2, LogP: make([]float32, 4), MinX: -1, MaxX: 1, MinY: -1, MaxY: 1,
		Latent: []float32{9, 9}})
	l.Handle(labtest.Numbered(l.State.Model.Couplings))
	return l, r
}

// PresetState is what a trainer with the default preset says.
func PresetState(phase protocol.Phase) protocol.State {
	return protocol.State{
		Phase: phase, Source: "preset", Name: "crescent", Columns: []string{"x1", "x2"}, Rows: 2000,
		Show: lab.FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train, KnownDensity: true, Entropy: 1.4,
		Floor: 1.5,
	}
}

// Started is a lab whose trainer said hello and has the default preset.
func Started(t *testing.T) (*lab.Lab, *labtest.Recorder) {
	t.Helper()
	l, r := lab.New(), &labtest.Recorder{}
	l.Line.Eng = r
	l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
	l.Handle(PresetState(protocol.Training))
	r.Take()
	return l, r
}

// Tabled is a lab that has a table of n rows at rest, and shows its views.
func Tabled(t *testing.T, n int) (*lab.Lab, *labtest.Recorder, *lab.RowsView) {
	t.Helper()
	l, r := Started(t)
	for _, v := range l.Views.All {
		v.There = true
	}
	l.Handle(protocol.State{
		Phase: protocol.Paused, Source: "table", Name: "a.csv", Columns: []string{"u", "v", "w"}, Rows: n,
		Show: lab.FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train,
	})
	return l, r, l.Views.All[0].View.(*lab.RowsView)
}
