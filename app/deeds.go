package app

import (
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// deeds are what the buttons of the article do to the lab, by name; a preset's name learns that preset.
var deeds = map[string]func(*lab){
	"samples":             (*lab).showSamples,
	"couplings-2":         func(l *lab) { l.try(func(r *Run) { r.Model.Couplings = 2 }) },
	"couplings-4":         func(l *lab) { l.try(func(r *Run) { r.Model.Couplings = 4 }) },
	"couplings-8":         func(l *lab) { l.try(func(r *Run) { r.Model.Couplings = 8 }) },
	"gaussian":            func(l *lab) { l.try(func(r *Run) { r.Model.Prior = flow.Gaussian }) },
	"logistic":            func(l *lab) { l.try(func(r *Run) { r.Model.Prior = flow.Logistic }) },
	"two-scales-logistic": func(l *lab) { l.tryPreset("two-scales", flow.Logistic) },
	"two-scales":          func(l *lab) { l.tryPreset("two-scales", flow.Gaussian) },
	"penguins":            func(l *lab) { l.tryTable("penguins") },
	"digits":              func(l *lab) { l.tryTable("digits") },
	"inpaint":             (*lab).hideTop,
	"strangest":           func(l *lab) { l.seek(errand{strangest: true}) },
	"typical":             func(l *lab) { l.seek(errand{strangest: l.shown.Row == 0, typical: true}) },
}

// deedPlaces are where it is seen what a button does, by the id of an element, where that is not the planes.
var deedPlaces = map[string]string{"strangest": "why-text", "typical": "why-text", "digits": "samples-grid", "inpaint": "inpaint"}

// deed finds what a button does.
func deed(name string) (func(*lab), bool) {
	if do, ok := deeds[name]; ok {
		return do, true
	}
	if slices.Contains(presets, name) {
		return func(l *lab) { l.tryPreset(name, l.own.Model.Prior) }, true
	}
	return nil, false
}

// showSamples draws samples of the model in the x-plane.
func (l *lab) showSamples() {
	s := l.shown
	s.Samples = true
	l.show(s)
}

// try trains with another model on the data that is open.
func (l *lab) try(f func(*Run)) {
	l.going = true
	l.edit(f)
	l.train()
}

// tryPreset learns a preset under a prior, and comes back to it from a file.
func (l *lab) tryPreset(name string, prior flow.Prior) {
	l.going = true
	l.own.Data, l.own.Model.Prior, l.enters = name, prior, name != l.run.Data
	l.move(l.own, name != l.run.Data || !l.onPreset())
	l.train()
}

// tryTable learns a built-in table.
func (l *lab) tryTable(name string) {
	if l.going = true; l.onBuiltin() == name {
		l.train()
		return
	}
	l.chooseBuiltin(name, true)
}

// errand is what is done once the rows of a table are ranked, and one is explained.
type errand struct {
	strangest bool // the strangest row is chosen
	typical   bool // the strangest value of the row that is chosen is made typical
	hide      bool // the top half of a picture is hidden
}

// seek does what is wanted as soon as it can be done; without a table, of the penguins.
func (l *lab) seek(w errand) {
	if l.state.Source != "table" {
		l.tryTable("penguins")
		w.strangest = true
	}
	if v := l.rowsShown(); w.strangest && !v.first() {
		*v = *newRowsView()
		l.watchViews()
	}
	l.wanting = w
	l.find()
}

// hideTop hides the top half of a picture, of the digits where there are none, and lets the model rest to find it.
func (l *lab) hideTop() {
	if !l.pictures() {
		l.goes(false)
		l.chooseBuiltin("digits", true)
	} else if l.phase == protocol.Training {
		l.playPause()
	}
	l.wanting = errand{hide: true}
	l.find()
}

// find does of what is wanted what can be done now.
func (l *lab) find() {
	w := &l.wanting
	if w.hide && l.pictures() {
		w.hide = false
		v, _ := viewOf[*inpaintView](l)
		v.mask(l, "top")
	}
	if v := l.rowsShown(); w.strangest && v.first() && v.ranked(l) && len(v.got.Numbers) > 0 {
		w.strangest = false
		if row := v.got.Numbers[0]; l.shown.Row != row {
			l.chooseRow(row)
		}
	}
	v := l.why()
	if !w.typical || w.strangest || !v.explains(l) || len(v.got.Columns) == 0 {
		return
	}
	w.typical = false
	if !v.trying(l) {
		v.try(l, true)
	}
	if c := v.got.Columns[0]; !math.IsNaN(c.Median) {
		_, _, step := scale(c)
		v.set(l, c.Column, float64(float32(math.Round(c.Median/step)*step)))
	}
}

// train goes on, whatever stopped it.
func (l *lab) train() {
	if !l.empty() && l.phase != protocol.Training {
		l.send(protocol.Play{})
	}
}
