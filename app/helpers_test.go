package app

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/lab"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// plainly is started with four couplings and nothing between them.
func plainly(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := started(t)
	l.Base = protocol.Setup(recipe.Plain())
	l.Run.Model, l.Run.Train, l.Own = l.Base.Model, l.Base.Train, l.Run
	st := presetState(protocol.Training)
	st.Model, st.Train = l.Base.Model, l.Base.Train
	l.Handle(st)
	r.take()
	return l, r
}

// numbered are layers of a model with so many couplings: the cell's area is the layer's number, so that texts can be told apart.
func numbered(couplings int) protocol.Layers {
	p := protocol.Layers{Cells: 1, Fine: 1}
	for k := range couplings + 2 {
		by := float32(k)
		p.Layers = append(p.Layers, protocol.Layer{
			Lattice: []float32{0, 0, 1, by, 0, 1, 1, 1 + by, 0, 0, 0, 1, 1, by, 1, 1 + by},
			Data:    []float32{by, 0.5}, Cell: []float32{0, 0, 1, by, 1, 1 + by, 0, 1}, Area: float64(k) + 1,
		})
	}
	return p
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
	r.take()
	return l, r
}

// answerCorner answers what the page asks for.
func answerCorner(l *lab.Lab, v *lab.CornerView) {
	a := v.Args(l).Corner
	if len(a.Columns) == 0 {
		a.Columns = []int{0, 1, 2}
	}
	k := len(a.Columns)
	pairs, n := k*(k-1)/2, 2
	data := protocol.CornerData{Args: a, Rows: 300, Total: l.State.Rows, Dots: make([]float32, 3*k)}
	model := protocol.Corner{Args: a, Step: 7, Samples: 65_536}
	model.Model = protocol.Contours{N: n, Grids: make([]float32, pairs*n*n), Levels: make([]float32, pairs*len(a.Masses))}
	for i := range model.Model.Levels {
		model.Model.Levels[i] = 1
	}
	for i := range k {
		data.Columns = append(data.Columns, protocol.CornerColumn{Positive: i != 1, Lo: 0, Hi: 10, Low: 3.2, Median: 4, High: 7.4, Bins: []float32{1, 2}})
		model.Columns = append(model.Columns, protocol.CornerMarginal{Low: 3, Median: 4.1, High: 7, KS: 0.02 + 0.06*float64(i), Chance: 0.073, Curve: []float32{0, 1}})
	}
	l.Handle(data)
	l.Handle(model)
}

// cornered is a lab that shows the corner plot of a table of n rows, with what the trainer answers.
func cornered(t *testing.T, n int) (*lab.Lab, *recorder, *lab.Viewing, *lab.CornerView) {
	t.Helper()
	l, r, _ := tabled(t, n)
	c, v := lab.ViewOf[*lab.CornerView](l)
	answerCorner(l, c)
	return l, r, v, c
}

// explained answers what the page asks of a row.
func explained(a protocol.WhyArgs, own []float64) protocol.Why {
	e := protocol.Why{Row: a.Row, Values: own, LogP: -3, RowLogP: -9, Z: []float32{.1, .2, .3}}
	if a.Values != nil {
		e.Values = a.Values
	}
	for j, v := range e.Values {
		e.Columns = append(e.Columns, protocol.Surprise{
			Column: j, Value: v, Surprise: 3 - float64(j), Tail: .5, Median: 2, Lo: 1, Hi: 3, Least: -4.03, Most: 9,
			X: []float64{0, 1, 2, 3, 4}, P: []float64{0, .2, .6, .2, 0},
		})
	}
	return e
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

// recorder is an Engine that remembers what it was sent.
type recorder struct {
	sent   []protocol.Command // without their wishes
	wishes []protocol.Command // those that have one, as they were sent
	closed bool
}

func (r *recorder) Send(c protocol.Command) {
	switch c.(type) {
	case protocol.UsePreset, protocol.OpenTable, protocol.UseColumns:
		r.wishes = append(r.wishes, c)
		c = protocol.WithWish(c, protocol.Wish{})
	}
	r.sent = append(r.sent, c)
}

func (r *recorder) Close() { r.closed = true }

// take returns what was sent since the last call.
func (r *recorder) take() []protocol.Command {
	sent := r.sent
	r.sent = nil
	return sent
}

func rivals(flow, gaussian, mixture, kernel float64) protocol.Baselines {
	e := protocol.Baselines{Train: 80, Held: 20, Step: 1200, Flow: flow}
	for i, v := range []float64{gaussian, mixture, kernel} {
		e.Models = append(e.Models, protocol.Baseline{
			Name: []string{"gaussian", "mixture", "kernel"}[i], NLL: v, Lead: v - flow, LeadError: 0.1,
			Rows: 80, Components: 3,
		})
	}
	return e
}

// started is a lab whose trainer said hello and has the default preset.
func started(t *testing.T) (*lab.Lab, *recorder) {
	t.Helper()
	l, r := lab.New(), &recorder{}
	l.Eng = r
	l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
	l.Handle(presetState(protocol.Training))
	r.take()
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

// watches returns what was sent of a view since the last call.
func watches(r *recorder, name string) (found []protocol.Watch) {
	for _, c := range r.take() {
		if w, ok := c.(protocol.Watch); ok && w.View == name {
			found = append(found, w)
		}
	}
	return found
}

// window answers what the page asks for, of n rows in all, found of them.
func window(l *lab.Lab, v *lab.RowsView, n, found int) protocol.Rows {
	a := v.Args(l).Rows
	e := protocol.Rows{Args: a, Total: n, Found: found, First: max(0, min(a.First, found-1)), Ranked: true, Step: 7, Names: []string{"kind", "u", "v", "w"}, Texts: 1}
	for i := e.First; i < min(found, e.First+a.Length); i++ {
		e.Numbers = append(e.Numbers, i+1)
		e.Cells = append(e.Cells, "Bo-1", "-1.5", "2", "3")
		e.LogP, e.Share = append(e.LogP, float64(i)), append(e.Share, float64(i)/float64(n))
	}
	return e
}

func want(t *testing.T, r *recorder, cmds ...protocol.Command) {
	t.Helper()
	if diff := cmp.Diff(cmds, r.take()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}
