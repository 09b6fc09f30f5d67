package view

import (
	"cmp"
	"math"
	"slices"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// ends shows the spectrum, and what the directions at both of its ends do to a picture.
type ends struct{}

func (ends) Name() string { return "ends" }

func (ends) Fits(m *Model) bool { return m.Pictures != nil }

func (ends) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a, f := w.Args.Ends, m.Flow
	if m.Moving || a.Picture < 0 || a.Picture > m.Pictures.Len() {
		return nil
	}
	s := &spectrum{m: m, e: protocol.Ends{Args: a, Step: m.Step}, z: make([]float32, m.Pictures.Size())}
	if a.Picture > 0 {
		x := make([]float32, len(s.z))
		m.Pictures.Pixels.Put(x, a.Picture-1, nil)
		f.Forward(s.z, x)
	}
	return inTurn(stage{8, func() Job { return s.sizes() }}, stage{1, once(func() { s.show(); emit(s.e) })})
}

// spectrum is how large each direction of the latents is.
type spectrum struct {
	m    *Model
	e    protocol.Ends
	z    []float32 // where all begin
	size []float64 // of each direction
	move []float64 // root of the mean square of what one width of the prior along it does to the numbers of a picture
}

// sizes measures them all.
func (s *spectrum) sizes() Job {
	f, d := s.m.Flow, len(s.z)
	s.size = f.Spread(nil)
	rows := max(1, f.Chunk()/2)
	x := make([]float32, 0, 2*rows*d)
	return func() float64 {
		at := len(s.move)
		to := min(d, at+rows)
		x = x[:0]
		for j := at; j < to; j++ {
			x = append(append(x, s.along(j, -1)...), s.along(j, 1)...)
		}
		f.Inverse(x, x)
		for i := range to - at {
			s.move = append(s.move, movement(x[2*i*d:(2*i+1)*d], x[(2*i+1)*d:(2*i+2)*d]))
		}
		if to < d {
			return almost * float64(to) / float64(d)
		}
		return 1
	}
}

// along is the latent so many widths of the prior away from where all begin.
func (s *spectrum) along(direction int, widths float64) []float32 {
	z := slices.Clone(s.z)
	z[direction] += float32(widths * s.m.Flow.Width(direction))
	return z
}

// movement is half the root of the mean square of the difference.
func movement(a, b []float32) float64 {
	var sum float64
	for i, v := range a {
		u := float64(b[i]) - float64(v)
		sum += u * u
	}
	return math.Sqrt(sum/float64(len(a))) / 2
}

// show fills in the spectrum and the pictures.
func (s *spectrum) show() {
	const side, each = protocol.GridSide, protocol.GridSide / 2
	f, p, d, by := s.m.Flow, s.m.Pictures, len(s.z), s.size
	if s.e.Args.Pixels {
		by = s.move
	}
	axes := Indices(d, func(i, j int) int { return cmp.Compare(by[j], by[i]) })
	for _, j := range axes {
		s.e.Values = append(s.e.Values, float32(by[j]))
	}
	for i := range side {
		at := i
		if i >= each {
			at = d - side + i
		}
		if at < 0 || at >= d {
			continue
		}
		j := axes[at]
		s.e.Places, s.e.Moves = append(s.e.Places, at+1), append(s.e.Moves, s.move[j])
		var x []float32
		for _, widths := range []float64{-1, 1} {
			x = append(x, s.along(j, widths)...)
		}
		for k := range side - 1 {
			x = append(x, s.along(j, sheetReach*(2*float64(k)/(side-2)-1))...)
		}
		f.Inverse(x, x)
		s.e.Pixels = change(s.e.Pixels, p.Pixels, x[:d], x[d:2*d])
		for k := 2; k <= side; k++ {
			s.e.Pixels = Brightness(s.e.Pixels, p.Pixels, x[k*d:(k+1)*d])
		}
	}
}

// change appends what becomes brighter from a to b, and what darker, as white and black; grey stays as it is.
func change(dst []byte, p *dataset.Pixels, a, b []float32) []byte {
	const grey = 128
	var most float32
	for i, v := range a {
		u := b[i] - v
		most = max(most, u, -u)
	}
	return layOut(dst, p, func(i int) byte {
		if !(most > 0) {
			return grey
		}
		return byte(grey + 0.5 + (grey-1)*(b[i]-a[i])/most) // to the nearest
	})
}
