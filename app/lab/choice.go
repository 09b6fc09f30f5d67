package lab

import (
	"slices"

	"nicelab/app/link"
	"nicelab/flow"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// Choice is what the person chose.
type Choice struct {
	Run     link.Run
	Own     link.Run       // what was chosen of it, by hand or by link, over Base: new data begins with it
	Base    protocol.Setup // the defaults of the present data
	Intent  Intent         // whether new data trains at once
	Samples sampling
	Refused map[string]refusal // what stands in a field and is not acted on, by the field's id

	to chooser `rev:"-"`
}

// chooser is what a choice needs of the lab.
type chooser interface {
	Accept()           // clears the sentence of an earlier action
	change(link.Run)   // moves to another run
	OnPreset() bool    // the data is drawn
	linkTable() string // the built-in table that a link names
}

// sampling holds the fields beside the buttons of files.
type sampling struct {
	N    int
	Temp float64
	seed int
	Why  bool // scores are to say why, too

	Draws int // of each blank that is filled
}

// refusal is a text that a field does not take, and why.
type refusal struct{ Typed, Why string }

func newChoice() Choice {
	r := link.DefaultRun()
	return Choice{
		Run: r, Own: r, Base: r.Setup(), Intent: Going, Samples: sampling{N: 1000, Temp: 1},
		Refused: map[string]refusal{},
	}
}

// Goes reports whether new data trains at once.
func (c *Choice) Goes() bool { return c.Intent == Going }

// choose takes over a change of the run.
func (c *Choice) choose(next link.Run) { c.Own.Follow(c.Run, next) }

// wish is what new data is to be modelled with.
func (c *Choice) wish() protocol.Wish { return protocol.Wish{Setup: c.Own.Setup(), Defaults: c.Base} }

// exactly wishes for the run as it is, on its preset.
func (c *Choice) exactly() protocol.Wish {
	return protocol.Wish{Setup: c.Run.Setup(), Defaults: protocol.Setup(recipe.Preset(c.Run.Data))}
}

// rebase makes to the defaults, over which the person's choices stay.
func (c *Choice) rebase(to protocol.Setup) {
	r := recipe.Recipe(to).With(c.wish())
	c.Own.Model, c.Own.Train, c.Base = r.Model, r.Train, to
}

func (c *Choice) configure() protocol.Configure {
	return protocol.Configure{Model: c.Run.Model, Train: c.Run.Train}
}

// usedPreset is the command that draws the preset of the run.
func (c *Choice) usedPreset() protocol.UsePreset {
	return protocol.UsePreset{
		Name: c.Run.Data, N: c.Run.N, Noise: c.Run.Noise, Seed: int(c.Run.Model.Seed), Play: c.Goes(), Wish: c.exactly(),
	}
}

// leading is flow.Config's: the first coordinates are the leading ones where a whitening has put them in order.
func (c *Choice) leading(whiten bool) int {
	if !whiten {
		return 0
	}
	return c.Base.Model.Leading
}

// SlowerRate is the next rate to try after one that diverged: a quarter of it or less, among those that the list has.
func (c *Choice) SlowerRate() float64 {
	now := c.Run.Train.LearningRate
	for _, v := range slices.Backward(link.Rates) {
		if v <= now/4 {
			return v
		}
	}
	return max(link.MinRate, now/4)
}

func (c *Choice) RefuseField(id, typed, why string) string {
	c.Refused[id] = refusal{typed, why}
	return typed
}

func (c *Choice) TakeField(id string) { delete(c.Refused, id) }

// forgetRefused lets the fields of the run show what it is: it has become another.
func (c *Choice) forgetRefused() {
	for _, id := range []string{"width", "seed", "points", "noise", "run-length", "smooth"} {
		delete(c.Refused, id)
	}
}

// Differs reports whether something else was chosen than what fits the present data; seed and speed fit any.
func (c *Choice) Differs() bool {
	m, t := c.Base.Model, c.Base.Train
	m.Seed, t.Speed = c.Run.Model.Seed, c.Run.Train.Speed
	if !c.to.OnPreset() {
		t.Fresh = c.Run.Train.Fresh
	}
	return !m.Equal(c.Run.Model) || t != c.Run.Train
}

// UseDefaults takes what fits the data in place of what was chosen.
func (c *Choice) UseDefaults() {
	c.to.Accept()
	c.forgetRefused()
	c.Edit(func(r *link.Run) {
		seed, speed := r.Model.Seed, r.Train.Speed
		r.Model, r.Train = c.Base.Model, c.Base.Train
		r.Model.Hidden = slices.Clone(r.Model.Hidden)
		r.Model.Seed, r.Train.Speed = seed, speed
	})
}

// FreshRows reports whether no row is trained on twice, so that the last weights are the ones to keep.
func (c *Choice) FreshRows() bool { return c.to.OnPreset() && c.Run.Train.Fresh }

// paper makes r the model of the paper's pictures of digits, and its optimiser.
func paper(r *link.Run) {
	m, t := &r.Model, &r.Train
	m.Couplings, m.Hidden, m.Activation, m.Prior = 4, slices.Repeat([]int{1000}, 5), flow.ReLU, flow.Logistic
	m.Mix, m.Whiten, m.Leading, m.Modes, m.Clusters, m.Last = flow.Unmixed, false, 0, 0, 0, 0
	t.LearningRate, t.Batch, t.PaperAdam, t.Run, t.MaxSteps, t.Smooth = 0.001, 200, true, 25_000, 0, 0
}

func (c *Choice) UsePaper() {
	c.to.Accept()
	c.forgetRefused()
	c.Edit(paper)
}

func (c *Choice) IsPaper() bool {
	r := c.Run
	paper(&r)
	return r.Model.Equal(c.Run.Model) && r.Train == c.Run.Train
}
