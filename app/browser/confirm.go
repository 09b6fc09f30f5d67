package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

const twoFrames = 2.0 / 60 // seconds

// confirm tells the trainer once the picture that just came is on the screen, and how late that was: a slow machine gets fewer, and
// none waits behind another.
func (p *page) confirm(ctx ui.Context) {
	if ui.IsServer || p.confirming {
		return
	}
	p.confirming = true
	clock := ui.Window().Get("performance")
	began := clock.Call("now").Float()
	whenShown(ctx, func() {
		p.confirming = false
		if eng := p.lab.Eng; eng != nil {
			late := (clock.Call("now").Float()-began)/1000 - twoFrames
			eng.Send(protocol.Painted{Late: max(0, late)})
		}
	})
}

// whenShown calls f once what is known now is on the screen.
func whenShown(ctx ui.Context, f func()) {
	var shown ui.Func
	shown = ui.FuncOf(func(ui.Value, []ui.Value) any {
		shown.Release()
		ctx.Dispatch(func(ui.Context) { f() })
		return nil
	})
	ctx.Defer(func(ui.Context) { ui.Window().Get("start").Call("whenShown", shown) })
}
