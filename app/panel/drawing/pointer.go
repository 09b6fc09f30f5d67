package drawing

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
)

// Listen lets the pointer and the keys draw, undo and leave; and lets Escape end a selection.
func Listen(ctx ui.Context, d *lab.Drawing, k *lab.Picking, hear *kit.Listeners) {
	el := ui.Window().GetElementByID("board")
	place := func(take func(x, y float64)) func(x, y float64) {
		return func(px, py float64) { take(d.View(1, 1).Data(px, py)) }
	}
	hear.Strokes(ctx, el, kit.Strokes{
		Down: func(x, y float64, e ui.Value) bool {
			place(func(x, y float64) { d.Press(x, y, e.Get("button").Int() == kit.ButtonEraser) })(x, y)
			return true
		},
		Move:  place(d.Drag),
		Hover: place(d.Hover),
		Up: func(e ui.Value) {
			if e.Get("pointerType").String() == "touch" {
				d.Shown = false
			}
		},
		Gone:  func() { d.Shown = false },
		Leave: func() { d.Shown = d.Keys },
	})
	hear.On(el, "keydown", func(e ui.Value) bool {
		if !kit.Plain(e) {
			return false
		}
		taken := d.BoardKey(e.Get("key").String(), e.Get("shiftKey").Truthy())
		if taken {
			e.Call("stopPropagation") // Space is the page's too
			after(ctx, d)
		}
		return taken
	})
	hear.On(ui.Window(), "keydown", func(e ui.Value) bool {
		at := e.Get("target")
		if e.Get("altKey").Truthy() || lab.IsTyping(at.Get("tagName").String(), kit.InputType(at)) {
			return false
		}
		key, control := e.Get("key").String(), e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy()
		taken := d.EditKey(key, control, e.Get("shiftKey").Truthy()) ||
			!d.Open && !control && key == "Escape" && k.Escape()
		if taken {
			after(ctx, d)
		}
		return taken
	})
}

// after draws what has changed; where the board was left, the focus goes back to the button that opened it.
func after(ctx ui.Context, d *lab.Drawing) {
	left := !d.Open
	ctx.Dispatch(func(ctx ui.Context) {
		if left {
			ctx.Defer(func(ui.Context) { FocusAfter("draw") })
		}
	})
}

// FocusAfter moves the focus if it was on what is not there any more.
func FocusAfter(id string) {
	doc := ui.Window().Get("document")
	if at := doc.Get("activeElement"); at.Truthy() && at.Get("id").String() != "board" &&
		at.Get("tagName").String() != "BODY" && at.Call("checkVisibility").Truthy() {
		return
	}
	kit.Focus(id)
}
