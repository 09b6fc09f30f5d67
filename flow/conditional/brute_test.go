package conditional

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow"
)

// law is p(x_j | all others) by measuring log p at very many points.
type law struct {
	x, p, below []float64 // p sums to 1 with steps; below is the mass up to a point
	step, log   float64   // log of the mass
	mean        float64
}

// brute measures log p of row with its column j at points from lo to hi.
func brute(f *flow.Flow, row []float32, j int, lo, hi float64, n int) *law {
	d := len(row)
	l := &law{step: (hi - lo) / float64(n-1)}
	rows := make([]float32, 0, n*d)
	for i := range n {
		at := len(rows)
		rows = append(rows, row...)
		rows[at+j] = float32(lo + float64(i)*l.step)
		l.x = append(l.x, float64(rows[at+j]))
	}
	l.p = f.LogProb(nil, rows)
	top := math.Inf(-1)
	for _, v := range l.p {
		top = max(top, v)
	}
	// Numbers of float32 are not evenly spaced at a fine step, so every step has its own width.
	l.below = make([]float64, n)
	for i := range l.p {
		l.p[i] = math.Exp(l.p[i] - top)
		if i > 0 {
			l.below[i] = l.below[i-1] + (l.p[i]+l.p[i-1])/2*(l.x[i]-l.x[i-1])
			l.mean += (l.p[i]*l.x[i] + l.p[i-1]*l.x[i-1]) / 2 * (l.x[i] - l.x[i-1])
		}
	}
	mass := l.below[n-1]
	l.log = math.Log(mass) + top
	l.mean /= mass
	for i := range l.below {
		l.below[i] /= mass
	}
	return l
}

// inner returns between what values all but 1e-8 of the mass lies on either side.
func (l *law) inner() (lo, hi float64) {
	lo, hi = l.x[0], l.x[len(l.x)-1]
	for i, b := range l.below {
		if b < 1e-8 {
			lo = l.x[i]
		} else if b > 1-1e-8 {
			return lo, l.x[i]
		}
	}
	return lo, hi
}

// share returns how much of the mass lies below v.
func (l *law) share(v float64) float64 {
	for i, x := range l.x {
		if x >= v {
			if i == 0 {
				return 0
			}
			t := (v - l.x[i-1]) / (x - l.x[i-1])
			return l.below[i-1] + t*(l.below[i]-l.below[i-1])
		}
	}
	return 1
}

// bent is rows that no Gaussian fits: two arcs, in more columns with sums and squares of them.
func bent(n, d int, rng *rand.Rand) []float32 {
	x := make([]float32, n*d)
	for i := range n {
		a, s := math.Pi*rng.Float64(), float64(2*rng.IntN(2)-1)
		u, v := s*(math.Cos(a)-0.5)+0.06*rng.NormFloat64(), s*(math.Sin(a)-0.25)+0.06*rng.NormFloat64()
		row := x[i*d : (i+1)*d]
		row[0], row[1] = float32(20*u+100), float32(v)
		for j := 2; j < d; j++ {
			row[j] = float32(0.01 * (u*u - float64(j-1)*v + 0.1*rng.NormFloat64()))
		}
	}
	return x
}

// trained is a flow after some steps on x.
func trained(t testing.TB, c flow.Config, x []float32, steps int) *flow.Flow {
	t.Helper()
	f, err := flow.New(c)
	if err != nil {
		t.Fatal(err)
	}
	f.Standardize(x)
	tr, err := flow.NewTrainer(f, f.Rows(x), flow.Options{LearningRate: 0.005})
	if err != nil {
		t.Fatal(err)
	}
	for tr.Steps < steps {
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
	}
	return f
}

