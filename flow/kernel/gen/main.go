// Command gen writes the WebAssembly modules of flow/kernel/simd: the kernels of flow/kernel in 128-bit
// vectors, working in place on the memory that they import.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . ../simd

// builds are the modules by file name. Relaxed SIMD multiplies and adds in one instruction, which leaves registers for
// one more row of the tile; wider tiles spill. Threads is the relaxed build for a memory that helpers share.
var builds = map[string]func() []byte{
	"strict.wasm":  func() []byte { return build(false, 5, false) },
	"relaxed.wasm": func() []byte { return build(true, 6, false) },
	"threads.wasm": func() []byte { return build(true, 6, true) },
}

func build(fused bool, rows int, threads bool) []byte {
	m := &module{fused: fused, shared: threads, strip: rows}
	product, dots, update := gemm(m, rows), nt(m), adam(m)
	if threads {
		share(m, product, dots, update)
	}
	rowsum(m)
	tanh(m)
	logistic(m)
	expBelow(m)
	c := curves{
		sort: sort(m), transpose: transpose(m, "transpose", false), addTransposed: transpose(m, "addTransposed", true),
		pieces: pieces(m), locate: locate(m), gather: gather(m),
	}
	bend(m)
	unbend(m)
	netForward(m, c)
	netBackward(m, c)
	blend(m)
	plane(m)
	peak(m)
	return m.bytes()
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen folder")
		os.Exit(2)
	}
	for name, build := range builds {
		if err := os.WriteFile(filepath.Join(os.Args[1], name), build(), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
