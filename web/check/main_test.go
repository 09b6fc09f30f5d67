package main

import "testing"

func TestPermits(t *testing.T) {
	for _, c := range []struct {
		pkg, path string
		want      bool
	}{
		{"flow", "math/rand/v2", true},
		{"flow", "nicelab/flow/kernel", true},
		{"flow", "nicelab/app", false},
		{"flow", "nicelab/flow/kernel2", false},
		{"flow", "syscall/js", false},
		{"flow", "math/rand", false},
		{"flow", "gonum.org/v1/gonum/blas/blas32", false},
		{"flow/kernel", "gonum.org/v1/gonum/blas/blas32", true},
		{"flow/kernel", "gonum.org/v1/gonum/mat", false},
		{"flow/session", "nicelab/flow/dataset", true},
		{"wasm/page", "syscall/js", true},
		{"app", goapp, true},
		{"app", "syscall/js", false},
		{"app/lab", goapp, false},
		{"app/lab", "nicelab/app", false},
		{"app", "nicelab/flow/session", false},
	} {
		if got := permits(allowed[c.pkg], c.path); got != c.want {
			t.Errorf("%s may import %s: %v, want %v", c.pkg, c.path, got, c.want)
		}
	}
}
