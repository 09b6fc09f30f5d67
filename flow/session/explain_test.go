package session

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

func explained(d *desk) (all []protocol.Explained) {
	for _, e := range d.events {
		if x, ok := e.(protocol.Explained); ok {
			all = append(all, x)
		}
	}
	return all
}

// A step that is explained leaves the same bits as one that is not, and its numbers are those of a copy of the flow.
func TestAnExplainedStepIsTheStep(t *testing.T) {
	var table bytes.Buffer // the rows of a file have gaps: its numbers count
	rng := rand.New(rand.NewPCG(5, 5))
	table.WriteString("a,b,c\n1,,2\n")
	for range 300 {
		a, b := rng.NormFloat64(), rng.NormFloat64()
		fmt.Fprintf(&table, "%g,%g,%g\n", a, b, a*b+rng.NormFloat64())
	}
	for name, data := range map[string]protocol.Command{
		"plane": crescent, "table": protocol.OpenTable{Name: "t.csv", Bytes: table.Bytes()},
	} {
		told, plain := newDesk(t), newDesk(t)
		told.do(small(), data)
		plain.do(small(), data)
		for i := range 30 {
			before := slices.Clone(told.flow.Weights)
			told.do(protocol.Step{})
			if _, err := plain.trainer.Step(); err != nil {
				t.Fatal(err)
			}
			e := last[protocol.Explained](told)
			f, after := told.flow, slices.Clone(told.flow.Weights)
			if !slices.Equal(after, plain.flow.Weights) {
				t.Fatalf("%s: after step %d the weights differ", name, i+1)
			}
			batch := told.batchOf(e)
			mean := func() (lp float64) {
				for _, v := range f.LogProb(nil, batch) {
					lp += v / float64(e.Batch)
				}
				return lp
			}
			at := mean()
			copy(f.Weights, before)
			was := mean()
			copy(f.Weights, after)
			near := func(what string, got, want float64) {
				t.Helper()
				if math.Abs(got-want) > 2e-5*max(1, math.Abs(want)) {
					t.Errorf("%s, step %d: %s is %v and should be %v", name, i+1, what, got, want)
				}
			}
			near("the loss", e.Loss, -was)
			near("log p", e.LogP, was)
			near("the sum of the terms", e.LogPrior+e.LogScale+e.LogUnits, was)
			near("the loss after", e.After, -at)
			near("the gain", e.Gain, at-was)
			var sq, most float64
			for j, w := range after {
				v := float64(w) - float64(before[j])
				sq, most = sq+v*v, max(most, math.Abs(v))
			}
			near("the move", e.Moved, math.Sqrt(sq))
			near("the largest move", e.Largest, most)
			if name == "table" && slices.Min(e.First) < 2 || slices.Max(e.First) > told.data.rows()+1 {
				t.Errorf("the batch begins with rows %v", e.First)
			}
			if e.Step != i+1 || e.Rows != told.data.rows()-len(told.trainer.Held()) || len(e.First) != firstRows ||
				e.Steepest > e.Gradient ||
				e.SteepestAt < 0 || e.SteepestAt > 4 || len(e.Points) != 2*e.Batch || e.Weights != len(after) {
				t.Errorf("%s: %+v", name, e)
			}
		}
	}
}

// batchOf finds the rows of a batch again, by what is shown of each of them: the order of the rows of a draw is no
// secret.
func (d *desk) batchOf(e protocol.Explained) []float32 {
	d.t.Helper()
	dim := d.flow.Config.Dim
	var out []float32
	for i := range e.Batch {
		found := false
		for r := range d.data.rows() {
			row := d.data.x[r*dim : (r+1)*dim]
			if row[0] != e.Points[2*i] || row[1] != e.Points[2*i+1] || i < firstRows && d.number(r) != e.First[i] {
				continue
			}
			if slices.Contains(d.trainer.Held(), int32(r)) {
				continue
			}
			out, found = append(out, row...), true
			break
		}
		if !found {
			d.t.Fatalf("row %d of the batch is none of the data", i)
		}
	}
	return out
}

// Explained are the slow steps and those asked for, each of them, and no others.
func TestWhatIsExplained(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Train.MaxSteps = 60
	d.do(c, crescent, protocol.Play{})
	if n := len(explained(d)); n != 0 {
		t.Fatalf("%d of the steps at full speed are explained", n)
	}
	d.do(protocol.Step{}, protocol.Step{})
	if x := explained(d); len(x) != 2 || x[0].Step != 61 || x[1].Step != 62 {
		t.Fatalf("explained: %+v", x)
	}
	c.Train.Speed, c.Train.MaxSteps = "slow", 0
	d.do(c)
	d.Handle(protocol.Play{})
	for len(explained(d)) < 4 {
		_, wait := d.Work(time.Millisecond)
		time.Sleep(wait)
	}
	d.do(protocol.Pause{})
	if x := explained(d); x[2].Step != 63 || x[3].Step != 64 {
		t.Errorf("slow: %+v", x[2:])
	}
}

// The distance to the data is NLL - H but for the luck of the draw, and the floor lies on the way.
func TestDivergenceAndPrice(t *testing.T) {
	d := newDesk(t)
	two := crescent
	two.Name = "two-scales"
	two.Play = true
	c := small()
	c.Train.MaxSteps = 400
	d.do(c, two)
	st, p := last[protocol.State](d), last[protocol.Progress](d)
	if math.Abs(st.Price-(st.Floor-st.Entropy)) > 1e-12 || st.Price < 1.5 || st.Price > 1.7 {
		t.Errorf("the price is %v", st.Price)
	}
	if math.Abs(p.Divergence-p.AboveFloor-st.Price) > 1e-9 || math.Abs(p.Divergence-(p.Valid-st.Entropy)) > 4*p.Error ||
		!(p.AboveFloorError > 0) {
		t.Errorf("KL %v, NLL - H %v, above the floor %v", p.Divergence, p.Valid-st.Entropy, p.AboveFloor)
	}
}
