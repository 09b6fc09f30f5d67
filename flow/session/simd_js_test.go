package session

import "nicelab/flow/kernel/simd"

// The page's kernels, where this is compiled for it.
var _ = simd.Load()
