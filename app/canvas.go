package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
)

// canvas shows a plot.Scene. It is a component of its own, so that the element survives whatever
// happens around it, and it paints only when Rev, Dark or its size has changed.
type canvas struct {
	ui.Compo
	Rev   int // grows when there is something new to draw; 0: nothing yet
	Dark  bool
	Label string // the picture in one sentence; empty where a text beside it says the same

	id      string
	keys    bool   // takes the focus and the arrow keys
	role    string // what it is for screen readers where it is more than a picture
	draw    func(t plot.Theme, w, h float64) plot.Scene
	painted struct {
		rev     int
		dark    bool
		w, h    float64
		density float64
	}
	observer ui.Value
	resized  ui.Func
	turn     ui.Func // its turn to paint
	asked    bool
}

func (c *canvas) Render() ui.UI {
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
	c.observer = ui.Window().Get("ResizeObserver").New(c.resized)
	c.observer.Call("observe", c.JSValue())
	c.ask()
}

func (c *canvas) OnUpdate(ui.Context) { c.ask() }

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
	if ui.IsClient && c.Rev > 0 && !c.asked {
		c.asked = true
		ui.Window().Get("start").Call("soon", c.turn)
	}
}

// paint draws the scene at the screen's own resolution, if anything about it has changed.
func (c *canvas) paint() {
	el := c.JSValue()
	next := c.painted
	next.rev, next.dark = c.Rev, c.Dark
	next.w, next.h = el.Get("clientWidth").Float(), el.Get("clientHeight").Float()
	next.density = ui.Window().Get("devicePixelRatio").Float()
	if next == c.painted || next.w < 1 || next.h < 1 {
		return
	}
	c.painted = next
	theme := plot.Light
	if c.Dark {
		theme = plot.Dark
	}
	paint(el, c.draw(theme, next.w, next.h), next.density)
}

// paint puts the operations of a scene on a canvas element.
func paint(el ui.Value, s plot.Scene, density float64) {
	w, h := int(s.W*density+0.5), int(s.H*density+0.5)
	if el.Get("width").Int() != w || el.Get("height").Int() != h {
		el.Set("width", w)
		el.Set("height", h)
	}
	g := el.Call("getContext", "2d")
	g.Call("setTransform", density, 0, 0, density, 0, 0)
	g.Call("clearRect", 0, 0, s.W, s.H)
	for _, op := range s.Ops {
		switch op.Kind {
		case plot.Image:
			paintImage(g, op)
		case plot.Path:
			paintPath(g, op)
		case plot.Text:
			paintText(g, op)
		}
	}
}

func paintImage(g ui.Value, op plot.Op) {
	win := ui.Window()
	bytes := win.Get("Uint8Array").New(len(op.Pixels))
	ui.CopyBytesToJS(bytes, op.Pixels)
	clamped := win.Get("Uint8ClampedArray").New(bytes.Get("buffer"))
	small := win.Get("document").Call("createElement", "canvas")
	small.Set("width", op.Cols)
	small.Set("height", op.Rows)
	small.Call("getContext", "2d").Call("putImageData", win.Get("ImageData").New(clamped, op.Cols, op.Rows), 0, 0)
	g.Set("globalAlpha", 1)
	g.Set("imageSmoothingEnabled", true)
	g.Set("imageSmoothingQuality", "high")
	g.Call("drawImage", small, op.X, op.Y, op.W, op.H)
}

func paintPath(g ui.Value, op plot.Op) {
	path := ui.Window().Get("Path2D").New(op.D)
	g.Set("globalAlpha", op.Alpha)
	if op.Fill != "" {
		g.Set("fillStyle", op.Fill)
		g.Call("fill", path)
	}
	if op.Stroke == "" {
		return
	}
	dash := make([]any, len(op.Dash))
	for i, d := range op.Dash {
		dash[i] = d
	}
	end := "butt"
	join := "miter"
	if op.Round {
		end, join = "round", "round"
	}
	g.Set("strokeStyle", op.Stroke)
	g.Set("lineWidth", op.Width)
	g.Set("lineCap", end)
	g.Set("lineJoin", join)
	g.Call("setLineDash", dash)
	g.Call("stroke", path)
}

func paintText(g ui.Value, op plot.Op) {
	weight := "400 "
	if op.Bold {
		weight = "600 "
	}
	align := op.Anchor
	if align == "middle" {
		align = "center"
	}
	g.Set("globalAlpha", op.Alpha)
	g.Set("font", weight+short(op.Size)+"px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif")
	g.Set("textAlign", align)
	g.Set("fillStyle", op.Fill)
	g.Call("fillText", op.Text, op.X, op.Y)
}
