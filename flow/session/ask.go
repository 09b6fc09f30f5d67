package session

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// ready reports whether there is a model, and says so where there is none.
func (s *Session) ready(id int) bool {
	if s.flow == nil {
		s.tell(id, true, "no-model")
		return false
	}
	return true
}

// probe answers from the exact path.
func (s *Session) probe(c protocol.Probe) {
	if s.flow == nil || s.data.pictures != nil {
		return
	}
	if s.flow.Config.Dim > 2 && s.data.shown.rows == nil {
		s.data.probes = append(s.data.probes, c) // it is not known yet where the slice lies
		return
	}
	f, x := s.flow, make([]float32, s.flow.Config.Dim)
	slice, _ := s.slice()
	copy(x, slice)
	x[s.show.ColumnX], x[s.show.ColumnY] = float32(c.X), float32(c.Y)
	layers := f.Layers(x)
	a := protocol.Probed{ID: c.ID, X: c.X, Y: c.Y, Z: layers[len(layers)-1]}
	if f.Config.Dim == 2 {
		a.Path = slices.Concat(layers...)
	}
	a.LogScale, a.LogUnits = f.LogDet()
	a.LogScale += f.LogDetAt(x)
	a.LogP = f.LogProb(nil, x)[0]
	a.LogPrior = a.LogP - a.LogScale - a.LogUnits
	s.emit(a)
}

func (s *Session) sample(c protocol.Sample) {
	if !s.ready(c.ID) {
		return
	}
	if c.N < protocol.MinSamples || c.N > protocol.MaxSamples {
		s.say(c.ID, true, fmt.Sprintf("%d samples: choose %d to %d.", c.N, protocol.MinSamples, protocol.MaxSamples))
		return
	}
	if !(c.Temperature >= protocol.MinTemp && c.Temperature <= protocol.MaxTemp) {
		s.say(c.ID, true, fmt.Sprintf("Temperature %g: choose %g to %g; 1 is the model itself.", c.Temperature,
			protocol.MinTemp, protocol.MaxTemp))
		return
	}
	if most := protocol.MaxSampled / s.flow.Config.Dim; c.N > most {
		s.tell(c.ID, true, "many-samples", strconv.Itoa(c.N), strconv.Itoa(s.flow.Config.Dim), strconv.Itoa(most))
		return
	}
	f, d, rng := s.flow, s.flow.Config.Dim, source(uint64(c.Seed), streamSample)
	out := dataset.AppendRecord(nil, s.data.columns)
	left := c.N
	s.foreground.add("samples", func() bool {
		n := min(left, f.Chunk())
		for i, v := range f.Sample(nil, n, c.Temperature, rng) {
			out = strconv.AppendFloat(out, float64(v), 'g', -1, 32)
			if i%d == d-1 {
				out = append(out, '\n')
			} else {
				out = append(out, ',')
			}
		}
		if left -= n; left > 0 {
			s.progressed(c.ID, float64(c.N-left)/float64(c.N))
			return false
		}
		s.emit(protocol.File{ID: c.ID, Name: "samples.csv", Mime: "text/csv", Bytes: out})
		return true
	})
}

// score reads the file and gives its lines back, verbatim, with log p appended, a slice of rows at a time. For an
// array, which has no lines, it gives an array of log p alone.
func (s *Session) score(c protocol.Score) {
	if !s.ready(c.ID) {
		return
	}
	f, names := s.flow, s.data.columns
	s.read(c.ID, c.Name, c.Bytes, func(t *dataset.Table) {
		cols, err := t.Match(names)
		if t.Drawn() {
			err = errors.New("a single picture has no rows of its own to score; score a table, an array or a stack of pictures")
		}
		if err != nil {
			s.failFile(c.ID, c.Name, err)
			return
		}
		if most := mostReasons / len(cols); t.Rows > most && (c.Why || c.Surprises) {
			s.tell(c.ID, true, "many-reasons", c.Name, strconv.Itoa(t.Rows), strconv.Itoa(most))
			return
		}
		sc := &scoring{f: f, table: t, strange: s.strange(c), lp: make([]float64, min(rowsPerChunk, f.Chunk(), t.Rows))}
		rows := t.Gather(cols)
		if t.Text() {
			sc.heads = sc.strange.heads()
			sc.out.Grow(t.Size() + 16*t.Rows)
			if err := t.AppendHead(&sc.out, sc.heads...); err != nil {
				s.failFile(c.ID, c.Name, err)
				return
			}
		}
		s.foreground.add("scoring", func() bool {
			if rows != nil {
				if rows.Step(t.Rows) {
					sc.x, sc.numbers, sc.dropped, rows = rows.X, rows.Rows, rows.Dropped, nil
				}
				return false
			}
			if t.Text() && !sc.strange.learn() {
				return false
			}
			if err := sc.rows(); err != nil {
				s.failFile(c.ID, c.Name, err)
				return true
			}
			if sc.row < t.Rows {
				s.progressed(c.ID, float64(sc.row)/float64(t.Rows))
				return false
			}
			s.emit(sc.file(c.ID, c.Name))
			key, args := sc.summary(c.Name)
			s.tell(c.ID, false, key, args...)
			return true
		})
	})
}

