package kit

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/wasm/paint"
)

// Plot is what a canvas shows. Its ID, Keys, Role and Draw are those of the first time for as long as the canvas
// stands.
type Plot struct {
	Rev   int // grows when there is something new to draw; 0: nothing, or nothing any more
	Dark  bool
	Lang  string // of the words in it; empty where it has none, or none that Rev does not tell of
	Label string // the picture in one sentence; empty where a text beside it says the same
	ID    string
	Keys  bool   // takes the focus and the arrow keys
	Role  string // what it is for screen readers where it is more than a picture
	Draw  Draw
}

// Draw draws a picture of w x h CSS pixels.
type Draw = func(t plot.Theme, w, h float64) plot.Scene

// Canvas shows a plot.Scene. It is a component of its own, so that the element survives whatever
// happens around it, and it paints only when Rev, Dark, Lang or its size has changed.
func Canvas(p Plot) ui.UI {
	return &canvas{Rev: p.Rev, Dark: p.Dark, Lang: p.Lang, Label: p.Label, id: p.ID, keys: p.Keys, role: p.Role,
		draw: p.Draw}
}

type canvas struct {
	ui.Compo
	Rev   int
	Dark  bool
	Lang  string
	Label string

	id      string
	keys    bool
	role    string
	draw    Draw
	painted struct {
		rev     int
		dark    bool
		lang    string
		w, h    float64
		density float64
	}
	observer ui.Value
	resized  ui.Func
	turn     ui.Func // its turn to paint
	asked    bool
}

func (c *canvas) Render() ui.UI {
	c.ask()
	e := ui.Canvas().ID(c.id)
	if c.Label == "" {
		return e.Attr("aria-hidden", "true")
	}
	role := c.role
	if role == "" {
		role = "img"
	}
	e.Role(role).Aria("label", c.Label)
	if c.keys {
		e.TabIndex(0)
	}
	return e
}

func (c *canvas) OnMount(ctx ui.Context) {
	c.resized = ui.FuncOf(func(ui.Value, []ui.Value) any {
		c.ask()
		return nil
	})
	c.turn = ui.FuncOf(func(ui.Value, []ui.Value) any {
		c.asked = false
		if !c.Mounted() {
			c.turn.Release()
			return nil
		}
		c.paint()
		return nil
	})
	ui.Window().Get("start").Call("carry", c.JSValue())
	c.observer = ui.Window().Get("start").Call("whenResized", c.JSValue(), c.resized)
	c.ask()
}

func (c *canvas) OnDismount() {
	if c.observer != nil {
		c.observer.Call("disconnect")
		c.resized.Release()
	}
	if c.turn != nil && !c.asked {
		c.turn.Release()
	}
}

// ask has the canvas painted in a task of its own: several pictures in one would hold up the page.
func (c *canvas) ask() {
	if ui.IsClient && c.turn != nil && (c.Rev > 0 || c.painted.rev > 0) && !c.asked {
		c.asked = true
		ui.Window().Get("start").Call("soon", c.turn)
	}
}

// paint draws the scene at the screen's own resolution, if anything about it has changed.
func (c *canvas) paint() {
	el := c.JSValue()
	next := c.painted
	next.rev, next.dark, next.lang = c.Rev, c.Dark, c.Lang
	next.w, next.h = el.Get("clientWidth").Float(), el.Get("clientHeight").Float()
	next.density = ui.Window().Get("devicePixelRatio").Float()
	if next == c.painted || next.w < 1 || next.h < 1 {
		return
	}
	c.painted = next
	scene := plot.Scene{W: next.w, H: next.h}
	if c.Rev > 0 {
		scene = c.draw(Theme(c.Dark), next.w, next.h)
	}
	paint.Scene[ui.Value](ui.Window(), el.Call("getContext", "2d"), scene, next.density, CopyPixels)
}

// CopyPixels hands the bytes of pixels to the browser, for paint.Scene.
func CopyPixels(dst ui.Value, src []byte) { ui.CopyBytesToJS(dst, src) }
