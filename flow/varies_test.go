package flow

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/layer"
	"nicelab/flow/layer/layertest"
)

// stretch is a coupling of the plane whose volume varies: y -> y exp(swing sin(pace x) + level) + cos(x). No flow of
// ours has one: it holds what a flow does with log-dets that differ by row.
type stretch struct {
	swing, pace, level float64
	x, y               []float32 // of the batch in hand, for the way back
}

func gentle() *stretch { return &stretch{swing: 0.5, pace: 1} }

func (s *stretch) log(x float64) float64 { return s.swing*math.Sin(s.pace*x) + s.level }

func (s *stretch) Keeps() int                     { return 0 }
func (s *stretch) Volume() layer.Volume           { return layer.Varies }
func (s *stretch) LogDet([]float32) float64       { return 0 }
func (s *stretch) Tensors() []layer.Tensor        { return nil }
func (s *stretch) Init([]float32, *rand.Rand)     {}
func (s *stretch) Sound([]float32) error          { return nil }
func (s *stretch) Parts() []layer.Cost            { return []layer.Cost{{Sums: 1}} }
func (s *stretch) Tape(*layer.Memory) *layer.Tape { return new(layer.Tape) }

func (s *stretch) Export(g layer.Graph, _ []float32, v layer.Value, inverse bool) layer.Value {
	h := g.Halves(v)
	swung := g.Op("Mul", g.Op("Sin", g.Op("Mul", h[0], g.Number(float32(s.pace)))), g.Number(float32(s.swing)))
	log, cos := g.Op("Add", swung, g.Number(float32(s.level))), g.Op("Cos", h[0])
	if inverse {
		return layer.Value{Half: [2]string{h[0], g.Op("Div", g.Op("Sub", h[1], cos), g.Op("Exp", log))}}
	}
	g.AddTerms(log)
	return layer.Value{Half: [2]string{h[0], g.Op("Add", g.Op("Mul", h[1], g.Op("Exp", log)), cos)}}
}

func (s *stretch) Forward(_ *layer.Tape, _ []float32, b *layer.Batch, _ int) {
	s.x, s.y = slices.Clone(b.Row(0)), slices.Clone(b.Row(1))
	b.Half[1] = slices.Clone(s.y)
	for c, x := range s.x[:b.Rows] {
		log := s.log(float64(x))
		b.Row(1)[c] = float32(float64(s.y[c])*math.Exp(log) + math.Cos(float64(x)))
		if b.LogDet != nil {
			b.LogDet[c] += log
		}
	}
}

func (s *stretch) Inverse(_ *layer.Tape, _ []float32, b *layer.Batch) {
	for c, x := range b.Row(0)[:b.Rows] {
		b.Row(1)[c] = float32((float64(b.Row(1)[c]) - math.Cos(float64(x))) * math.Exp(-s.log(float64(x))))
	}
}

func (s *stretch) Backward(_ *layer.Tape, _, _ []float32, d *layer.Batch, _ int) {
	for c, x := range s.x[:d.Rows] {
		a, up := math.Exp(s.log(float64(x))), float64(d.Row(1)[c])
		slope := s.swing * s.pace * math.Cos(s.pace*float64(x))
		d.Row(0)[c] += float32(up*(float64(s.y[c])*a*slope-math.Sin(float64(x))) - d.Weight*slope)
		d.Row(1)[c] = float32(up * a)
	}
}

// varying returns a flow of the plane with a gentle stretch before its second coupling.
func varying(t *testing.T) *Flow { return stretched(t, gentle()) }

func stretched(t *testing.T, s *stretch) *Flow {
	f := perturbed(t, Config{Dim: 2, Couplings: 3, Hidden: []int{12, 9}, Activation: Tanh, Prior: Logistic, Seed: 4})
	next := f.layers[2]
	f.layers = slices.Insert(f.layers, 2, placed{Layer: s, stage: next.stage, ends: -1, at: next.at, parts: s.Parts()})
	f.last = &f.layers[len(f.layers)-1]
	return f
}

func TestStretchConforms(t *testing.T) { layertest.Conform(t, gentle(), 2, nil) }

