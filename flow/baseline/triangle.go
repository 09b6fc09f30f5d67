package baseline

import "math"

// A lower triangle is packed by rows: element i, j of it lies at tri(i) + j.
//
//	0
//	1 2
//	3 4 5
func tri(i int) int { return i * (i + 1) / 2 }

// addOuter adds w x xᵀ to the lower triangle of a.
func addOuter(a, x []float64, w float64) {
	for i, v := range x {
		v *= w
		row := a[tri(i):]
		for j, u := range x[:i+1] {
			row[j] += v * u
		}
	}
}

// factorRow turns row i of a positive definite matrix into that of its Cholesky factor L; the rows above are L's
// already.
func factorRow(a []float64, i int) {
	row := a[tri(i) : tri(i)+i+1]
	for j := range i {
		above := a[tri(j) : tri(j)+j+1]
		row[j] = (row[j] - dot(row[:j], above)) / above[j]
	}
	row[i] = math.Sqrt(row[i] - dot(row[:i], row))
}

// factor turns a positive definite matrix of d rows into its Cholesky factor.
func factor(a []float64, d int) {
	for i := range d {
		factorRow(a, i)
	}
}

// solve sets dst to L⁻¹ x, which may be x, and returns the sum of its squares.
func solve(dst, l, x []float64) float64 {
	var sq float64
	for i, v := range x {
		row := l[tri(i) : tri(i)+i+1]
		v = (v - dot(dst[:i], row)) / row[i]
		dst[i] = v
		sq += v * v
	}
	return sq
}

// solveBack sets x to L⁻ᵀ x.
func solveBack(x, l []float64) {
	for i := len(x) - 1; i >= 0; i-- {
		row := l[tri(i) : tri(i)+i+1]
		x[i] /= row[i]
		for j, v := range row[:i] {
			x[j] -= v * x[i]
		}
	}
}

// logDet returns the logarithm of the determinant of L, a factor of d rows.
func logDet(l []float64, d int) float64 {
	var sum float64
	for i := range d {
		sum += math.Log(l[tri(i)+i])
	}
	return sum
}

// dot returns the sum of the products of x with the first numbers of y.
func dot(x, y []float64) float64 {
	y = y[:len(x)]
	var sum float64
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}
