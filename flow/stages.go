package flow

// Layers returns where the n rows of x are after every layer, as many slices of n rows of Dim as Config.Stages lists:
// the first standardised, the last z = f(x).
func (f *Flow) Layers(x []float32) [][]float32 {
	out := f.layerRows(len(x))
	f.chunks(f.rows(x), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		for i := range f.layers {
			p.forwardLayer(i)
			p.batch.Store(out[i][lo:hi])
		}
	})
	return out
}

// InverseLayers returns where the n rows of z = f(x) come from, in the order of Layers: the last slice holds the rows
// of z.
func (f *Flow) InverseLayers(z []float32) [][]float32 {
	out := f.layerRows(len(z))
	f.chunks(f.rows(z), func(p *pass, lo, hi int) {
		p.batch.Load(z[lo:hi])
		for i := len(f.layers) - 1; i > 0; i-- {
			p.inverseLayer(i)
			p.batch.Store(out[i-1][lo:hi])
		}
	})
	copy(out[len(out)-1], z)
	return out
}

func (f *Flow) layerRows(n int) [][]float32 {
	out := make([][]float32, len(f.layers))
	for i := range out {
		out[i] = make([]float32, n)
	}
	return out
}
