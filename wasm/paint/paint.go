// Package paint puts a plot.Scene on a canvas. It knows neither go-app nor syscall/js: the page and the trainer each
// bring their own kind of JavaScript value.
package paint

import (
	"math"
	"strconv"

	"nicelab/app/plot"
)

// Value is a JavaScript value of the kind V.
type Value[V any] interface {
	Get(name string) V
	Set(name string, v any)
	Call(name string, args ...any) V
	New(args ...any) V
	Int() int
}

// Scene draws s on the canvas of the context g, an element's or one off the screen, with density pixels to the unit.
// global is the window or the worker; copyTo fills a Uint8Array. It takes the context because Firefox gives that of a
// canvas that was handed to a worker only once.
func Scene[V Value[V]](global, g V, s plot.Scene, density float64, copyTo func(dst V, src []byte)) {
	canvas := g.Get("canvas")
	w, h := int(s.W*density+0.5), int(s.H*density+0.5)
	if canvas.Get("width").Int() != w || canvas.Get("height").Int() != h {
		canvas.Set("width", w)
		canvas.Set("height", h)
	}
	g.Call("setTransform", density, 0, 0, density, 0, 0)
	g.Call("clearRect", 0, 0, s.W, s.H)
	for _, op := range s.Ops {
		switch op.Kind {
		case plot.Image:
			image(global, g, op, copyTo)
		case plot.Path:
			path(global, g, op)
		case plot.Text:
			text(g, op)
		}
	}
}

func image[V Value[V]](global, g V, op plot.Op, copyTo func(V, []byte)) {
	bytes := global.Get("Uint8Array").New(len(op.Pixels))
	copyTo(bytes, op.Pixels)
	clamped := global.Get("Uint8ClampedArray").New(bytes.Get("buffer"))
	small := global.Get("OffscreenCanvas").New(op.Cols, op.Rows)
	small.Call("getContext", "2d").Call("putImageData", global.Get("ImageData").New(clamped, op.Cols, op.Rows), 0, 0)
	g.Set("globalAlpha", 1)
	g.Set("imageSmoothingEnabled", true)
	g.Set("imageSmoothingQuality", "high")
	g.Call("drawImage", small, op.X, op.Y, op.W, op.H)
}

func path[V Value[V]](global, g V, op plot.Op) {
	line := global.Get("Path2D").New(op.D)
	g.Set("globalAlpha", op.Alpha)
	if op.Fill != "" {
		g.Set("fillStyle", op.Fill)
		rule := "nonzero"
		if op.EvenOdd {
			rule = "evenodd"
		}
		g.Call("fill", line, rule)
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
	g.Call("stroke", line)
}

func text[V Value[V]](g V, op plot.Op) {
	weight := "400 "
	if op.Bold {
		weight = "600 "
	}
	align := op.Anchor
	if align == "middle" {
		align = "center"
	}
	g.Set("globalAlpha", op.Alpha)
	g.Set("font", weight+strconv.FormatFloat(op.Size, 'f', -1,
		64)+"px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif")
	g.Set("textAlign", align)
	g.Set("fillStyle", op.Fill)
	if !op.Up {
		g.Call("fillText", op.Text, op.X, op.Y)
		return
	}
	g.Call("save")
	g.Call("translate", op.X, op.Y)
	g.Call("rotate", -math.Pi/2)
	g.Call("fillText", op.Text, 0, 0)
	g.Call("restore")
}
