package session

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// trainMeta is what a checkpoint says of how it was trained.
type trainMeta struct {
	Step         int          `json:"step"`
	Optimiser    string       `json:"optimiser"`
	LearningRate float64      `json:"learning_rate"`
	Batch        int          `json:"batch"`
	MaxSteps     int          `json:"max_steps,omitempty"`
	Data         string       `json:"data"`
	Hash         string       `json:"hash"`             // of the rows, so that a run goes on only on its own
	Recipe       *Recipe      `json:"recipe,omitempty"` // of a preset's rows
	Curve        *historyMeta `json:"curve,omitempty"`
}

// historyMeta is the part of a history that is no curve, and its steps once more.
type historyMeta struct {
	Sum   float64   `json:"sum"`
	N     int       `json:"n"`
	Every int       `json:"every"`
	Skip  int       `json:"skip"`
	Steps []float64 `json:"steps,omitempty"` // a float32 has them up to 2^24 alone; files of before have no others
}

// curveName is the tensor of a history: steps, train, valid.
const curveName = "train.curve"

// unattached is a run without its rows, as a checkpoint brings it.
type unattached struct {
	meta   trainMeta
	resume *flow.Snapshot
	extra  []flow.Tensor
}

// fits reports whether d has the rows that the run was trained on, so that it can go on exactly.
func (u *unattached) fits(d *data) bool {
	return u.meta.Hash != "" && u.meta.Hash == d.sum()
}

// history returns the loss curve, or none where the file has none that makes sense.
func (u *unattached) history() history {
	m := u.meta.Curve
	i := slices.IndexFunc(u.extra, func(t flow.Tensor) bool { return t.Name == curveName })
	if m == nil || i < 0 || m.N < 0 || m.N > maxStep || m.Every < 0 || m.Every > maxStep || m.Skip < 0 || m.Skip > max(1, m.Every) {
		return history{}
	}
	if math.Abs(m.Sum) > maxLoss*float64(m.N) {
		return history{}
	}
	t := u.extra[i]
	if len(t.Shape) != 2 || t.Shape[0] != 3 || t.Shape[1] >= maxHistory || len(t.Data) != 3*t.Shape[1] {
		return history{}
	}
	n := t.Shape[1]
	steps := make([]float64, n)
	for i, v := range t.Data[:n] {
		if steps[i] = float64(v); len(m.Steps) == n && float32(m.Steps[i]) == v {
			steps[i] = m.Steps[i]
		}
	}
	return history{
		steps: steps, train: clone(t.Data[n : 2*n]), valid: clone(t.Data[2*n:]),
		sum: m.Sum, n: m.N, every: m.Every, skip: m.Skip,
	}
}

// list names the first few columns.
func list(names []string) string {
	const most = 4
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(len(names)-most) + " more"
}

// hash is FNV-1a of the rows' bits.
func hash(x []float32) string {
	h := uint64(14695981039346656037)
	for _, v := range x {
		h = (h ^ uint64(math.Float32bits(v))) * 1099511628211
	}
	return strconv.FormatUint(h, 16)
}

// What a file may claim at most: a step or a count of steps, and a mean loss in nats a row.
const (
	maxStep = 1 << 40
	maxLoss = 1e12
)

func (s *Session) save(c protocol.Save) {
	if !s.ready(c.ID) {
		return
	}
	var b []byte
	var err error
	if c.Publish {
		b, err = checkpoint.Marshal(checkpoint.File{Flow: s.flow, Columns: s.data.columns})
	} else {
		b, err = s.checkpoint(len(s.flow.Weights) <= s.exactRoom)
	}
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	file := protocol.File{ID: c.ID, Name: "nice-" + plain(s.data.name) + ".safetensors", Mime: "application/octet-stream", Bytes: b}
	s.emit(file)
	if !c.Publish && len(s.flow.Weights) > s.exactRoom {
		s.tell(0, false, "saved-bare", file.Name)
	}
}

// mostExact is how many weights a model may have whose checkpoint holds all that its training needs: to write one, some
// 64 bytes a weight are in memory at a time.
const mostExact = 50_000_000

// checkpoint returns the run as a file: with what training needs to go on exactly, or else the weights and how they
// were trained.
func (s *Session) checkpoint(exact bool) ([]byte, error) {
	f := checkpoint.File{Flow: s.flow, Columns: s.data.columns}
	var meta trainMeta
	if s.trainer == nil {
		meta = s.data.from.meta
		if exact {
			f.Resume, f.Extra = s.data.from.resume, s.data.from.extra
		}
	} else {
		o := s.trainer.Options() // which need not be among what the page offers
		meta = trainMeta{
			Step: s.trainer.Steps, Optimiser: "adam", LearningRate: o.LearningRate, Batch: o.Batch, MaxSteps: s.settings.MaxSteps,
			Data: s.data.name, Hash: s.data.sum(), Recipe: s.data.recipe,
		}
		if recipe.PaperAdam(o) {
			meta.Optimiser = "adam-paper"
		}
		if exact {
			snapshot, h := s.trainer.Snapshot(), s.history
			f.Resume, meta.Curve = &snapshot, &historyMeta{h.sum, h.n, h.every, h.skip, h.steps}
			steps := make([]float32, len(h.steps))
			for i, v := range h.steps {
				steps[i] = float32(v)
			}
			f.Extra = []flow.Tensor{{Name: curveName, Shape: []int{3, len(steps)}, Data: slices.Concat(steps, h.train, h.valid)}}
		}
	}
	train, err := json.Marshal(meta)
	if err != nil {
		return nil, err
	}
	f.Train = train
	return checkpoint.Marshal(f)
}

// plain makes a name fit for a file.
func plain(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name), "-")
	if name == "" {
		return "model"
	}
	return name
}

