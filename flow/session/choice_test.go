package session

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// The slice goes through the row nearest to the medians, and no slice of work on the way there is large, however wide
// the rows are.
func TestTheCentralRowIsFoundInSlices(t *testing.T) {
	for _, s := range []struct{ rows, dim int }{{50, 3}, {2000, 7}, {5000, 16}, {2000, 1024}, {9, 1024}} {
		f, err := flow.New(flow.Config{Dim: s.dim, Couplings: 2, Hidden: []int{8}, Activation: flow.ReLU,
			Prior: flow.Gaussian})
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(1, 1))
		x := make([]float32, s.rows*s.dim)
		for i := range x {
			x[i] = float32(rng.NormFloat64() * float64(1+i%s.dim))
		}
		f.Standardize(x)
		c := &choice{f: f, want: s.rows, from: x, rows: x}
		if s.rows > maxShown {
			c.rows, c.picked, c.want = nil, pick(rng, s.rows, maxShown), maxShown
		}
		all := 0
		for done := false; !done; {
			var work int
			work, done = c.step()
			if all += work; work > perSlice || work == 0 {
				t.Fatalf("%d rows of %d: a slice goes through %d numbers", s.rows, s.dim, work)
			}
		}
		if all < 2*c.want*s.dim {
			t.Errorf("%d rows of %d: %d numbers were looked at", s.rows, s.dim, all)
		}
		if at := naiveCentre(c.rows, f.Std); at != c.nearest {
			t.Errorf("%d rows of %d: row %d, and the nearest is %d", s.rows, s.dim, c.nearest, at)
		}
	}
}

// naiveCentre does it all at once.
func naiveCentre(rows, std []float32) (at int) {
	d, best := len(std), math.Inf(1)
	n := len(rows) / d
	medians := make([]float32, d)
	for j := range d {
		var column []float32
		for r := range n {
			column = append(column, rows[r*d+j])
		}
		slices.Sort(column)
		medians[j] = column[n/2]
	}
	for i := range n {
		var dist float64
		for j, m := range medians {
			v := float64((rows[i*d+j] - m) / std[j])
			dist += v * v
		}
		if dist < best {
			best, at = dist, i
		}
	}
	return at
}

func TestPickIsWithoutRepetition(t *testing.T) {
	for _, n := range []int{5, 100, 1 << 40} {
		m := min(n, 40)
		got := pick(rand.New(rand.NewPCG(3, 3)), n, m)
		slices.Sort(got)
		if len(slices.Compact(got)) != m || got[0] < 0 || got[m-1] >= n {
			t.Errorf("of %d: %v", n, got)
		}
	}
}

// While rows to show are chosen, of a wide table or of a model without data, the next slice hears a pause.
func TestPauseIsHeardWhileRowsAreChosen(t *testing.T) {
	const dim = 1024
	var table bytes.Buffer
	rng := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		for j := range dim {
			if j > 0 {
				table.WriteByte(',')
			}
			fmt.Fprintf(&table, "%.3f", rng.NormFloat64())
		}
		table.WriteByte('\n')
	}
	d := newDesk(t)
	d.do(small())
	d.Handle(protocol.OpenTable{ID: 1, Name: "wide.csv", Bytes: table.Bytes(), Play: true})
	for d.phase != protocol.Training {
		d.Work(0)
	}
	slicesSeen := 0
	for d.data.shown.rows == nil {
		d.Work(0)
		if slicesSeen++; slicesSeen == 3 {
			d.Handle(protocol.Pause{})
			if d.phase != protocol.Paused {
				t.Fatalf("the phase is %q", d.phase)
			}
			d.Handle(protocol.Probe{ID: 7}) // which is answered once the slice is known
		}
	}
	if slicesSeen < 20 {
		t.Errorf("the rows were chosen in %d slices", slicesSeen)
	}
	if p := last[protocol.Probed](d); p.ID != 7 {
		t.Error("a question for log p was lost")
	}
}
