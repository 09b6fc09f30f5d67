package conditional

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"nicelab/flow"
)

// done runs a row to its end.
func done(r *Row) []Column {
	for !r.Advance() {
	}
	return r.Columns()
}

// identity is a flow that is a full Gaussian: whitened, with couplings that do nothing.
func identity(t testing.TB, x []float32, d int) *flow.Flow {
	t.Helper()
	f, err := flow.New(flow.Config{Dim: d, Couplings: 2, Hidden: []int{4}, Activation: flow.Tanh, Prior: flow.Gaussian,
		Whiten: true})
	if err != nil {
		t.Fatal(err)
	}
	clear(f.Weights)
	f.Standardize(x)
	return f
}

// gaussian returns mean and precision of the Gaussian that f is: z = A (x - mean), the precision is AᵀA.
func gaussian(f *flow.Flow) (mean []float64, precision *mat.SymDense) {
	d := f.Config.Dim
	a := mat.NewDense(d, d, nil)
	m := mat.NewDense(d, d, nil)
	for _, t := range f.Tensors() {
		if t.Name == "whiten" {
			for i, v := range t.Data {
				m.Set(i/d, i%d, float64(v))
			}
		}
	}
	for j := range d {
		mean = append(mean, float64(f.Mean[j]))
		for i := range d {
			a.Set(i, j, m.At(i, j)/float64(f.Std[j]))
		}
	}
	p := mat.NewSymDense(d, nil)
	p.SymOuterK(1, a.T())
	return mean, p
}

// table draws n rows of d columns that hang together by so much, in units that differ.
func table(n, d int, together float64, rng *rand.Rand) []float32 {
	x := make([]float32, n*d)
	for i := range n {
		common := rng.NormFloat64()
		for j := range d {
			v := together*common + math.Sqrt(1-together*together)*rng.NormFloat64()
			x[i*d+j] = float32(math.Pow(10, float64(j%5-2)) * (v + float64(j)))
		}
	}
	return x
}

// Where the model is a Gaussian its conditionals are known, for rows of the data and for such as lie far out.
func TestGaussian(t *testing.T) {
	for _, d := range []int{2, 3, 5, 16} {
		for _, together := range []float64{0, 0.9, 0.999} {
			t.Run(fmt.Sprintf("%d columns, %v", d, together), func(t *testing.T) {
				rng := rand.New(rand.NewPCG(1, uint64(d)))
				x := table(400, d, together, rng)
				f := identity(t, x, d)
				mean, p := gaussian(f)
				var points int
				for k := range 8 {
					row := x[k*d : (k+1)*d]
					if k%4 == 3 {
						row[k%d] += 7 * f.Std[k%d]
					}
					r := NewRow(f, row, nil)
					for j, c := range done(r) {
						mu := mean[j]
						for i := range d {
							if i != j {
								mu -= p.At(j, i) / p.At(j, j) * (float64(row[i]) - mean[i])
							}
						}
						law := distuv.Normal{Mu: mu, Sigma: 1 / math.Sqrt(p.At(j, j))}
						v := float64(row[j])
						tail := math.Erfc(math.Abs(v-mu) / law.Sigma / math.Sqrt2)
						close := func(name string, got, want, most float64) {
							if !(math.Abs(got-want) <= most) {
								t.Errorf("row %d, column %d at %v (%v): %s is %v, and should be %v", k, j, v, law, name, got, want)
							}
						}
						close("surprise", c.Surprise, -law.LogProb(v), 1e-3+1e-5*math.Abs(law.LogProb(v)))
						close("mean", c.Mean, mu, 2e-3*law.Sigma)
						close("std", c.Std, law.Sigma, 2e-3*law.Sigma)
						close("median", c.Median, mu, 2e-3*law.Sigma)
						close("lo", c.Lo, law.Quantile(0.05), 3e-3*law.Sigma)
						close("hi", c.Hi, law.Quantile(0.95), 3e-3*law.Sigma)
						close("tail", c.Tail, tail, 0.01*tail+1e-200)
						points += len(r.curves[j].x)
					}
				}
				t.Logf("%d points a column", points/8/d)
			})
		}
	}
}

// Values that are drawn follow the conditional, and a column that was not asked for has none.
func TestDraw(t *testing.T) {
	const d, n = 3, 2000
	x := bent(400, d, rand.New(rand.NewPCG(6, 5)))
	config := configs["linear, relu, one layer"]
	config.Dim = d
	f := trained(t, config, x, 50)
	r := NewRow(f, x[:d], nil, 1)
	c := done(r)[1]
	rng := rand.New(rand.NewPCG(6, 6))
	var sum, inside float64
	for range n {
		v := r.Draw(1, rng)
		sum += v / n
		if v >= c.Lo && v <= c.Hi {
			inside += 1. / n
		}
	}
	if math.Abs(sum-c.Mean) > 4*c.Std/math.Sqrt(n) || math.Abs(inside-0.9) > 0.03 {
		t.Errorf("the mean of draws is %v of %v ± %v, and %v lie in the interval", sum, c.Mean, c.Std, inside)
	}
	if r.Quantile(1, 0.5) != c.Median || r.Quantile(0, 0.5) == r.Quantile(0, 0.5) ||
		r.Columns()[0].Surprise == r.Columns()[0].Surprise {
		t.Error("a quantile is not the median, or there is one of a column that was not asked for")
	}
}
