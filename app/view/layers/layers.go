// Package layers is the scrubber between x and z.
package layers

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
)

// Host is what the scrubber needs beside the layers.
type Host interface {
	Pictures() bool // the rows are pictures, which have no such planes
	Sliced() bool   // there are more columns than two,
	Columns() int   // so many
	Rev() int
}

// Section is that of the layers of a model. redraw draws the plane beside it, which shows the layer.
func Section(k *lab.Layers, h Host, dark bool, redraw func()) ui.UI {
	return &layers{layers: k, host: h, Rev: h.Rev() + k.Rev(), Dark: dark, redraw: redraw}
}

// layers is the scrubber: a small picture for each layer, a slider that goes between them, a play button and the
// direction.
type layers struct {
	ui.Compo
	Rev  int
	Dark bool

	layers  *lab.Layers
	host    Host
	redraw  func() // the plane beside it
	after   func(f func(ui.Context))
	closers []func()
}

func (h *layers) Render() ui.UI {
	if h.after != nil {
		h.after(h.place)
	}
	k, two := h.layers, !h.host.Sliced()
	note := fmt.Sprintf(words.Say.LayersTwo, words.Count(h.host.Columns()))
	if two {
		note = k.Note()
	}
	stops := lab.Few(k.End()+1, lab.MostStops)
	section := kit.Hidden(ui.Section().Class("panel", "layers"), h.host.Pictures())
	return section.Style("--stops", strconv.Itoa(len(stops))).Style("--fold", strconv.Itoa(fold(len(stops)))).Body(
		h.head(two),
		kit.Hidden(ui.Div().Class("stops"), !two).Role("group").Aria("label", words.Say.LayersAll).
			Body(ui.Range(stops).Slice(h.stop)),
		h.slider(two),
		ui.P().Class("note").Body(ui.B().ID("layer-area").Text(k.CellArea()), ui.Text(" "+note)),
	)
}

func (h *layers) head(two bool) ui.UI {
	k, play, path := h.layers, words.Say.LayersPlay, kit.IconPlay
	if k.Playing {
		play, path = words.Say.LayersPause, kit.IconPause
	}
	return ui.Div().Class("head").Body(
		ui.H2().Text(words.Say.LayersHead),
		kit.Hidden(ui.Div().Class("seg"), !two).Role("group").Aria("label", words.Say.LayersWay.Label).
			Title(words.Say.LayersWay.Tip).Body(
			h.way("layers-forth", words.Say.LayersForth, !k.Back), h.way("layers-back", words.Say.LayersBack, k.Back),
		),
		kit.Hidden(kit.Disabled(ui.Button().ID("layers-play").Class("btn", "dice"), !k.Layered()), !two).Type("button").
			Title(play.Tip).Aria("label", play.Label).OnClick(h.onPlay).Body(kit.Icon(path)),
	)
}

func (h *layers) slider(two bool) ui.UI {
	k := h.layers
	return kit.Hidden(kit.Disabled(ui.Input().ID("layer").Class("scrub"), !k.Layered()).Type("range"), !two).Min(0).
		Max(k.End()).Step(0.01).Value(words.Short(k.At())).
		Title(words.Say.Layer.Tip).Aria("label", words.Say.Layer.Label).Aria("valuetext", k.LayerName(k.At())).
		OnInput(h.onSlide)
}

// fold is how many stops stand side by side on a small screen.
func fold(stops int) int {
	rows := (stops + 6) / 7
	return (stops + rows - 1) / rows
}

// stop is one layer: a picture of it, its name and the area that the marked cell has there.
func (h *layers) stop(place int) ui.UI {
	k := h.layers
	i := k.StopAt(place)
	name := "w"
	switch s := k.Stages()[i]; {
	case i == 0:
		name = "x"
	case i == k.End():
		name = "z"
	case s.Kind == flow.Coupling:
		name = strconv.Itoa(s.Coupling + 1)
	}
	area, now := "", ""
	if k.Layered() {
		area = k.Area(i)
	}
	if k.At() == float64(i) {
		now = "true"
	}
	return kit.Disabled(ui.Button().ID("layer-"+name).Class("stop"), !k.Layered()).Type("button").
		Attr("aria-current", now).
		Title(fmt.Sprintf(words.Say.LayerGo, k.LayerName(float64(i)))).OnClick(func(ui.Context, ui.Event) {
		k.MoveLayer(float64(i))
		h.redraw()
	}, i).Body(
		kit.Canvas(kit.Plot{ID: "layer-picture-" + strconv.Itoa(place), Rev: k.Small, Dark: h.Dark,
			Draw: func(t plot.Theme, w, _ float64) plot.Scene {
				return k.DrawStop(t, w, k.StopAt(place)) // another model may have come since
			}}),
		ui.B().Text(name), ui.Small().Body(
			kit.Hidden(ui.Span(), area == "" || k.End() > 6).Text(words.Say.CellNow+" "), ui.Text(area)),
		ui.Span().Class("sr").Text(k.LayerName(float64(i))),
	)
}

func (h *layers) way(id string, w words.Word, on bool) ui.UI {
	return ui.Button().ID(id).Type("button").Title(w.Tip).Text(w.Label).Attr("aria-pressed", kit.Pressed(on)).
		OnClick(h.onWay, id)
}

func (h *layers) onWay(ctx ui.Context, _ ui.Event) {
	h.layers.TurnLayers(ctx.JSSrc().Get("id").String() == "layers-back")
	h.redraw()
}

func (h *layers) onSlide(ctx ui.Context, _ ui.Event) {
	h.layers.MoveLayer(ctx.JSSrc().Get("valueAsNumber").Float())
	h.redraw()
}

func (h *layers) onPlay(ui.Context, ui.Event) {
	h.layers.PlayLayers()
	h.redraw()
	if h.layers.Playing {
		h.run()
	}
}

// run moves the scrubber with every frame until the play ends.
func (h *layers) run() {
	win := ui.Window()
	last, jump := 0.0, kit.Matches("(prefers-reduced-motion: reduce)")
	var frame ui.Func
	frame = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		now := args[0].Float()
		seconds := min(0.1, (now-last)/1000) // after a while in the background it does not leap
		if last == 0 {
			seconds = 0
		}
		last = now
		before := h.layers.Rev()
		more := h.layers.RunLayers(seconds, jump)
		if h.layers.Rev() != before {
			h.redraw()
		}
		if more {
			win.Call("requestAnimationFrame", frame)
		} else {
			frame.Release()
		}
		return nil
	})
	win.Call("requestAnimationFrame", frame)
}

func (h *layers) OnMount(ctx ui.Context) {
	h.after = kit.After(ctx)
	slider := ui.Window().GetElementByID("layer")
	h.closers = append(h.closers, kit.Listen(slider, "keydown", func(e ui.Value) bool {
		taken := h.layers.LayerKey(e.Get("key").String())
		if taken {
			h.redraw()
		}
		return taken
	}))
	h.closers = append(h.closers, kit.WhenSeen(ctx, h.JSValue(), h.layers.LookAtLayers))
}

// place sets the slider once more: an input takes no value beyond its old maximum.
func (h *layers) place(ui.Context) {
	if at := words.Short(h.layers.At()); ui.IsClient {
		ui.Window().GetElementByID("layer").Set("value", at)
	}
}

func (h *layers) OnDismount() {
	for _, closed := range h.closers {
		closed()
	}
}