var configs = map[string]flow.Config{
	"plain, relu":           {Couplings: 4, Hidden: []int{32, 32}, Activation: flow.ReLU, Prior: flow.Gaussian},
	"plain, tanh, logistic": {Couplings: 4, Hidden: []int{32, 32}, Activation: flow.Tanh, Prior: flow.Logistic},
	"rotate, relu, wide": {Couplings: 12, Hidden: []int{16, 16}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Mix: flow.Rotate, Last: 3},
	"rotate, tanh": {Couplings: 8, Hidden: []int{16, 16}, Activation: flow.Tanh, Prior: flow.Gaussian,
		Mix: flow.Rotate, Whiten: true},
	"linear, relu, whitened": {Couplings: 12, Hidden: []int{32, 32}, Activation: flow.ReLU, Prior: flow.Logistic,
		Mix: flow.Linear, Whiten: true, Last: 0.01},
	"linear, relu, one layer": {Couplings: 6, Hidden: []int{64}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Mix: flow.Linear},
}

// Integrals by very many points say the same: of trained flows whose conditionals bend, have several modes, and are
// asked for at rows of the data, at rows whose values do not belong together, and far out.
func TestBruteForce(t *testing.T) {
	for name, c := range configs {
		for _, d := range []int{2, 3} {
			t.Run(fmt.Sprintf("%s, %d columns", name, d), func(t *testing.T) { againstBrute(t, c, d, 8) })
		}
	}
	t.Run("16 columns", func(t *testing.T) { againstBrute(t, configs["linear, relu, whitened"], 16, 2) })
}

func againstBrute(t *testing.T, c flow.Config, d, rows int) {
	rng := rand.New(rand.NewPCG(7, uint64(d)))
	x := bent(800, d, rng)
	c.Dim, c.Seed = d, 7
	f := trained(t, c, x, 250)
	worst, points, curves := 0.0, 0, 0
	for k := range rows {
		row := slices.Clone(x[k*d : (k+1)*d])
		switch k % 4 {
		case 1:
			copy(row[1:], x[(k+100)*d+1:(k+101)*d])
		case 2:
			row[k%d] += float32(4*rng.NormFloat64()) * f.Std[k%d]
		}
		logp := f.LogProb(nil, row)[0]
		r := NewRow(f, row, nil)
		for j, c := range done(r) {
			v, s, m := float64(row[j]), float64(f.Std[j]), float64(f.Mean[j])
			lo, hi := brute(f, row, j, m-40*s, m+40*s, 2_001).inner()
			l := brute(f, row, j, min(lo-0.05*s, v-0.1*s), max(hi+0.05*s, v+0.1*s), 4_001)
			want := l.log - logp
			off := math.Abs(c.Surprise - want)
			if beyond := r.curves[j].beyond; !(beyond[0]+beyond[1] < 1e-6) {
				t.Errorf("row %d, column %d: %v of the mass lie beyond the grid", k, j, beyond)
			}
			worst, points, curves = max(worst, off), points+len(r.curves[j].x), curves+1
			fail := func(what string, got, want float64) {
				t.Errorf("row %d, column %d: %s is %v and should be %v", k, j, what, got, want)
			}
			if !(off < 1e-3) {
				fail("the surprise", c.Surprise, want)
			}
			share := l.share(v)
			if tail := 2 * min(share, 1-share); !(math.Abs(c.Tail-tail) < 2e-3) {
				fail("the tail", c.Tail, tail)
			}
			for q, at := range map[float64]float64{0.05: c.Lo, 0.5: c.Median, 0.95: c.Hi} {
				if got := l.share(at); !(math.Abs(got-q) < 1e-3) {
					fail(fmt.Sprint("the mass below ", at), got, q)
				}
			}
			if !(math.Abs(c.Mean-l.mean) < 2e-3*(c.Hi-c.Lo)) {
				fail("the mean", c.Mean, l.mean)
			}
			if len(c.X) > maxDrawn || len(c.X) != len(c.P) || !slices.IsSorted(c.X) || !slices.Contains(c.X, v) {
				t.Errorf("row %d, column %d: the curve has %d points, with the value or not", k, j, len(c.X))
			}
			var mass float64
			for i := 1; i < len(c.X); i++ {
				mass += (c.P[i] + c.P[i-1]) / 2 * (c.X[i] - c.X[i-1])
			}
			if !(math.Abs(mass-1) < 0.05) {
				fail("the mass of the curve", mass, 1)
			}
		}
	}
	t.Logf("off by at most %.2g nats, %d points a column", worst, points/curves)
}
