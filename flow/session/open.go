package session

import (
	"encoding/json"
	"slices"
	"strconv"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

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
		if redrawn, err := p.draw(); err == nil && slices.Equal(r.columns, redrawn.columns) &&
			(r.meta.Hash == "" || r.fits(&redrawn)) {
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
		now := d.standardOf(f.Config).Train
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
