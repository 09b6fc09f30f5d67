package conditional

import (
	"fmt"

	"nicelab/flow/kernel/simd"
)

// As wasm, the tests run on the kernels that the trainer runs on.
func init() { fmt.Println("kernels:", simd.Load()) }
