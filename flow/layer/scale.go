package layer

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nicelab/flow/prior"
)

// Scale multiplies every coordinate by a factor of its own: z_j = exp(s_j) h_j, with log|det| = Σ s_j (section 3.3 of
// the paper). It ends a flow and meets the prior there, in float64: AddLogProb and Loss are Forward, prior and Backward
// in one. The first coordinates may have modes, which meet another prior: their factor is 1.
type Scale struct{ dim, modes int }

// NewScale returns the scales of dim coordinates, of which the first few have modes.
func NewScale(dim, modes int) *Scale { return &Scale{dim, modes} }

// MaxLogScale bounds |s|: exp(s), 1e-26 to 1e26, and its reciprocal stay far from both ends of float32.
const MaxLogScale = 60

func (s *Scale) Volume() Volume { return Constant }

func (s *Scale) LogDet(w []float32) float64 {
	var sum float64
	for _, v := range w {
		sum += float64(v)
	}
	return sum
}

func (s *Scale) Tensors() []Tensor              { return []Tensor{{Name: "log_scale", Shape: []int{s.dim}}} }
func (s *Scale) Init(w []float32, _ *rand.Rand) { clear(w) }
func (s *Scale) Parts() []Cost                  { return []Cost{{Sums: s.dim}} }

func (s *Scale) Tape(mem *Memory) *Tape { return mem.apart() }

func (s *Scale) Sound(w []float32) error {
	for j, v := range w {
		if !(v <= MaxLogScale && v >= -MaxLogScale) {
			return fmt.Errorf("log_scale of coordinate %d is %g and must be %d to %d", j+1, v, -MaxLogScale, MaxLogScale)
		}
		if j < s.modes && v != 0 {
			return fmt.Errorf("log_scale of coordinate %d is %g and must be 0, since its prior has modes", j+1, v)
		}
	}
	return nil
}

// Factor is exp(s).
func Factor(s float32) float32 { return float32(math.Exp(float64(s))) }

func (s *Scale) Forward(t *Tape, w []float32, b *Batch, _ int) {
	t.batch = *b
	b.apart(t)
	for j, v := range w {
		e, row := Factor(v), b.Row(j)
		for c, h := range t.batch.Row(j) {
			row[c] = h * e
		}
	}
}

func (s *Scale) Inverse(_ *Tape, w []float32, b *Batch) {
	for j, v := range w {
		e, row := Factor(v), b.Row(j)
		for c := range row {
			row[c] /= e
		}
	}
}

func (s *Scale) Backward(t *Tape, w, g []float32, d *Batch, _ int) {
	for j, v := range w {
		e, row, h := math.Exp(float64(v)), d.Row(j), t.batch.Row(j)
		var sum float64
		for c, dz := range row {
			sum += float64(dz) * e * float64(h[c])
			row[c] = float32(float64(dz) * e)
		}
		if g != nil && j >= s.modes {
			g[j] += float32(sum - d.Weight*float64(d.Rows))
		}
	}
}

// AddLogProb adds log p_H(z) of each row to dst, for h in b, but for coordinates that have modes.
func (s *Scale) AddLogProb(dst []float64, w []float32, b *Batch, p prior.Prior) {
	for j := s.modes; j < s.dim; j++ {
		p.AddLogProb(dst, b.Row(j), float64(Factor(w[j])))
	}
}

// Loss adds -log p_H(z) - Σ s in nats of all rows of b to sum, which it returns. It sets d to d.Weight times the
// gradient of that with respect to h, and adds d.Weight times that of s to g, unless g is nil. Coordinates that have
// modes it leaves alone.
func (s *Scale) Loss(w, g []float32, d, b *Batch, p prior.Prior, sum float64) float64 {
	for parity := range 2 {
		var loss float64
		for j := s.modes + (s.modes+parity)%2; j < s.dim; j += 2 {
			dh := d.Row(j)
			nll, slope := p.Loss(dh[:b.Rows], b.Row(j)[:b.Rows], math.Exp(float64(w[j])), d.Weight, loss)
			clear(dh[b.Rows:])
			loss = nll - float64(b.Rows)*float64(w[j])
			if g != nil {
				g[j] += float32(d.Weight * (slope - float64(b.Rows)))
			}
		}
		sum += loss
	}
	return sum
}

func (s *Scale) Export(g Graph, w []float32, v Value, inverse bool) Value {
	h, op := g.Halves(v), "Mul"
	if inverse {
		op = "Div"
	}
	for p := range h {
		var e []float32
		for j := p; j < s.dim; j += 2 {
			e = append(e, Factor(w[j]))
		}
		h[p] = g.Op(op, h[p], g.Constant(fmt.Sprintf("scale.%d", p), []int{len(e)}, e))
	}
	return Value{Half: h}
}
