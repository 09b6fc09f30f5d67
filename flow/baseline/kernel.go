package baseline

import (
	"math"
	"slices"
)

// Kernel is a kernel density estimate: a Gaussian of one width around each row.
type Kernel struct {
	Rows      int     // that have a kernel: all of them, unless a table is large
	Bandwidth float64 // standard deviation of a kernel, in units of the columns' spread
	Whitened  bool    // those units leave the rows without correlations; else each column has its own

	units
	chol  []float64 // factor of what is whitened away
	rows  []float64 // n rows of d in those units
	shift float64   // what is the same for all rows that are asked for
	z     []float64
	dist  []float64
}

const (
	maxKernels    = 5_000
	kernelNumbers = 1 << 19 // in all kernels together
	kernelsTried  = 2_000   // rows that are left out one by one to choose the bandwidth

	// Bandwidths that are tried: the widest, and each of the others 2^-¼ of the one before.
	widest = 4
	widths = 40
)

// NewKernel fits a kernel density estimate to data, 5,000 rows of it at most. Units and bandwidth are those under
// which each row is likeliest under the kernels of the others. Rows that equal it are left out with it: of a table
// that has every row twice, the best bandwidth would be 0.
func NewKernel(data Data, seed uint64) *Fit {
	if data.N < 2 {
		return &Fit{err: ErrRows}
	}
	rng := source(seed, streamKernel)
	s, load := newSample(data.draw(min(maxKernels, kernelNumbers/data.D), rng), true)
	n, d := s.n, s.d
	tried := rng.Perm(n)[:min(n, kernelsTried)]
	k := &Kernel{Rows: n, z: make([]float64, d), dist: make([]float64, n)}
	cost := n * (d + 2*costOfExp + widths)
	white := make([]float64, n*d)
	var plain, whitened [widths]float64
	f := new(Fit)
	f.todo = inTurn(
		load,
		once(func() { k.rows = s.x }),
		sliced(len(tried), cost, func(i int) { k.leaveOut(&plain, tried[i]) }),
		sliced(n, d*d/2, func(i int) { solve(white[i*d:(i+1)*d], s.chol, s.row(i)) }),
		once(func() { k.rows = white }),
		sliced(len(tried), cost, func(i int) { k.leaveOut(&whitened, tried[i]) }),
		once(func() {
			k.units, k.chol = s.units, s.chol
			volume := logDet(s.chol, d)
			best, score := slices.Max(plain[:]), &plain
			if v := slices.Max(whitened[:]) - float64(len(tried))*volume; v > best {
				k.Whitened, score = true, &whitened
			} else {
				k.rows, volume = s.x, 0
			}
			k.Bandwidth = peak(score)
			k.shift = -float64(d)*(math.Log(k.Bandwidth)+logTwoPi/2) - math.Log(float64(n)) - volume - s.logStd
			f.model = k
		}))
	return f
}

func bandwidth(j float64) float64 { return widest * math.Exp2(-j/4) }

// leaveOut adds to score, for each bandwidth, the log-density of row q under the kernels of the rows that differ from
// it, but for what is the same for all rows and bandwidths. At bandwidths in steps of √2 the exponents go in steps of
// 2, so one exponential gives the next by squaring.
func (k *Kernel) leaveOut(score *[widths]float64, q int) {
	d, near := len(k.z), math.Inf(1)
	others := k.dist[:0]
	for i := range k.dist {
		if v := distance(k.rows[q*d:(q+1)*d], k.rows[i*d:]); v > 0 {
			others = append(others, v)
			near = min(near, v)
		}
	}
	if len(others) == 0 {
		return
	}
	var sum [widths]float64
	for _, v := range others {
		e, o := math.Exp((near-v)/(2*widest*widest)), math.Exp((near-v)/(math.Sqrt2*widest*widest))
		for j := 0; j < widths; j += 2 {
			sum[j] += e
			sum[j+1] += o
			e, o = e*e, o*o
		}
	}
	for j := range sum {
		h := bandwidth(float64(j))
		score[j] += math.Log(sum[j]) - near/(2*h*h) - float64(d)*math.Log(h)
	}
}

// peak returns the bandwidth at the top of the parabola through the best score and its neighbours.
func peak(score *[widths]float64) float64 {
	best := 0
	for j, v := range score {
		if v > score[best] {
			best = j
		}
	}
	if best == 0 || best == widths-1 {
		return bandwidth(float64(best))
	}
	below, above := score[best]-score[best-1], score[best]-score[best+1]
	if below+above > 0 {
		return bandwidth(float64(best) + (below-above)/(2*(below+above)))
	}
	return bandwidth(float64(best))
}

// distance returns the squared distance of x from the first numbers of y.
func distance(x, y []float64) float64 {
	y = y[:len(x)]
	var sum float64
	for i, v := range x {
		v -= y[i]
		sum += v * v
	}
	return sum
}

func (k *Kernel) LogProb(x []float64) float64 {
	d := len(x)
	k.scale(k.z, x)
	if k.Whitened {
		solve(k.z, k.chol, k.z)
	}
	near := math.Inf(1)
	for i := range k.dist {
		k.dist[i] = distance(k.z, k.rows[i*d:])
		near = min(near, k.dist[i])
	}
	var sum float64
	for _, v := range k.dist {
		sum += math.Exp((near - v) / (2 * k.Bandwidth * k.Bandwidth))
	}
	return math.Log(sum) - near/(2*k.Bandwidth*k.Bandwidth) + k.shift
}
