package matrix

import "math"

// Cholesky sets dst, n×n, to the lower triangle L with L Lᵀ = a, symmetric and n×n, and reports whether there is one:
// whether a is positive definite. dst may be a.
func Cholesky(dst, a []float64, n int) bool {
	for i := range n {
		for j := range i + 1 {
			sum := a[i*n+j]
			for k := range j {
				sum -= dst[i*n+k] * dst[j*n+k]
			}
			if i > j {
				dst[i*n+j] = sum / dst[j*n+j]
			} else if dst[i*n+i] = math.Sqrt(sum); !(sum > 0) {
				return false
			}
		}
	}
	for i := range n {
		clear(dst[i*n+i+1 : (i+1)*n])
	}
	return true
}

// InvertLower sets dst to the inverse of l, a lower triangle of n rows whose diagonal is not 0. dst is other memory.
func InvertLower(dst, l []float64, n int) {
	clear(dst[:n*n])
	for i := range n {
		row := dst[i*n : (i+1)*n]
		for k, v := range l[i*n : i*n+i] {
			for j, u := range dst[k*n : k*n+k+1] {
				row[j] -= v * u
			}
		}
		row[i] = 1
		for j := range row[:i+1] {
			row[j] /= l[i*n+i]
		}
	}
}

// Widen sets l, a lower triangle of n rows whose diagonal is not 0, to that of l lᵀ + width² I.
func Widen(l []float64, n int, width float64) {
	a := make([]float64, n*n)
	for i := range n {
		for j := range i + 1 {
			for k := range j + 1 {
				a[i*n+j] += l[i*n+k] * l[j*n+k]
			}
		}
		a[i*n+i] += width * width
	}
	Cholesky(l, a, n) // which there is: l lᵀ is positive definite
}
