// Command gen writes the WebAssembly modules of flow/kernel/simd: the kernels of flow/kernel in 128-bit
// vectors, working in place on the memory that they import.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

//go:generate go run . ../simd

// builds are the modules by file name. Relaxed SIMD multiplies and adds in one instruction, which leaves
// registers for one more row of the tile; wider tiles spill.
var builds = map[string]func() []byte{
	"strict.wasm":  func() []byte { return build(false, 5) },
	"relaxed.wasm": func() []byte { return build(true, 6) },
}

func build(fused bool, rows int) []byte {
	m := &module{fused: fused}
	gemm(m, rows)
	nt(m)
	rowsum(m)
	adam(m)
	tanh(m)
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
