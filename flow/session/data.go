package session

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/matrix"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// data is what the model is of.
type data struct {
	source   string // "preset", "table" or "checkpoint"
	name     string
	columns  []string
	x        []float32 // n rows of len(columns), none where a checkpoint came without data or the rows are
	pictures *pictures
	pictured bool  // they are, by a person's word
	numbers  []int // 1-based row of the file of each row of x; nil for presets
	dropped  []string
	recipe   *Recipe                             // of a preset
	density  func(x, y float64) float64          // log-density of a preset; nil where it is unknown
	far      []dataset.Far                       // rows of a table that lie so far out that they alone make a column's spread; Rows are those of the file, from 1
	farKept  bool                                // they are among x
	fitted   *fitted                             // to the rows that are trained on, once it was asked for
	rank     *matrix.Rank                        // of the rows that are trained on; nil until it is worked out
	combs    []dataset.Comb                      // of the columns of a table, as far as they were looked at
	draw     func(dst []float32, rng *rand.Rand) // rows of a preset; nil otherwise
	limits   *dataset.Limits                     // of a preset, once computed
	shown    shown
	probes   []protocol.Probe // that wait for it

	hash string      // of x, once asked for
	from *unattached // of a checkpoint that came without its data
}

// sum is the hash of the rows, which do not change.
func (d *data) sum() string {
	switch {
	case d.hash != "":
	case d.pictures != nil:
		d.hash = strconv.FormatUint(d.pictures.Hash(), 16)
	default:
		d.hash = hash(d.x)
	}
	return d.hash
}

// pick returns a copy of some of the rows.
func (d *data) pick(rows []int32) []float32 {
	k := len(d.columns)
	if d.pictures != nil {
		x := make([]float32, k*len(rows))
		d.pictures.Read(x, rows, nil)
		return x
	}
	x := make([]float32, 0, k*len(rows))
	for _, r := range rows {
		x = append(x, d.x[int(r)*k:(int(r)+1)*k]...)
	}
	return x
}

func (d *data) rows() int {
	switch {
	case d.pictures != nil:
		return d.pictures.Len()
	case len(d.columns) == 0:
		return 0
	}
	return len(d.x) / len(d.columns)
}

// of is the rows as a trainer of f takes them.
func (d *data) of(f *flow.Flow) flow.Rows {
	if d.pictures != nil {
		return d.pictures
	}
	return f.Rows(d.x)
}

// kind is what the rows are.
func (d *data) kind() protocol.Kind {
	switch {
	case d.pictures != nil:
		return protocol.KindPicture
	case len(d.columns) == 2:
		return protocol.KindPlane
	}
	return protocol.KindTable
}

// openTable is the table whose columns the person chooses from.
type openTable struct {
	name  string
	bytes []byte // of the file
	table *dataset.Table
	used  []int              // columns that are modelled
	as    *dataset.Picturing // the rows as pictures, where a person says that they are some
}

// pictures are the rows where they are pictures, by themselves or by a person's word.
func (t *openTable) pictures() *dataset.Pixels {
	if t.as != nil {
		return t.as.Pixels
	}
	return t.table.Pictures
}

// Random streams of the session; the flow has its own.
const (
	streamDraw   = 100
	streamShown  = 102
	streamSample = 103
)

func source(seed, stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, stream)) }

func (s *Session) usePreset(c protocol.UsePreset) {
	d, err := Recipe{c.Name, c.N, c.Noise, c.Seed}.draw()
	if err != nil {
		s.fail(0, err)
		return
	}
	if s.adopt(0, d, c.Play, c.Wish) {
		s.table = nil
		s.lookUp()
	}
}

// lookUp finds what the density of the preset in hand says of any flow.
func (s *Session) lookUp() { s.limits = s.findLimits(s.data.recipe.limits()) }

// standard is the recipe for the data.
func (d *data) standard() recipe.Recipe {
	switch {
	case d.recipe != nil:
		return recipe.Preset(d.recipe.Preset)
	case d.pictures != nil:
		return recipe.Pictures(d.rows(), len(d.columns))
	case d.source == "table":
		return recipe.Table(d.rows(), len(d.columns))
	}
	return recipe.Plain()
}

