package mlp

import (
	"fmt"
	"testing"

	"nicelab/flow/kernel/simd"
)

// As wasm, the tests run on the kernels that the trainer runs on.
func init() { fmt.Println("kernels:", simd.Load()) }

func TestPiecesLeaveTheBitsOfVectors(t *testing.T) { cutsLeaveTheBits(t, 1) }
