// Package cluster fits the Gaussians of which a flow's prior is a mixture to the rows that the flow is to be trained
// on.
package cluster

import (
	"math"

	"nicelab/flow"
	"nicelab/flow/baseline"
	"nicelab/flow/matrix"
)

// A few rows of every cluster are of another law: each Gaussian has a second one with it, around the same mean and
// twice as wide, that has one row in twenty. So the density of a row that lies a little off does not fall to nothing.
const (
	wide      = 2
	wideShare = 0.05

	// least is how wide every cluster is at least, in latent units: where columns follow from others none has a width
	// of its own, and to move rows across it by less than the noise of training would cost the held-out ones hundreds
	// of nats.
	least = 0.02
)

// Fit is the fit of a flow's clusters in progress.
type Fit struct {
	f    *flow.Flow
	rows flow.Rows
	of   []int32
	seed uint64

	z  []float32 // latents of the rows so far
	em *baseline.Fit
}

// New prepares the fit of f's clusters, as many as f.Config.Clusters has room for, to those rows: to where f takes them
// as it is now, with the data layers fitted and nothing trained. EM finds them, and how many there are is what rows
// that it leaves out are likeliest under.
func New(f *flow.Flow, rows flow.Rows, of []int32) *Fit {
	return &Fit{f: f, rows: rows, of: of, seed: f.Config.Seed}
}

// Step does a slice of it, of some milliseconds at most, and reports whether that was the last. The error says why
// there are no clusters: the prior is the standard Gaussian then.
func (c *Fit) Step() (done bool, err error) {
	d, k := c.f.Config.Dim, c.f.Config.Modal()
	if at := len(c.z) / k; at < len(c.of) {
		some := c.of[at:min(len(c.of), at+c.f.Chunk())]
		x := make([]float32, len(some)*d)
		c.rows.Read(x, some, nil)
		c.f.Forward(x, x)
		for i := range some {
			c.z = append(c.z, x[i*d:i*d+k]...)
		}
		return false, nil
	}
	if c.em == nil {
		c.em = baseline.NewClusters(baseline.Rows(c.z, k), c.f.Config.Clusters/2, c.seed)
		return false, nil
	}
	if !c.em.Step() {
		return false, nil
	}
	m, err := c.em.Model()
	if err != nil {
		return true, err
	}
	share, mean, tril := m.(*baseline.Mixture).Gaussians()
	for _, l := range tril {
		matrix.Widen(l, k, least)
	}
	share = append([]float64(nil), share...)
	for i := range share {
		scaled := make([]float64, len(tril[i]))
		for j, v := range tril[i] {
			scaled[j] = wide * v
		}
		mean, tril = append(mean, mean[i]), append(tril, scaled)
		share = append(share, share[i]+math.Log(wideShare))
		share[i] += math.Log(1 - wideShare)
	}
	return true, c.f.SetClusters(share, mean, tril)
}

// All does all of it at once; of a flow that has no clusters there is nothing to be done.
func All(f *flow.Flow, rows flow.Rows, of []int32) error {
	if f.Config.Clusters == 0 {
		return nil
	}
	fit := New(f, rows, of)
	for {
		if done, err := fit.Step(); done {
			return err
		}
	}
}
