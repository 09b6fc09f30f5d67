package session

import "nicelab/flow/matrix"

// blockRows of a covariance are summed up in one go.
const blockRows = 64

// ranking works out the rank of the data in hand, in slices: of some of the rows that are trained on. Beyond
// matrix.MaxRank columns, which of them are copies of one another.
func (s *Session) ranking() job {
	d := &s.data
	k := len(d.columns)
	_, rows := s.model.Split(d.rows(), 0)
	some := make([]int32, looked(len(rows), k))
	for i := range some {
		some[i] = rows[i*len(rows)/len(some)]
	}
	if k > matrix.MaxRank {
		return d.copies(some, rows)
	}
	x, at, cov := d.pick(some), 0, make([]float64, k*k)
	return func() bool {
		if n := min(blockRows, len(some)-at); n > 0 {
			for i, v := range matrix.Covariance(x[at*k:(at+n)*k], nil, s.flow.Mean, s.flow.Std) {
				cov[i] += v * float64(n) / float64(len(some))
			}
			at += n
			return false
		}
		r := matrix.RankOf(cov, x, nil, k)
		r.Constant = d.still(r.Constant, rows)
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
		r.Constant = append(r.Constant, d.still([]int{j}, rows)...)
		if j++; j < k {
			return false
		}
		d.rank = &r
		return true
	}
}

// still is which of some columns are the same in all of these rows.
func (d *data) still(columns []int, rows []int32) (still []int) {
	k := len(d.columns)
	for _, j := range columns {
		i := 0
		for i < len(rows) && d.x[int(rows[i])*k+j] == d.x[int(rows[0])*k+j] {
			i++
		}
		if i == len(rows) {
			still = append(still, j)
		}
	}
	return still
}
