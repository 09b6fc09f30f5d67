package session

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// data is what the model is of.
type data struct {
	source  string // "preset", "table" or "checkpoint"
	name    string
	columns []string
	x       []float32 // n rows of len(columns), none where a checkpoint came without data
	numbers []int     // 1-based row of the file of each row of x; nil for presets
	dropped []string
	density func(x, y float64) float64 // log-density of a preset; nil where it is unknown
	limits  *dataset.Limits            // of a preset, once computed
	shown   shown

	// Of a checkpoint that came without its data: how far and on what it was trained.
	steps         int
	trained, hash string
}

func (d *data) rows() int {
	if len(d.columns) == 0 {
		return 0
	}
	return len(d.x) / len(d.columns)
}

// openTable is the table whose columns the person chooses from.
type openTable struct {
	name  string
	table *dataset.Table
	used  []int // columns that are modelled
}

// Random streams of the session; the flow has its own.
const (
	streamDraw = iota + 100
	streamThumb
	streamShown
	streamSample
)

func source(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) }

func (s *Session) usePreset(c protocol.UsePreset) {
	p, ok := dataset.Lookup(c.Name)
	switch {
	case !ok:
		s.say(0, true, fmt.Sprintf("There is no data set called %q. Choose one of the thumbnails.", c.Name))
		return
	case c.N < protocol.MinPoints || c.N > protocol.MaxPoints:
		s.say(0, true, fmt.Sprintf("%d points: choose %d to %d.", c.N, protocol.MinPoints, protocol.MaxPoints))
		return
	case p.Noisy && !(c.Noise >= dataset.MinNoise && c.Noise <= dataset.MaxNoise):
		s.say(0, true, fmt.Sprintf("Noise %g: choose %g to %g.", c.Noise, dataset.MinNoise, dataset.MaxNoise))
		return
	}
	d := data{
		source: "preset", name: p.Name, columns: []string{"x1", "x2"},
		x: p.Sample(nil, c.N, c.Noise, source(uint64(c.Seed), streamDraw)),
	}
	if s.adopt(0, d, c.Play) {
		s.table = nil
		s.data.density = p.Density(c.Noise)
		s.beside = s.findLimits(p.NewLimits(c.Noise))
	}
}

// adopt makes d the data, with a new model of it; on failure everything stays as it was.
func (s *Session) adopt(id int, d data, play bool) bool {
	old := s.data
	s.data = d
	if err := s.rebuild(); err != nil {
		s.data = old
		s.fail(id, err)
		s.sendState()
		return false
	}
	if !slices.Equal(old.columns, d.columns) {
		s.show.ColumnX, s.show.ColumnY = 0, 1
	}
	s.beside = nil
	if play {
		s.start()
	}
	s.sendAll(id)
	return true
}

// rowsPerChunk is how many rows of a file are read or scored at a time.
const rowsPerChunk = 500

// read queues the reading of a table and gives it to then.
func (s *Session) read(id int, name string, bytes []byte, then func(*dataset.Table)) {
	r := dataset.NewReader(bytes)
	s.jobs = append(s.jobs, func() bool {
		done, err := r.Step(rowsPerChunk)
		if err != nil {
			s.failFile(id, name, err)
			return true
		}
		if done {
			then(r.Table())
		}
		return done
	})
}

func (s *Session) openTable(c protocol.OpenTable) {
	pauses := s.pauses
	s.read(c.ID, c.Name, c.Bytes, func(t *dataset.Table) {
		open, play := &openTable{name: c.Name, table: t}, c.Play && s.pauses == pauses
		if s.flow != nil && s.trainer == nil && s.attach(c.ID, open, play) {
			return
		}
		s.modelTable(c.ID, open, t.Suggested(), play)
	})
}

// attach gives a checkpoint that came without data the table's rows, if it has the columns, so that training goes on from its weights.
func (s *Session) attach(id int, t *openTable, play bool) bool {
	cols, err := t.table.Match(s.data.columns)
	if err != nil || t.table.Check(cols) != nil || !slices.Equal(t.table.Names(cols), s.data.columns) {
		return false
	}
	d := tableData(t, cols)
	tr, err := flow.NewTrainer(s.flow, d.x, options(s.settings))
	if err != nil {
		return false
	}
	from := s.data.name
	tr.Steps = s.data.steps
	t.used = cols
	s.data, s.trainer, s.table = d, tr, t
	s.fresh()
	if play {
		s.start()
	}
	s.sendAll(id)
	s.sendTable()
	s.say(0, false, "Opened "+t.name+". Training goes on from the weights of "+from+".")
	return true
}

func (s *Session) useColumns(c protocol.UseColumns) {
	if s.table == nil {
		s.say(0, true, "No table is open. Upload a file first.")
		return
	}
	cols := slices.Clone(c.Columns)
	slices.Sort(cols)
	cols = slices.Compact(cols)
	for _, i := range cols {
		if i < 0 || i >= len(s.table.table.Columns) || !s.table.table.Columns[i].Usable {
			s.say(0, true, "One of the columns cannot be modelled. Choose among those that are numbers and vary.")
			return
		}
	}
	s.modelTable(0, s.table, cols, c.Play)
}

// maxColumns bounds a model of a table: beyond it the page has no use for the pairs.
const maxColumns = 1024

// modelTable takes the columns of a table as the data.
func (s *Session) modelTable(id int, t *openTable, cols []int, play bool) {
	err := t.table.Check(cols)
	if err == nil && len(cols) > maxColumns {
		err = fmt.Errorf("%d columns are too many; choose up to %d", len(cols), maxColumns)
	}
	if err != nil {
		s.failFile(id, t.name, err)
		if s.table == t {
			s.sendTable()
		}
		return
	}
	if s.adopt(id, tableData(t, cols), play) {
		t.used = cols
		s.table = t
		s.sendTable()
	}
}

func tableData(t *openTable, cols []int) data {
	x, numbers, dropped := t.table.Matrix(cols)
	d := data{source: "table", name: t.name, columns: t.table.Names(cols), x: x, numbers: numbers}
	for _, text := range dropped {
		d.dropped = append(d.dropped, sentence(text))
	}
	for i, col := range t.table.Columns {
		if !slices.Contains(cols, i) && (!col.Usable || col.Few) {
			d.dropped = append(d.dropped, sentence("column "+col.Name+" is left out: "+col.Note))
		}
	}
	return d
}

func (s *Session) sendTable() {
	t := protocol.Table{Name: s.table.name, Rows: s.table.table.Rows}
	for i, c := range s.table.table.Columns {
		t.Columns = append(t.Columns, protocol.Column{Name: c.Name, Usable: c.Usable, Used: slices.Contains(s.table.used, i), Note: c.Note})
	}
	s.emit(t)
}
