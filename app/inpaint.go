package app

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// inpaintView hides a part of a picture, by a brush or by the paper's masks, and shows what the model finds there.
type inpaintView struct {
	hidden []byte // as protocol.InpaintArgs
	seed   int
	got    protocol.Inpainted
	rev    int
	erase  bool // the brush uncovers
	at     int  // pixel of the cursor
}

// masks are those of the paper, in the order of the page.
var masks = []string{"top", "bottom", "left", "right", "odd", "random"}

func (v *inpaintView) name() string                { return "inpaint" }
func (v *inpaintView) fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }
func (v *inpaintView) forget()                     { *v = inpaintView{rev: v.rev + 1} }

func (v *inpaintView) head(*lab) (title, sub, tip string) {
	return words.Say.Inpaint, "", words.Say.InpaintTip
}

func (v *inpaintView) args(l *lab) protocol.Args {
	return protocol.Args{Inpaint: protocol.InpaintArgs{Picture: l.inpainted(), Hidden: bytes.Clone(v.hidden), Seed: v.seed}}
}

// inpainted is the picture that is completed: the one that is looked at, or the first of a page of the data.
func (l *lab) inpainted() int {
	if n := l.imaging.asked.Picture; n > 0 {
		return n
	}
	if v, _ := l.album(); len(v.got.Numbers) > 0 {
		return v.got.Numbers[0]
	}
	return 1
}

func (v *inpaintView) take(_ *lab, e protocol.Event) bool {
	c, ok := e.(protocol.Inpainted)
	if ok {
		v.got = c
		v.rev++
	}
	return ok
}

// mask hides what one of the paper's masks hides; "": nothing.
func (v *inpaintView) mask(l *lab, name string) {
	s := l.state.Picture
	v.hidden = make([]byte, s.Height*s.Width)
	rng := rand.New(rand.NewPCG(uint64(v.seed), 2))
	for i := range v.hidden {
		y, x := i/s.Width, i%s.Width
		in := map[string]bool{
			"top": 2*y < s.Height, "bottom": 2*y >= s.Height, "left": 2*x < s.Width, "right": 2*x >= s.Width,
			"odd": y%2 == 1, "random": rng.IntN(10) > 0,
		}[name]
		if in {
			v.hidden[i] = 1
		}
	}
	v.changed(l)
}

func (v *inpaintView) changed(l *lab) {
	v.rev++
	l.rev++
	l.watchViews()
}

// brush hides, or uncovers, what lies under a brush at a place of a picture on a square of that size.
func (v *inpaintView) brush(l *lab, x, y, size float64) {
	s := l.state.Picture
	longer := float64(max(s.Height, s.Width))
	px := (x/size-0.5)*longer + float64(s.Width)/2
	py := (y/size-0.5)*longer + float64(s.Height)/2
	v.cover(l, px, py)
}

// cover is brush in pixels.
func (v *inpaintView) cover(l *lab, px, py float64) {
	s := l.state.Picture
	if len(v.hidden) != s.Height*s.Width {
		v.hidden = make([]byte, s.Height*s.Width)
	}
	radius := max(0.6, float64(max(s.Height, s.Width))/14)
	was := bytes.Clone(v.hidden)
	for i := range v.hidden {
		dx, dy := float64(i%s.Width)+0.5-px, float64(i/s.Width)+0.5-py
		if dx*dx+dy*dy <= radius*radius {
			v.hidden[i] = 1
			if v.erase {
				v.hidden[i] = 0
			}
		}
	}
	if !bytes.Equal(was, v.hidden) {
		v.changed(l)
	}
}

// shownMask is the picture with its hidden part in the colour of data, three bytes a pixel.
func (v *inpaintView) shownMask(l *lab) []byte {
	s, from := l.state.Picture, v.got.Original
	shades := 1
	if s.Channels >= 3 {
		shades = 3
	}
	if len(from) != s.Height*s.Width*shades {
		return nil
	}
	out := make([]byte, 0, 3*s.Height*s.Width)
	for i := range s.Height * s.Width {
		if i < len(v.hidden) && v.hidden[i] == 1 {
			out = append(out, 0xd9, 0x69, 0x1e)
			continue
		}
		for k := range 3 {
			out = append(out, from[i*shades+min(k, shades-1)])
		}
	}
	return out
}

