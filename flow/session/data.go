package session

import (
	"math/rand/v2"
	"slices"
	"strconv"

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
	recipe   *Recipe                    // of a preset
	density  func(x, y float64) float64 // log-density of a preset; nil where it is unknown
	// rows of a table that lie so far out that they alone make a column's spread; Rows are those of the file, from 1
	far     []dataset.Far
	farKept bool                                // they are among x, by a person's word
	farIn   bool                                // such rows are among x, for whatever reason
	fitted  *fitted                             // to the rows that are trained on, once it was asked for
	rank    *matrix.Rank                        // of the rows that are trained on; nil until it is worked out
	combs   []dataset.Comb                      // of the columns of a table, as far as they were looked at
	draw    func(dst []float32, rng *rand.Rand) // rows of a preset; nil otherwise
	limits  *dataset.Limits                     // of a preset, once computed
	shown   shown
	probes  []protocol.Probe // that wait for it

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
	streamHidden = 104
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
	case d.farIn: // to a Gaussian such a row is so unlikely that nothing but it would be learned
		return recipe.Unclustered(d.rows(), len(d.columns))
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
	return d.standardOf(d.standard().With(w).Model).With(w)
}

// standardOf is the recipe for the data where the model is to be c: without clusters it trains otherwise.
func (d *data) standardOf(c flow.Config) recipe.Recipe {
	r := d.standard()
	if r.Model.Clusters > 0 && c.Clusters == 0 {
		return recipe.Unclustered(d.rows(), len(d.columns))
	}
	return r
}

// rowsPerChunk is how many rows of a file are read or scored at a time.
const rowsPerChunk = 500

// read queues the reading of a table and gives it to then.
func (s *Session) read(id int, name string, bytes []byte, then func(*dataset.Table)) {
	r := dataset.NewReader(bytes)
	s.foreground.add("reading", func() bool {
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

// attach gives a checkpoint that came without data the table's rows, if it has the columns, so that training goes on
// from its weights; otherwise it calls anew.
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
