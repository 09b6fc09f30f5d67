package flow

import "slices"

// Sketch maps many points of the plane at once, for pictures. In two dimensions every m_k is a curve
// R -> R: it is tabulated on 2,048 points (fewer for large models) over the range that it meets and read off by linear
// interpolation, so that a picture costs some thousand evaluations however many points it has. The error
// is that of the interpolation; numbers that are printed come from Forward and LogProb.
type Sketch struct {
	Z      []float32   // the points so far, n rows of 2; once Step has said done, latents, or of an inverse sketch data
	Layers [][]float32 // of a sketch of layers: the points at every layer so far, in the order of Flow.Layers

	f        *Flow
	inverse  bool
	done     int // couplings
	lo, step float32
	table    []float32
	filled   int
}

// sketchFlops bounds what the tables of one sketch cost.
const sketchFlops = 1e9

// NewSketch starts to map the points, n rows of 2, of a flow with Dim 2.
func (f *Flow) NewSketch(points []float32) *Sketch {
	if f.Config.Dim != 2 {
		panic("flow: a sketch has two dimensions")
	}
	s := &Sketch{Z: make([]float32, len(points)), f: f, table: make([]float32, sketchPoints(f.Config)+1)}
	for i, v := range points {
		s.Z[i] = (v - f.Mean[i%2]) / f.Std[i%2]
	}
	return s
}

// NewLayerSketch starts a sketch that keeps its points at every layer: n rows of 2 of the data or, if inverse, latents.
func (f *Flow) NewLayerSketch(points []float32, inverse bool) *Sketch {
	s := f.NewSketch(points)
	s.inverse, s.Layers = inverse, make([][]float32, f.Config.Couplings+2)
	if inverse {
		e := f.scales()
		s.Layers[len(s.Layers)-1] = slices.Clone(points)
		for i, v := range points {
			s.Z[i] = v / e[i%2]
		}
	}
	s.keep()
	return s
}

// keep notes where the points are after the couplings done so far.
func (s *Sketch) keep() {
	if s.Layers == nil {
		return
	}
	at := s.done
	if s.inverse {
		at = len(s.f.ms) - s.done
	}
	s.Layers[at] = slices.Clone(s.Z)
}

func sketchPoints(c Config) int { return max(256, min(2048, int(sketchFlops)/(2*c.Weights()))) }

// Step does a part of the work, no more than a chunk of rows, and reports whether it was the last.
func (s *Sketch) Step() (done bool) {
	f := s.f
	if s.done == len(f.ms) {
		return true
	}
	coupling := s.done
	if s.inverse {
		coupling = len(f.ms) - 1 - s.done
	}
	keep := coupling % 2
	if s.filled == 0 {
		s.measure(keep)
	}
	points := len(s.table) - 1
	n := min(f.Chunk(), points-s.filled)
	f.chunks(n, func(st *state, lo, hi int) {
		x := st.first(0)[:st.n]
		for j := range x {
			x[j] = s.lo + float32(s.filled+j)*s.step
		}
		y := st.first(1)[:st.n]
		f.ms[coupling].forward(y, nil, x, st.hidden[coupling], st.n)
		copy(s.table[s.filled:s.filled+n], y)
	})
	s.filled += n
	if s.filled < points {
		return false
	}
	if s.inverse {
		for i := range s.table {
			s.table[i] = -s.table[i]
		}
	}
	s.shift(keep)
	s.done++
	s.filled = 0
	s.keep()
	if s.done < len(f.ms) {
		return false
	}
	e := f.scales()
	for i := range s.Z {
		if s.inverse {
			s.Z[i] = s.Z[i]*f.Std[i%2] + f.Mean[i%2]
		} else {
			s.Z[i] *= e[i%2]
		}
	}
	if s.Layers != nil && !s.inverse {
		s.Layers[s.done+1] = s.Z
	}
	return true
}

// measure finds the range of the coordinate that the coupling reads.
func (s *Sketch) measure(keep int) {
	var lo, hi float32
	for i := keep; i < len(s.Z); i += 2 {
		v := s.Z[i]
		if i == keep || v < lo {
			lo = v
		}
		if i == keep || v > hi {
			hi = v
		}
	}
	s.lo, s.step = lo, (hi-lo)/float32(len(s.table)-2)
	if !(s.step > 0) {
		s.step = 1
	}
}

// shift adds m of the coordinate that is kept to the other, from the table.
func (s *Sketch) shift(keep int) {
	last := len(s.table) - 2
	s.table[last+1] = s.table[last]
	inv := 1 / s.step
	for i := 0; i+1 < len(s.Z); i += 2 {
		u := (s.Z[i+keep] - s.lo) * inv
		if !(u >= 0) {
			u = 0
		} else if u > float32(last) {
			u = float32(last)
		}
		k := int(u)
		a := s.table[k]
		s.Z[i+1-keep] += a + (u-float32(k))*(s.table[k+1]-a)
	}
}

// LogProbLatent sets dst to log p of the points whose latents are the n rows of z; nil allocates.
func (f *Flow) LogProbLatent(dst []float32, z []float32) []float32 {
	d := f.Config.Dim
	if dst == nil {
		dst = make([]float32, f.rows(z))
	}
	if len(dst) != f.rows(z) {
		panic(badDst)
	}
	scale, units := f.LogDet()
	gaussian := f.Config.Prior == Gaussian
	for i := range dst {
		lp := scale + units
		for _, v := range z[i*d : (i+1)*d] {
			if gaussian {
				lp -= float64(v)*float64(v)/2 + halfLogTwoPi
			} else {
				lp += Logistic.LogProb(float64(v))
			}
		}
		dst[i] = float32(lp)
	}
	return dst
}