func inpaintBody(v *inpaintView, h *viewPanel) []ui.UI {
	l := h.lab
	draw := func(found bool) func(t plot.Theme, w, height float64) plot.Scene {
		return func(t plot.Theme, w, height float64) plot.Scene {
			in := l.gridInput(w, height, v.got.Pixels, -1)
			in.Side = 2
			if !found {
				in.Pixels, in.Shades, in.Side = v.shownMask(l), 3, 1
			}
			return plot.Pictures(t, in)
		}
	}
	act := func(ctx ui.Context, e ui.Event) {
		box := ctx.JSSrc()
		v.brush(l, e.Get("offsetX").Float(), e.Get("offsetY").Float(), box.Get("clientWidth").Float())
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
			ui.Range(masks).Slice(func(i int) ui.UI {
				name := masks[i]
				return ui.Button().ID("mask-"+name).Class("chip").Type("button").Title(words.Say.InpaintMaskTip).Text(words.Say.InpaintMask[name]).OnClick(func(ui.Context, ui.Event) { v.mask(l, name) }, name)
			}),
			ui.Button().ID("mask-none").Class("chip").Type("button").Title(words.Say.InpaintMaskTip).Text(words.Say.InpaintMask[""]).OnClick(func(ui.Context, ui.Event) { v.mask(l, "") }),
			ui.Label().Class("check").For("mask-erase").Title(words.Say.InpaintErase.Tip).Body(
				ticked(ui.Input().ID("mask-erase"), v.erase).Type("checkbox").OnChange(func(ctx ui.Context, _ ui.Event) { v.erase = ctx.JSSrc().Get("checked").Bool() }),
				ui.Span().Text(words.Say.InpaintErase.Label),
			),
			ui.Button().ID("inpaint-again").Class("btn").Type("button").Title(words.Say.InpaintAgain.Tip).Text(words.Say.InpaintAgain.Label).OnClick(func(ui.Context, ui.Event) {
				v.seed++
				v.changed(l)
			}),
		),
		ui.Div().Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(
					&canvas{id: "inpaint", Rev: 1 + v.rev, Dark: h.Dark, draw: draw(false)},
					ui.Div().ID("inpaint-brush").Class("grid-box", "brush").TabIndex(0).Role("application").Aria("label", words.Say.InpaintSum).
						On("pointerdown", down).On("pointermove", move).OnKeyDown(func(_ ui.Context, e ui.Event) { inpaintKey(v, l, e) }),
				),
				ui.FigCaption().Body(ui.P().Text(fmt.Sprintf(words.Say.InpaintOf, words.Count(l.inpainted()))), ui.P().Class("sr").Role("status").Text(v.covered())),
			),
			ui.Figure().Body(
				ui.Div().Class("stage").Body(&canvas{id: "inpaint-found", Rev: 1 + v.rev, Dark: h.Dark, Label: v.said(l), draw: draw(true)}),
				ui.FigCaption().Body(ui.P().ID("inpaint-said").Text(v.said(l))),
			),
		),
	}
}

// inpaintKey moves the brush by the arrow keys; Space and Enter cover or uncover what lies under it.
func inpaintKey(v *inpaintView, l *lab, e ui.Event) {
	s := l.state.Picture
	n := s.Height * s.Width
	move := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -s.Width, "ArrowDown": s.Width}
	switch by, ok := move[e.Get("key").String()]; {
	case ok:
		v.at = (v.at + by + n) % n
	case e.Get("key").String() == " ", e.Get("key").String() == "Enter":
		v.cover(l, float64(v.at%s.Width)+0.5, float64(v.at/s.Width)+0.5)
	default:
		return
	}
	e.PreventDefault()
	e.StopImmediatePropagation()
	l.rev++
}

func (v *inpaintView) covered() string {
	n := 0
	for _, b := range v.hidden {
		n += int(b)
	}
	return fmt.Sprintf(words.Say.InpaintCovered, words.Count(n))
}

// said says how far the completions are.
func (v *inpaintView) said(l *lab) string {
	g := v.got
	switch {
	case bytes.IndexByte(v.hidden, 1) < 0:
		return words.Say.InpaintNone
	case l.phase == protocol.Training:
		return words.Say.InpaintMoving
	case len(g.LogP) == 0 || !bytes.Equal(g.Args.Hidden, v.hidden):
		return words.Say.RowsBegun
	}
	best := g.LogP[0]
	for _, lp := range g.LogP {
		best = max(best, lp)
	}
	return fmt.Sprintf(words.Say.InpaintSaid, words.Count(g.Done), words.Count(g.Of), words.Nats(best), words.Nats(g.Truth))
}