// run is a checkpoint that was read.
type run struct {
	unattached
	flow    *flow.Flow
	columns []string
}

func runOf(ck checkpoint.File) run {
	r := run{flow: ck.Flow, columns: ck.Columns, unattached: unattached{resume: ck.Resume, extra: ck.Extra}}
	if len(r.columns) == 0 {
		for j := range ck.Flow.Config.Dim {
			r.columns = append(r.columns, "x"+strconv.Itoa(j+1))
		}
	}
	if ck.Train != nil && json.Unmarshal(ck.Train, &r.meta) != nil || r.meta.Step < 0 || r.meta.Step > maxStep {
		r.meta = trainMeta{}
	}
	return r
}

// numbersPerChunk is how many numbers of a checkpoint are read at a time.
const numbersPerChunk = 1 << 20

// readRun queues the reading of a checkpoint and gives it, or what is wrong with it, to then.
func (s *Session) readRun(id int, b []byte, then func(run, error)) {
	r := checkpoint.NewReader(b)
	s.foreground.add("reading a model", func() bool {
		done, err := r.Step(numbersPerChunk)
		switch {
		case err != nil:
			then(run{}, err)
			return true
		case done:
			then(runOf(r.File()), nil)
		default:
			s.progressed(id, r.Done())
		}
		return done
	})
}

// open takes the flow of a checkpoint. Training goes on exactly where the rows in hand, or those that its preset draws,
// are what it was trained on; from its weights on a table with its columns; and else waits for data.
func (s *Session) open(c protocol.Open) {
	s.readRun(c.ID, c.Bytes, func(r run, err error) {
		if err != nil {
			s.failFile(c.ID, c.Name, err)
			return
		}
		s.openRun(c.ID, c.Name, r)
	})
}

func (s *Session) openRun(id int, name string, r run) (ok bool) {
	d, drawn := s.data, false
	fits := d.rows() > 0 && slices.Equal(r.columns, d.columns)
	if p := r.meta.Recipe; !(fits && r.fits(&d)) && p != nil {
		if redrawn, err := p.draw(); err == nil && slices.Equal(r.columns, redrawn.columns) && (r.meta.Hash == "" || r.fits(&redrawn)) {
			d, drawn, fits = redrawn, true, true
		}
	}
	if !fits || d.source != "table" && !drawn && !r.fits(&d) {
		d, fits = data{source: "checkpoint", name: name, columns: r.columns, from: &r.unattached}, false
	}
	if !fits {
		s.take(r, d, nil)
		s.table = nil
	} else if tr, err := s.trainerOf(r.flow, r.unattached, &d); err != nil {
		s.failFile(id, name, err)
		return false
	} else {
		s.take(r, d, tr)
		if drawn {
			s.table = nil
			s.lookUp()
		}
	}
	s.sendAll(id)
	switch {
	case s.trainer == nil:
		s.tell(id, false, "opened-bare", name, list(r.columns))
	case r.resume != nil && r.fits(&d):
		s.tell(id, false, "opened-exact", name, strconv.Itoa(s.trainer.Steps))
	default:
		s.tell(id, false, "opened", name)
	}
	return true
}

// trainerOf returns a trainer of f on d that goes on with the run: exactly, where its state came along and d has its
// rows.
func (s *Session) trainerOf(f *flow.Flow, r unattached, d *data) (*flow.Trainer, error) {
	if d.pictures != nil {
		d.pictures = d.pictures.arranged(f.Config)
	}
	if r.resume == nil || !r.fits(d) {
		now := d.standard().Train
		now.Speed = s.settings.Speed
		now.LearningRate = r.meta.LearningRate // another may undo in one step what it learned
		if checkSettings(now) == nil {
			s.settings = now
		}
		tr, err := flow.NewTrainer(f, d.of(f), d.options(s.settings))
		if err == nil {
			tr.StartAt(r.meta.Step)
			tr.Draw = d.draw
		}
		return tr, err
	}
	tr, err := flow.Resume(f, d.of(f), *r.resume)
	if err != nil {
		return nil, err
	}
	tr.Draw = d.draw
	s.showSettings(r.resume.Options, r.meta.MaxSteps)
	return tr, nil
}

// showSettings takes as the settings what of a run's own the page offers. Its trainer keeps all of them until a
// Configure brings others.
func (s *Session) showSettings(o flow.Options, maxSteps int) {
	for _, set := range []func(*protocol.Settings){
		func(p *protocol.Settings) { p.LearningRate = o.LearningRate },
		func(p *protocol.Settings) { p.Batch = o.Batch },
		func(p *protocol.Settings) { p.MaxSteps = maxSteps },
		func(p *protocol.Settings) { p.Run = o.Run },
		func(p *protocol.Settings) { p.Smooth = o.Noise },
	} {
		now := s.settings
		if set(&now); checkSettings(now) == nil {
			s.settings = now
		}
	}
	s.settings.Fresh, s.settings.PaperAdam, s.settings.Dequantize = o.Fresh, recipe.PaperAdam(o), o.Dequantize
}

// take puts a run and its data in the place of what was there.
func (s *Session) take(r run, d data, tr *flow.Trainer) {
	if !slices.Equal(s.data.columns, d.columns) || tr == nil {
		s.show.ColumnX, s.show.ColumnY = 0, 1
	}
	if d.recipe != s.data.recipe {
		s.limits = nil
	}
	s.data, s.flow, s.trainer, s.model, s.show.Row, s.show.Label = d, r.flow, tr, r.flow.Config, 0, 0
	s.fresh()
	switch {
	case tr == nil:
		s.limits = nil
	case r.resume != nil && r.fits(&s.data):
		s.history = r.history()
	default:
		s.measure()
	}
}
