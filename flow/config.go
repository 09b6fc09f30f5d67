package flow

import (
	"fmt"
	"slices"
	"strings"

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

// Limits of a Config. MaxTrain bounds what TrainBytes returns: a wasm memory has 4 GiB, where a model may have to be
// made beside the one before it, with the rows, the file that is read and a checkpoint's bytes.
const (
	MaxDim       = 4096
	MaxCouplings = 32
	MaxDepth     = 8
	MaxWidth     = 8192
	MaxTrain     = 7 << 28   // bytes: 90 million weights and some
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
	Seed       uint64     `json:"seed"` // of the initial weights, the split and the order of the rows
}

// Default is the model the page starts with.
func Default() Config {
	return Config{Dim: 2, Couplings: 4, Hidden: []int{64, 64}, Activation: ReLU, Prior: Gaussian, Seed: 7}
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
		return fmt.Errorf("prior is %q; choose %s", c.Prior, priorNames())
	}
	if c.Seed > MaxSeed {
		return fmt.Errorf("seed is %d; choose 0 to %d", c.Seed, uint64(MaxSeed))
	}
	if b := c.TrainBytes(); b > MaxTrain {
		return fmt.Errorf("the model has %d weights and takes %.1f GB to train, more than the %.1f GB that there are; choose fewer or narrower layers", c.Weights(), float64(b)/1e9, MaxTrain/1e9)
	}
	return nil
}

func priorNames() string {
	var names []string
	for _, p := range prior.All {
		names = append(names, p.Name())
	}
	return strings.Join(names, " or ")
}

// Equal reports whether c and o make the same flow, weight by weight.
func (c Config) Equal(o Config) bool {
	return c.Dim == o.Dim && c.Couplings == o.Couplings && slices.Equal(c.Hidden, o.Hidden) &&
		c.Activation == o.Activation && c.Prior == o.Prior && c.Seed == o.Seed
}
