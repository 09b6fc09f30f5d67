package cluster

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow"
	"nicelab/flow/baseline"
)

// moulds are rows of four columns that lie in three clusters of unlike shapes.
func moulds(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 1))
	x := make([]float32, 0, 4*n)
	for i := range n {
		a, b, c, d := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		switch i % 3 {
		case 0:
			x = append(x, float32(100+a), float32(a+0.1*b), float32(c), float32(0.2*d))
		case 1:
			x = append(x, float32(100-a), float32(6-a+0.1*b), float32(0.1*c), float32(4+d))
		default:
			x = append(x, float32(90+0.1*a), float32(b), float32(5+c-b), float32(0.3*d))
		}
	}
	return x
}

// fitted returns a flow of x with its clusters fitted to the rows of y that are trained on, and those that are not.
func fitted(t *testing.T, c flow.Config, x, y []float32) (*flow.Flow, []int32) {
	t.Helper()
	f, err := flow.New(c)
	if err != nil {
		t.Fatal(err)
	}
	f.Standardize(x)
	held, train := c.Split(len(x)/c.Dim, 0)
	if err := All(f, f.Rows(y), train); err != nil {
		t.Fatal(err)
	}
	return f, held
}

var table = flow.Config{
	Dim: 4, Couplings: 4, Hidden: []int{16}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: 3, Mix: flow.Linear,
	Whiten: true, Last: 0.01, Clusters: 12,
}

func nll(f *flow.Flow, x []float32, rows []int32) (sum float64) {
	for _, r := range rows {
		sum -= f.LogProb(nil, x[int(r)*4:(int(r)+1)*4])[0] / float64(len(rows))
	}
	return sum
}

// Before the first step the density is that of the clusters: within some tenths of a nat of the truth on rows that were
// held out, where a single Gaussian is five nats away. The same again has the same bits, and what is held out has no
// say.
func TestClustersAreFound(t *testing.T) {
	x := moulds(900, 5)
	f, held := fitted(t, table, x, x)
	truth := 0.
	for _, r := range held {
		truth -= density(x[int(r)*4:(int(r)+1)*4]) / float64(len(held))
	}
	c := table
	c.Clusters = 0
	c.Prior = flow.Gaussian
	plain, err := flow.New(c)
	if err != nil {
		t.Fatal(err)
	}
	plain.Standardize(x)
	got, one := nll(f, x, held), nll(plain, x, held)
	if got > truth+0.5 || one < truth+4 {
		t.Errorf("clusters have %v nats a row, a Gaussian %v, the truth %v", got, one, truth)
	}
	t.Logf("clusters %.3f, a Gaussian %.3f, the truth %.3f", got, one, truth)

	spoiled := slices.Clone(x)
	for _, r := range held {
		spoiled[4*r] += 1000
	}
	again, _ := fitted(t, table, x, spoiled)
	for i, ts := range again.Tensors() {
		if !slices.Equal(ts.Data, f.Tensors()[i].Data) {
			t.Errorf("%s is something else with other rows held out", ts.Name)
		}
	}
}

// density is the log-density that moulds draws from.
func density(x []float32) float64 {
	normal := func(v, mean, std float64) float64 {
		v = (v - mean) / std
		return -v*v/2 - math.Log(std) - math.Log(2*math.Pi)/2
	}
	a, b, c, d := float64(x[0]), float64(x[1]), float64(x[2]), float64(x[3])
	terms := []float64{
		normal(a, 100, 1) + normal(b, a-100, 0.1) + normal(c, 0, 1) + normal(d, 0, 0.2),
		normal(a, 100, 1) + normal(b, 6+a-100, 0.1) + normal(c, 0, 0.1) + normal(d, 4, 1),
		normal(a, 90, 0.1) + normal(b, 0, 1) + normal(c, 5-b, 1) + normal(d, 0, 0.3),
	}
	top := slices.Max(terms)
	sum := 0.
	for _, v := range terms {
		sum += math.Exp(v-top) / 3
	}
	return top + math.Log(sum)
}

// What a mixture is fitted to, clusters may be.
func TestLimitsAgree(t *testing.T) {
	if flow.MaxClustered > baseline.MaxMixtureColumns {
		t.Errorf("clusters of %d coordinates, mixtures of %d columns", flow.MaxClustered, baseline.MaxMixtureColumns)
	}
}

// Training with noise does not take the clusters' sharpness: the noise is reckoned with.
func TestNoiseCostsNoSharpness(t *testing.T) {
	x := moulds(300, 6)
	f, held := fitted(t, table, x, x)
	before := nll(f, x, held)
	trained(t, f, x, 0.4, func(*flow.Trainer) {})
	if after := nll(f, x, held); after > before+0.15 {
		t.Errorf("%v nats a row before training with noise, %v after", before, after)
	}
}

// A column that follows from others, or does not vary, has no width of its own: training does not lose the held-out
// rows for that.
func TestTiedColumns(t *testing.T) {
	for name, tie := range map[string]func(row []float32){
		"a sum":       func(row []float32) { row[3] = row[0] + row[1] },
		"a constant":  func(row []float32) { row[3] = 2 },
		"the same":    func(row []float32) { row[3] = row[1] },
		"independent": func([]float32) {},
	} {
		x := moulds(300, 6)
		for i := range 300 {
			tie(x[4*i : 4*i+4])
		}
		f, held := fitted(t, table, x, x)
		before := nll(f, x, held)
		trained(t, f, x, 0.46, func(tr *flow.Trainer) {
			if tr.Valid.Mean > before+1.5 {
				t.Errorf("%s: %v nats a row before training, after step %d %v", name, before, tr.Steps, tr.Valid.Mean)
			}
		})
	}
}

// Few rows are told.
func TestFewRows(t *testing.T) {
	x := moulds(60, 7)
	f, _ := fitted(t, table, x, x)
	if All(f, f.Rows(x), []int32{1}) == nil {
		t.Error("one row has clusters")
	}
}

// trained trains f by the recipe of tables with that much noise, and calls validated whenever the held-out rows were
// looked at.
func trained(t *testing.T, f *flow.Flow, x []float32, noise float64, validated func(*flow.Trainer)) {
	t.Helper()
	o := flow.Options{LearningRate: 0.003, Batch: 256, Run: 300, Warmup: 50, Noise: noise, Clip: 5, Average: 0.99}
	tr, err := flow.NewTrainer(f, f.Rows(x), o)
	if err != nil {
		t.Fatal(err)
	}
	for over := false; !over; {
		r, err := tr.Advance()
		if err != nil {
			t.Fatal(err)
		}
		if over = r.Over; r.Validated {
			validated(tr)
		}
	}
}
