package baseline

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// symmetric is a lower triangle as gonum has it.
func symmetric(a []float64, d int) *mat.SymDense {
	s := mat.NewSymDense(d, nil)
	for i := range d {
		for j := range i + 1 {
			s.SetSym(i, j, a[tri(i)+j])
		}
	}
	return s
}

// product is L Lᵀ.
func product(l []float64, d int) *mat.SymDense {
	low := mat.NewTriDense(d, mat.Lower, nil)
	for i := range d {
		for j := range i + 1 {
			low.SetTri(i, j, l[tri(i)+j])
		}
	}
	var s mat.SymDense
	s.SymOuterK(1, low)
	return &s
}

// No turn of EM lowers the objective, which is the likelihood with the prior's penalty, as gonum computes it.
func TestNoTurnLowersTheObjective(t *testing.T) {
	for seed := range uint64(8) {
		s, _ := loaded(200, seed)
		rng := rand.New(rand.NewPCG(seed, 9))
		e := newEM(s, rng.Perm(s.n)[:150], 2+int(seed), weights[seed%2])
		run := e.seed(rng)
		for !run() {
		}
		last := math.Inf(-1)
		for turn := range 60 {
			var want float64
			for _, r := range e.rows {
				want += e.logProb(s.row(r))
			}
			for c := range e.k {
				var chol mat.Cholesky
				if !chol.Factorize(product(e.chol[c], e.d)) {
					t.Fatal("a covariance is not positive definite")
				}
				var in mat.Dense
				if err := chol.SolveTo(&in, symmetric(s.cov, e.d)); err != nil {
					t.Fatal(err)
				}
				want -= e.weight/2*(chol.LogDet()+e.shrink*mat.Trace(&in)) - e.share[c]
			}
			run := e.turn()
			for !run() {
			}
			if math.Abs(e.objective-want) > 1e-8*math.Abs(want) {
				t.Fatalf("seed %d, turn %d: the objective is %v, gonum's %v", seed, turn, e.objective, want)
			}
			if e.objective < last-1e-9*math.Abs(last) {
				t.Fatalf("seed %d, turn %d: from %v down to %v", seed, turn, last, e.objective)
			}
			last = e.objective
		}
	}
}

// One component is the Gaussian.
func TestOneComponent(t *testing.T) {
	s, x := loaded(100, 12)
	rng := rand.New(rand.NewPCG(1, 4))
	e := newEM(s, rng.Perm(s.n), 1, 1)
	run := inTurn(e.seed(rng), e.climb(1e-9, 100))
	for !run() {
	}
	twin := normal(t, x, 3, s.ridge*e.weight/(e.weight+float64(s.n))) // the rows themselves come without a ridge
	for i := range s.n {
		if got, want := e.logProb(s.row(i))-s.logStd, twin.LogProb(x[3*i:3*i+3]); math.Abs(got-want) > 1e-9 {
			t.Fatalf("log p %v, the Gaussian's %v", got, want)
		}
	}
}

// A mixture of three is found to be one, and nearly as well as it is known.
func TestAMixtureIsRecovered(t *testing.T) {
	for seed := range uint64(3) {
		rng := rand.New(rand.NewPCG(seed, 5))
		x, fresh := three.draw(1500, rng), three.draw(5000, rng)
		m := fitted[*Mixture](t, NewMixture(Rows(x, 3), seed))
		if m.Components != 3 {
			t.Errorf("seed %d: %d components", seed, m.Components)
		}
		var truth []float64
		for i := 0; i < len(fresh); i += 3 {
			truth = append(truth, three.logProb(fresh[i:i+3]))
		}
		if d, err := Compare(truth, logProbs(m, Rows(fresh, 3))); d < -3*err || d > 0.03 {
			t.Errorf("seed %d: %v ± %v nats above the entropy", seed, d, err)
		}
	}
}