func TestLogProbWhereVolumeVaries(t *testing.T) {
	f := varying(t)
	x := rows(f, 400, 3)
	lp := f.LogProb(nil, x)
	z, back := f.Forward(nil, x), f.Inverse(nil, f.Forward(nil, x))
	const h = 1e-2
	for i, v := range lp {
		var d [2][2]float64
		for j := range 2 {
			up, down := slices.Clone(x[2*i:2*i+2]), slices.Clone(x[2*i:2*i+2])
			up[j] += h * f.Std[j]
			down[j] -= h * f.Std[j]
			a, b := f.Forward(nil, up), f.Forward(nil, down)
			for k := range d[j] {
				d[j][k] = float64(a[k]-b[k]) / float64(up[j]-down[j])
			}
			if e := math.Abs(float64(back[2*i+j]-x[2*i+j])) / float64(f.Std[j]); e > 3e-5 {
				t.Fatalf("the way back misses by %g", e)
			}
		}
		want := math.Log(math.Abs(d[0][0]*d[1][1] - d[0][1]*d[1][0]))
		for _, u := range z[2*i : 2*i+2] {
			want += f.Prior.LogProb(float64(u))
		}
		if math.Abs(v-want) > 5e-3 {
			t.Fatalf("log p of row %d is %v, by the numeric Jacobian %v", i, v, want)
		}
	}
	g := f.GradLogProb(nil, x)
	for i := range lp {
		for j := range 2 {
			up, down := slices.Clone(x[2*i:2*i+2]), slices.Clone(x[2*i:2*i+2])
			up[j] += h * f.Std[j]
			down[j] -= h * f.Std[j]
			want := (f.LogProb(nil, up)[0] - f.LogProb(nil, down)[0]) / float64(up[j]-down[j])
			if d := math.Abs(float64(g[2*i+j])-want) * float64(f.Std[j]); d > 2e-2 {
				t.Fatalf("the gradient of row %d in column %d is %v, by differences %v", i, j, g[2*i+j], want)
			}
		}
	}
}

// What a row and a step are said to be made of adds up, and is that.
func TestAccountWhereVolumeVaries(t *testing.T) {
	f := varying(t)
	x := rows(f, 64, 9)
	prior := func(z []float32) (sum float64) {
		for _, v := range z {
			sum += f.Prior.LogProb(float64(v))
		}
		return sum
	}
	scale, units := f.LogDet()
	for i, lp := range f.LogProb(nil, x) {
		row := x[2*i : 2*i+2]
		if got := prior(f.Forward(nil, row)) + scale + units + f.LogDetAt(row); math.Abs(got-lp) > 1e-5 {
			t.Fatalf("the parts of row %d sum to %v and log p is %v", i, got, lp)
		}
	}
	tr, err := NewTrainer(f, f.Rows(x), Options{Batch: 40})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		a := new(Account)
		tr.Account = a
		was := slices.Clone(f.Weights)
		if _, err := tr.Step(); err != nil {
			t.Fatal(err)
		}
		now := slices.Clone(f.Weights)
		copy(f.Weights, was)
		want := prior(f.Forward(nil, a.X)) / float64(len(a.X)/2)
		copy(f.Weights, now)
		if math.Abs(a.LogPrior-want) > 1e-5 {
			t.Errorf("the prior's part of a step is said to be %v and is %v", a.LogPrior, want)
		}
		if sum := a.LogPrior + a.LogScale + a.LogUnits + a.Loss; math.Abs(sum) > 1e-9 {
			t.Errorf("the parts of a step are %v off its loss", sum)
		}
	}
}

// Training counts each row's log-det: the gradient of the loss is that of -log p.
func TestTrainingWhereVolumeVaries(t *testing.T) {
	f := varying(t)
	x := rows(f, 64, 9)
	tr, err := NewTrainer(f, f.Rows(x), Options{})
	if err != nil {
		t.Fatal(err)
	}
	n := len(x) / 2
	loss := tr.gradient(indices(n), 1/float64(n)) / float64(n)
	mean := func() (sum float64) {
		for _, v := range f.LogProb(nil, x) {
			sum -= v / float64(n)
		}
		return sum
	}
	if want := mean(); math.Abs(loss-want) > 1e-5 {
		t.Errorf("the loss is %v and -log p %v", loss, want)
	}
	rng := rand.New(rand.NewPCG(1, 7))
	for range 40 {
		i := rng.IntN(len(f.Weights))
		w := f.Weights[i]
		const h = 1e-2
		f.Weights[i] = w + h
		up := mean()
		f.Weights[i] = w - h
		want := (up - mean()) / (2 * h)
		f.Weights[i] = w
		if d := math.Abs(float64(tr.grad[i]) - want); d > 2e-3*max(1, math.Abs(want)) {
			t.Errorf("the gradient of weight %d is %v, by differences %v", i, tr.grad[i], want)
		}
	}
}
