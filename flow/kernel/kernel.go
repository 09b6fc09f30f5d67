// Package kernel holds the dense float32 loops that a flow spends its time in.
//
// Matrices are row-major and contiguous. In the trainer a matrix of activations has one
// row per feature and one column per row of the batch, so the halves of a coupling are
// contiguous and a layer that is one feature wide still runs along the batch.
//
// Four versions share this contract: naive loops in kerneltest, the reference that tests and
// benchmarks compare with; tiled plain Go; gonum's blas32, natively; and the vectors of package simd, which a
// wasm program puts in place with Use.
// Arguments are trusted to be finite or not: NaN and Inf come out where the loops put them.
package kernel

// Activation is the function fused into NN, and whose derivative is fused into TN.
type Activation int

const (
	Identity Activation = iota
	ReLU
	Tanh
)

const (
	badDim  = "kernel: negative dimension"
	badSize = "kernel: slice too short for its dimensions"
)

// Backend is one version of the loops. Its methods may trust that slices are long enough for their dimensions:
// the functions of this package, which state what each does, have checked it.
type Backend interface {
	NN(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation)
	TN(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool)
	NT(dst []float32, m, n, k int, a, b []float32)
	RowSum(dst []float32, m, n int, x []float32)
	Adam(w, g, m, v []float32, s AdamStep)
	CurveForward(c *Curve, dst []float32, n int, x []float32, l CurveWeights)
	CurveBackward(c *Curve, g CurveWeights, dx, dy []float32, n int, x []float32, l CurveWeights)
	NetForward(c *Curve, dst []float32, n int, x, add []float32, l NetWeights)
	NetBackward(c *Curve, g NetWeights, dx, dy []float32, n int, x []float32, l NetWeights)
	Blend(dst, x []float32, a, b float32)
	Plane(y, x [2][]float32, m [4]float32)
	Logistic(dh, h []float32, scale, weight float64) (nll, slope float64)
	ExpBelow(x, top []float32)
}

// backend serves all calls; each platform starts with its own.
var backend Backend = native{}

// Use puts b in place of the version in use, which it returns. It is for the start of a program: nothing may
// be computing at the time.
func Use(b Backend) Backend {
	old := backend
	backend = b
	return old
}

// NN sets dst (m×n) to act(a b + bias + add), with a m×k, b k×n, bias one number a row and
// add m×n. A nil bias or add counts as zero. dst may be add itself, and overlaps nothing else.
//
//	for i, j: dst[i,j] = act(bias[i] + add[i,j] + Σ_p a[i,p] b[p,j])
func NN(dst []float32, m, n, k int, a, b, bias, add []float32, act Activation) {
	check(m, n, k)
	need(dst, m*n)
	need(a, m*k)
	need(b, k*n)
	if bias != nil {
		need(bias, m)
	}
	if add != nil {
		need(add, m*n)
	}
	backend.NN(dst[:m*n], m, n, k, a, b, bias, add, act)
}

// TN adds aᵀ b to dst (m×n), or sets it where accumulate is false, with a k×m and b k×n; then it
// multiplies by the derivative of act, written in terms of the activation's value h (m×n).
//
//	for i, j: dst[i,j] = act'(h[i,j]) Σ_p a[p,i] b[p,j]
func TN(dst []float32, m, n, k int, a, b, h []float32, act Activation, accumulate bool) {
	check(m, n, k)
	need(dst, m*n)
	need(a, k*m)
	need(b, k*n)
	if act != Identity {
		need(h, m*n)
	}
	backend.TN(dst[:m*n], m, n, k, a, b, h, act, accumulate)
}

// NT adds a bᵀ to dst (m×n), with a m×k and b n×k.
//
//	for i, j: dst[i,j] += Σ_p a[i,p] b[j,p]
func NT(dst []float32, m, n, k int, a, b []float32) {
	check(m, n, k)
	need(dst, m*n)
	need(a, m*k)
	need(b, n*k)
	backend.NT(dst[:m*n], m, n, k, a, b)
}

// RowSum adds the sum of each row of x (m×n) to dst (m).
func RowSum(dst []float32, m, n int, x []float32) {
	check(m, n, 0)
	need(dst, m)
	need(x, m*n)
	backend.RowSum(dst[:m], m, n, x)
}

// AdamStep is one update of Adam (Kingma and Ba 2014) with its bias correction folded in:
// Rate is lr √(1-β2^t) / (1-β1^t), Eps is eps √(1-β2^t).
type AdamStep struct{ Rate, Beta1, Beta2, Eps float32 }

// Adam updates the weights w and the moments m and v from the gradient g, all of one length.
//
//	m = β1 m + (1-β1) g;  v = β2 v + (1-β2) g²;  w -= Rate m / (√v + Eps)
func Adam(w, g, m, v []float32, s AdamStep) {
	need(g, len(w))
	need(m, len(w))
	need(v, len(w))
	backend.Adam(w, g[:len(w)], m[:len(w)], v[:len(w)], s)
}

// Blend sets dst to a dst + b x, number by number; x may be dst.
func Blend(dst, x []float32, a, b float32) {
	need(x, len(dst))
	backend.Blend(dst, x[:len(dst)], a, b)
}

// Plane maps points of the plane, x[0] and x[1] being their coordinates, by the 2×2 matrix m, row by row. The four
// slices have one length; those of y may be those of x in their order.
//
//	y[0], y[1] = m[0] x[0] + m[1] x[1], m[2] x[0] + m[3] x[1]
func Plane(y, x [2][]float32, m [4]float32) {
	n := len(y[0])
	need(y[1], n)
	need(x[0], n)
	need(x[1], n)
	backend.Plane([2][]float32{y[0], y[1][:n]}, [2][]float32{x[0][:n], x[1][:n]}, m)
}

func check(m, n, k int) {
	if m < 0 || n < 0 || k < 0 {
		panic(badDim)
	}
}

func need(x []float32, n int) {
	if len(x) < n {
		panic(badSize)
	}
}
