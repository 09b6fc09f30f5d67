package planes

import (
	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

// Parts are the parts of the page that the planes show, and what takes several of them.
type Parts struct {
	*lab.Report
	Sight   *lab.Sight
	Shown   *protocol.Show
	Probe   *lab.Probe
	Picking *lab.Picking
	Layers  *lab.Layers
	Drawing *lab.Drawing
	Why     *lab.WhyView

	Doer
}

// Doer does what a person wants of the planes.
type Doer interface {
	Arrow(key string, shift bool) bool
	PickKey(inZ bool, key string, shift bool) bool
	ChoosePoint(x, y, share float64)
	Show(protocol.Show)
	SetColumnX(s string)
	SetColumnY(s string)
	SetPlaneAs(as string)
	SetLabel(s string)
}
