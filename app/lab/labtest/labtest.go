// Package labtest stands in for the trainer in tests of the lab and of the page: an engine that remembers what it was
// sent, and what a trainer would answer.
package labtest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/wasm/protocol"
)

// Recorder is an Engine that remembers what it was sent.
type Recorder struct {
	Sent   []protocol.Command // without their wishes
	Wishes []protocol.Command // those that have one, as they were sent
	Closed bool
}

func (r *Recorder) Send(c protocol.Command) {
	switch c.(type) {
	case protocol.UsePreset, protocol.OpenTable, protocol.UseColumns:
		r.Wishes = append(r.Wishes, c)
		c = protocol.WithWish(c, protocol.Wish{})
	}
	r.Sent = append(r.Sent, c)
}

func (r *Recorder) Close() { r.Closed = true }

// Take returns what was sent since the last call.
func (r *Recorder) Take() []protocol.Command {
	sent := r.Sent
	r.Sent = nil
	return sent
}

// Watches returns what was sent of a view since the last call.
func Watches(r *Recorder, name string) (found []protocol.Watch) {
	for _, c := range r.Take() {
		if w, ok := c.(protocol.Watch); ok && w.View == name {
			found = append(found, w)
		}
	}
	return found
}

// Want holds what was sent since the last call to cmds.
func Want(t *testing.T, r *Recorder, cmds ...protocol.Command) {
	t.Helper()
	if diff := cmp.Diff(cmds, r.Take()); diff != "" {
		t.Errorf("commands (-want +got):\n%s", diff)
	}
}

// Numbered are layers of a model with so many couplings: the cell's area is the layer's number, so that texts can be
// told apart.
func Numbered(couplings int) protocol.Layers {
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

// Explained answers what the page asks of a row.
func Explained(a protocol.WhyArgs, own []float64) protocol.Why {
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

func Rivals(flow, gaussian, mixture, kernel float64) protocol.Baselines {
	e := protocol.Baselines{Train: 80, Held: 20, Step: 1200, Flow: flow}
	for i, v := range []float64{gaussian, mixture, kernel} {
		e.Models = append(e.Models, protocol.Baseline{
			Name: []string{"gaussian", "mixture", "kernel"}[i], NLL: v, Lead: v - flow, LeadError: 0.1,
			Rows: 80, Components: 3,
		})
	}
	return e
}

// Corner is the answer to what is asked of a table of so many rows.
func Corner(a protocol.CornerArgs, rows int) (data protocol.CornerData, model protocol.Corner) {
	if len(a.Columns) == 0 {
		a.Columns = []int{0, 1, 2}
	}
	k := len(a.Columns)
	pairs, n := k*(k-1)/2, 2
	data = protocol.CornerData{Args: a, Rows: 300, Total: rows, Dots: make([]float32, 3*k)}
	model = protocol.Corner{Args: a, Step: 7, Samples: 65_536}
	model.Model = protocol.Contours{N: n, Grids: make([]float32, pairs*n*n), Levels: make([]float32, pairs*len(a.Masses))}
	for i := range model.Model.Levels {
		model.Model.Levels[i] = 1
	}
	for i := range k {
		data.Columns = append(data.Columns, protocol.CornerColumn{Positive: i != 1, Lo: 0, Hi: 10, Low: 3.2, Median: 4,
			High: 7.4, Bins: []float32{1, 2}})
		model.Columns = append(model.Columns, protocol.CornerMarginal{Low: 3, Median: 4.1, High: 7,
			KS: 0.02 + 0.06*float64(i), Chance: 0.073, Curve: []float32{0, 1}})
	}
	return data, model
}

// Rows is the answer to what is asked of n rows, of which so many were found.
func Rows(a protocol.RowsArgs, n, found int) protocol.Rows {
	e := protocol.Rows{Args: a, Total: n, Found: found, First: max(0, min(a.First, found-1)), Ranked: true, Step: 7,
		Names: []string{"kind", "u", "v", "w"}, Texts: 1}
	for i := e.First; i < min(found, e.First+a.Length); i++ {
		e.Numbers = append(e.Numbers, i+1)
		e.Cells = append(e.Cells, "Bo-1", "-1.5", "2", "3")
		e.LogP, e.Share = append(e.LogP, float64(i)), append(e.Share, float64(i)/float64(n))
	}
	return e
}
