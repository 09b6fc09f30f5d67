package session

import (
	"fmt"

	"nicelab/flow"
	"nicelab/flow/cluster"
	"nicelab/flow/matrix"
)

// fitted is what the data layers of a flow take from rows that are no pictures.
type fitted struct {
	seed uint64 // of the split whose rows it is of: what is held out has no say
	by   *matrix.Fit
	rank *matrix.Rank  // of up to matrix.MaxRank columns
	axes *matrix.Eigen // of the covariance, where a flow whitens
}

// fits reports whether nothing has to be worked out before a flow of c can be made, or refused.
func (d *data) fits(c flow.Config) bool {
	if d.pictures != nil {
		return d.pictures.fits(c)
	}
	f := d.fitted
	return c.Whiten && len(d.columns) > matrix.MaxRank || f != nil && f.seed == c.Seed && (!c.Whiten || f.axes != nil)
}

// fittedAtOnce is how many products are summed up without giving time to anything else.
const fittedAtOnce = 1 << 23

// fitCost is how many products a fit takes.
func (d *data) fitCost() int {
	n, k := d.rows(), len(d.columns)
	if k > matrix.MaxRank {
		return n * k
	}
	return n*k*k + 8*k*k*k
}

// fit returns a job that works out what the data layers of a flow of c take from the rows of d, and then calls then.
func (d *data) fit(c flow.Config, then func()) job {
	k := len(d.columns)
	rows := d.training(c)
	f := &fitted{seed: c.Seed, by: matrix.NewFit(d.x, k, rows, k <= matrix.MaxRank)}
	summed, whitened := false, !c.Whiten
	return func() bool {
		switch {
		case !summed:
			summed = f.by.Step()
			return false
		case f.by.Covariance != nil && f.rank == nil:
			r := matrix.RankOf(f.by.Covariance, d.x, rows, k)
			f.rank = &r
			if c.Whiten {
				f.axes = matrix.NewEigen(f.by.Covariance, k)
			}
			return false
		case !whitened:
			whitened = f.axes.Step()
			return false
		}
		d.fitted = f
		then()
		return true
	}
}

// madeAtOnce is how many weights and numbers of rotations are drawn without giving time to anything else.
const madeAtOnce = 1 << 19

// withFlow calls then once a flow of c can be made of d in no time: at once where little is left to be worked out.
// Where c cannot be made, whoever makes it says so.
func (s *Session) withFlow(id int, d *data, c flow.Config, then func()) {
	c = c.Of(len(d.columns))
	s.withLayers(id, d, c, func() {
		m, err := flow.NewMaking(c)
		if err != nil {
			then()
			return
		}
		s.soon("making a model", len(m.Flow.Weights)+c.Couplings*c.Dim*c.Dim <= madeAtOnce, func() bool {
			if !m.Step() {
				return false
			}
			s.withClusters(d, m.Flow, func(made *flow.Flow) {
				s.made = made
				then()
				s.made = nil
			})
			return true
		})
	})
}

// withClusters calls then with f once the clusters of its prior are found among the rows of d, and with nil where there
// is something that whoever makes it again says.
func (s *Session) withClusters(d *data, f *flow.Flow, then func(*flow.Flow)) {
	if f.Config.Clusters == 0 {
		then(f)
		return
	}
	own := *d // what is in hand stays as it is until there is another model
	if own.give(f) != nil {
		then(nil)
		return
	}
	fit := cluster.New(f, own.of(f), own.training(f.Config))
	s.foreground.add("finding clusters", func() bool {
		done, err := fit.Step()
		switch {
		case err != nil:
			then(nil)
		case done:
			then(f)
		}
		return done
	})
}

// give sets the data layers of f to those of the rows of d.
func (d *data) give(f *flow.Flow) error {
	c := f.Config
	switch {
	case d.pictures != nil:
		d.pictures = d.pictures.arranged(c)
		d.pictures.give(f)
	case c.Whiten && c.Dim > matrix.MaxRank:
		return fmt.Errorf("whitening takes at most %d columns of a table and there are %d; leave it out", matrix.MaxRank,
			c.Dim)
	default:
		if !d.fits(c) {
			finish(d.fit(c, func() {}))
		}
		f.Fit(d.fitted.by, d.fitted.axes)
	}
	return nil
}

// training lists the rows of d that a flow of c is trained on.
func (d *data) training(c flow.Config) []int32 {
	_, rows := c.Split(d.rows(), 0)
	return rows
}

// withLayers calls then once the data layers of a flow of c are known.
func (s *Session) withLayers(id int, d *data, c flow.Config, then func()) {
	switch {
	case d.fits(c):
		then()
	case d.pictures != nil:
		s.foreground.add("fitting", d.pictures.arranged(c).fit(c, func(share float64) { s.progressed(id, share) },
			func(u *units) {
				d.pictures.units = u
				then()
			}))
	default:
		s.soon("fitting", d.fitCost() <= fittedAtOnce, d.fit(c, then))
	}
}

// soon does a job at once, or puts it behind those of the command in hand.
func (s *Session) soon(name string, atOnce bool, j job) {
	if atOnce {
		finish(j)
	} else {
		s.foreground.add(name, j)
	}
}
