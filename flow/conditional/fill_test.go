package conditional

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"

	"nicelab/flow"
)

var blank = float32(math.NaN())

// filled runs a fill to its end.
func filled(f *flow.Flow, x []float32, o Options) *Fill {
	l := NewFill(f, x, nil, o)
	for !l.Advance() {
	}
	return l
}

// given returns mean and covariance of the columns that are listed, given the others of row.
func given(mean []float64, p *mat.SymDense, row []float32, columns []int) ([]float64, *mat.SymDense) {
	m := len(columns)
	part, pull := mat.NewSymDense(m, nil), mat.NewVecDense(m, nil)
	for a, i := range columns {
		for b, j := range columns {
			if b >= a {
				part.SetSym(a, b, p.At(i, j))
			}
		}
		for j, v := range row {
			if !slices.Contains(columns, j) {
				pull.SetVec(a, pull.AtVec(a)-p.At(i, j)*(float64(v)-mean[j]))
			}
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(part) {
		panic("not positive definite")
	}
	var cov mat.SymDense
	if err := chol.InverseTo(&cov); err != nil {
		panic(err)
	}
	var shift mat.VecDense
	shift.MulVec(&cov, pull)
	out := make([]float64, m)
	for a, i := range columns {
		out[a] = mean[i] + shift.AtVec(a)
	}
	return out, &cov
}

// Where the model is a Gaussian, blanks get what its conditionals say: exactly, or by chains that find it.
func TestFillGaussian(t *testing.T) {
	const d = 5
	x := table(300, d, 0.8, rand.New(rand.NewPCG(1, 5)))
	f := identity(t, x, d)
	mean, p := gaussian(f)
	blanks := [][]int{{2}, {}, {0, 3}, {1, 2, 4}, {0, 1, 2, 3, 4}, {4}}
	rows := slices.Clone(x[:len(blanks)*d])
	for i, columns := range blanks {
		for _, j := range columns {
			rows[i*d+j] = blank
		}
	}
	l := filled(f, rows, Options{Seed: 3, Draws: 200, Least: 400})
	for i, columns := range blanks {
		cells := l.Cells(i)
		if len(cells) != len(columns) {
			t.Fatalf("row %d has %d cells for %d blanks", i, len(cells), len(columns))
		}
		if len(columns) == 0 {
			continue
		}
		mu, cov := given(mean, p, rows[i*d:(i+1)*d], columns)
		for b, c := range cells {
			sigma, off := math.Sqrt(cov.At(b, b)), 2e-3
			if len(columns) > 1 {
				off = 0.2 // of a standard deviation, by some hundred values that hang together
			}
			if c.Row != i || c.Column != columns[b] || c.Exact != (len(columns) == 1) || !c.Converged() {
				t.Errorf("row %d: blank %d is %+v", i, columns[b], c)
			}
			for name, v := range map[string][2]float64{
				"mean": {c.Mean, mu[b]}, "median": {c.Median, mu[b]},
				"lo": {c.Lo, mu[b] - 1.6449*sigma}, "hi": {c.Hi, mu[b] + 1.6449*sigma},
				"mean of draws": {stat.Mean(c.Draws, nil), mu[b]}, "std of draws": {stat.StdDev(c.Draws, nil), sigma},
			} {
				most := off
				if len(name) > 6 {
					most = 0.3
				}
				if !(math.Abs(v[0]-v[1]) < most*sigma) {
					t.Errorf("row %d, column %d: %s is %v and should be %v (std %v)", i, c.Column, name, v[0], v[1], sigma)
				}
			}
		}
	}
	if again := filled(f, rows, Options{Seed: 3, Draws: 200, Least: 400}); !reflect.DeepEqual(l.cells, again.cells) {
		t.Error("the same seed fills otherwise")
	}
	if done, all := l.Rows(); done != all || all != len(blanks) {
		t.Errorf("%d of %d rows are done", done, all)
	}
}

// Draws of one row belong together: two blanks that hang together do so in them.
func TestDrawsBelongTogether(t *testing.T) {
	const d = 3
	x := table(300, d, 0.9, rand.New(rand.NewPCG(2, 5)))
	f := identity(t, x, d)
	mean, p := gaussian(f)
	row := []float32{blank, blank, x[2]}
	_, cov := given(mean, p, row, []int{0, 1})
	cells := filled(f, row, Options{Seed: 1, Draws: 400, Least: 640}).Cells(0)
	want := cov.At(0, 1) / math.Sqrt(cov.At(0, 0)*cov.At(1, 1))
	if got := stat.Correlation(cells[0].Draws, cells[1].Draws, nil); !(math.Abs(got-want) < 0.15) || want < 0.3 {
		t.Errorf("draws have the correlation %v, and it is %v", got, want)
	}
}

// Chains that go too slowly to meet say so, and stop.
func TestChainsThatDoNotMeet(t *testing.T) {
	const d = 3
	x := table(300, d, 0.99999, rand.New(rand.NewPCG(3, 5)))
	f := identity(t, x, d)
	for _, c := range filled(f, []float32{blank, blank, blank}, Options{Seed: 1, Least: 20, Most: 40}).Cells(0) {
		if c.Converged() || !(c.Rhat > 1.2) {
			t.Errorf("column %d: R-hat is %v", c.Column, c.Rhat)
		}
	}
}

// The one blank of a row is what NewRow finds there.
func TestFillIsTheConditional(t *testing.T) {
	const d = 3
	x := bent(400, d, rand.New(rand.NewPCG(4, 5)))
	f := trained(t, flow.Config{Dim: d, Couplings: 4, Hidden: []int{16}, Activation: flow.ReLU, Prior: flow.Logistic,
		Whiten: true}, x, 50)
	rows := slices.Clone(x[:40*d])
	for i := range 40 {
		rows[i*d+i%d] = blank
	}
	l := filled(f, rows, Options{})
	for i := range 40 {
		row := rows[i*d : (i+1)*d]
		r := NewRow(f, row, nil, i%d)
		want := done(r)[i%d]
		c := l.Cells(i)[0]
		if c.Mean != want.Mean || c.Median != want.Median || c.Lo != want.Lo || c.Hi != want.Hi || !c.Converged() {
			t.Errorf("row %d: %+v, and the conditional says %+v", i, c, want)
		}
	}
}

func TestRhat(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	var same, apart [][]float64
	for k := range 8 {
		var a, b []float64
		for range 100 {
			a, b = append(a, rng.NormFloat64()), append(b, rng.NormFloat64()+3*float64(k%2))
		}
		same, apart = append(same, a), append(apart, b)
	}
	if got := rhat(same); !(got < 1.03) {
		t.Errorf("of one law R-hat is %v", got)
	}
	if got := rhat(apart); !(got > 1.5) {
		t.Errorf("of laws that lie apart R-hat is %v", got)
	}
}
