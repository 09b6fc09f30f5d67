package lab

import (
	"math"
	"slices"

	"nicelab/app/link"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// deeds are what the buttons of the article do to the lab, by name; a preset's name learns that preset.
var deeds = map[string]func(*Lab){
	"samples":             (*Lab).showSamples,
	"couplings-2":         func(l *Lab) { l.try(func(r *link.Run) { r.Model.Couplings = 2 }) },
	"couplings-4":         func(l *Lab) { l.try(func(r *link.Run) { r.Model.Couplings = 4 }) },
	"couplings-8":         func(l *Lab) { l.try(func(r *link.Run) { r.Model.Couplings = 8 }) },
	"gaussian":            func(l *Lab) { l.try(func(r *link.Run) { r.Model.Prior = flow.Gaussian }) },
	"logistic":            func(l *Lab) { l.try(func(r *link.Run) { r.Model.Prior = flow.Logistic }) },
	"two-scales-logistic": func(l *Lab) { l.tryPreset("two-scales", flow.Logistic) },
	"two-scales":          func(l *Lab) { l.tryPreset("two-scales", flow.Gaussian) },
	"penguins":            func(l *Lab) { l.tryTable("penguins") },
	"digits":              func(l *Lab) { l.tryTable("digits") },
	"inpaint":             (*Lab).hideTop,
	"strangest":           func(l *Lab) { l.seek(errand{strangest: true}) },
	"typical":             func(l *Lab) { l.seek(errand{strangest: l.Shown.Row == 0, typical: true}) },
}

// DeedPlaces are where it is seen what a button does, by the id of an element, where that is not the planes.
var DeedPlaces = map[string]string{"strangest": "why-text", "typical": "why-text", "digits": "samples-grid",
	"inpaint": "inpaint"}

// Deed finds what a button does.
func Deed(name string) (func(*Lab), bool) {
	if do, ok := deeds[name]; ok {
		return do, true
	}
	if slices.Contains(link.Presets, name) {
		return func(l *Lab) { l.tryPreset(name, l.Choice.Own.Model.Prior) }, true
	}
	return nil, false
}

// showSamples draws samples of the model in the x-plane.
func (l *Lab) showSamples() {
	s := l.Shown
	s.Samples = true
	l.Show(s)
}

// try trains with another model on the data that is open.
func (l *Lab) try(f func(*link.Run)) {
	l.Choice.Intent = Going
	l.Choice.Edit(f)
	l.train()
}

// tryPreset learns a preset under a prior, and comes back to it from a file.
func (l *Lab) tryPreset(name string, prior flow.Prior) {
	l.Choice.Intent = Going
	l.Choice.Own.Data, l.Choice.Own.Model.Prior, l.Address.enters = name, prior, name != l.Choice.Run.Data
	l.move(l.Choice.Own, name != l.Choice.Run.Data || !l.Source.OnPreset())
	l.train()
}

// tryTable learns a built-in table.
func (l *Lab) tryTable(name string) {
	if l.Choice.Intent = Going; l.Source.OnBuiltin() == name {
		l.train()
		return
	}
	l.ChooseBuiltin(name, true)
}

// errand is what is done once the rows of a table are ranked, and one is explained.
type errand struct {
	strangest bool // the strangest row is chosen
	typical   bool // the strangest value of the row that is chosen is made typical
	hide      bool // the top half of a picture is hidden
}

// seek does what is wanted as soon as it can be done; without a table, of the penguins.
func (l *Lab) seek(w errand) {
	if l.State.Source != "table" {
		l.tryTable("penguins")
		w.strangest = true
	}
	if v := l.Views.table(); w.strangest && !v.first() {
		v.Forget()
		l.Views.Watch()
	}
	l.Source.wanting = w
	l.find()
}

// hideTop hides the top half of a picture, of the digits where there are none, and lets the model rest to find it.
func (l *Lab) hideTop() {
	if !l.Pictures() {
		l.Choice.Intent.want(false)
		l.ChooseBuiltin("digits", true)
	} else if l.Phase == protocol.Training {
		l.PlayPause()
	}
	l.Source.wanting = errand{hide: true}
	l.find()
}

// find does of what is wanted what can be done now.
func (l *Lab) find() {
	w := &l.Source.wanting
	if w.hide && l.Pictures() {
		w.hide = false
		v, _ := ViewOf[*InpaintView](&l.Views)
		v.Mask("top")
	}
	if v := l.Views.table(); w.strangest && v.first() && v.Ranked() && len(v.Got.Numbers) > 0 {
		w.strangest = false
		if row := v.Got.Numbers[0]; l.Shown.Row != row {
			l.ChooseRow(row)
		}
	}
	v := l.Views.Why()
	if !w.typical || w.strangest || !v.explains() || len(v.Got.Columns) == 0 {
		return
	}
	w.typical = false
	if !v.Trying() {
		v.Try(true)
	}
	if c := v.Got.Columns[0]; !math.IsNaN(c.Median) {
		_, _, step := Scale(c)
		v.Set(c.Column, float64(float32(math.Round(c.Median/step)*step)))
	}
}

// train goes on, whatever stopped it.
func (l *Lab) train() {
	if !l.Empty() && l.Phase != protocol.Training {
		l.Line.send(protocol.Play{})
	}
}
