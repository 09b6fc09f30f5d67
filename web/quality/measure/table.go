package measure

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nicelab/flow"
	"nicelab/flow/baseline"
	"nicelab/flow/cluster"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
)

// UnknownError names what there is not.
type UnknownError struct{ Name string }

func (e *UnknownError) Error() string { return fmt.Sprintf("there is no %q", e.Name) }

// Table is what models make of the rows of a table that one split holds out: mean NLL in nats a row. The flow is
// trained by its recipe and never chosen by these rows; Best is what choosing its best step by them would give.
type Table struct {
	Name                       string
	Rows, Columns              int // rows that are trained on
	Seed                       uint64
	Steps, BestStep            int
	Last, Best                 float64
	Gaussian, Mixture, Kernels float64
}

// Read opens a table and takes what the page would take: its columns, and no row that lies far out.
func Read(path string) (name string, x []float32, columns int, err error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return "", nil, 0, err
	}
	r := dataset.NewReader(b)
	for done := false; !done; {
		if done, err = r.Step(1000); err != nil {
			return "", nil, 0, fmt.Errorf("%s: %w", path, err)
		}
	}
	c := r.Table().Suggested()
	x, _, _ = r.Table().Matrix(c)
	x = dataset.Near(x, len(c), dataset.FarOut(x, len(c)))
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path)), x, len(c), nil
}

// RunTable trains x, rows of so many columns, by its recipe on the split of that seed.
func RunTable(name string, x []float32, columns int, seed uint64, size Size) (Table, error) {
	c, o := setup(x, columns, seed)
	if size.Steps > 0 {
		o.Run = min(o.Run, size.Steps)
	}
	f, t, train, err := start(c, x, o)
	if err != nil {
		return Table{}, err
	}
	out := Table{Name: name, Rows: len(train), Columns: columns, Seed: seed, Best: math.Inf(1)}
	for over := false; !over; {
		report, err := t.Advance()
		if err != nil {
			return out, err
		}
		if report.Stepped && t.Steps == o.Run {
			out.Last = nll(f, x, t.Held()) // at the end of the run the trainer may go back to the best weights
		}
		if report.Due && t.Best < out.Best {
			out.Best, out.BestStep = t.Best, t.Steps
		}
		over = report.Over
	}
	out.Steps = t.Steps
	return out, nil
}

// Compare fits the simpler models to the rows of x that t's flow was trained on.
func (t *Table) Compare(x []float32) error {
	c, o := setup(x, t.Columns, t.Seed)
	_, trainer, train, err := start(c, x, o)
	if err != nil {
		return err
	}
	all := baseline.Rows(x, t.Columns)
	for _, b := range []struct {
		to  *float64
		fit *baseline.Fit
	}{
		{&t.Gaussian, baseline.NewGaussian(all.Pick(train), t.Seed)},
		{&t.Mixture, baseline.NewMixture(all.Pick(train), t.Seed)},
		{&t.Kernels, baseline.NewKernel(all.Pick(train), t.Seed)},
	} {
		for !b.fit.Step() {
		}
		m, err := b.fit.Model()
		if err != nil {
			return fmt.Errorf("%s: %w", t.Name, err)
		}
		*b.to = mean(m, all.Pick(trainer.Held()))
	}
	return nil
}

// setup is the recipe for x with a split of that seed.
func setup(x []float32, columns int, seed uint64) (flow.Config, flow.Options) {
	r := recipe.Table(len(x)/columns, columns)
	r.Model.Dim, r.Model.Seed = columns, seed
	return r.Model, recipe.Options(r.Train)
}

// start returns a flow whose data layers know the rows alone that it trains on, as those it is compared with do.
func start(c flow.Config, x []float32, o flow.Options) (*flow.Flow, *flow.Trainer, []int32, error) {
	f, err := flow.New(c)
	if err != nil {
		return nil, nil, nil, err
	}
	split, err := flow.NewTrainer(f, f.Rows(x), flow.Options{})
	if err != nil {
		return nil, nil, nil, err
	}
	held := slices.Sorted(slices.Values(split.Held()))
	var rows []float32
	var train []int32
	for i := range len(x) / c.Dim {
		if _, out := slices.BinarySearch(held, int32(i)); !out {
			train = append(train, int32(i))
			rows = append(rows, x[i*c.Dim:(i+1)*c.Dim]...)
		}
	}
	f.Standardize(rows)
	if err := cluster.All(f, f.Rows(x), train); err != nil {
		return nil, nil, nil, err
	}
	t, err := flow.NewTrainer(f, f.Rows(x), o)
	return f, t, train, err
}

func nll(f *flow.Flow, x []float32, rows []int32) float64 {
	d, sum := f.Config.Dim, 0.
	for _, r := range rows {
		sum -= f.LogProb(nil, x[int(r)*d:(int(r)+1)*d])[0]
	}
	return sum / float64(len(rows))
}

func mean(m baseline.Model, held baseline.Data) float64 {
	row, sum := make([]float64, held.D), 0.
	for i := range held.N {
		held.Row(row, i)
		sum -= m.LogProb(row)
	}
	return sum / float64(held.N)
}
