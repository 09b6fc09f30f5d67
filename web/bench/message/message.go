// Package message is what the driver of the bench asks of each contender, and what it is told. Contenders in
// a Web Worker get it as a message, PyTorch as a line of JSON; each works through one Request at a time.
package message

import "nicelab/flow"

// A Request asks for one thing:
//
//	load    takes the weights and the batch of checkpoint Model and trains Steps steps on that batch: the
//	        warm-up, and the losses that show that everyone computes the same
//	train   goes on for Seconds, always on that batch
//	grid    exact log p of a Side×Side grid of the plane, again and again for Seconds
//	sketch  the same grid as it is drawn while training, from tabulated m_k
//	score   log p of Rows rows, once
//	gemm    the three matrix products of a layer Width wide on Batch columns, and the peak of the engine, Seconds each
//	scale   trains a fresh model of Config on Batch rows for Seconds
type Request struct {
	Do      string       `json:"do"`
	Model   string       `json:"model,omitempty"`
	Steps   int          `json:"steps"`
	Seconds float64      `json:"seconds,omitempty"`
	Side    int          `json:"side,omitempty"`
	Rows    int          `json:"rows,omitempty"`
	Width   int          `json:"width,omitempty"`
	Batch   int          `json:"batch,omitempty"`
	Config  *flow.Config `json:"config,omitempty"`
}

// An Answer holds what its Request asked for, or Error.
type Answer struct {
	Losses  []float64          `json:"losses,omitempty"`  // load: NLL of the batch before each step, nats a row
	Times   int                `json:"times,omitempty"`   // how often it was done in Seconds
	Seconds float64            `json:"seconds,omitempty"` // that it took
	Mean    float64            `json:"mean,omitempty"`    // grid, sketch, score: mean log p, nats
	Gflops  map[string]float64 `json:"gflops,omitempty"`  // gemm: GFLOP/s of NN, TN, NT and peak
	Version string             `json:"version,omitempty"` // load: of a peer's library
	Error   string             `json:"error,omitempty"`
}
