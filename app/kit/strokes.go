package kit

import ui "github.com/maxence-charriere/go-app/v9/pkg/app"

// Strokes are what a pointer does on an element, from its press to its release. Places are shares of the element's
// width and height, from the top left.
type Strokes struct {
	Down  func(x, y float64, e ui.Value) (taken bool)
	Move  func(x, y float64)
	Up    func(e ui.Value)
	Gone  func()             // in place of up, where the browser takes the pointer away
	Hover func(x, y float64) // while it is not pressed
	Leave func()
}

// The buttons that draw: a finger, a pen's tip or the first of a mouse, and a pen's other end.
const (
	ButtonMain   = 0
	ButtonEraser = 5
)

// Strokes hears one pointer at a time, wherever it goes once it is pressed, at every place that the browser knows of.
func (l *Listeners) Strokes(ctx ui.Context, el ui.Value, s Strokes) {
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
	l.On(el, "pointerdown", func(e ui.Value) bool {
		button := e.Get("button").Int()
		if pointer != none || button != ButtonMain && button != ButtonEraser {
			return false
		}
		at(e, func(x, y float64) {
			if s.Down(x, y, e) {
				pointer = e.Get("pointerId").Int()
				capture(el, pointer)
			}
		})
		return update()
	})
	l.On(el, "pointermove", func(e ui.Value) bool {
		switch {
		case e.Get("pointerId").Int() == pointer:
			for _, part := range coalesced(e) {
				at(part, s.Move)
			}
		case pointer == none && s.Hover != nil:
			at(e, s.Hover)
		default:
			return false
		}
		return update()
	})
	l.On(el, "pointerup", func(e ui.Value) bool {
		if e.Get("pointerId").Int() != pointer {
			return false
		}
		pointer = none
		s.Up(e)
		return update()
	})
	l.On(el, "pointercancel", func(e ui.Value) bool {
		if e.Get("pointerId").Int() != pointer {
			return false
		}
		pointer = none
		s.Gone()
		return update()
	})
	l.On(el, "pointerleave", func(e ui.Value) bool {
		if pointer != none || s.Leave == nil {
			return false
		}
		s.Leave()
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

// capture keeps the events of a pointer coming when it leaves the element. The browser refuses where the pointer is
// gone already.
func capture(el ui.Value, pointer int) {
	defer func() { _ = recover() }()
	el.Call("setPointerCapture", pointer)
}
