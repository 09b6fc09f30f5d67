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
		{"app/kit", "nicelab/app/lab", false},
		{"app/view/rows", "nicelab/app/view", true},
		{"app/view/rows", "nicelab/app/view/why", false},
		{"app/view/rows", "nicelab/flow", false},
		{"app/view/layers", "nicelab/flow", true},
		{"app/view/rows", "nicelab/app/panel/bar", false},
		{"app/panel/bar", "nicelab/app/panel/hub", false},
		{"app", "nicelab/flow/session", false},
	} {
		rule, ok := ruleOf(c.pkg)
		if got := permits(rule, c.path); !ok || got != c.want {
			t.Errorf("%s may import %s: %v, want %v", c.pkg, c.path, got, c.want)
		}
	}
}
