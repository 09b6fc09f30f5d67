package measure

import (
	"math"
	"testing"
)

func TestPreset(t *testing.T) {
	p, err := RunPreset("crescent", 1, Size{Steps: 150, Fresh: 500})
	if err != nil {
		t.Fatal(err)
	}
	if !(p.Gap < p.First-0.1) || !(p.Gap > -0.2) || p.Steps != 150 {
		t.Errorf("after %d steps it is %g nats above the floor, %g at first", p.Steps, p.Gap, p.First)
	}
	if p.At != [3]float64{p.Gap, p.Gap, p.Gap} || !(p.Seconds > 0) {
		t.Errorf("it took %g s, with %v on the way", p.Seconds, p.At)
	}
	if _, err := RunPreset("cresent", 1, Size{}); err == nil {
		t.Error("a preset that there is not was trained")
	}
}

func TestTable(t *testing.T) {
	name, x, columns, err := Read("../../../flow/dataset/testdata/iris.csv")
	if err != nil {
		t.Fatal(err)
	}
	got, err := RunTable(name, x, columns, 7, Size{Steps: 60})
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Compare(x); err != nil {
		t.Fatal(err)
	}
	if got.Name != "iris" || got.Columns != 4 || got.Rows != 120 || got.Steps != 60 {
		t.Errorf("%+v", got)
	}
	if !(got.Best <= got.Last+1e-9) || math.Abs(got.Last-got.Gaussian) > 2 {
		t.Errorf("last %g, best %g, Gaussian %g", got.Last, got.Best, got.Gaussian)
	}
	if !(got.Mixture < got.Gaussian) {
		t.Errorf("mixture %g, Gaussian %g", got.Mixture, got.Gaussian)
	}
}

// Before the first step a flow of the recipe for tables is the Gaussian of the rows that it trains on, and knows
// nothing of those held out.
func TestTheDataLayerKnowsTrainingRowsAlone(t *testing.T) {
	_, x, columns, err := Read("../../../flow/dataset/testdata/iris.csv")
	if err != nil {
		t.Fatal(err)
	}
	fit := func(spoil bool) float32 {
		c, o := setup(x, columns, 7)
		f, tr, _, err := start(c, x, o)
		if err != nil {
			t.Fatal(err)
		}
		if spoil {
			y := append([]float32(nil), x...)
			for _, row := range tr.Held() {
				y[int(row)*columns] += 100
			}
			f, _, _, err = start(c, y, o)
			if err != nil {
				t.Fatal(err)
			}
		}
		return f.Mean[0]
	}
	if a, b := fit(false), fit(true); a != b {
		t.Errorf("the mean is %g, and %g with other rows held out", a, b)
	}
}
