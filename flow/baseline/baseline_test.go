package baseline

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// fits are the three, by name.
var fits = map[string]func(Data, uint64) *Fit{"Gaussian": NewGaussian, "mixture": NewMixture, "kernels": NewKernel}

// fitted runs a fit to its end.
func fitted[M Model](t testing.TB, f *Fit) M {
	t.Helper()
	for !f.Step() {
	}
	m, err := f.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m.(M)
}

// law is a mixture of Gaussians with means of its own and standard deviations alike in all columns.
type law struct {
	weight, std []float64
	mean        [][]float64
}

func (l law) draw(n int, rng *rand.Rand) []float64 {
	var x []float64
	for range n {
		c, u := 0, rng.Float64()
		for ; c < len(l.weight)-1 && u >= l.weight[c]; c++ {
			u -= l.weight[c]
		}
		for _, m := range l.mean[c] {
			x = append(x, m+l.std[c]*rng.NormFloat64())
		}
	}
	return x
}

func (l law) logProb(x []float64) float64 {
	var p float64
	for c, w := range l.weight {
		d := float64(len(x))
		p += w * math.Exp(-distance(x, l.mean[c])/(2*l.std[c]*l.std[c])-d*(math.Log(l.std[c])+logTwoPi/2))
	}
	return math.Log(p)
}

var (
	two   = law{[]float64{0.3, 0.7}, []float64{0.4, 1}, [][]float64{{-2, 1}, {1, -1}}}
	three = law{[]float64{0.5, 0.3, 0.2}, []float64{0.5, 1, 0.3}, [][]float64{{0, 0, 0}, {5, 0, -2}, {-3, 4, 1}}}
)

// mean returns the mean log-density of rows.
func mean(m Model, rows Data) float64 {
	var sum float64
	for _, v := range logProbs(m, rows) {
		sum += v
	}
	return sum / float64(rows.N)
}

func logProbs(m Model, rows Data) []float64 {
	out, x := make([]float64, rows.N), make([]float64, rows.D)
	for i := range out {
		rows.Row(x, i)
		out[i] = m.LogProb(x)
	}
	return out
}

func TestDensitiesIntegrateToOne(t *testing.T) {
	x := two.draw(300, rand.New(rand.NewPCG(1, 1)))
	for i := range x {
		x[i] = 3 + 100*x[i] // units count
	}
	for name, fit := range fits {
		m := fitted[Model](t, fit(Rows(x, 2), 5))
		const lo, hi, h = -900, 900, 4.0
		var mass float64
		for a := float64(lo); a < hi; a += h {
			for b := float64(lo); b < hi; b += h {
				mass += math.Exp(m.LogProb([]float64{a, b})) * h * h
			}
		}
		if math.Abs(mass-1) > 1e-3 {
			t.Errorf("%s: the density integrates to %v", name, mass)
		}
	}
}

// Rows measured in other units have the same density but for the units' volume.
func TestUnitsDoNotMatter(t *testing.T) {
	x := three.draw(400, rand.New(rand.NewPCG(2, 2)))
	scale, shift := []float64{1e-3, 7, -250}, []float64{1, -3, 1e4}
	y := slices.Clone(x)
	for i := range y {
		y[i] = shift[i%3] + scale[i%3]*y[i]
	}
	volume := math.Log(1e-3 * 7 * 250)
	for name, fit := range fits {
		a, b := fitted[Model](t, fit(Rows(x[:900], 3), 5)), fitted[Model](t, fit(Rows(y[:900], 3), 5))
		p, q := logProbs(a, Rows(x[900:], 3)), logProbs(b, Rows(y[900:], 3))
		for i := range p {
			if math.Abs(p[i]-q[i]-volume) > 1e-6 {
				t.Fatalf("%s: row %d has log p %v, and %v in units whose volume is %v", name, i, p[i], q[i], volume)
			}
		}
	}
}

// What a fit gives depends on rows and seed alone: not on how it is cut, nor on the width of the numbers it is given.
func TestSameBits(t *testing.T) {
	x := three.draw(300, rand.New(rand.NewPCG(3, 3)))
	narrow := make([]float32, len(x))
	for i, v := range x {
		narrow[i] = float32(v)
		x[i] = float64(narrow[i])
	}
	defer func(was int) { sliceWork = was }(sliceWork)
	for name, fit := range fits {
		var bits [][]float64
		var steps []int
		for _, work := range []int{1 << 16, 1, 1 << 40} {
			sliceWork = work
			f, n := fit(Rows(x, 3), 5), 1
			for !f.Step() {
				n++
			}
			m, _ := f.Model()
			bits, steps = append(bits, logProbs(m, Rows(x, 3))), append(steps, n)
		}
		bits = append(bits, logProbs(fitted[Model](t, fit(Rows(narrow, 3), 5)), Rows(narrow, 3)))
		for i, b := range bits {
			if !slices.Equal(b, bits[0]) {
				t.Errorf("%s: way %d gives other bits", name, i)
			}
		}
		if steps[1] < 2*steps[0] || steps[2] > steps[0] {
			t.Errorf("%s: %v steps, for slices of usual size, of a row, and without end", name, steps)
		}
	}
}

