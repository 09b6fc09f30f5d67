package session

import (
	"math"
	"slices"
	"sort"

	"nicelab/flow"
	"nicelab/flow/conditional"
	"nicelab/wasm/protocol"
)

// mostReasons bounds the values of a file that are held against what the rest of their row lets expect: each takes a
// millisecond or two, and nothing else is done meanwhile.
const mostReasons = 100_000

// strange is what a scored file says of its rows beside their log p.
type strange struct {
	percentile, why, surprises bool

	f       *flow.Flow
	columns []string
	known   func(lo, hi int) []float32 // rows trained on, lo to hi
	rows    int                        // how many there are
	lp      []float64                  // theirs, sorted once all are there
	row     *conditional.Row           // of the next row of the file
	cells   []conditional.Column       // and what came of it
}

func (s *Session) strange(c protocol.Score) *strange {
	a := &strange{
		percentile: c.Percentile && s.trainer != nil, why: c.Why, surprises: c.Surprises, f: s.flow, columns: s.data.columns,
	}
	if a.percentile {
		rows, data := s.trained(), s.data
		a.rows, a.known = len(rows), func(lo, hi int) []float32 { return data.pick(rows[lo:hi]) }
	}
	return a
}

// heads lists the columns that a file gets, log p first.
func (a *strange) heads() []string {
	names := []string{"log_p"}
	if a.percentile {
		names = append(names, "percentile")
	}
	if a.why {
		names = append(names, "most_surprising", "tail_probability")
	}
	if a.surprises {
		for _, c := range a.columns {
			names = append(names, "surprise_"+c)
		}
	}
	return names
}

// slow reports whether a row takes some milliseconds.
func (a *strange) slow() bool { return a.why || a.surprises }

// learn does a slice of measuring the rows that were trained on, and reports whether all are measured.
func (a *strange) learn() (done bool) {
	if len(a.lp) == a.rows {
		return true
	}
	from := len(a.lp)
	to := min(a.rows, from+a.f.Chunk())
	a.lp = append(a.lp, a.f.LogProb(nil, a.known(from, to))...)
	if to == a.rows {
		slices.Sort(a.lp)
	}
	return to == a.rows
}

// look does a slice of a row of the file, and reports whether it is done.
func (a *strange) look(x []float32) (done bool) {
	if a.row == nil {
		a.row = conditional.NewRow(a.f, x, nil)
	}
	if done = a.row.Advance(); done {
		a.cells, a.row = a.row.Columns(), nil
	}
	return done
}

// value returns what is in the k-th of heads, as a number or, of the most surprising column, a name. lp is the row's.
func (a *strange) value(k int, lp float64) (v float64, name string) {
	if k == 0 {
		return lp, ""
	}
	k--
	if a.percentile {
		if k == 0 {
			i := sort.Search(len(a.lp), func(i int) bool { return a.lp[i] > lp })
			return 100 * float64(i) / float64(len(a.lp)), ""
		}
		k--
	}
	if a.why {
		most := a.most()
		if k < 2 && most < 0 {
			return math.NaN(), ""
		}
		switch k {
		case 0:
			return 0, a.columns[most]
		case 1:
			return a.cells[most].Tail, ""
		}
		k -= 2
	}
	return a.cells[k].Relative, ""
}

// most returns the most surprising column, -1 where there is none.
func (a *strange) most() int {
	most := -1
	for j := range a.cells {
		if v := a.cells[j].Relative; v == v && (most < 0 || v > a.cells[most].Relative) {
			most = j
		}
	}
	return most
}