// scoring is a file on its way back.
type scoring struct {
	f       *flow.Flow
	table   *dataset.Table
	x       []float32 // the rows that can be scored, row-major
	numbers []int     // and their 1-based numbers in the file
	dropped []string
	lp      []float64
	strange *strange
	heads   []string // of the columns that are added
	out     bytes.Buffer
	column  []float64 // of an array: log p of each row, NaN where it cannot be scored
	row     int       // rows written
	next    int       // rows of x that were asked for their log p
	lost    int       // of them, those whose log p is not finite
	num     []byte
}

// take returns log p of the file's row, where it has a finite one. lp is that of the rows of x from first on.
func (sc *scoring) take(row int, lp []float64, first int) (float64, bool) {
	if sc.next == first+len(lp) || sc.numbers[sc.next] != row {
		return 0, false
	}
	v := lp[sc.next-first]
	sc.next++
	if v-v != 0 {
		sc.lost++
		return 0, false
	}
	return v, true
}

// rows writes the next rows of the file.
func (sc *scoring) rows() error {
	last := min(sc.table.Rows, sc.row+len(sc.lp))
	if sc.table.Text() && sc.strange.slow() {
		last = min(sc.table.Rows, sc.row+1)
		if d := sc.f.Config.Dim; sc.next < len(sc.numbers) && sc.numbers[sc.next] == last &&
			!sc.strange.look(sc.x[sc.next*d:(sc.next+1)*d]) {
			return nil
		}
	}
	first, end := sc.next, sc.next
	for end < len(sc.numbers) && sc.numbers[end] <= last {
		end++
	}
	d := sc.f.Config.Dim
	lp := sc.f.LogProb(sc.lp[:end-first], sc.x[first*d:end*d])
	if !sc.table.Text() {
		for row := sc.row + 1; row <= last; row++ {
			v, ok := sc.take(row, lp, first)
			if !ok {
				v = math.NaN()
			}
			sc.column = append(sc.column, v)
		}
		sc.row = last
		return nil
	}
	var logp float64
	var scored bool
	value := func(row, k int) (string, bool) {
		if k == 0 {
			logp, scored = sc.take(row, lp, first)
		}
		if !scored {
			return "", false
		}
		v, name := sc.strange.value(k, logp)
		if v != v || name != "" {
			return name, name != ""
		}
		sc.num = sc.table.AppendNumber(sc.num[:0], v)
		return string(sc.num), true
	}
	err := sc.table.AppendCells(&sc.out, sc.row+1, last, dataset.Cells{More: len(sc.heads), Value: value})
	sc.row = last
	return err
}

// file is the answer: the table, or the array of log p.
func (sc *scoring) file(id int, name string) protocol.File {
	if sc.table.Text() {
		return protocol.File{ID: id, Name: renamed(name, "-scored", sc.table.Converted()), Mime: "text/csv",
			Bytes: sc.out.Bytes()}
	}
	return protocol.File{ID: id, Name: plain(strings.TrimSuffix(name, ".gz")) + "-log_p.npy",
		Mime: "application/octet-stream", Bytes: dataset.Npy(sc.column)}
}

// summary counts what could not be scored.
func (sc *scoring) summary(name string) (key string, args []string) {
	scored := sc.next - sc.lost
	args = []string{strconv.Itoa(scored), strconv.Itoa(sc.table.Rows), name}
	blank := sc.table.Rows - scored
	if blank == 0 {
		return "scored", args
	}
	why := sc.dropped[:min(3, len(sc.dropped)):min(3, len(sc.dropped))]
	if sc.lost > 0 {
		why = append(why, fmt.Sprintf("log p is not a finite number in %d, too far from the data", sc.lost))
	}
	return "scored-some", append(args, strconv.Itoa(blank), strings.TrimSuffix(strings.Join(why, "; "), "."))
}
