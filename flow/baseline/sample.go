package baseline

import "math"

// units are the mean and the standard deviation of each column; 1 where a column does not vary.
type units struct {
	mean, std []float64
	logStd    float64 // the sum of their logarithms
}

// scale writes x in those units to dst, which may be x.
func (u *units) scale(dst, x []float64) {
	for j, v := range x {
		dst[j] = (v - u.mean[j]) / u.std[j]
	}
}

// sample is the rows of a fit in units of their own spread, and their covariance in those units with a ridge on its
// diagonal. The ridge is what keeps few rows, columns that depend on each other and columns that do not vary from
// having a density without bound.
type sample struct {
	units
	n, d  int
	data  Data
	x     []float64 // n rows of d; none where the rows are read anew from data instead
	z     []float64 // the row that was read
	ridge float64
	cov   []float64 // lower triangle, with the ridge
	chol  []float64 // its factor
}

// row is row i in units; where rows are not held, until the next call.
func (s *sample) row(i int) []float64 {
	if s.x != nil {
		return s.x[i*s.d : (i+1)*s.d]
	}
	s.scale(s.z, s.raw(i))
	return s.z
}

// raw is row i as data has it, until the next call.
func (s *sample) raw(i int) []float64 {
	s.data.Row(s.z, i)
	return s.z
}

// newSample returns a sample and the stage that fills it in from data. Only with held are all rows in memory, 8 bytes a
// number: a million rows are not to take twice what they take already.
func newSample(data Data, held bool) (*sample, stage) {
	n, d := data.N, data.D
	s := &sample{n: n, d: d, data: data, cov: make([]float64, tri(d)), chol: make([]float64, tri(d))}
	s.mean, s.std, s.z = make([]float64, d), make([]float64, d), make([]float64, d)
	return s, inTurn(
		sliced(n, 4*d, func(i int) {
			for j, v := range s.raw(i) {
				s.mean[j] += v / float64(n)
			}
		}),
		sliced(n, 4*d, func(i int) {
			for j, v := range s.raw(i) {
				s.std[j] += (v - s.mean[j]) * (v - s.mean[j]) / float64(n)
			}
		}),
		once(func() {
			for j, v := range s.std {
				if s.std[j] = math.Sqrt(v); !(s.std[j] > 0) {
					s.std[j] = 1
				}
				s.logStd += math.Log(s.std[j])
			}
		}),
		s.hold(held),
		sliced(n, d*d/2, func(i int) { addOuter(s.cov, s.row(i), 1/float64(n)) }),
		s.chooseRidge(),
		once(func() {
			s.withRidge(s.cov, 1, s.ridge)
			copy(s.chol, s.cov)
		}),
		sliced(d, d*d/4, func(i int) { factorRow(s.chol, i) }),
	)
}

// hold reads all rows into memory, if they are to be held.
func (s *sample) hold(held bool) stage {
	if !held {
		return once(func() {})
	}
	var x []float64
	return inTurn(
		sliced(s.n, 4*s.d, func(i int) { x = append(x, s.row(i)...) }),
		once(func() { s.x = x }))
}

const (
	ridges    = 12  // that are tried: d/2n, and each of the others a quarter of the one before
	ridgeRows = 500 // that are left out one by one to choose among them
)

// chooseRidge finds the ridge under which rows that are left out, one by one, are likeliest.
func (s *sample) chooseRidge() stage {
	z, best := make([]float64, s.d), math.Inf(-1)
	s.ridge = float64(s.d) / float64(2*s.n)
	all := make([]stage, ridges)
	for i := range all {
		ridge, score := s.ridge*math.Exp2(-2*float64(i)), 0.0
		tried := min(s.n, ridgeRows)
		all[i] = inTurn(
			once(func() { s.withRidge(s.chol, float64(s.n)/float64(s.n-1), ridge) }),
			sliced(s.d, s.d*s.d/4, func(i int) { factorRow(s.chol, i) }),
			sliced(tried, s.d*s.d/2, func(i int) { score += s.leaveOut(s.row(i*s.n/tried), z) }),
			once(func() {
				if score -= float64(tried) * logDet(s.chol, s.d); score > best {
					best, s.ridge = score, ridge
				}
			}))
	}
	return inTurn(all...)
}

// leaveOut returns the log-density of a row under the Gaussian of all other rows, but for what is the same for all
// rows. With n rows, x the row from the mean and B = nC/(n-1) + ridge, of which chol is the factor, the covariance of
// the others is B - n/(n-1)² x xᵀ, and the row lies n/(n-1) x from their mean: q = xᵀ B⁻¹ x says it all.
func (s *sample) leaveOut(x, scratch []float64) float64 {
	n := float64(s.n)
	q := solve(scratch, s.chol, x)
	left := 1 - q*n/(n-1)/(n-1)
	return -(math.Log(left) + n/(n-1)*n/(n-1)*q/left) / 2
}

// withRidge sets a, which may be s.cov, to s.cov times a factor with the ridge added on its diagonal.
func (s *sample) withRidge(a []float64, times, ridge float64) {
	for i, v := range s.cov {
		a[i] = v * times
	}
	for i := range s.d {
		a[tri(i)+i] += ridge
	}
}