// adopt makes d the data, with a new model of it; on failure everything stays as it was.
func (s *Session) adopt(id int, d data, play bool, w protocol.Wish) bool {
	old, model, settings := s.data, s.model, s.settings
	s.data = d
	err := error(nil)
	if r := s.wished(&d, w); w.Defaults.Model.Couplings > 0 {
		s.model, s.settings = r.Model, r.Train
		err = checkSettings(r.Train)
	}
	if err == nil {
		err = s.rebuild()
	}
	if err != nil {
		s.data, s.model, s.settings = old, model, settings
		s.fail(id, err)
		s.sendState()
		return false
	}
	if !slices.Equal(old.columns, d.columns) {
		s.show.ColumnX, s.show.ColumnY = 0, 1
	}
	s.limits = nil
	s.show.Row = 0
	if old.name != d.name {
		s.show.Label = 0
	}
	if play {
		s.start()
	}
	s.sendAll(id)
	return true
}

// wished is how d is modelled: as is wished or, without a wish, as what there was before.
func (s *Session) wished(d *data, w protocol.Wish) recipe.Recipe {
	if w.Defaults.Model.Couplings == 0 {
		return recipe.Recipe{Model: s.model, Train: s.settings}
	}
	return d.standard().With(w)
}

// rowsPerChunk is how many rows of a file are read or scored at a time.
const rowsPerChunk = 500

// read queues the reading of a table and gives it to then.
func (s *Session) read(id int, name string, bytes []byte, then func(*dataset.Table)) {
	r := dataset.NewReader(bytes)
	s.foreground.add("reading a table", func() bool {
		done, err := r.Step(rowsPerChunk)
		if err != nil {
			s.failFile(id, name, err)
			return true
		}
		if done {
			then(r.Table())
		} else {
			s.progressed(id, r.Done())
		}
		return done
	})
}

func (s *Session) openTable(c protocol.OpenTable) {
	pauses := s.pauses
	s.read(c.ID, c.Name, c.Bytes, func(t *dataset.Table) {
		open, play := &openTable{name: c.Name, bytes: c.Bytes, table: t}, func() bool { return c.Play && s.pauses == pauses }
		asTable := func() { s.openAsTable(c, open, play()) }
		anew := func() {
			_, fits := t.PictureShape()
			switch {
			case t.Pictures != nil:
				s.modelPictures(c.ID, open, play(), c.Wish)
			case c.Pictures && fits:
				s.openAsPictures(c, open, pauses, asTable)
			default:
				asTable()
			}
		}
		if s.flow != nil && s.trainer == nil {
			s.attach(c.ID, open, play, anew)
			return
		}
		anew()
	})
}

func (s *Session) openAsTable(c protocol.OpenTable, open *openTable, play bool) {
	suggested := open.table.Suggested()
	cols := suggested[:min(len(suggested), maxColumns)]
	s.modelTable(c.ID, open, cols, false, play, c.Wish, func() {
		if len(suggested) > len(cols) {
			s.tell(0, false, "some-columns", c.Name, strconv.Itoa(len(suggested)), strconv.Itoa(len(cols)))
		}
	})
}

// attach gives a checkpoint that came without data the table's rows, if it has the columns, so that training goes on from
// its weights; otherwise it calls anew.
func (s *Session) attach(id int, t *openTable, play func() bool, anew func()) {
	cols, err := t.table.Match(s.data.columns)
	if err != nil || !slices.Equal(t.table.Names(cols), s.data.columns) {
		anew()
		return
	}
	name, from := s.data.name, s.data.from
	s.rowsOf(from, t, cols, func(d data, exact bool, err error) {
		var tr *flow.Trainer
		if err == nil {
			tr, err = s.trainerOf(s.flow, *from, &d)
		}
		if err != nil {
			anew()
			return
		}
		t.used = cols
		s.data, s.trainer, s.table = d, tr, t
		s.fresh()
		key := "joined"
		if exact {
			s.history, key = from.history(), "joined-exact"
		}
		if play() {
			s.start()
		}
		s.sendAll(id)
		s.sendTable()
		s.tell(0, false, key, t.name, name)
	})
}

