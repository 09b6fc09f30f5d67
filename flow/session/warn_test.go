package session

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nicelab/flow"
	"nicelab/flow/keep/keeptest"
	"nicelab/wasm/protocol"
)

// text is a table of n rows, each written by row.
func text(n int, head string, row func(rng *rand.Rand) []float64) []byte {
	rng := rand.New(rand.NewPCG(5, 5))
	b := head
	for range n {
		var cells []string
		for _, v := range row(rng) {
			cells = append(cells, fmt.Sprintf("%.12g", v))
		}
		b += "\n" + strings.Join(cells, ",")
	}
	return []byte(b)
}

// Each kind of table that wants care is told of with what to do, all at once, and a sound one of nothing.
func TestWarnings(t *testing.T) {
	gaussiansAlone(t)
	tenth := func(v float64) float64 { return math.Round(10*v) / 10 }
	free := func(n int) func(*rand.Rand) []float64 {
		return func(r *rand.Rand) []float64 {
			row := make([]float64, n)
			for j := range row {
				row[j] = r.NormFloat64()
			}
			return row
		}
	}
	days := 0
	for name, c := range map[string]struct {
		table []byte
		want  []string
	}{
		"sound": {text(300, "a,b", free(2)), nil},
		"measured": {text(300, "a,b", func(r *rand.Rand) []float64 {
			return []float64{tenth(40 + 5*r.NormFloat64()), tenth(4 * r.NormFloat64())}
		}), nil},
		"tied": {text(300, "length,width,sum,free,copy", func(r *rand.Rand) []float64 {
			x, y, z := r.NormFloat64(), r.NormFloat64(), r.NormFloat64()
			return []float64{x, y, x + y, z, 2.54 * z}
		}), []string{"columns-tied leave [sum copy] sum ← length + width; copy ← free"}},
		"wide": {text(300, "x"+strings.Repeat(",x", 298)+",inches,cm", func(r *rand.Rand) []float64 {
			row := append(free(300)(r), 0)
			row[300] = 2.54*row[299] + 1
			return row
		}), []string{"columns-tied leave [cm] cm ← inches", "rows-few  [] 300|301"}},
		"whole numbers": {text(1000, "a,n", func(r *rand.Rand) []float64 {
			return []float64{r.NormFloat64(), math.Floor(20 * r.Float64())}
		}), []string{"values-grid spread [] n: 1"}},
		"dry": {text(300, "a,rain", func(r *rand.Rand) []float64 {
			if days++; days%5 < 3 {
				return []float64{r.NormFloat64(), 0}
			}
			return []float64{r.NormFloat64(), r.ExpFloat64()}
		}), []string{"column-heap leave [rain] rain|60|0"}},
		"cramped": {text(300, "a,b,seconds", func(r *rand.Rand) []float64 {
			return []float64{r.NormFloat64(), r.NormFloat64(), 1.7e9 + 100*r.Float64()}
		}),
			[]string{"columns-close  [] seconds"}},
		"few": {text(40, "a,b,c,d,e", free(5)), []string{"rows-few  [] 40|5"}},
		"far, tied and few": {append(text(70, "a,b,c,d,e,f,g,h", func(r *rand.Rand) []float64 {
			row := free(7)(r)
			return append(row, 3-row[0])
		}), "\n1e6,0,0,0,0,0,0,0"...), []string{
			"rows-far take-far [] a|1e+06|1", "columns-tied leave [h] h ← a", "rows-few  [] 70|8",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			noisy := small()
			noisy.Train.Smooth = 0.05
			d.do(noisy, protocol.OpenTable{ID: 7, Name: "t.csv", Bytes: c.table})
			var got []string
			for _, w := range last[protocol.Warnings](d).List {
				got = append(got, fmt.Sprintf("%s %s %v %s", w.Key, w.Do, w.Columns, strings.Join(w.Args, "|")))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("it warns of %q, want %q", got, c.want)
			}
		})
	}
}

