package measure

import (
	"math"
	"math/rand/v2"

	"nicelab/flow/kernel"
	"nicelab/flow/optim"
)

// Judge recognises handwritten digits of 28 x 28 pixels: a network of one hidden layer on means of 2 x 2 pixels. It is
// trained on real digits, with more or less noise so that it goes by their shapes. As it has seen digits alone it may
// be sure of what is none: whoever counts what it is sure of counts the same of noise.
type Judge struct {
	w          []float32 // weights and biases of both layers
	hidden, at int       // width, and where the second layer begins
	h, y       []float32 // of a batch
}

const (
	side    = 28
	pixels  = side * side
	coarse  = pixels / 4
	classes = 10
	width   = 128
	batch   = 100
)

// speckle is the largest standard deviation of noise that is trained with, of means of 2 x 2 pixels.
const speckle = 0.2

// Passes are enough for 97 % of MNIST's test set, in seconds.
const Passes = 8

// NewJudge trains a judge on digits (n of 784 brightnesses from 0 to 1) and what they are, in so many passes.
func NewJudge(x []float32, labels []int, passes int, seed uint64) *Judge {
	rng := rand.New(rand.NewPCG(seed, 1))
	j := &Judge{hidden: width, at: width * (coarse + 1)}
	j.w = make([]float32, j.at+classes*(width+1))
	for i := range j.w {
		in := coarse
		if i >= j.at {
			in = width
		}
		j.w[i] = float32((2*rng.Float64() - 1) / math.Sqrt(float64(in)))
	}
	j.h, j.y = make([]float32, width*batch), make([]float32, classes*batch)
	n := len(labels)
	small := make([]float32, n*coarse)
	for i := range n {
		shrink(small[i*coarse:(i+1)*coarse], x[i*pixels:(i+1)*pixels])
	}
	order := rng.Perm(n)
	in, dh := make([]float32, coarse*batch), make([]float32, width*batch)
	g, adam := make([]float32, len(j.w)), optim.NewAdam(len(j.w))
	steps := passes * n / batch
	for t := range steps {
		at := t * batch % n
		if at+batch > n {
			continue
		} else if at == 0 {
			rng.Shuffle(n, func(i, k int) { order[i], order[k] = order[k], order[i] })
		}
		for c, r := range order[at : at+batch] {
			noise := speckle * rng.Float64()
			for k, u := range small[r*coarse : (r+1)*coarse] {
				in[k*batch+c] = u + float32(noise*rng.NormFloat64())
			}
		}
		j.scores(in)
		softmax(j.y, func(c int, p []float32) {
			p[labels[order[at+c]]*batch+c]--
		})
		clear(g)
		kernel.NT(g[j.at:], classes, width, batch, j.y, j.h)
		kernel.RowSum(g[j.at+classes*width:], classes, batch, j.y)
		kernel.TN(dh, width, batch, classes, j.w[j.at:], j.y, j.h, kernel.ReLU, false)
		kernel.NT(g, width, coarse, batch, dh, in)
		kernel.RowSum(g[width*coarse:j.at], width, batch, dh)
		kernel.Blend(g, g, 0, 1./batch)
		adam.Update(j.w, g, optim.Rates{Rate: optim.Rate(0.006, t, 0, steps), Beta1: 0.9, Beta2: 0.999, Eps: 1e-8})
	}
	return j
}

// shrink sets dst to means of 2 x 2 pixels of x, which are first held between 0 and 1.
func shrink(dst, x []float32) {
	clear(dst)
	for i, v := range x {
		dst[i/(2*side)*(side/2)+i%side/2] += max(0, min(1, v)) / 4
	}
}

// scores sets y to what the network makes of a batch in columns.
func (j *Judge) scores(in []float32) {
	b := width * coarse
	kernel.NN(j.h, width, batch, coarse, j.w, in, j.w[b:j.at], nil, kernel.ReLU)
	b = j.at + classes*width
	kernel.NN(j.y, classes, batch, width, j.w[j.at:], j.h, j.w[b:], nil, kernel.Identity)
}

// softmax makes each column of y probabilities, and hands all of y to then with the number of the column.
func softmax(y []float32, then func(column int, y []float32)) {
	for c := range batch {
		most, sum := float32(math.Inf(-1)), 0.0
		for k := range classes {
			most = max(most, y[k*batch+c])
		}
		for k := range classes {
			e := math.Exp(float64(y[k*batch+c] - most))
			y[k*batch+c] = float32(e)
			sum += e
		}
		for k := range classes {
			y[k*batch+c] /= float32(sum)
		}
		then(c, y)
	}
}

// Verdict is what a Judge makes of pictures.
type Verdict struct {
	Of    int          // pictures
	Sure  float64      // share that it gives a probability of 0.9 or more to be one digit
	Kinds [classes]int // how many of those it takes for each digit
}

// Spread is how many digits the sure ones are of, as the exponential of the entropy: 10 where all are as frequent, 1
// where all look like one.
func (v Verdict) Spread() float64 {
	var h, n float64
	for _, k := range v.Kinds {
		n += float64(k)
	}
	for _, k := range v.Kinds {
		if k > 0 {
			h -= float64(k) / n * math.Log(float64(k)/n)
		}
	}
	return math.Exp(h)
}

// Look judges pictures, 784 numbers each.
func (j *Judge) Look(x []float32) Verdict {
	v := Verdict{Of: len(x) / pixels}
	sure := 0
	j.each(x, func(_, digit int, p float32) {
		if p >= 0.9 {
			sure++
			v.Kinds[digit]++
		}
	})
	v.Sure = float64(sure) / float64(v.Of)
	return v
}

// Right is the share of pictures that it takes for what they are.
func (j *Judge) Right(x []float32, labels []int) float64 {
	right := 0
	j.each(x, func(i, digit int, _ float32) {
		if digit == labels[i] {
			right++
		}
	})
	return float64(right) / float64(len(labels))
}

// each calls f for each picture with the digit that it most likely is, and that probability.
func (j *Judge) each(x []float32, f func(i, digit int, p float32)) {
	n := len(x) / pixels
	in, one := make([]float32, coarse*batch), make([]float32, coarse)
	for from := 0; from < n; from += batch {
		clear(in)
		for c := range min(batch, n-from) {
			shrink(one, x[(from+c)*pixels:(from+c+1)*pixels])
			for k, u := range one {
				in[k*batch+c] = u
			}
		}
		j.scores(in)
		softmax(j.y, func(c int, y []float32) {
			if from+c >= n {
				return
			}
			best := 0
			for k := range classes {
				if y[k*batch+c] > y[best*batch+c] {
					best = k
				}
			}
			f(from+c, best, y[best*batch+c])
		})
	}
}
