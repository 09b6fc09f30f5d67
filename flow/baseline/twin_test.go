package baseline

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distmv"
)

// loaded returns a sample that is ready, whose columns hang together.
func loaded(n int, seed uint64) (*sample, []float64) {
	x := three.draw(n, rand.New(rand.NewPCG(seed, 1)))
	for i := 0; i < len(x); i += 3 {
		x[i+1] = 100 * (0.1*x[i+1] + x[i])
	}
	s, load := newSample(Rows(x, 3), true)
	for !load() {
	}
	return s, x
}

// normal is gonum's Gaussian of the rows: their covariance, the ridge times each column's variance added.
func normal(t *testing.T, x []float64, d int, ridge float64) *distmv.Normal {
	t.Helper()
	n := len(x) / d
	rows, mean := mat.NewDense(n, d, x), make([]float64, d)
	var cov mat.SymDense
	stat.CovarianceMatrix(&cov, rows, nil)
	cov.ScaleSym(float64(n-1)/float64(n), &cov)
	for j := range d {
		mean[j] = stat.Mean(mat.Col(nil, j, rows), nil)
		cov.SetSym(j, j, cov.At(j, j)*(1+ridge))
	}
	g, ok := distmv.NewNormal(mean, &cov, nil)
	if !ok {
		t.Fatal("gonum finds the covariance not positive definite")
	}
	return g
}

func TestTriangleAgainstGonum(t *testing.T) {
	const d = 9
	rng := rand.New(rand.NewPCG(1, 2))
	a, sym := make([]float64, tri(d)), mat.NewSymDense(d, nil)
	for range 2 * d {
		x := make([]float64, d)
		for i := range x {
			x[i] = rng.NormFloat64()
		}
		addOuter(a, x, 0.5)
		sym.SymRankOne(sym, 0.5, mat.NewVecDense(d, x))
	}
	var c mat.Cholesky
	if !c.Factorize(sym) {
		t.Fatal("not positive definite")
	}
	factor(a, d)
	var l mat.TriDense
	c.LTo(&l)
	for i := range d {
		for j := range i + 1 {
			if math.Abs(a[tri(i)+j]-l.At(i, j)) > 1e-12 {
				t.Fatalf("L has %v at %d, %d; gonum's %v", a[tri(i)+j], i, j, l.At(i, j))
			}
		}
	}
	if got := 2 * logDet(a, d); math.Abs(got-c.LogDet()) > 1e-12 {
		t.Errorf("log det is %v, gonum's %v", got, c.LogDet())
	}
	x := []float64{1, -2, 3, 0, 5, 1, 1, -4, 2}
	var y mat.VecDense
	if err := c.SolveVecTo(&y, mat.NewVecDense(d, x)); err != nil {
		t.Fatal(err)
	}
	want := mat.Dot(mat.NewVecDense(d, x), &y)
	if got := solve(make([]float64, d), a, x); math.Abs(got-want) > 1e-10 {
		t.Errorf("the quadratic form is %v, gonum's %v", got, want)
	}
}

func TestGaussianAgainstGonum(t *testing.T) {
	_, x := loaded(120, 7)
	g := fitted[*Gaussian](t, NewGaussian(Rows(x, 3), 5))
	twin := normal(t, x, 3, g.Ridge)
	for i := 0; i < len(x); i += 3 {
		if got, want := g.LogProb(x[i:i+3]), twin.LogProb(x[i:i+3]); math.Abs(got-want) > 1e-9 {
			t.Fatalf("log p %v, gonum's %v", got, want)
		}
	}
}

// The ridge's exact leave-one-out score is that of Gaussians that were fitted without the row.
func TestLeaveOneOutOfTheGaussian(t *testing.T) {
	s, _ := loaded(40, 8)
	const ridge = 0.3
	s.withRidge(s.cov, 1, -s.ridge) // as it was
	s.withRidge(s.chol, float64(s.n)/float64(s.n-1), ridge)
	factor(s.chol, s.d)
	constant := logDet(s.chol, s.d) + float64(s.d)*logTwoPi/2
	for i := range s.n {
		got := s.leaveOut(s.row(i), make([]float64, s.d)) - constant
		others := append(append([]float64{}, s.x[:i*s.d]...), s.x[(i+1)*s.d:]...)
		rows, mean := mat.NewDense(s.n-1, s.d, others), make([]float64, s.d)
		var cov mat.SymDense
		stat.CovarianceMatrix(&cov, rows, nil)
		cov.ScaleSym(float64(s.n-2)/float64(s.n-1), &cov)
		for j := range s.d {
			mean[j] = stat.Mean(mat.Col(nil, j, rows), nil)
			cov.SetSym(j, j, cov.At(j, j)+ridge)
		}
		g, _ := distmv.NewNormal(mean, &cov, nil)
		if want := g.LogProb(s.row(i)); math.Abs(got-want) > 1e-9 {
			t.Fatalf("row %d left out has log p %v, and %v when fitted without it", i, got, want)
		}
	}
}