// Whatever the rows are, what comes is a finite number or a reason.
func TestPoorRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	normal := func(n, d int) []float64 {
		x := make([]float64, n*d)
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		return x
	}
	twice := normal(60, 3)
	twice = append(twice, twice...)
	alike := make([]float64, 90)
	heap := append(normal(40, 2), make([]float64, 160)...) // two thirds of the rows are one
	constant, dependent := normal(80, 3), normal(80, 3)
	for i := 0; i < len(constant); i += 3 {
		constant[i+1] = 4
		dependent[i+2] = dependent[i] - 2*dependent[i+1]
	}
	far := normal(80, 2)
	far[7] = 1e20
	cases := []struct {
		name string
		x    []float64
		d    int
	}{
		{"each row twice", twice, 3}, {"all rows alike", alike, 3},
		{"most rows alike", heap, 2}, {"a constant column", constant, 3},
		{"a column that is a sum of others", dependent, 3}, {"fewer rows than columns", normal(5, 12), 12},
		{"two rows", normal(2, 3), 3},
		{"a row at 1e20", far, 2},
		{"tiny numbers", slices.Repeat([]float64{1e-30, 2e-30, 4e-30}, 10), 3}, {"one column", normal(30, 1), 1},
	}
	for _, c := range cases {
		for name, fit := range fits {
			m := fitted[Model](t, fit(Rows(c.x, c.d), 5))
			away := make([]float64, c.d)
			away[0] = 1e30
			for i, v := range append(logProbs(m, Rows(c.x, c.d)), m.LogProb(away)) {
				if v-v != 0 {
					t.Errorf("%s, %s: log p of row %d is %v", c.name, name, i, v)
					break
				}
			}
		}
	}
	for name, fit := range fits {
		f := fit(Rows(normal(1, 3), 3), 5)
		if m, err := f.Model(); !f.Step() || m != nil || !errors.Is(err, ErrRows) {
			t.Errorf("%s of one row: %v, %v", name, m, err)
		}
	}
}

// A large table is fitted to a part of its rows, and of too many columns there is no mixture.
func TestLargeTables(t *testing.T) {
	wide := make([]float64, 100*(MaxMixtureColumns+1))
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range wide {
		wide[i] = rng.NormFloat64()
	}
	f := NewMixture(Rows(wide, MaxMixtureColumns+1), 5)
	if m, err := f.Model(); !f.Step() || m != nil || !errors.Is(err, ErrColumns) {
		t.Errorf("a mixture of %d columns: %v, %v", MaxMixtureColumns+1, m, err)
	}
	n := maxKernels + 1000
	x := two.draw(n, rng)
	k := fitted[*Kernel](t, NewKernel(Rows(x, 2), 5))
	if k.Rows != maxKernels {
		t.Errorf("%d of %d rows have a kernel", k.Rows, n)
	}
	if g := fitted[*Gaussian](t, NewGaussian(Rows(wide, MaxMixtureColumns+1), 5)); g.Rows != 100 {
		t.Errorf("a Gaussian is of %d of 100 rows", g.Rows)
	}
}

func TestCompare(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	a, b, diff := make([]float64, 50), make([]float64, 50), make([]float64, 50)
	for i := range a {
		luck := 10 * rng.NormFloat64()
		a[i], b[i] = luck+0.5+0.1*rng.NormFloat64(), luck
		diff[i] = a[i] - b[i]
	}
	m, err := Compare(a, b)
	if want, std := stat.MeanStdDev(diff, nil); math.Abs(m-want) > 1e-12 || math.Abs(err-stat.StdErr(std, 50)) > 1e-12 {
		t.Errorf("%v ± %v, and gonum says %v ± %v", m, err, want, stat.StdErr(std, 50))
	}
	if err > 0.05 {
		t.Errorf("the luck that the rows share is in the error: %v", err)
	}
	if m, err := Compare(a[:1], b[:1]); m != diff[0] || !math.IsNaN(err) {
		t.Errorf("of one row: %v ± %v", m, err)
	}
}

func TestSliced(t *testing.T) {
	cases := []struct{ n, cost, slices int }{{10, sliceWork / 4, 3}, {10, 1, 1}, {3, 10 * sliceWork, 3}, {0, 1, 1}}
	for _, c := range cases {
		var seen []int
		s, calls := sliced(c.n, c.cost, func(i int) { seen = append(seen, i) }), 1
		for !s() {
			calls++
		}
		if calls != c.slices || len(seen) != c.n || !slices.IsSorted(seen) {
			t.Errorf("%d at cost %d: %d slices, %v", c.n, c.cost, calls, seen)
		}
	}
}
