package measure

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"nicelab/flow"
	"nicelab/flow/matrix"
)

func TestMain(m *testing.M) {
	if err := os.Chdir("../../.."); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// The judge knows real digits that it has not seen, is sure of most, and takes no noise for any that counts. Sampling
// by it means something only beside these figures.
func TestJudge(t *testing.T) {
	p, err := Read(MNIST)
	if err != nil {
		t.Fatal(err)
	}
	train := len(p.Train) / pixels
	j := NewJudge(Numbers(p, 0, train), p.Labels[:train], Passes, 1)
	test := Numbers(p, train, p.Len())
	right := j.Right(test, p.Labels[train:])
	real, noise := j.Look(test), j.Look(Noise(1000, 1))
	t.Logf("%.2f %% of the test set are right; sure of %.1f %% of it, of %.1f digits; of noise %.1f %%, of %.1f", 100*right, 100*real.Sure, real.Spread(), 100*noise.Sure, noise.Spread())
	if right < 0.97 {
		t.Errorf("%.4f of the test set are right", right)
	}
	if real.Sure < 0.9 || real.Spread() < 9.5 {
		t.Errorf("of real digits: %+v", real)
	}
}

// The Gaussian of a flow's data layers is the one with the mean and covariance of the rows.
func TestGaussian(t *testing.T) {
	const d, n = 3, 5000
	rng := rand.New(rand.NewPCG(3, 3))
	x := make([]float32, n*d)
	for i := range n {
		a, b, c := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		x[i*d], x[i*d+1], x[i*d+2] = float32(a+2), float32(0.5*a+0.3*b), float32(a-b+0.1*c)
	}
	mean, cov := make([]float32, d), make([]float64, d*d)
	for i := range x {
		mean[i%d] += x[i] / n
	}
	for i := range n {
		for a := range d {
			for b := range d {
				cov[a*d+b] += float64(x[i*d+a]-mean[a]) * float64(x[i*d+b]-mean[b]) / n
			}
		}
	}
	e := matrix.NewEigen(append([]float64(nil), cov...), d)
	for !e.Step() {
	}
	f, err := flow.New(flow.Config{Dim: d, Couplings: 2, Hidden: []int{4}, Activation: flow.ReLU, Prior: flow.Logistic,
		Seed: 1, Whiten: true})
	if err != nil {
		t.Fatal(err)
	}
	f.Whiten(mean, e)
	g, nll, err := Gaussian(f, x)
	if err != nil {
		t.Fatal(err)
	}
	// The mean NLL of the rows that a Gaussian is fitted to is its entropy.
	det := cov[0]*(cov[4]*cov[8]-cov[5]*cov[7]) - cov[1]*(cov[3]*cov[8]-cov[5]*cov[6]) +
		cov[2]*(cov[3]*cov[7]-cov[4]*cov[6])
	want := float64(d)/2*(1+math.Log(2*math.Pi)) + math.Log(det)/2
	if got := NLL(g, x); got != nll || math.Abs(got-want) > 1e-4 {
		t.Errorf("%v nats, want %v", got, want)
	}
	if g, err = gaussian(f, 0.5); err != nil {
		t.Fatal(err)
	}
	// With a half more in every direction it is the Gaussian of points that so much noise is added to.
	for i := range x {
		x[i] += float32(math.Sqrt(0.5) * rng.NormFloat64())
	}
	for i := range d {
		cov[i*d+i] += 0.5
	}
	det = cov[0]*(cov[4]*cov[8]-cov[5]*cov[7]) - cov[1]*(cov[3]*cov[8]-cov[5]*cov[6]) +
		cov[2]*(cov[3]*cov[7]-cov[4]*cov[6])
	want = float64(d)/2*(1+math.Log(2*math.Pi)) + math.Log(det)/2
	if got := NLL(g, x); math.Abs(got-want) > 0.05 {
		t.Errorf("shrunk %v nats, want %v", got, want)
	}
}

func TestBitsAndGrid(t *testing.T) {
	if got := Bits(-1980.5, 784); math.Abs(got-4.356) > 1e-3 {
		t.Errorf("1980.5 nats are %v bits a pixel", got)
	}
	x := make([]float32, 2*pixels)
	x[pixels+side+2] = 2
	m := Grid(x, 2, 1)
	if m.Bounds().Dx() != 59 || m.GrayAt(1, 1).Y != 0 || m.GrayAt(30+2, 2).Y != 255 || m.GrayAt(29, 5).Y != 96 {
		t.Errorf("%v, %v, %v", m.Bounds(), m.GrayAt(32, 2), m.GrayAt(29, 5))
	}
}
