package flow

import "nicelab/flow/layer"

// Layers returns where the n rows of x are after every stage, as many slices of n rows of Dim as Config.Stages lists:
// the first standardised, the last z = f(x).
func (f *Flow) Layers(x []float32) [][]float32 {
	out := f.layerRows(len(x))
	f.chunks(f.rows(x), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		for i := range f.layers {
			p.forwardLayer(i)
			if k := f.layers[i].ends; k >= 0 {
				p.batch.Store(out[k][lo:hi])
			}
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
			if k := f.layers[i-1].ends; k >= 0 {
				p.batch.Store(out[k][lo:hi])
			}
		}
	})
	copy(out[len(out)-1], z)
	return out
}

func (f *Flow) layerRows(n int) [][]float32 {
	out := make([][]float32, f.last.ends+1)
	for i := range out {
		out[i] = make([]float32, n)
	}
	return out
}

// Step is a layer of a flow.
type Step struct {
	layer.Layer
	Ends int // the index, in Config.Stages, of the stage whose last layer it is; -1 where more of that stage follows
}

// Steps lists the layers of f in their order.
func (f *Flow) Steps() []Step {
	steps := make([]Step, len(f.layers))
	for i, l := range f.layers {
		steps[i] = Step{l.Layer, l.ends}
	}
	return steps
}

// Through takes b, no more than Chunk rows, through layer i of Steps, or back. What comes may lie in memory of f, until
// f is used again.
func (f *Flow) Through(i int, b *layer.Batch, inverse bool) {
	p := *f.evaluation()
	p.batch = b
	if inverse {
		p.inverseLayer(i)
	} else {
		p.forwardLayer(i)
	}
}

// StageLogDet returns the part of log|det| in nats that stage k of Config.Stages adds at every point.
func (f *Flow) StageLogDet(k int) float64 {
	var sum float64
	at := 0
	for i := range f.layers {
		if at == k {
			sum += f.logDet(i)
		}
		if f.layers[i].ends >= 0 {
			at++
		}
	}
	return sum
}
