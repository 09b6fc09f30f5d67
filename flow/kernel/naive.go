package kernel

// naiveNN, naiveTN and naiveNT are the loops of the contract as they are written there.

func naiveNN(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation) {
	start(dst, m, n, bias, add)
	for i := range m {
		for j := range n {
			s := dst[i*n+j]
			for p := range k {
				s += a[i*k+p] * b[p*n+j]
			}
			dst[i*n+j] = s
		}
	}
	activate(dst, act)
}

func naiveTN(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool) {
	if !accumulate {
		clear(dst)
	}
	for i := range m {
		for j := range n {
			s := dst[i*n+j]
			for p := range k {
				s += a[p*m+i] * b[p*n+j]
			}
			dst[i*n+j] = s
		}
	}
	if act != Identity {
		derive(dst, h, act)
	}
}

func naiveNT(dst []float32, m, n, k int, a, b []float32) {
	for i := range m {
		for j := range n {
			s := dst[i*n+j]
			for p := range k {
				s += a[i*k+p] * b[j*k+p]
			}
			dst[i*n+j] = s
		}
	}
}