// brute is the log-density of x under kernels on the rows, by the sum that defines it.
func brute(x []float64, rows [][]float64, h float64) float64 {
	var p float64
	for _, r := range rows {
		p += math.Exp(-distance(x, r)/(2*h*h)) / float64(len(rows))
	}
	return math.Log(p) - float64(len(x))*(math.Log(h)+logTwoPi/2)
}

func TestLeaveOneOutOfTheKernels(t *testing.T) {
	s, _ := loaded(50, 9)
	copy(s.row(3), s.row(17)) // a twin, which is left out with its like
	k := &Kernel{rows: s.x, z: make([]float64, s.d), dist: make([]float64, s.n)}
	var score, want [widths]float64
	for i := range s.n {
		k.leaveOut(&score, i)
		var others [][]float64
		for j := range s.n {
			if distance(s.row(i), s.row(j)) > 0 {
				others = append(others, s.row(j))
			}
		}
		for j := range want[:24] { // where the plain sum does not underflow
			constant := float64(s.d)*logTwoPi/2 + math.Log(float64(len(others)))
			want[j] += brute(s.row(i), others, bandwidth(float64(j))) + constant
		}
	}
	for j, v := range want[:24] {
		if math.Abs(score[j]-v) > 1e-8*max(1, math.Abs(v)) {
			t.Errorf("bandwidth %v scores %v, and %v by brute force", bandwidth(float64(j)), score[j], v)
		}
	}
}

func TestKernelsByBruteForce(t *testing.T) {
	_, together := loaded(200, 10)
	for name, x := range map[string][]float64{"as they are": two.draw(200, rand.New(rand.NewPCG(1, 3))),
		"whitened": together} {
		d := 3
		if name == "as they are" {
			d = 2
		}
		k := fitted[*Kernel](t, NewKernel(Rows(x, d), 5))
		s, load := newSample(Rows(x, d), true)
		for !load() {
		}
		volume := s.logStd
		var rows [][]float64
		for i := range s.n {
			if k.Whitened {
				solve(s.row(i), s.chol, s.row(i))
			}
			rows = append(rows, s.row(i))
		}
		if k.Whitened {
			volume += logDet(s.chol, d)
		}
		if k.Whitened != (name == "whitened") {
			t.Errorf("%s: whitened is %v", name, k.Whitened)
		}
		for i := range s.n {
			got, want := k.LogProb(x[i*d:(i+1)*d]), brute(s.row(i), rows, k.Bandwidth)-volume
			if math.Abs(got-want) > 1e-8 {
				t.Fatalf("%s: log p %v, by brute force %v", name, got, want)
			}
		}
	}
}

// The bandwidth is at the top: neither a wider nor a narrower one is better by leave-one-out.
func TestBandwidthIsTheBest(t *testing.T) {
	s, _ := loaded(150, 11)
	k := &Kernel{rows: s.x, z: make([]float64, s.d), dist: make([]float64, s.n)}
	var score [widths]float64
	for i := range s.n {
		k.leaveOut(&score, i)
	}
	at := func(h float64) (sum float64) {
		for i := range s.n {
			var others [][]float64
			for j := range s.n {
				if j != i {
					others = append(others, s.row(j))
				}
			}
			sum += brute(s.row(i), others, h)
		}
		return sum
	}
	if h := peak(&score); at(h) < at(1.05*h) || at(h) < at(h/1.05) {
		t.Errorf("at %v the score is %v, wider %v, narrower %v", h, at(h), at(1.05*h), at(h/1.05))
	}
}

// Blanks get the mean that the precision gives: the row is where its density is highest.
func TestGivenAgainstGonum(t *testing.T) {
	_, x := loaded(120, 7)
	g := fitted[*Gaussian](t, NewGaussian(Rows(x, 3), 5))
	twin := normal(t, x, 3, g.Ridge)
	var cov mat.SymDense
	twin.CovarianceMatrix(&cov)
	mean := twin.Mean(nil)
	for _, blanks := range [][]int{{}, {0}, {1}, {2, 0}, {1, 2}, {0, 1, 2}} {
		row := append([]float64(nil), x[6:9]...)
		var seen []int
		for j := range row {
			seen = append(seen, j)
		}
		for _, j := range blanks {
			row[j] = math.NaN()
			seen = slices.DeleteFunc(seen, func(k int) bool { return k == j })
		}
		want := append([]float64(nil), row...)
		for _, j := range blanks {
			want[j] = mean[j]
			if len(seen) == 0 {
				continue
			}
			in, off := mat.NewSymDense(len(seen), nil), mat.NewVecDense(len(seen), nil)
			for a, i := range seen {
				off.SetVec(a, row[i]-mean[i])
				for b, k := range seen[:a+1] {
					in.SetSym(b, a, cov.At(i, k))
				}
			}
			var c mat.Cholesky
			var s mat.VecDense
			if !c.Factorize(in) || c.SolveVecTo(&s, off) != nil {
				t.Fatal("not positive definite")
			}
			for a, i := range seen {
				want[j] += cov.At(j, i) * s.AtVec(a)
			}
		}
		g.Given(row)
		for j, v := range row {
			if math.Abs(v-want[j]) > 1e-9*math.Abs(want[j]) {
				t.Errorf("without %v column %d gets %v, gonum's %v", blanks, j, v, want[j])
			}
		}
	}
}
