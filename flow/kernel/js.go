//go:build js

package kernel

func nn(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation) {
	plainNN(dst, m, n, k, a, b, bias, add, act)
}

func tn(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool) {
	plainTN(dst, m, n, k, a, b, h, act, accumulate)
}

func nt(dst []float32, m, n, k int, a, b []float32) { plainNT(dst, m, n, k, a, b) }
