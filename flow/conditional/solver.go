package conditional

import "nicelab/flow"

// solver measures log p at the points that curves ask for, those of many curves at once.
type solver struct {
	f    *flow.Flow
	rows []float32 // Chunk rows of Dim
	logp []float64
}

func newSolver(f *flow.Flow) solver {
	return solver{f: f, rows: make([]float32, f.Chunk()*f.Config.Dim), logp: make([]float64, f.Chunk())}
}

// measure gives curves what they ask for, a chunk of rows at most, and returns how many rows that were.
func (s *solver) measure(curves []*curve) int {
	d, n := s.f.Config.Dim, 0
	for _, c := range curves {
		for _, x := range c.ask[len(c.got):] {
			if n == len(s.logp) {
				break
			}
			row := s.rows[n*d : (n+1)*d]
			copy(row, c.row)
			row[c.column] = float32(x)
			n++
		}
	}
	s.f.LogProb(s.logp[:n], s.rows[:n*d])
	from := 0
	for _, c := range curves {
		if to := min(n, from+len(c.ask)-len(c.got)); to > from {
			c.take(s.logp[from:to])
			from = to
		}
	}
	return n
}
