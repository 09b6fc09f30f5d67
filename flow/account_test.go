package flow

import (
	"math"
	"slices"
	"testing"

	"nicelab/flow/optim"
)

// A step that is accounted for is the step that is not.
func TestAccountChangesNothing(t *testing.T) {
	c := Config{Dim: 3, Couplings: 4, Hidden: []int{16, 16}, Activation: ReLU, Prior: Logistic, Seed: 11}
	plain, told := train(t, c, Options{Batch: 64}, 0), train(t, c, Options{Batch: 64}, 0)
	for i := range 40 {
		if told.Account = nil; i%3 > 0 {
			told.Account = new(Account)
		}
		for _, tr := range []*Trainer{plain, told} {
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
	}
	if plain.Loss != told.Loss || plain.Valid != told.Valid || !slices.Equal(plain.Flow.Weights, told.Flow.Weights) ||
		!slices.Equal(plain.adam.M, told.adam.M) || !slices.Equal(plain.adam.V, told.adam.V) ||
		!slices.Equal(plain.train, told.train) {
		t.Error("a step that was accounted for is another step")
	}
}

// An account that comes in the middle of a long step has all of its rows, and the step is the same.
func TestAccountHasTheWholeBatch(t *testing.T) {
	c := Config{Dim: 2, Couplings: 2, Hidden: []int{768, 768}, Activation: Tanh, Prior: Gaussian, Seed: 1}
	plain, told := train(t, c, Options{Batch: 150}, 0), train(t, c, Options{Batch: 150}, 0)
	for told.batch == 0 || told.at == 0 && told.done == 0 {
		if _, err := told.Advance(); err != nil {
			t.Fatal(err)
		}
	}
	a := new(Account)
	told.Account = a
	for range 2 {
		for _, tr := range []*Trainer{plain, told} {
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
		if plain.Loss != told.Loss || !slices.Equal(plain.Flow.Weights, told.Flow.Weights) {
			t.Errorf("step %d is another one", a.Step)
		}
		if want := rowsAt(all(told), a.Rows, c.Dim); len(a.Rows) != 150 || !slices.Equal(a.X, want) {
			t.Errorf("step %d: %d numbers of %d rows", a.Step, len(a.X), len(a.Rows))
		}
	}
}

// rowsAt is the given rows of x.
func rowsAt(x []float32, rows []int32, dim int) []float32 {
	var at []float32
	for _, r := range rows {
		at = append(at, x[int(r)*dim:int(r+1)*dim]...)
	}
	return at
}

// Every number of an account is what the twin, in float64 and without a backward pass, finds for the same batch.
func TestAccountAgainstTheTwin(t *testing.T) {
	for i, c := range configs() {
		if i%5 > 0 {
			continue
		}
		f := perturbed(t, c)
		tr, err := NewTrainer(f, f.Rows(rows(f, 200, 8)), Options{Batch: 48})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
		}
		before := slices.Clone(tr.Flow.Weights)
		w := newTwin(tr.Flow)
		a := new(Account)
		tr.Account = a
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		close := func(what string, got, want, tolerance float64) {
			t.Helper()
			if !(math.Abs(got-want) <= tolerance*max(1e-3, math.Abs(want))) {
				t.Errorf("%v: %s is %v and should be %v", c, what, got, want)
			}
		}

		seen := map[int32]bool{}
		var x []float64
		for _, r := range a.Rows {
			if seen[r] || slices.Contains(tr.held, r) {
				t.Errorf("%v: row %d is in the batch twice, or held out", c, r)
			}
			seen[r] = true
			x = append(x, widen(all(tr)[int(r)*c.Dim:int(r+1)*c.Dim])...)
		}
		if len(a.Rows) != 48 || a.Step != 4 || a.Rate != 0.005 {
			t.Errorf("%v: %d rows, step %d, rate %v", c, len(a.Rows), a.Step, a.Rate)
		}
		var prior float64
		for r := range a.Rows {
			prior += w.logPrior(w.forward(x[r*c.Dim:(r+1)*c.Dim])) / float64(len(a.Rows))
		}
		close("the loss", a.Loss, w.loss(x), 1e-5)
		close("log p(z)", a.LogPrior, prior, 1e-5)
		close("the sum of the terms", a.LogPrior+a.LogScale+a.LogUnits, -a.Loss, 1e-12)

		// Along its own direction the slope of the loss is the gradient's norm.
		slope := func(from, to int) float64 {
			norm := 0.0
			for _, g := range tr.grad[from:to] {
				norm += float64(g) * float64(g)
			}
			norm = math.Sqrt(norm)
			const h = 1e-6
			at := func(h float64) float64 {
				for j := from; j < to; j++ {
					w.weights[j] = float64(before[j]) + h*float64(tr.grad[j])/norm
				}
				return w.loss(x)
			}
			up, down := at(h), at(-h)
			at(0)
			return (up - down) / (2 * h)
		}
		close("the gradient", a.All.Gradient, slope(0, len(before)), 2e-3)
		var moved optim.Change
		for k, from := 0, 0; k <= c.Couplings; k++ {
			to := len(before)
			if k < c.Couplings {
				one := c
				one.Couplings, one.Modes = k+1, 0
				to = one.Weights() - c.Dim
			}
			close("a part's gradient", a.Parts[k].Gradient, slope(from, to), 2e-3)
			var p optim.Change
			for j := from; j < to; j++ {
				d := float64(tr.Flow.Weights[j]) - float64(before[j])
				p.Moved += d * d
				p.Largest = max(p.Largest, math.Abs(d))
			}
			close("a part's move", a.Parts[k].Moved, math.Sqrt(p.Moved), 1e-4)
			close("a part's largest move", a.Parts[k].Largest, p.Largest, 1e-4)
			moved.Moved += p.Moved
			moved.Largest = max(moved.Largest, p.Largest)
			from = to
		}
		close("the move", a.All.Moved, math.Sqrt(moved.Moved), 1e-4)
		close("the largest move", a.All.Largest, moved.Largest, 1e-4)
	}
}

// What is measured of the batch under the weights before its step is the step's loss, the noise and what the prior
// knows of it included.
func TestMeasureIsTheLoss(t *testing.T) {
	for _, clusters := range []int{0, 3} {
		c := Config{Dim: 3, Couplings: 3, Hidden: []int{16}, Activation: ReLU, Prior: Logistic, Seed: 11, Mix: Linear,
			Whiten: true, Clusters: clusters}
		tr := train(t, c, Options{Batch: 64, Noise: 0.5, LearningRate: 1e-12}, 0) // which moves nothing to speak of
		for range 3 {
			tr.Account = new(Account)
			if _, err := tr.Step(); err != nil {
				t.Fatal(err)
			}
			got := tr.Measure(tr.Account.X) / 64
			if math.Abs(got-tr.Account.Loss) > 1e-4 {
				t.Errorf("%d clusters: measured %v, the loss is %v", clusters, got, tr.Account.Loss)
			}
			exact := 0.
			for _, lp := range tr.Moving().LogProb(nil, tr.Account.X) {
				exact -= lp / 64
			}
			if known := math.Abs(exact-got) > 1e-3; known != (clusters > 0) {
				t.Errorf("%d clusters: with the noise %v, of the law without it %v", clusters, got, exact)
			}
		}
	}
}
