package flow

import "nicelab/flow/layer"

// Layers returns where the n rows of x are after every stage, as many slices of n rows of Dim as Config.Stages lists:
// the first standardised, the last z = f(x).
func (f *Flow) Layers(x []float32) [][]float32 { return f.stages(x, false) }

// InverseLayers returns where the n rows of z = f(x) come from, in the order of Layers: the last slice is z.
func (f *Flow) InverseLayers(z []float32) [][]float32 { return f.stages(z, true) }

func (f *Flow) stages(x []float32, inverse bool) [][]float32 {
	var out [][]float32
	for range f.last.ends + 1 {
		out = append(out, append([]float32(nil), x...))
	}
	f.chunks(f.rows(x), func(p *pass, lo, hi int) {
		p.batch.Load(x[lo:hi])
		for i := range f.layers {
			if !inverse {
				p.forwardLayer(i)
			} else if i = len(f.layers) - 2 - i; i >= 0 {
				p.inverseLayer(i + 1)
			}
			if i >= 0 && f.layers[i].ends >= 0 {
				p.batch.Store(out[f.layers[i].ends][lo:hi])
			}
		}
	})
	return out
}

// Step is a layer of a flow.
type Step struct {
	layer.Layer
	Ends   int     // the index, in Config.Stages, of the stage whose last layer it is; -1 where more of that stage follows
	LogDet float64 // the part of log|det| in nats that is the same at every point
}

// Steps lists the layers of f in their order.
func (f *Flow) Steps() []Step {
	steps := make([]Step, len(f.layers))
	for i, l := range f.layers {
		steps[i] = Step{l.Layer, l.ends, f.logDet(i)}
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
