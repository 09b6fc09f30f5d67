//go:build !js

package kernel

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// native is gonum's blas32, with the rest of Plain.
type native struct{ Plain }

func (native) NN(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation) {
	start(dst, m, n, bias, add)
	gemm(blas.NoTrans, blas.NoTrans, m, n, k, a, k, b, n, dst)
	activate(dst, act)
}

func (native) TN(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool) {
	if !accumulate {
		clear(dst)
	}
	gemm(blas.Trans, blas.NoTrans, m, n, k, a, m, b, n, dst)
	derive(dst, h, act)
}

func (native) NT(dst []float32, m, n, k int, a, b []float32) {
	gemm(blas.NoTrans, blas.Trans, m, n, k, a, k, b, k, dst)
}

// gemm adds op(a) op(b) to c. gonum refuses a leading dimension of zero, where there is nothing to add.
func gemm(ta, tb blas.Transpose, m, n, k int, a []float32, lda int, b []float32, ldb int, c []float32) {
	if m == 0 || n == 0 || k == 0 {
		return
	}
	blas32.Implementation().Sgemm(ta, tb, m, n, k, 1, a, lda, b, ldb, 1, c, n)
}
