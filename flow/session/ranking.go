package session

import "nicelab/flow/matrix"

// ranking works out the rank of the data in hand, in slices: of some of the rows that are trained on. Beyond
// matrix.MaxRank columns, which of them are copies of one another.
func (s *Session) ranking() job {
	d := &s.data
	k := len(d.columns)
	rows := d.training(s.model)
	some := make([]int32, looked(len(rows), k))
	for i := range some {
		some[i] = rows[i*len(rows)/len(some)]
	}
	if k > matrix.MaxRank {
		return d.copies(some, rows)
	}
	by := matrix.NewFit(d.x, k, some, true)
	return func() bool {
		if !by.Step() {
			return false
		}
		r := matrix.RankOf(by.Covariance, d.x, some, k)
		r.Constant = matrix.Constant(d.x, k, rows, r.Constant)
		d.rank = &r
		return true
	}
}

// copies looks at one column at a time.
func (d *data) copies(some, rows []int32) job {
	var c matrix.Copies
	var r matrix.Rank
	j, k := 0, len(d.columns)
	return func() bool {
		values := make([]float64, len(some))
		for i, row := range some {
			values[i] = float64(d.x[int(row)*k+j])
		}
		if of, ok := c.Add(j, values); ok {
			r.Tied = append(r.Tied, matrix.Tie{Column: j, From: []int{of}})
		}
		r.Constant = append(r.Constant, matrix.Constant(d.x, k, rows, []int{j})...)
		if j++; j < k {
			return false
		}
		d.rank = &r
		return true
	}
}
