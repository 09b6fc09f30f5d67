package session

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/baseline"
	"nicelab/flow/conditional"
	"nicelab/wasm/protocol"
)

// How well blanks are filled is said of rows held out, and the same question gets the same answer. Of three columns b
// is the square of a, and c goes with a; so a Gaussian knows of a and c what each says of the other and nothing of b,
// its figure is known, and a flow that has learned comes far below. Each law is there twice: some rows get blanks in
// two columns, which are drawn by chains.
func TestFillingIsTested(t *testing.T) {
	gaussiansAlone(t)
	const together, noise, n = 0.9, 0.3, 1000
	alone := math.Sqrt(1 - together*together)
	d := newDesk(t)
	c := small()
	c.Model.Whiten, c.Train.MaxSteps = true, 300
	d.do(c, protocol.OpenTable{Name: "t.csv", Bytes: text(n, "a,b,c,d,e,f", func(r *rand.Rand) (row []float64) {
		for range 2 {
			a := r.NormFloat64()
			row = append(row, 7+100*a, a*a+noise*r.NormFloat64(), together*a+alone*r.NormFloat64())
		}
		return row
	})})
	d.do(protocol.Play{})
	weights := fmt.Sprint(d.flow.Weights)
	d.do(protocol.Fill{ID: 4, Seed: 3, Test: true})
	said := last[protocol.Notice](d)
	if said.ID != 4 || said.Error || said.Key != "fill-tested" || len(said.Args) != 6 {
		t.Fatalf("it says %+v", said)
	}
	t.Log(said.Text)
	figure := func(i int) float64 { return parse(t, said.Args[i]) }
	gaussian := math.Sqrt((2*alone*alone + 1) / 3)
	for i, want := range map[int]float64{0: leastCells, 2: gaussian, 3: 1, 4: 90} {
		if got := figure(i); math.Abs(got-want) > 0.15*want {
			t.Errorf("figure %d is %v, want about %v: %s", i, got, want, said.Text)
		}
	}
	if flow := figure(1); flow > 0.85*gaussian || flow < 0.2 {
		t.Errorf("the flow has learned b of a, and is off by %v; a Gaussian by %v", flow, gaussian)
	}
	d.do(protocol.Fill{ID: 5, Seed: 3, Test: true})
	if again := last[protocol.Notice](d); again.ID != 5 || fmt.Sprint(again.Args) != fmt.Sprint(said.Args) {
		t.Errorf("asked again it says %s, and before %s", again.Text, said.Text)
	}
	if fmt.Sprint(d.flow.Weights) != weights {
		t.Error("a test has changed the model")
	}
	d.Handle(protocol.Fill{ID: 6, Seed: 3, Test: true})
	d.Handle(protocol.Cancel{ID: 6})
	d.rest()
	if n := last[protocol.Notice](d); n.ID != 6 || n.Key != "cancelled" {
		t.Errorf("cancelled, it says %+v", n)
	}
	d.flow.Weights[0] = float32(math.NaN())
	d.do(protocol.Fill{ID: 7, Seed: 3, Test: true})
	if n := last[protocol.Notice](d); n.ID != 7 || n.Key != "test-void" || !n.Error {
		t.Errorf("of a model without a density it says %+v", n)
	}
	d.do(crescent, protocol.Fill{ID: 8, Test: true})
	if n := last[protocol.Notice](d); n.ID != 8 || n.Key != "no-table" || !n.Error {
		t.Errorf("of a preset it says %+v", n)
	}
}

// sixColumns is a desk with an untrained model of so many rows.
func sixColumns(t *testing.T, rows int) *desk {
	t.Helper()
	gaussiansAlone(t)
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "t.csv", Bytes: text(rows, "a,b,c,d,e,f", func(r *rand.Rand) (row []float64) {
		for range 6 {
			row = append(row, r.NormFloat64())
		}
		return row
	})})
	return d
}

// blanks returns the values that are hidden, which are all different here, and the most of a row.
func (ft *fillTest) blanks() (values []float32, most int) {
	for i := 0; i < len(ft.x); i += 6 {
		row := 0
		for j, v := range ft.x[i : i+6] {
			if v != v {
				values = append(values, ft.truth[i+j])
				row++
			}
		}
		most = max(most, row)
	}
	return values, most
}

// A cell is hidden once at most, all of few rows; there are fewer where they take long, and none where any row does.
func TestCellsAreHiddenOnce(t *testing.T) {
	for _, c := range []struct {
		rows           int
		most           float64 // that may be in work, in rows with one blank
		atLeast, cells int
	}{
		{2000, math.Inf(1), leastCells, leastCells + 5}, {100, math.Inf(1), 120, 120}, {2000, 9.5, 2, 9},
		{2000, 1.5, 1, 1}, {2000, 0.5, 0, 0},
	} {
		d := sixColumns(t, c.rows)
		one := fillMinutes(d.flow, []float32{1, 2, 3, 4, 5, float32(math.NaN())})
		for seed := range uint64(20) {
			ft := new(fillTest)
			long := ft.hide(d.Session, rand.New(rand.NewPCG(1, seed)), c.most*one)
			values, most := ft.blanks()
			if n := len(values); n > c.cells || n < min(1, c.atLeast) || seed == 0 && n < c.atLeast {
				t.Errorf("%d rows, %v: %d cells are hidden of %d rows held out", c.rows, c.most, n, len(d.trainer.Held()))
			}
			if len(values) > 0 && long != 0 || len(values) == 0 && long != one {
				t.Errorf("%d rows, %v: a row takes %v minutes, want %v", c.rows, c.most, long, one)
			}
			if slices.Sort(values); len(slices.Compact(slices.Clone(values))) != len(values) {
				t.Errorf("%d rows, %v: a cell is hidden twice", c.rows, c.most)
			}
			if minutes := fillMinutes(d.flow, ft.x); minutes > c.most*one*(1+1e-9) {
				t.Errorf("%d rows, %v: to fill them takes %v minutes", c.rows, c.most, minutes)
			}
			if c.most > 10 && most < 2 {
				t.Errorf("%d rows: no row has two blanks", c.rows)
			}
		}
	}
}

// What the flow gives no density for is counted as not certain, and figures are of the rest.
func TestFillingFails(t *testing.T) {
	d, ft := sixColumns(t, 300), new(fillTest)
	ft.hide(d.Session, rand.New(rand.NewPCG(1, 2)), testMinutes)
	values, _ := ft.blanks()
	void := 0
	for j, v := range ft.x[:6] { // far from all that float32 has a density for
		if v != v {
			void++
		} else {
			ft.x[j] = math.MaxFloat32
		}
	}
	ft.job = conditional.NewFill(d.flow, ft.x, nil, conditional.Options{})
	for !ft.job.Advance() {
	}
	fit := baseline.NewGaussian(baseline.Rows(d.data.x, 6), 1)
	for !fit.Step() {
	}
	g, err := fit.Model()
	if err != nil {
		t.Fatal(err)
	}
	args := ft.figures(g.(*baseline.Gaussian), d.flow.Mean, d.flow.Std)
	if len(args) != 6 || parse(t, args[0]) != float64(len(values)) || parse(t, args[5]) != float64(void) ||
		math.Abs(parse(t, args[1])-1) > 0.2 {
		t.Errorf("of %d cells and %d without a density it says %v", len(values), void, args)
	}
}
