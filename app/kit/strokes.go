package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
)

// strokes is what a pointer does on an element, from its press to its release. Places are shares of the element's width and height, from the
// top left.
type strokes struct {
	down  func(x, y float64, e ui.Value) (taken bool)
	move  func(x, y float64)
	up    func(e ui.Value)
	gone  func()             // in place of up, where the browser takes the pointer away
	hover func(x, y float64) // while it is not pressed
	leave func()
}

// The buttons that draw: a finger, a pen's tip or the first of a mouse, and a pen's other end.
const (
	buttonMain   = 0
	buttonEraser = 5
)

// listenStrokes hears one pointer at a time, wherever it goes once it is pressed, at every place that the browser knows of.
func (p *page) listenStrokes(ctx ui.Context, el ui.Value, s strokes) {
	const none = -1
	pointer := none
	at := func(e ui.Value, take func(x, y float64)) {
		r := el.Call("getBoundingClientRect")
		if w, h := r.Get("width").Float(), r.Get("height").Float(); w > 0 && h > 0 {
			take((e.Get("clientX").Float()-r.Get("left").Float())/w, (e.Get("clientY").Float()-r.Get("top").Float())/h)
		}
	}
	update := func() bool {
		ctx.Dispatch(func(ui.Context) {})
		return false
	}
	p.listen(el, "pointerdown", func(e ui.Value) bool {
		button := e.Get("button").Int()
		if pointer != none || button != buttonMain && button != buttonEraser {
			return false
		}
		at(e, func(x, y float64) {
			if s.down(x, y, e) {
				pointer = e.Get("pointerId").Int()
				capture(el, pointer)
			}
		})
		return update()
	})
	p.listen(el, "pointermove", func(e ui.Value) bool {
		switch {
		case e.Get("pointerId").Int() == pointer:
			for _, part := range coalesced(e) {
				at(part, s.move)
			}
		case pointer == none && s.hover != nil:
			at(e, s.hover)
		default:
			return false
		}
		return update()
	})
	p.listen(el, "pointerup", func(e ui.Value) bool {
		if e.Get("pointerId").Int() != pointer {
			return false
		}
		pointer = none
		s.up(e)
		return update()
	})
	p.listen(el, "pointercancel", func(e ui.Value) bool {
		if e.Get("pointerId").Int() != pointer {
			return false
		}
		pointer = none
		s.gone()
		return update()
	})
	p.listen(el, "pointerleave", func(e ui.Value) bool {
		if pointer != none || s.leave == nil {
			return false
		}
		s.leave()
		return update()
	})
}

// coalesced returns the places between two frames that an event stands for, or the event alone.
func coalesced(e ui.Value) []ui.Value {
	if !e.Get("getCoalescedEvents").Truthy() {
		return []ui.Value{e}
	}
	list := e.Call("getCoalescedEvents")
	n := list.Get("length").Int()
	if n == 0 {
		return []ui.Value{e}
	}
	parts := make([]ui.Value, n)
	for i := range parts {
		parts[i] = list.Index(i)
	}
	return parts
}

// capture keeps the events of a pointer coming when it leaves the element. The browser refuses where the pointer is gone already.
func capture(el ui.Value, pointer int) {
	defer func() { _ = recover() }()
	el.Call("setPointerCapture", pointer)
}

// listenBoard lets the pointer and the keys draw, undo and leave; and lets Escape end a selection.
func (p *page) listenBoard(ctx ui.Context) {
	l, d := p.lab, &p.lab.Drawing
	el := ui.Window().GetElementByID("board")
	place := func(take func(x, y float64)) func(x, y float64) {
		return func(px, py float64) { take(d.View(1, 1).Data(px, py)) }
	}
	p.listenStrokes(ctx, el, strokes{
		down: func(x, y float64, e ui.Value) bool {
			place(func(x, y float64) { l.Press(x, y, e.Get("button").Int() == buttonEraser) })(x, y)
			return true
		},
		move:  place(l.Drag),
		hover: place(d.Hover),
		up: func(e ui.Value) {
			if e.Get("pointerType").String() == "touch" {
				d.Shown = false
			}
		},
		gone:  func() { d.Shown = false },
		leave: func() { d.Shown = d.Keys },
	})
	p.listen(el, "keydown", func(e ui.Value) bool {
		if e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() {
			return false
		}
		taken := l.BoardKey(e.Get("key").String(), e.Get("shiftKey").Truthy())
		if taken {
			e.Call("stopPropagation") // Space is the page's too
			p.afterBoard(ctx)
		}
		return taken
	})
	p.listen(ui.Window(), "keydown", func(e ui.Value) bool {
		at := e.Get("target")
		if e.Get("altKey").Truthy() || lab.IsTyping(at.Get("tagName").String(), kindOf(at)) {
			return false
		}
		taken := l.EditKey(e.Get("key").String(), e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy(), e.Get("shiftKey").Truthy())
		if taken {
			p.afterBoard(ctx)
		}
		return taken
	})
}

// afterBoard draws what has changed; where the board was left, the focus goes back to the button that opened it.
func (p *page) afterBoard(ctx ui.Context) {
	left := !p.lab.Drawing.Open
	ctx.Dispatch(func(ctx ui.Context) {
		if left {
			ctx.Defer(func(ui.Context) { p.focusAfterBoard("draw") })
		}
	})
}

// focusAfterBoard moves the focus if it was on what is not there any more.
func (p *page) focusAfterBoard(id string) {
	doc := ui.Window().Get("document")
	if at := doc.Get("activeElement"); at.Truthy() && at.Get("id").String() != "board" && at.Get("tagName").String() != "BODY" && at.Call("checkVisibility").Truthy() {
		return
	}
	focus(id)
}

// focus moves it without scrolling.
func focus(id string) {
	ui.Window().GetElementByID(id).Call("focus", map[string]any{"preventScroll": true})
}

// listenPicking lets drags encircle rows in both planes, and keys select those at the crosshair.
func (p *page) listenPicking(ctx ui.Context) {
	for _, inZ := range []bool{false, true} {
		id, view := "x-plane", p.lab.XView
		if inZ {
			id, view = "z-plane", p.lab.ZView
		}
		el := ui.Window().GetElementByID(id)
		p.listenStrokes(ctx, el, strokes{
			down: func(px, py float64, _ ui.Value) bool {
				x, y := view(1, 1).Data(px, py)
				return p.lab.Lasso(inZ, x, y)
			},
			move: func(px, py float64) { p.lab.LassoTo(view(1, 1).Data(px, py)) },
			up:   func(e ui.Value) { p.lab.LassoEnd(e.Get("shiftKey").Truthy()) },
			gone: p.lab.LassoGone,
		})
		p.listen(el, "keydown", func(e ui.Value) bool {
			if e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() {
				return false
			}
			taken := p.lab.PickKey(inZ, e.Get("key").String(), e.Get("shiftKey").Truthy())
			if taken {
				ctx.Dispatch(func(ui.Context) {})
			}
			return taken
		})
	}
}
