package lab

import (
	"nicelab/app/lab/labtest"
	"nicelab/wasm/protocol"
)

// What stands in for the trainer, in short.
type recorder = labtest.Recorder

var (
	numbered  = labtest.Numbered
	explained = labtest.Explained
	rivals    = labtest.Rivals
	watches   = labtest.Watches
	want      = labtest.Want
)

// answerCorner answers what the page asks for.
func answerCorner(l *Lab, v *CornerView) {
	data, model := labtest.Corner(v.Args().Corner, l.State.Rows)
	l.Handle(data)
	l.Handle(model)
}

// window answers what the page asks for, of n rows in all, found of them.
func window(l *Lab, v *RowsView, n, found int) protocol.Rows {
	return labtest.Rows(v.Args().Rows, n, found)
}
