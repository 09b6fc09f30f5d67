package flow

// Sketch maps many points of the plane at once, for pictures. In two dimensions every m_k is a curve
// R -> R: it is tabulated on 2,048 points (fewer for large models) over the range that it meets and read off by linear
// interpolation, so that a picture costs some thousand evaluations however many points it has. The error
// is that of the interpolation; numbers that are printed come from Forward and LogProb.
type Sketch struct {
	Z []float32 // the points so far, n rows of 2; latents once Step has said done

	f        *Flow
	coupling int
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

func sketchPoints(c Config) int { return max(256, min(2048, int(sketchFlops)/(2*c.Weights()))) }

// Step does a part of the work, no more than a chunk of rows, and reports whether it was the last.
func (s *Sketch) Step() (done bool) {
	f, keep := s.f, s.coupling%2
	if s.coupling == len(f.ms) {
		return true
	}
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
		f.ms[s.coupling].forward(y, nil, x, st.hidden[0], st.n)
		copy(s.table[s.filled:s.filled+n], y)
	})
	s.filled += n
	if s.filled < points {
		return false
	}
	s.shift(keep)
	s.coupling++
	s.filled = 0
	if s.coupling < len(f.ms) {
		return false
	}
	e := f.scales()
	for i := range s.Z {
		s.Z[i] *= e[i%2]
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
	for i := range dst {
		lp := scale + units
		for _, v := range z[i*d : (i+1)*d] {
			lp += f.Config.Prior.LogProb(float64(v))
		}
		dst[i] = float32(lp)
	}
	return dst
}
