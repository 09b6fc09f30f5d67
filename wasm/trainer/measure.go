//go:build js && wasm

package main

import (
	"nicelab/flow/kernel/simd"
	"nicelab/flow/speed"
	"nicelab/wasm/protocol"
)

// kernels are what can be measured, the fastest first.
func kernels() (all []speed.Kernel) {
	for _, n := range []simd.Name{simd.Threads, simd.Relaxed, simd.Strict, simd.Plain} {
		k := speed.Kernel{Name: string(n), Use: func() bool { return simd.Use(n) }}
		if n == simd.Threads {
			k.Helpers = simd.Helpers()
		}
		if n != simd.Plain {
			k.Peak = simd.Peak
		}
		all = append(all, k)
	}
	return all
}

// measuring is the run that Measure asked for; nil: none.
type measuring struct{ run *speed.Run }

func (m *measuring) begin(c protocol.Measure) {
	m.run = speed.NewRun(kernels(), c.Short)
	post(m.run.Bench())
}

func (m *measuring) turn() {
	more, err := m.run.Turn()
	post(m.run.Bench())
	if err != nil {
		post(protocol.Notice{Error: true, Text: "The measuring ended early: " + err.Error() + "."})
	}
	if !more {
		m.run = nil
	}
}
