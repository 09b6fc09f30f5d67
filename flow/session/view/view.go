// Package view holds what the trainer works out for the views of the page, beside its pictures: a file a view and its
// line in All. A view is asked with a protocol.Watch, works in slices while nothing else is due, and answers with an
// event of its own.
package view

import (
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Model is what there is to look at.
type Model struct {
	Flow   *flow.Flow
	Moving bool // it trains: its weights are others soon, and nothing is to be worked out of them but of a copy
	Weight int  // another number wherever the weights may be others
	Step   int

	Source  string // as protocol.State.Source
	Columns []string
	X       []float32 // the rows, row-major
	Held    []int32   // those that are held out, in any order
	Shown   []int     // those of protocol.Planes.Data; nil: the first ones
	Numbers []int     // of the rows in the file, ascending; nil: 1, 2, 3, ...
	Texts   Texts

	Pictures *Pictures          // where the rows are pictures; X is empty then
	Kind     func(row int) byte // as protocol.Planes.Kind; nil where rows are not coloured
}

// Texts are columns of a table that no model takes, since they are text.
type Texts struct {
	Names []string
	Cell  func(row, column int) string // of a row of the file, from 1, and an index into Names
}

// Rows is how many rows there are.
func (m *Model) Rows() int {
	if len(m.Columns) == 0 {
		return 0
	}
	return len(m.X) / len(m.Columns)
}

// Number is what a row is called: its place in the file, from 1.
func (m *Model) Number(row int) int {
	if m.Numbers != nil {
		return m.Numbers[row]
	}
	return row + 1
}

// RowOf returns the row that has a number.
func (m *Model) RowOf(number int) (row int, ok bool) {
	if m.Numbers != nil {
		return slices.BinarySearch(m.Numbers, number)
	}
	return number - 1, number >= 1 && number <= m.Rows()
}

// row is the numbers of a row.
func (m *Model) row(i int) []float32 {
	d := len(m.Columns)
	return m.X[i*d : (i+1)*d]
}

// A Job does a slice of its work, some milliseconds at most, and returns the share that is done; 1: all of it.
type Job func() (done float64)

// View is something that the page can show of a flow and its rows. It may keep what it has worked out: with another
// flow or other rows comes another View.
type View interface {
	// Name is that of its Watch.
	Name() string
	// Fits reports whether there is anything to show.
	Fits(m *Model) bool
	// Job answers a Watch that is open, or goes on with what an earlier Job of the same model began; nil where there is
	// nothing to do. It is asked for anew wherever the model or the Watch is another, and the Job before is dropped.
	Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job
}

// Saver is a View that can be had as a file. Its Job ends with a File, or a Notice that says why there is none; it
// sees one model from beginning to end.
type Saver interface {
	Save(m *Model, c protocol.SaveView, emit func(protocol.Event)) Job
}

// Follower is a View that moves with the training. It is worked out only while the page has it on the screen; its Job
// is asked for again with every picture, once the one before is done.
type Follower interface{ Follows() }

// All returns a fresh view of each kind.
func All() []View {
	return []View{new(rows), new(why), new(corner), new(album), new(closeup), new(paint), new(walk), new(ends)}
}

// stage is a part of a job: it is made when it is its turn, and may turn out to be nothing.
type stage struct {
	weight float64 // of its work among that of all; 0: what comes next is begun in the same slice
	make   func() Job
}

// inTurn is one stage after another.
func inTurn(stages ...stage) Job {
	var sum, before float64
	for _, s := range stages {
		sum += s.weight
	}
	var now Job
	return func() float64 {
		for len(stages) > 0 {
			s := stages[0]
			if now == nil {
				now = s.make()
			}
			share := 1.
			if now != nil {
				share = now()
			}
			if share < 1 {
				return (before + share*s.weight) / sum
			}
			worked := now != nil && s.weight > 0
			before, now, stages = before+s.weight, nil, stages[1:]
			if worked && len(stages) > 0 {
				return min(before/sum, almost)
			}
		}
		return 1
	}
}

// almost is the share of a job that is not at its end.
const almost = 0.999

// once is a job of one slice.
func once(f func()) func() Job {
	return func() Job {
		return func() float64 {
			f()
			return 1
		}
	}
}

// tell says a sentence of the protocol as the answer to a command.
func tell(emit func(protocol.Event), id int, key string, args ...string) {
	text := protocol.Worded(protocol.Sentences.Of(key), args)
	emit(protocol.Notice{ID: id, Error: true, Key: key, Args: args, Text: text})
}
