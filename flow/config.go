package flow

import (
	"fmt"
	"slices"

	"nicelab/flow/layer"
	"nicelab/flow/prior"
)

// Activation is the nonlinearity between the layers of a coupling's MLP.
type Activation string

// Prior names the factorised density that the flow maps the data to: see package prior.
type Prior string

const (
	ReLU Activation = "relu"
	Tanh Activation = "tanh"

	Gaussian Prior = "gaussian"
	Logistic Prior = "logistic"
)

// Mix says what comes before every coupling but the first, so that not every second one bends the same coordinates.
type Mix string

const (
	Unmixed Mix = ""       // nothing: NICE
	Rotate  Mix = "rotate" // h -> Q h with a fixed rotation Q: by the golden angle in the plane, by the seed elsewhere
	Linear  Mix = "linear" // h -> Q L U h with trained triangles L and U of ones on the diagonal, at first the identity
)

// Limits of a Config. MaxTrain bounds what TrainBytes returns: a wasm memory has 4 GiB, where a model may have to be
// made beside the one before it, with the rows, the file that is read and a checkpoint's bytes.
const (
	MaxDim       = 4096
	MaxCouplings = 64
	MaxDepth     = 8
	MaxWidth     = 8192
	MaxWhiten    = layer.MaxWhiten // columns
	MaxLast      = 10
	MaxModes     = 256
	MaxClusters  = 64
	MaxClustered = 64        // coordinates
	MaxTrain     = 7 << 28   // bytes: 75 million weights and some
	MaxSeed      = 1<<53 - 1 // what JSON and JavaScript keep exactly
)

// Config fixes the shape of a flow and its initial weights. It is what the page,
// the URL, the trainer and the checkpoint share.
type Config struct {
	Dim        int        `json:"dim"`        // coordinates of a row, at least 2
	Couplings  int        `json:"couplings"`  // additive couplings, at least 1; three mix every coordinate
	Hidden     []int      `json:"hidden"`     // widths of the hidden layers of every m
	Activation Activation `json:"activation"` // of the hidden layers; the last layer is linear
	Prior      Prior      `json:"prior"`
	Seed       uint64     `json:"seed"` // of the initial weights, rotations, the split and the order of the rows

	// What NICE has not is left out of its JSON.
	Mix    Mix     `json:"mix,omitempty"`
	Last   float64 `json:"last,omitempty"`   // what scales the last layer of every m at first; 0: 0.1, close to the identity
	Whiten bool    `json:"whiten,omitempty"` // the data layer takes correlations away too: see layer.Orthogonal.FitWhiten

	// Leading is how many coordinates the couplings read, mix and bend, the first ones; 0: all. Behind a whitening
	// these are the directions in which the data varies most; the other coordinates stay independent of each other.
	Leading int `json:"leading,omitempty"`

	// Modes is how many Gaussians the prior of the coordinates that the couplings bend is a mixture of, all of it
	// trained with the flow; 0: it is Prior, as that of the others. See package modes.
	Modes int `json:"modes,omitempty"`

	// Clusters, in place of Modes, is how many Gaussians with full covariances that prior is a mixture of at most, all
	// of it fitted to the rows before they are trained on: see package cluster; 0: none.
	Clusters int `json:"clusters,omitempty"`
}

// Default is a model of the paper's kind for the plane.
func Default() Config {
	return Config{Dim: 2, Couplings: 4, Hidden: []int{64, 64}, Activation: ReLU, Prior: Gaussian, Seed: 7}
}

// Of returns c for rows of dim, without what there cannot be of so few, or so many.
func (c Config) Of(dim int) Config {
	if c.Dim = dim; dim == 2 {
		c.Modes, c.Clusters = 0, 0
	}
	if c.Modal() > MaxClustered {
		c.Clusters = 0
	}
	return c
}

// Validate returns an error that says which field is out of range and what the range is.
func (c Config) Validate() error {
	if c.Dim < 2 || c.Dim > MaxDim {
		return fmt.Errorf("dim is %d; a coupling flow needs 2 to %d columns", c.Dim, MaxDim)
	}
	if c.Couplings < 1 || c.Couplings > MaxCouplings {
		return fmt.Errorf("couplings is %d; choose 1 to %d", c.Couplings, MaxCouplings)
	}
	if len(c.Hidden) < 1 || len(c.Hidden) > MaxDepth {
		return fmt.Errorf("there are %d hidden layers; choose 1 to %d", len(c.Hidden), MaxDepth)
	}
	for _, w := range c.Hidden {
		if w < 1 || w > MaxWidth {
			return fmt.Errorf("a hidden layer has width %d; choose 1 to %d", w, MaxWidth)
		}
	}
	switch c.Activation {
	case ReLU, Tanh:
	default:
		return fmt.Errorf("activation is %q; choose relu or tanh", c.Activation)
	}
	if prior.Named(string(c.Prior)) == nil {
		return fmt.Errorf("prior is %q; choose %s", c.Prior, prior.Names())
	}
	switch c.Mix {
	case Unmixed, Rotate, Linear:
	default:
		return fmt.Errorf("mix is %q; choose rotate or linear, or leave it out", c.Mix)
	}
	if c.Whiten && c.Dim > layer.MaxWhiten {
		return fmt.Errorf("whiten takes at most %d columns and there are %d; leave it out", layer.MaxWhiten, c.Dim)
	}
	if c.Leading != 0 && (c.Leading < 2 || c.Leading > c.Dim) {
		return fmt.Errorf("leading is %d; choose 2 to %d, the number of columns, or leave it out", c.Leading, c.Dim)
	}
	if c.Modes != 0 && (c.Modes < 2 || c.Modes > MaxModes) {
		return fmt.Errorf("modes is %d; choose 2 to %d, or leave it out", c.Modes, MaxModes)
	}
	if c.Modes != 0 && c.Dim == 2 {
		return fmt.Errorf("modes is %d; a prior of several modes needs 3 columns or more: leave it out", c.Modes)
	}
	if k := c.Clusters; k != 0 && (k < 2 || k > MaxClusters || c.Modal() > MaxClustered || c.Dim == 2 || c.Modes != 0) {
		return fmt.Errorf("clusters is %d; choose 2 to %d of 3 to %d columns and no modes", k, MaxClusters, MaxClustered)
	}
	if !(c.Last >= 0 && c.Last <= MaxLast) {
		return fmt.Errorf("last is %g; choose 0 to %d", c.Last, MaxLast)
	}
	if c.Seed > MaxSeed {
		return fmt.Errorf("seed is %d; choose 0 to %d", c.Seed, uint64(MaxSeed))
	}
	if b := c.TrainBytes(); b > MaxTrain {
		return fmt.Errorf("the model has %d weights and takes %.1f GB to train, more than the %.1f GB that there are; choose fewer or narrower layers", c.Weights(), float64(b)/1e9, MaxTrain/1e9)
	}
	return nil
}

// Equal reports whether c and o make the same flow, weight by weight.
func (c Config) Equal(o Config) bool {
	return c.Dim == o.Dim && c.Couplings == o.Couplings && slices.Equal(c.Hidden, o.Hidden) &&
		c.Activation == o.Activation && c.Prior == o.Prior && c.Seed == o.Seed && c.Mix == o.Mix && c.Whiten == o.Whiten &&
		c.Last == o.Last && c.Leading == o.Leading && c.Modes == o.Modes && c.Clusters == o.Clusters
}
