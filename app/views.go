package app

import (
	"nicelab/app/lab"
	"nicelab/app/view"
	"nicelab/app/view/corner"
	"nicelab/app/view/pictures"
	"nicelab/app/view/planes"
	"nicelab/app/view/rows"
	"nicelab/app/view/why"
)

// viewsOf draw the views of a lab, which says in what order they stand.
func viewsOf(l *lab.Lab) view.Kinds {
	m := &l.Imaging
	return view.Kinds{rows.View(l), why.View, corner.View(l), pictures.Closeup(m), pictures.Inpaint(m), pictures.Walk(m),
		pictures.Ends(m)}
}

// planes are the parts that the two planes show.
func (p *page) planes() planes.Parts {
	l := p.lab
	return planes.Parts{Report: &l.Report, Sight: &l.Sight, Shown: &l.Shown, Probe: &l.Probe, Picking: &l.Picking,
		Layers: &l.Layers, Drawing: &l.Drawing, Why: l.Views.Why(), Doer: l}
}