func (s *Session) useColumns(c protocol.UseColumns) {
	if s.table == nil || s.table.table.Pictures != nil {
		s.tell(0, true, "no-table")
		return
	}
	if c.Pictures {
		s.usePictures(c)
		return
	}
	cols := slices.Clone(c.Columns)
	if s.table.as != nil && len(cols) == 0 {
		cols = s.table.table.Suggested()
		cols = cols[:min(len(cols), maxColumns)]
	}
	slices.Sort(cols)
	cols = slices.Compact(cols)
	for _, i := range cols {
		if i < 0 || i >= len(s.table.table.Columns) || !s.table.table.Columns[i].Usable {
			s.tell(0, true, "bad-column")
			return
		}
	}
	plain := *s.table
	plain.as = nil
	s.modelTable(0, &plain, cols, c.Far, c.Play, c.Wish, func() {})
}

// maxColumns bounds a model of a table: beyond it the page has no use for the pairs.
const maxColumns = 1024

// modelTable takes the columns of a table as the data, without the rows that lie far out unless far is true, and calls
// then if it could.
func (s *Session) modelTable(id int, t *openTable, cols []int, far, play bool, w protocol.Wish, then func()) {
	failed := func(err error) {
		s.failFile(id, t.name, err)
		if s.table != nil && s.table.table == t.table {
			s.sendTable()
		}
	}
	if t.table.Pictures == nil && len(cols) > maxColumns {
		failed(fmt.Errorf("%d columns are too many; choose up to %d", len(cols), maxColumns))
		return
	}
	pauses := s.pauses
	s.gather(t, cols, far, func(d data, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.withFlow(id, &d, s.wished(&d, w).Model, func() {
			if !s.adopt(id, d, play && pauses == s.pauses, w) {
				return
			}
			t.used, s.table = cols, t
			s.sendTable()
			s.remark(t)
			then()
		})
	})
}

// remark says what a person must know of the rows in hand: what they are, which were lost, and which numbers read two ways.
func (s *Session) remark(t *openTable) {
	var all []string
	if about := t.table.About; about != "" {
		all = append(all, about)
	}
	if t.as != nil {
		all = append(all, t.as.About)
	}
	for _, text := range t.table.Remarks(t.used) {
		all = append(all, sentence(text))
	}
	if len(all) > 0 {
		s.tell(0, false, "file", t.name, strings.Join(all, "\n"))
	}
}

// leftOut says which columns are not modelled and why. A table of pictures has many alike: they share a sentence.
func leftOut(t *dataset.Table, cols []int) []string {
	const alone = 4 // columns of one kind that still get a sentence each
	used := make([]bool, len(t.Columns))
	for _, j := range cols {
		used[j] = true
	}
	var single, constant, few []int
	for j, c := range t.Columns {
		switch {
		case used[j]:
		case c.Const:
			constant = append(constant, j)
		case c.Few:
			few = append(few, j)
		case !c.Usable, c.Counts:
			single = append(single, j)
		}
	}
	var shared []string
	for _, kind := range []struct {
		cols   []int
		format string
	}{
		{constant, "%d columns are left out: they are constant (%s)"}, {few, "%d columns are left out: they are of a few different numbers (%s)"},
	} {
		if len(kind.cols) <= alone {
			single = append(single, kind.cols...)
		} else {
			shared = append(shared, sentence(fmt.Sprintf(kind.format, len(kind.cols), list(t.Names(kind.cols)))))
		}
	}
	slices.Sort(single)
	var all []string
	for _, j := range single {
		all = append(all, sentence(fmt.Sprintf("column %s is left out: %s", t.Columns[j].Name, t.Columns[j].Note)))
	}
	return append(all, shared...)
}

func (s *Session) sendTable() {
	t := protocol.Table{Name: s.table.name, Rows: s.table.table.Rows}
	if p, ok := s.table.table.PictureShape(); ok {
		t.Picture = protocol.Shape{Height: p.Height, Width: p.Width, Channels: p.Channels}
	}
	for i, c := range s.table.table.Columns {
		t.Columns = append(t.Columns, protocol.Column{Name: c.Name, Usable: c.Usable, Used: slices.Contains(s.table.used, i), Note: c.Note})
	}
	s.emit(t)
}
