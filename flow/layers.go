package flow

// Layers returns where the n rows of x are after every layer, Couplings + 2 slices of n rows of Dim: standardised, after each
// coupling, and last z = f(x).
func (f *Flow) Layers(x []float32) [][]float32 {
	e, ones, zero := f.scales(), f.ones(), make([]float32, f.Config.Dim)
	out := f.layerRows(len(x))
	f.chunks(f.rows(x), func(s *state, lo, hi int) {
		s.spread(s.first, x[lo:hi], f.Mean, f.Std)
		s.forward(f.ms)
		f.gatherLayers(out, s, lo, hi, ones, zero)
		s.gather(out[len(out)-1][lo:hi], s.last, e, zero)
	})
	return out
}

// InverseLayers returns where the n rows of z = f(x) come from, in the order of Layers: the last slice holds the rows of z.
func (f *Flow) InverseLayers(z []float32) [][]float32 {
	e, ones, zero := f.scales(), f.ones(), make([]float32, f.Config.Dim)
	out := f.layerRows(len(z))
	f.chunks(f.rows(z), func(s *state, lo, hi int) {
		s.spread(s.last, z[lo:hi], zero, e)
		s.inverse(f.ms)
		f.gatherLayers(out, s, lo, hi, ones, zero)
	})
	copy(out[len(out)-1], z)
	return out
}

func (f *Flow) layerRows(n int) [][]float32 {
	out := make([][]float32, f.Config.Couplings+2)
	for i := range out {
		out[i] = make([]float32, n)
	}
	return out
}

// gatherLayers reads what the couplings have seen off the halves of a pass, whichever way it went.
func (f *Flow) gatherLayers(out [][]float32, s *state, lo, hi int, ones, zero []float32) {
	for i := range f.Config.Couplings + 1 {
		s.gather(out[i][lo:hi], func(parity int) []float32 { return s.after(i, parity) }, ones, zero)
	}
}

// after returns the half of a parity after i couplings: what coupling i would read and what it would shift.
func (s *state) after(i, parity int) []float32 {
	if (i+1)%2 != parity {
		i++
	}
	return s.halves[i]
}

func (f *Flow) ones() []float32 {
	ones := make([]float32, f.Config.Dim)
	for j := range ones {
		ones[j] = 1
	}
	return ones
}