// Columns that determine one another are trained on without a number that is none; without them nothing is warned of.
func TestTiedColumns(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Model.Whiten, c.Model.Mix = true, flow.Linear
	d.do(c, protocol.OpenTable{ID: 7, Name: "tied.csv", Bytes: text(200, "length,width,sum", func(r *rand.Rand) []float64 {
		x, y := r.NormFloat64(), r.NormFloat64()
		return []float64{x, y, x + y}
	})})
	for range 30 {
		d.do(protocol.Step{})
	}
	if p := last[protocol.Progress](d); p.Step != 30 || !(p.Valid < 10) {
		t.Errorf("after 30 steps it stands at %+v", p)
	}
	d.do(protocol.UseColumns{Columns: []int{0, 1}})
	if w := last[protocol.Warnings](d).List; len(w) != 0 {
		t.Errorf("without the sum it warns of %+v", w)
	}
}

// A run that goes on with its table in another tab warns of the same.
func TestAKeptRunWarnsAsBefore(t *testing.T) {
	m := &keeptest.Memory{}
	d := visit(t, m)
	d.do(protocol.Keep{On: true}, small(), protocol.OpenTable{ID: 1, Name: "tied.csv",
		Bytes: text(300, "x,sum,y", func(r *rand.Rand) []float64 {
			x, y := r.NormFloat64(), math.Floor(20*r.Float64())
			return []float64{x, 3*x + y, y}
		})}, protocol.Step{}, protocol.KeepNow{})
	want := last[protocol.Warnings](d).List
	if len(want) != 2 {
		t.Fatalf("it warns of %+v", want)
	}
	m.End()
	d = visit(t, m)
	d.do(protocol.GoOn{ID: 2, Place: last[protocol.Kept](d).Runs[0].Place})
	if got := last[protocol.Warnings](d).List; !reflect.DeepEqual(got, want) {
		t.Errorf("it warns of %+v, and before of %+v", got, want)
	}
}

// A value that alone makes a column's spread is named as soon as the table is open, and nothing of a preset.
func TestFarRowsAreNamed(t *testing.T) {
	b, err := os.ReadFile("../dataset/testdata/cases/f5-outlier.csv")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{ID: 7, Name: "f5-outlier.csv", Bytes: b})
	w := last[protocol.Warnings](d).List
	if len(w) == 0 || w[0].Key != "rows-far" || len(w[0].Args) != 3 || w[0].Args[1] != "1e+20" || w[0].Args[2] != "1" {
		t.Errorf("it warns of %+v", w)
	}
	told := len(d.of("Warnings"))
	d.do(protocol.UsePreset{Name: "two-scales", N: 1000, Noise: 0.05, Seed: 3})
	if len(d.of("Warnings")) != told {
		t.Errorf("of a preset it warns of %+v", last[protocol.Warnings](d))
	}
}

// Spread, whole numbers are trained on as what lies evenly around them, and the warning says so; a run that was saved
// goes on with that.
func TestWholeNumbersAreSpread(t *testing.T) {
	gaussiansAlone(t)
	table := text(600, "a,n", func(r *rand.Rand) []float64 { return []float64{r.NormFloat64(), float64(r.IntN(8))} })
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{ID: 7, Name: "t.csv", Bytes: table})
	c := protocol.Configure{Model: d.model, Train: d.settings}
	c.Train.Dequantize = true
	d.do(c)
	if w := last[protocol.Warnings](d).List; len(w) != 1 || w[0].Key != "values-spread" || w[0].Do != protocol.Unspread {
		t.Errorf("it warns of %+v", w)
	}
	d.do(protocol.Step{})
	d.do(protocol.Save{ID: 1})
	if e := last[protocol.Explained](d); !slices.ContainsFunc(e.Points,
		func(v float32) bool { return v != float32(math.Round(float64(v))) }) {
		t.Errorf("a step is of %v", e.Points)
	}
	b := newDesk(t)
	b.do(small(), protocol.OpenTable{ID: 3, Name: "t.csv", Bytes: table},
		protocol.Open{ID: 2, Name: "run.safetensors", Bytes: last[protocol.File](d).Bytes})
	for range 2 {
		d.do(protocol.Step{})
		b.do(protocol.Step{})
	}
	if !b.settings.Dequantize || !slices.Equal(b.trainer.Grid, []float32{0, 1}) ||
		!slices.Equal(b.flow.Weights, d.flow.Weights) {
		t.Errorf("saved and opened, it goes on with %+v over %v", b.settings, b.trainer.Grid)
	}
}
