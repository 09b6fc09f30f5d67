package session

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// smooth are n pictures of 3 x 4 pixels that depend on each other.
func smooth(n int, seed uint64) *dataset.Pixels {
	rng := rand.New(rand.NewPCG(seed, 1))
	p := &dataset.Pixels{Shape: dataset.Shape{Height: 3, Width: 4, Channels: 1}, Levels: 256}
	for range n {
		v := 128.
		for range p.Size() {
			v = min(max(0, 0.9*v+12+30*rng.NormFloat64()), 255)
			p.Train = append(p.Train, byte(v))
		}
	}
	return p
}

// The Gaussian's log p is gonum's, with the covariance that the whitening has and the ridge on it; that of a row that
// is left out is the one of a covariance without it.
func TestGaussianOfPictures(t *testing.T) {
	p := smooth(300, 3)
	c := flow.Config{Dim: 12, Couplings: 2, Hidden: []int{4}, Seed: 5, Whiten: true}
	rows := newPictures(p).arranged(c)
	held, train := c.Split(rows.Len(), 0)
	g := newPixelGaussian(rows, c, held, func(*units) {})
	d := p.Size()
	var projected [][]float32 // by which the ridge is chosen
	for done := false; !done; {
		if g.fit == nil && len(g.left) > 0 {
			for y := range slices.Chunk(g.project(g.left[:min(perGaussian, len(g.left))]), d) {
				projected = append(projected, append([]float32{}, y...))
			}
		}
		done = g.step()
	}
	cov := mat.NewSymDense(d, nil)
	mean := make([]float64, d)
	for j, m := range g.units.mean {
		mean[j] = float64(m)
		for i := range d {
			var v float64
			for k, l := range g.units.axes.Values {
				v += l * g.units.axes.Vectors[k*d+i] * g.units.axes.Vectors[k*d+j]
			}
			if i == j {
				v += g.ridge
			}
			if i <= j {
				cov.SetSym(i, j, v)
			}
		}
	}
	normal, ok := distmv.NewNormal(mean, cov, nil)
	if !ok {
		t.Fatal("this is no covariance")
	}
	x, row := make([]float32, d), make([]float64, d)
	for i, r := range held {
		p.Put(x, int(rows.order[r]), nil)
		for j, v := range x {
			row[j] = float64(v)
		}
		if want := normal.LogProb(row); math.Abs(g.lp[i]-want) > 1e-3 {
			t.Fatalf("log p of row %d is %v, want %v", r, g.lp[i], want)
		}
	}

	// Leaving out, for a ridge: by hand.
	if len(projected) != len(train) {
		t.Fatalf("the ridge is chosen by %d rows of %d", len(projected), len(train))
	}
	const k = 6
	ridge, n := g.tried(k), float64(len(train))
	var want float64
	for _, y := range projected {
		without := mat.NewSymDense(d, nil)
		for j, v := range g.units.axes.Values {
			without.SetSym(j, j, v+ridge)
		}
		off := make([]float64, d)
		for j, v := range y {
			off[j] = -float64(v) / (n - 1) // the mean of the others
		}
		without.SymRankOne(without, -n/((n-1)*(n-1)), mat.NewVecDense(d, float64s(y)))
		others, ok := distmv.NewNormal(off, without, nil)
		if !ok {
			t.Fatal("without a row this is no covariance")
		}
		want += 2*others.LogProb(float64s(y)) + float64(d)*math.Log(2*math.Pi)
	}
	if math.Abs(g.sums[k]-want) > 1e-3*math.Abs(want) {
		t.Errorf("leaving out comes to %v, want %v", g.sums[k], want)
	}
	for _, sum := range g.sums {
		if chosen := g.sums[indexOfRidge(g)]; sum > chosen {
			t.Errorf("a ridge of %v was chosen with %v, and another has %v", g.ridge, chosen, sum)
		}
	}
}

func float64s(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func indexOfRidge(g *pixelGaussian) int {
	for k := range ridges {
		if g.tried(k) == g.ridge {
			return k
		}
	}
	return -1
}

// Pictures have a Gaussian to be held against, in nats and in bits, whitened or not: the same one. A flow that trains
// comes to be ahead of it.
func TestPicturesHaveABaseline(t *testing.T) {
	d := newDesk(t)
	d.do(wishing(digits(t), true))
	b := last[protocol.Baselines](d)
	if len(b.Models) != 1 || b.Models[0].Name != "gaussian" || b.Held != len(d.trainer.Held()) || b.Of != b.Held ||
		b.Train != d.data.rows()-b.Held {
		t.Fatalf("%+v", b)
	}
	g := b.Models[0]
	if want := g.NLL/(64*math.Ln2) + math.Log2(17); math.Abs(g.Bits-want) > 1e-9 || !(g.Bits > 1.5 && g.Bits < 3) ||
		g.Rows != b.Train {
		t.Errorf("%+v", g)
	}
	e := newDesk(t)
	e.do(wishing(digits(t), false))
	if e.model.Whiten {
		t.Fatal("the model whitens")
	}
	if got := last[protocol.Baselines](e).Models[0].NLL; math.Abs(got-g.NLL) > 1e-6 {
		t.Errorf("without whitening the Gaussian has %v, with it %v", got, g.NLL)
	}
	if !e.data.fits(d.model) {
		t.Error("whitening that is switched on later works out anew what the Gaussian has")
	}

	c := protocol.Configure{Model: d.model, Train: d.settings}
	c.Train.Run = 100
	d.do(c, protocol.Play{})
	b = last[protocol.Baselines](d)
	if m := b.Models[0]; m.NLL != g.NLL || !(m.Lead > 3*m.LeadError) || !(m.LeadError > 0) ||
		math.Abs(b.Flow-last[protocol.Progress](d).Valid) > 1e-6 ||
		math.Abs(m.NLL-b.Flow-m.Lead) > 1e-6 || b.Bits != d.bits(b.Flow) || b.Step != 100 {
		t.Errorf("%+v, held out %v", b, last[protocol.Progress](d).Valid)
	}

	t.Logf("ahead by %v, +- %v", b.Models[0].Lead, b.Models[0].LeadError)
	// Of a large model some rows are compared, and all figures are of them.
	d.baselines.every = 7
	d.moved()
	d.rest()
	b = last[protocol.Baselines](d)
	if m := b.Models[0]; b.Held != (b.Of+6)/7 || math.Abs(m.NLL-b.Flow-m.Lead) > 1e-6 || m.NLL == g.NLL {
		t.Errorf("of some rows: %+v", b)
	}
}

// Pictures of more pixels than a covariance is taken of have none, and say why.
func TestTooManyPixelsForAGaussian(t *testing.T) {
	var buf bytes.Buffer
	rng := rand.New(rand.NewPCG(1, 1))
	buf.Write(dataset.NpyHeader("|u1", 40, 40, 40))
	for range 40 * 40 * 40 {
		buf.WriteByte(byte(rng.Uint32()))
	}
	d := newDesk(t)
	open := protocol.OpenTable{Name: "p.npy", Bytes: buf.Bytes()}
	d.do(open)
	if m := last[protocol.Baselines](d).Models; len(m) != 1 || m[0].Why != "pixels" {
		t.Errorf("%+v", m)
	}
}
