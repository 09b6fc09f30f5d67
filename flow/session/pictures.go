package session

import (
	"math/rand/v2"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/kernel"
	"nicelab/flow/matrix"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// pictures are the rows of the data where these are pictures. A test set that came with them is what is held out.
type pictures struct {
	*dataset.Pixels
	order []int32 // of each row, its picture: those of the test set follow the others
	units *units  // where they were asked for
}

// units are what pictures are whitened by.
type units struct {
	seed  uint64  // of the split whose rows they are of
	fixed bool    // any split has these rows
	of    []int32 // pictures
	mean  []float32
	axes  *matrix.Eigen // of the covariance
}

// newPictures takes as many pictures of the test set as a trainer holds out, and all others.
func newPictures(p *dataset.Pixels) *pictures {
	trained := len(p.Train) / p.Size()
	n := p.Len()
	for n > trained && flow.HeldOut(n, 0) < n-trained {
		n -= max(1, (n-trained-flow.HeldOut(n, 0))*3/4)
	}
	return &pictures{Pixels: p, order: make([]int32, n)}
}

// tests is how many pictures of the test set are held out.
func (p *pictures) tests() int { return len(p.order) - len(p.Train)/p.Size() }

// arranged returns p in the order for a flow of c: where the split holds a row out, there is a picture of the test set.
func (p *pictures) arranged(c flow.Config) *pictures {
	q := *p
	q.order = make([]int32, len(p.order))
	held, train := c.Split(len(q.order), 0)
	tests := p.tests()
	for i, r := range held[:tests] {
		q.order[r] = int32(len(q.order) - tests + i)
	}
	at := int32(0)
	for _, rows := range [][]int32{held[tests:], train} {
		for _, r := range rows {
			q.order[r] = at
			at++
		}
	}
	return &q
}

// Len and Read make them the rows of a trainer.
func (p *pictures) Len() int { return len(p.order) }

func (p *pictures) Read(dst []float32, rows []int32, rng *rand.Rand) {
	d := p.Size()
	for i, r := range rows {
		p.Put(dst[i*d:(i+1)*d], int(p.order[r]), rng)
	}
}

const (
	whitened  = 20_480 // pictures of which the covariance is taken: a second or two of work
	perSquare = 128    // of them at a time
)

// fits reports whether nothing has to be worked out before a flow of c can be made.
func (p *pictures) fits(c flow.Config) bool { return !c.Whiten || p.units != nil && p.unitsOf(c) }

// unitsOf reports whether the units at hand are those of the rows that a flow of c is trained on.
func (p *pictures) unitsOf(c flow.Config) bool { return p.units.fixed || p.units.seed == c.Seed }

// fit returns a job that works out the units of p, arranged for c, and gives them to then. Without whitening pixels are
// taken as they are, as in the paper. said hears what share is done.
func (p *pictures) fit(c flow.Config, said func(float64), then func(*units)) job {
	d := p.Size()
	held, train := c.Split(len(p.order), 0)
	some := make([]int32, min(len(train), whitened))
	u := &units{seed: c.Seed, fixed: len(held) == p.tests(), of: some}
	for i := range some {
		if some[i] = p.order[train[i]]; u.fixed {
			some[i] = int32(i)
		}
	}
	x, square, levels := make([]float32, d*perSquare), make([]float32, d*d), float64(p.Levels)
	cov, sum, at := make([]float64, d*d), make([]float64, d), 0
	return func() bool {
		n := min(perSquare, len(some)-at)
		switch {
		case u.mean == nil:
			for _, r := range some[at : at+n] {
				for j, v := range p.Picture(int(r)) {
					sum[j] += float64(v)
				}
			}
			if at += n; at == len(some) {
				u.mean, at = make([]float32, d), 0
				for j, v := range sum {
					u.mean[j] = float32((v/float64(len(some)) + 0.5) / levels)
				}
			}
		case u.axes == nil:
			for i, r := range some[at : at+n] {
				for j, v := range p.Picture(int(r)) {
					x[j*n+i] = (float32(v)+0.5)/float32(levels) - u.mean[j]
				}
			}
			clear(square)
			kernel.NT(square, d, d, n, x[:d*n], x[:d*n])
			for i, v := range square {
				cov[i] += float64(v)
			}
			said(0.5 * float64(at) / float64(len(some)))
			if at += n; at == len(some) {
				for i := range cov {
					cov[i] /= float64(len(some))
				}
				// What dequantization adds is known, and each pixel's own variance counts more the fewer pictures there are.
				few := float64(d) / float64(2*len(some))
				for j := range d {
					cov[j*d+j] += 1/(12*levels*levels) + min(1, few*few)*cov[j*d+j]
				}
				u.axes = matrix.NewEigen(cov, d)
			}
		default:
			said(0.5 + 0.5*u.axes.Done())
			if u.axes.Step() {
				then(u)
				return true
			}
		}
		return false
	}
}

// give sets the data layers of f, whose Config p fits.
func (p *pictures) give(f *flow.Flow) {
	if f.Config.Whiten {
		f.Whiten(p.units.mean, p.units.axes)
	}
}

// options are how a trainer of d is to train. Thousands of pictures that are held out are measured the more rarely, so
// that it takes a tenth of the time.
func (d *data) options(p protocol.Settings) flow.Options {
	o := recipe.Options(p)
	if d.pictures != nil && p.Batch > 0 {
		if o.Average > 0 {
			o.Average = averaged
		}
		o.EvalEvery = max(flow.DefaultEvalEvery, 4*flow.HeldOut(d.rows(), 0)/p.Batch)
	}
	return o
}

const averaged = 0.995 // of the weights of pictures: a batch says little of so many

// modelPictures takes a file of pictures as the data.
func (s *Session) modelPictures(id int, t *openTable, play bool, w protocol.Wish) {
	cols := t.table.Usable()
	if t.as != nil {
		cols = t.as.Columns
	} else if err := t.table.Check(cols); err != nil {
		s.failFile(id, t.name, err)
		return
	}
	d, pauses := pictureData(t, cols), s.pauses
	s.withFlow(id, &d, s.wished(&d, w).Model, func() {
		if !s.adopt(id, d, play && pauses == s.pauses, w) {
			return
		}
		t.used, s.table = cols, t
		if t.as != nil {
			s.sendTable()
		}
		s.remark(t)
	})
}
