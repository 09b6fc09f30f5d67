package pictures

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
)

// Inpaint is how it is drawn.
func Inpaint(h *lab.Imaging) view.Kind {
	return view.Of(func(v *lab.InpaintView, f view.Frame) []ui.UI { return inpaint(v, h, f) }, nil)
}

func inpaint(v *lab.InpaintView, h *lab.Imaging, f view.Frame) []ui.UI {
	draw := func(found bool) func(t plot.Theme, w, height float64) plot.Scene {
		return func(t plot.Theme, w, height float64) plot.Scene {
			in := h.GridInput(w, height, v.Got.Pixels, -1)
			in.Side = 2
			if !found {
				in.Pixels, in.Shades, in.Side = v.ShownMask(), 3, 1
			}
			return plot.Pictures(t, in)
		}
	}
	act := func(ctx ui.Context, e ui.Event) {
		box := ctx.JSSrc()
		v.Brush(e.Get("offsetX").Float(), e.Get("offsetY").Float(), box.Get("clientWidth").Float())
	}
	down := func(ctx ui.Context, e ui.Event) {
		ctx.JSSrc().Call("setPointerCapture", e.Get("pointerId"))
		act(ctx, e)
	}
	move := func(ctx ui.Context, e ui.Event) {
		if e.Get("buttons").Int() != 0 {
			act(ctx, e)
		}
	}
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.InpaintHow),
		ui.Div().Class("masks").Role("group").Aria("label", words.Say.InpaintMasks).Body(
			ui.Range(lab.Masks).Slice(func(i int) ui.UI {
				name := lab.Masks[i]
				return ui.Button().ID("mask-"+name).Class("chip").Type("button").Title(words.Say.InpaintMaskTip).
					Text(words.Say.InpaintMask.Of(name)).OnClick(func(ui.Context, ui.Event) { v.Mask(name) }, name)
			}),
			ui.Button().ID("mask-none").Class("chip").Type("button").Title(words.Say.InpaintMaskTip).
				Text(words.Say.InpaintMask.Of("")).OnClick(func(ui.Context, ui.Event) { v.Mask("") }),
			kit.Check("mask-erase", words.Say.InpaintErase, v.Erase, false, func(_ ui.Context, on bool) { v.Erase = on }),
			kit.Button("inpaint-again", words.Say.InpaintAgain, false, func(ui.Context, ui.Event) {
				v.Seed++
				v.Changed()
			}),
		),
		ui.Div().Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(
					kit.Canvas(kit.Plot{ID: "inpaint", Rev: 1 + v.Rev(), Dark: f.Dark, Draw: draw(false)}),
					ui.Div().ID("inpaint-brush").Class("grid-box", "brush").TabIndex(0).Role("application").
						Aria("label", words.Say.InpaintSum).
						On("pointerdown", down).On("pointermove", move).OnKeyDown(func(_ ui.Context, e ui.Event) { inpaintKey(v, e) }),
				),
				ui.FigCaption().Body(ui.P().Text(fmt.Sprintf(words.Say.InpaintOf, words.Count(v.Picture()))),
					ui.P().Class("sr").Role("status").Text(v.Covered())),
			),
			ui.Figure().Body(
				ui.Div().Class("stage").
					Body(kit.Canvas(kit.Plot{ID: "inpaint-found", Rev: 1 + v.Rev(), Dark: f.Dark,
						Label: v.Said(), Draw: draw(true)})),
				ui.FigCaption().Body(ui.P().ID("inpaint-said").Text(v.Said())),
			),
		),
	}
}

// inpaintKey moves the brush by the arrow keys; Space and Enter cover or uncover what lies under it.
func inpaintKey(v *lab.InpaintView, e ui.Event) {
	s := v.Shape()
	n := s.Height * s.Width
	move := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -s.Width, "ArrowDown": s.Width}
	switch by, ok := move[e.Get("key").String()]; {
	case ok:
		v.At = (v.At + by + n) % n
	case e.Get("key").String() == " ", e.Get("key").String() == "Enter":
		v.Cover(float64(v.At%s.Width)+0.5, float64(v.At/s.Width)+0.5)
	default:
		return
	}
	e.PreventDefault()
	e.StopImmediatePropagation()
}
