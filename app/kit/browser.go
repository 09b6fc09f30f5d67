package kit

import (
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Listen adds a listener whose answer decides at once whether the browser still does
// its own thing with the event.
func Listen(target ui.Value, event string, take func(e ui.Value) (taken bool)) (closed func()) {
	f := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		if take(args[0]) {
			args[0].Call("preventDefault")
		}
		return nil
	})
	target.Call("addEventListener", event, f)
	return func() {
		target.Call("removeEventListener", event, f)
		f.Release()
	}
}

// Listeners are what hears of events until it is closed.
type Listeners []func()

// On adds one, as Listen does.
func (l *Listeners) On(target ui.Value, event string, take func(e ui.Value) (taken bool)) {
	l.Add(Listen(target, event, take))
}

// Add adds what ends one.
func (l *Listeners) Add(closed func()) { *l = append(*l, closed) }

// Close ends all of them.
func (l Listeners) Close() {
	for _, closed := range l {
		closed()
	}
}

// WhenSeen tells take whenever an element has come into view or left it.
func WhenSeen(ctx ui.Context, el ui.Value, take func(seen bool)) (closed func()) {
	look := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		seen := args[0].Index(args[0].Length() - 1).Get("isIntersecting").Truthy()
		ctx.Dispatch(func(ui.Context) { take(seen) })
		return nil
	})
	observer := ui.Window().Get("IntersectionObserver").New(look)
	observer.Call("observe", el)
	return func() {
		observer.Call("disconnect")
		look.Release()
	}
}

// After returns what calls f once all that is drawn now is in the document. A component with something left to do calls
// it where it renders: go-app renders one that has an OnUpdate, and any whose context dispatches, a second time.
func After(ctx ui.Context) func(f func(ui.Context)) {
	return func(f func(ui.Context)) {
		ctx.Dispatcher().Dispatch(ui.Dispatch{Mode: ui.Next, Source: ctx.Src(), Function: f})
	}
}

// WhenShown calls f once what is known now is on the screen. Nothing is drawn for that.
func WhenShown(ctx ui.Context, f func()) {
	var shown ui.Func
	shown = ui.FuncOf(func(ui.Value, []ui.Value) any {
		shown.Release()
		After(ctx)(func(ui.Context) { f() })
		return nil
	})
	ctx.Defer(func(ui.Context) { ui.Window().Get("start").Call("whenShown", shown) })
}

// LeaveByDocument lets the browser follow a link, which go-app would do inside this document: what is measured there
// has nothing of the page beside it, and title, focus and scrolling begin anew.
func LeaveByDocument(id string) (closed func()) {
	return Listen(ui.Window().GetElementByID(id), "click", func(e ui.Value) bool {
		e.Call("stopPropagation")
		return false
	})
}

// Await runs one of two functions on the page once a promise is settled.
func Await(ctx ui.Context, promise ui.Value, then, or func(ui.Value)) {
	var done, failed ui.Func
	settle := func(f func(ui.Value)) ui.Func {
		return ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
			ctx.Dispatch(func(ui.Context) {
				f(args[0])
				done.Release()
				failed.Release()
			})
			return nil
		})
	}
	done, failed = settle(then), settle(or)
	promise.Call("then", done, failed)
}

// Bytes copies a Uint8Array.
func Bytes(array ui.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	ui.CopyBytesToGo(b, array)
	return b
}

// InputType is the type of an input, "" of another element.
func InputType(e ui.Value) string {
	if e.Get("tagName").String() != "INPUT" {
		return ""
	}
	return e.Get("type").String()
}

// Jump goes to a place on the page, and reports whether href is one. The address keeps the run.
func Jump(href string) bool {
	id, ok := strings.CutPrefix(href, "#")
	if !ok {
		return false
	}
	to := ui.Window().GetElementByID(id)
	if !to.Truthy() {
		return false
	}
	ScrollTo(to, "start")
	if title := to.Call("querySelector", "h2, h3"); title.Truthy() {
		to = title
	}
	options := ui.Window().Get("Object").New()
	options.Set("preventScroll", true)
	to.Call("focus", options)
	return true
}

// ScrollTo moves the page until an element is at the start or in the center of the window.
func ScrollTo(to ui.Value, where string) {
	options := ui.Window().Get("Object").New()
	options.Set("block", where)
	if !Matches("(prefers-reduced-motion: reduce)") {
		options.Set("behavior", "smooth")
	}
	to.Call("scrollIntoView", options)
}

// Focus moves it without scrolling.
func Focus(id string) {
	ui.Window().GetElementByID(id).Call("focus", map[string]any{"preventScroll": true})
}

// Plain reports whether a key is pressed without Ctrl, Alt or Meta.
func Plain(e ui.Value) bool {
	return !e.Get("ctrlKey").Truthy() && !e.Get("metaKey").Truthy() && !e.Get("altKey").Truthy()
}
