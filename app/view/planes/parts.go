package planes

import (
	"nicelab/app/lab"
	"nicelab/app/plot"
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

	Painter
	Placer
	Teller
	Doer
}

// Painter draws the planes.
type Painter interface {
	DrawX(t plot.Theme, w, h float64) plot.Scene
	DrawLatent(t plot.Theme, w, h float64) plot.Scene
	DrawLasso(inZ bool) func(t plot.Theme, w, h float64) plot.Scene
	PictureRev() int
	LatentRev() int
	ZView(w, h float64) plot.View
}

// Placer says what lies where, and what a place means.
type Placer interface {
	First() bool    // the picture that was made beforehand stands there still
	Turning() bool  // the picture of another pair of columns is awaited: no place means anything
	Pickable() bool // there are rows in both planes
	ProbedLatent() []float32
	TriedMark() []float32
	KindOf(text string) int
}

// Teller puts the planes into words.
type Teller interface {
	Hint() string
	Lines() string
	XSub() string
	XSummary() string
	LatentSummary() string
	SliceText() string
}

// Doer does what a person wants of the planes.
type Doer interface {
	Arrow(key string, shift bool) bool
	PickKey(inZ bool, key string, shift bool) bool
	ChoosePoint(x, y, share float64)
	Lasso(inZ bool, x, y float64) bool
	Show(protocol.Show)
	ShowDots(on bool)
	SetColumnX(s string)
	SetColumnY(s string)
	SetPlaneAs(as string)
	SetLabel(s string)
}
