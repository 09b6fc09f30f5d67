package app

import (
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
}

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

// train goes on, whatever stopped it.
func (l *lab) train() {
	if !l.empty() && l.phase != protocol.Training {
		l.send(protocol.Play{})
	}
}
