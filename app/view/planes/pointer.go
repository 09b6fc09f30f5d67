package planes

import (
	"math"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
)

// Listen lets pointer and keys read log p, choose rows and encircle them.
func Listen(ctx ui.Context, l Parts, hear *kit.Listeners) {
	listenProbe(ctx, l, hear)
	listenPicking(ctx, l, hear)
}

// listenProbe lets the pointer and the arrow keys read log p.
func listenProbe(ctx ui.Context, l Parts, hear *kit.Listeners) {
	el := ui.Window().GetElementByID("x-plane")
	update := func() { ctx.Dispatch(func(ui.Context) {}) }
	point := func(e ui.Value) bool {
		if !l.Sight.Pictured() || l.Picking.Line != nil {
			return false
		}
		view := l.Sight.XView(el.Get("clientWidth").Float(), el.Get("clientHeight").Float())
		x, y := view.Data(e.Get("offsetX").Float(), e.Get("offsetY").Float())
		l.Probe.Point(x, y, false)
		update()
		return false
	}
	hear.On(el, "pointermove", point)
	var down [2]float64
	hear.On(el, "pointerdown", func(e ui.Value) bool {
		down = [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
		return point(e)
	})
	hear.On(el, "click", func(e ui.Value) bool {
		x, y, w := e.Get("offsetX").Float(), e.Get("offsetY").Float(), el.Get("clientWidth").Float()
		reach := 8.0
		if e.Get("pointerType").String() == "touch" {
			reach = 20
		}
		if math.Hypot(x-down[0], y-down[1]) < reach { // no drag
			x, y = l.Sight.XView(w, el.Get("clientHeight").Float()).Data(x, y)
			l.ChoosePoint(x, y, reach/w)
			update()
		}
		return false
	})
	hear.On(el, "pointerleave", func(e ui.Value) bool {
		if e.Get("pointerType").String() == "mouse" {
			l.Probe.Unpoint()
			update()
		}
		return false
	})
	hear.On(el, "keydown", func(e ui.Value) bool {
		taken := l.Arrow(e.Get("key").String(), e.Get("shiftKey").Truthy())
		if taken {
			update()
		}
		return taken
	})
}

// listenPicking lets drags encircle rows in both planes, and keys select those at the crosshair.
func listenPicking(ctx ui.Context, l Parts, hear *kit.Listeners) {
	for _, inZ := range []bool{false, true} {
		id, view := "x-plane", l.Sight.XView
		if inZ {
			id, view = "z-plane", l.Sight.ZView
		}
		el := ui.Window().GetElementByID(id)
		hear.Strokes(ctx, el, kit.Strokes{
			Down: func(px, py float64, _ ui.Value) bool {
				x, y := view(1, 1).Data(px, py)
				return l.Picking.Lasso(inZ, x, y)
			},
			Move: func(px, py float64) { l.Picking.LassoTo(view(1, 1).Data(px, py)) },
			Up:   func(e ui.Value) { l.Picking.LassoEnd(e.Get("shiftKey").Truthy()) },
			Gone: l.Picking.LassoGone,
		})
		hear.On(el, "keydown", func(e ui.Value) bool {
			if !kit.Plain(e) {
				return false
			}
			taken := l.PickKey(inZ, e.Get("key").String(), e.Get("shiftKey").Truthy())
			if taken {
				ctx.Dispatch(func(ui.Context) {})
			}
			return taken
		})
	}
}
