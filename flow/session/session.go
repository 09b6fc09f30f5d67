// Package session is what the trainer does for the page: it holds the data, the flow and its
// trainer, takes commands, gives events, and works in slices so that its caller stays responsive.
// It knows nothing of browsers: tests drive it natively.
package session

import (
	"fmt"
	"math"
	"time"

	"nicelab/flow"
	"nicelab/flow/cluster"
	"nicelab/flow/dataset"
	"nicelab/flow/layer"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// Session is one person's run. It is not safe for concurrent use.
type Session struct {
	schedule
	emit func(protocol.Event)

	data     data
	table    *openTable
	model    flow.Config
	settings protocol.Settings
	flow     *flow.Flow
	trainer  *flow.Trainer // nil where there are no rows to train on
	phase    protocol.Phase
	steps    int       // left to do before pausing; 0: no end
	began    time.Time // when training last did
	ended    float64   // NLL of rows trained on under the weights that the run ended with; NaN where it was not measured
	show     protocol.Show
	layers   protocol.ShowLayers

	made         *flow.Flow // for the data and the model that are about to be taken
	limits       job        // what nobody waits for: one short step a slice, beside the rest
	history      history
	times        times
	baselines    baselines
	networkShown protocol.ShowNetwork
	networkAt    time.Time // when it last came with a picture
	views        views
	shelf        shelf

	progress   progress
	recordRoom int // bytes of all records of a run
	exactRoom  int // weights of a model that is saved with what its training needs
}

// New returns a session that gives its events to emit, synchronously, from within Handle and Work.
func New(emit func(protocol.Event)) *Session {
	first := recipe.Preset(protocol.DefaultPreset().Name)
	s := &Session{emit: emit, model: first.Model, settings: first.Train, phase: protocol.Empty,
		show: protocol.DefaultShow(), recordRoom: recordBytes, exactRoom: mostExact, progress: progress{every: progressEvery}}
	s.now, s.handle, s.train = time.Now, s.do, s.learn
	s.background = turns(s.stepLimits, s.stepBaselines, s.stepViews)
	s.views.start()
	emit(hello())
	return s
}

// Handle takes one command. What takes long is queued for Work, and so is a command that arrives behind it,
// but for those whose answer nobody should wait for.
func (s *Session) Handle(c protocol.Command) { s.accept(c) }

// do handles a command whose turn it is.
func (s *Session) do(c protocol.Command) {
	switch c := c.(type) {
	case protocol.UsePreset:
		s.usePreset(c)
	case protocol.OpenTable:
		s.openTable(c)
	case protocol.UseColumns:
		s.useColumns(c)
	case protocol.Configure:
		s.configure(c)
	case protocol.Play:
		s.play(false)
	case protocol.Step:
		s.play(true)
	case protocol.Pause:
		if s.phase == protocol.Training {
			s.stop(protocol.Paused)
			if b := &s.baselines; len(b.told.Models) > 0 && b.every <= 1 && s.trainer.Steps > 0 {
				s.measure() // the NLL stands beside theirs, and is to be of the same weights
			}
		}
	case protocol.Reset:
		s.reset()
	case protocol.Look:
		s.look(c)
	case protocol.Preview:
		s.preview(c)
	case protocol.Show:
		s.setShow(c)
	case protocol.Painted:
		s.pace.painted(s.now(), c.Late)
	case protocol.ShowNetwork:
		s.showNetwork(c)
	case protocol.ShowLayers:
		s.showLayers(c)
	case protocol.Watch:
		s.watch(c)
	case protocol.SaveView:
		s.saveView(c)
	case protocol.Probe:
		s.probe(c)
	case protocol.Sample:
		s.sample(c)
	case protocol.Score:
		s.score(c)
	case protocol.Fill:
		s.fill(c)
	case protocol.Cancel:
		s.cancel(c.ID)
	case protocol.Save:
		s.save(c)
	case protocol.Export:
		s.export(c)
	case protocol.Open:
		s.open(c)
	case protocol.Keep:
		s.keep(c)
	case protocol.KeepNow:
		s.keepAsItIs()
	case protocol.GoOn:
		s.goOn(c)
	case protocol.Discard:
		s.discard(c)
	case protocol.Crash:
		panic("the trainer was asked to crash")
	default:
		s.fail(0, fmt.Errorf("the trainer does not know what to do with %T", c))
	}
}

// Work does about budget of what there is to do, one chunk of rows at least. Without more there is nothing to do until
// the next command; a positive wait says how long nothing is due.
func (s *Session) Work(budget time.Duration) (more bool, wait time.Duration) {
	return s.keepInTime(s.work(budget))
}

// learn is the schedule's train.
func (s *Session) learn() (more bool, wait time.Duration) {
	if s.phase != protocol.Training {
		return false, 0
	}
	if wait := s.pace.wait(s.now(), s.settings.Speed, s.trainer.Steps); wait > 0 && s.steps == 0 {
		return true, wait
	}
	s.advance()
	return true, 0
}

// stepLimits does a step of the limits.
func (s *Session) stepLimits() (worked, more bool) {
	j := s.limits
	if j == nil {
		return false, false
	}
	s.limits = nil
	if !j() && s.limits == nil { // the job may put another in its place
		s.limits = j
	}
	return true, false
}

// rebuild makes a new flow for the data in hand and, where there are rows, its trainer.
func (s *Session) rebuild() error {
	c := s.model.Of(len(s.data.columns))
	f, err := s.made, error(nil)
	if f == nil || !f.Config.Equal(c) {
		f, err = flow.New(c)
	}
	if err != nil {
		return err
	}
	d := s.data
	if err := d.give(f); err != nil {
		return err
	}
	if f != s.made {
		if err := cluster.All(f, d.of(f), d.training(c)); err != nil {
			return err
		}
	}
	if i, err := layer.CheckUnits(f.Mean, f.Std); err != nil { // it could be trained, and neither saved nor kept
		return fmt.Errorf("column %s lies at %.3g ± %.3g, and a model takes 1e-30 to 1e30; measure that column in another unit, or leave it out", s.data.columns[i], f.Mean[i], f.Std[i])
	}
	tr, err := flow.NewTrainer(f, d.of(f), d.options(s.settings))
	if err != nil {
		return err
	}
	tr.Draw = d.draw
	s.data, s.model, s.flow, s.trainer = d, c, f, tr
	s.fresh()
	s.data.rank = nil
	if d.fitted != nil {
		s.data.rank = d.fitted.rank
	}
	return nil
}

// fresh forgets what belonged to the model before.
func (s *Session) fresh() {
	s.phase, s.steps, s.ended = protocol.Paused, 0, math.NaN()
	s.shelf.changed = true
	s.judge()
	s.history, s.times = history{}, times{asked: s.times.asked}
	s.pace = pace{page: s.pace.page}
	s.picture = nil
	s.views.forget()
	s.hold()
}

func (s *Session) configure(c protocol.Configure) {
	if err := checkSettings(c.Train); err != nil {
		s.fail(0, err)
		s.sendState()
		return
	}
	m := c.Model.Of(max(2, len(s.data.columns)))
	if err := m.Validate(); err != nil {
		s.fail(0, err)
		s.sendState()
		return
	}
	if s.flow != nil && s.trainer == nil && !m.Equal(s.model) {
		s.tell(0, true, "bare-rebuild")
		s.sendState()
		return
	}
	// than a trainer has, whose own may be beyond what the page offers
	others := s.data.options(c.Train) != s.data.options(s.settings)
	if s.settings != c.Train {
		s.settings, s.shelf.changed = c.Train, true
	}
	switch {
	case s.flow == nil:
		s.model = m
	case m.Equal(s.model):
		if s.trainer != nil {
			if others {
				// Validated above; what checkSettings lets through, the trainer takes.
				_ = s.trainer.SetOptions(s.data.options(s.settings))
			}
			s.pace.restart(s.now(), s.trainer.Steps)
		}
	default:
		s.withFlow(0, &s.data, m, func() { s.remodel(m) })
		return
	}
	s.sendState()
	s.warn() // the noise in training may be another
}

// remodel puts a new model of m in the place of the one in hand, and goes on training if that did.
func (s *Session) remodel(m flow.Config) {
	playing, old := s.phase == protocol.Training && s.steps == 0 || s.phase == protocol.Over, s.model
	s.model = m
	if err := s.rebuild(); err != nil {
		s.model = old
		s.fail(0, err)
	} else if playing {
		s.start()
	}
	s.sendAll(0)
}

func hello() protocol.Hello {
	var h protocol.Hello
	drawn, err := thumbs(protocol.DefaultPreview())
	if err != nil {
		panic(err)
	}
	for i, p := range dataset.Presets() {
		h.Presets = append(h.Presets, protocol.Preset{Name: p.Name, Noisy: p.Noisy, Points: drawn.Thumbs[i].Points})
	}
	return h
}
