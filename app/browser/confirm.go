package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

const twoFrames = 2.0 / 60 // seconds

// Shown is whether a picture is on its way to the screen.
type Shown struct{ waiting bool }

// Confirm tells the trainer once the picture that just came is on the screen, and how late that was: a slow machine
// gets fewer, and none waits behind another.
func (s *Shown) Confirm(ctx ui.Context, line *lab.Line) {
	if ui.IsServer || s.waiting {
		return
	}
	s.waiting = true
	clock := ui.Window().Get("performance")
	began := clock.Call("now").Float()
	kit.WhenShown(ctx, func() {
		s.waiting = false
		if eng := line.Eng; eng != nil {
			late := (clock.Call("now").Float()-began)/1000 - twoFrames
			eng.Send(protocol.Painted{Late: max(0, late)})
		}
	})
}
