package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
)

// layersPanel is the scrubber: a small picture for each layer, a slider that goes between them, a play button and the direction.
type layersPanel struct {
	ui.Compo
	Rev  int
	Dark bool

	lab     *lab
	redraw  func() // the plane beside it
	closers []func()
}

func (p *page) layersPanel() ui.UI {
	k := p.lab.layers
	return &layersPanel{lab: p.lab, Rev: p.lab.rev + k.small + k.moved, Dark: p.dark, redraw: p.refresh}
}

func (h *layersPanel) Render() ui.UI {
	l := h.lab
	k, two := &l.layers, !l.sliced()
	play, path := words.Say.LayersPlay, iconPlay
	if k.playing {
		play, path = words.Say.LayersPause, iconPause
	}
	note := words.Say.LayersNote
	switch {
	case !two:
		note = fmt.Sprintf(words.Say.LayersTwo, words.Count(len(l.state.Columns)))
	case k.back:
		note = words.Say.LayersBackNote
	case l.shownModel().Mix != flow.Unmixed || l.shownModel().Whiten:
		note = words.Say.LayersMore
	}
	stops := few(l.end()+1, mostStops)
	section := unseen(ui.Section().Class("panel", "layers"), l.pictures())
	return section.Style("--stops", strconv.Itoa(len(stops))).Style("--fold", strconv.Itoa(fold(len(stops)))).Body(
		ui.Div().Class("head").Body(
			ui.H2().Text(words.Say.LayersHead),
			unseen(ui.Div().Class("seg"), !two).Role("group").Aria("label", words.Say.LayersWay.Label).Title(words.Say.LayersWay.Tip).Body(
				h.way("layers-forth", words.Say.LayersForth, !k.back), h.way("layers-back", words.Say.LayersBack, k.back),
			),
			unseen(off(ui.Button().ID("layers-play").Class("btn", "dice"), !l.layered()), !two).Type("button").Title(play.Tip).Aria("label", play.Label).
				OnClick(h.onPlay).Body(icon(path)),
		),
		unseen(ui.Div().Class("stops"), !two).Role("group").Aria("label", words.Say.LayersAll).Body(ui.Range(stops).Slice(h.stop)),
		unseen(off(ui.Input().ID("layer").Class("scrub"), !l.layered()).Type("range"), !two).Min(0).Max(l.end()).Step(0.01).Value(words.Short(l.at())).
			Title(words.Say.Layer.Tip).Aria("label", words.Say.Layer.Label).Aria("valuetext", l.layerName(l.at())).
			OnInput(h.onSlide),
		ui.P().Class("note").Body(ui.B().ID("layer-area").Text(l.cellArea()), ui.Text(" "+note)),
	)
}

// mostStops is how many layers have a small picture; the scrubber goes through all of them.
const mostStops = 12

// few returns most of the n numbers from 0 on, the first and the last among them, or all of them.
func few(n, most int) []int {
	most = min(n, most)
	list := make([]int, most)
	for i := range list {
		list[i] = i * (n - 1) / max(1, most-1)
	}
	return list
}

// fold is how many stops stand side by side on a small screen.
func fold(stops int) int {
	rows := (stops + 6) / 7
	return (stops + rows - 1) / rows
}

// stop is one layer: a picture of it, its name and the area that the marked cell has there.
func (h *layersPanel) stop(place int) ui.UI {
	l := h.lab
	i := l.stopAt(place)
	name := "w"
	switch s := l.stages()[i]; {
	case i == 0:
		name = "x"
	case i == l.end():
		name = "z"
	case s.Kind == flow.Coupling:
		name = strconv.Itoa(s.Coupling + 1)
	}
	area, now := "", ""
	if l.layered() {
		area = l.area(i)
	}
	if l.at() == float64(i) {
		now = "true"
	}
	return off(ui.Button().ID("layer-"+name).Class("stop"), !l.layered()).Type("button").Attr("aria-current", now).
		Title(fmt.Sprintf(words.Say.LayerGo, l.layerName(float64(i)))).OnClick(func(ui.Context, ui.Event) {
		l.moveLayer(float64(i))
		h.redraw()
	}, i).Body(
		&canvas{id: "layer-picture-" + strconv.Itoa(place), Rev: l.layers.small, Dark: h.Dark, draw: func(t plot.Theme, w, _ float64) plot.Scene {
			return l.drawStop(t, w, l.stopAt(place)) // another model may have come since
		}},
		ui.B().Text(name), ui.Small().Body(unseen(ui.Span(), area == "" || l.end() > 6).Text(words.Say.CellNow+" "), ui.Text(area)),
		ui.Span().Class("sr").Text(l.layerName(float64(i))),
	)
}

// stopAt is the layer whose small picture stands at a place.
func (l *lab) stopAt(place int) int {
	list := few(l.end()+1, mostStops)
	return list[min(place, len(list)-1)]
}

func (l *lab) drawStop(t plot.Theme, size float64, i int) plot.Scene {
	if !l.layered() || i > l.end() {
		return plot.Scene{W: size, H: size}
	}
	in := l.layerInput(i, 0)
	in.View = l.zView(size, size)
	return plot.LayerThumb(t, size, in)
}

func (h *layersPanel) way(id string, w words.Word, on bool) ui.UI {
	return ui.Button().ID(id).Type("button").Title(w.Tip).Text(w.Label).Attr("aria-pressed", pressed(on)).OnClick(h.onWay, id)
}

func (h *layersPanel) onWay(ctx ui.Context, _ ui.Event) {
	h.lab.turnLayers(ctx.JSSrc().Get("id").String() == "layers-back")
	h.redraw()
}

func (h *layersPanel) onSlide(ctx ui.Context, _ ui.Event) {
	h.lab.moveLayer(ctx.JSSrc().Get("valueAsNumber").Float())
	h.redraw()
}

func (h *layersPanel) onPlay(ui.Context, ui.Event) {
	h.lab.playLayers()
	h.redraw()
	if h.lab.layers.playing {
		h.run()
	}
}

// run moves the scrubber with every frame until the play ends.
func (h *layersPanel) run() {
	win := ui.Window()
	last, jump := 0.0, matches("(prefers-reduced-motion: reduce)")
	var frame ui.Func
	frame = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		now := args[0].Float()
		seconds := min(0.1, (now-last)/1000) // after a while in the background it does not leap
		if last == 0 {
			seconds = 0
		}
		last = now
		before := h.lab.layers.moved
		more := h.lab.runLayers(seconds, jump)
		if h.lab.layers.moved != before {
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

func (h *layersPanel) OnMount(ctx ui.Context) {
	slider := ui.Window().GetElementByID("layer")
	h.closers = append(h.closers, listen(slider, "keydown", func(e ui.Value) bool {
		taken := h.lab.layerKey(e.Get("key").String())
		if taken {
			h.redraw()
		}
		return taken
	}))
	h.closers = append(h.closers, whenSeen(ctx, h.JSValue(), h.lab.lookAtLayers))
}

// OnUpdate sets the slider once more: an input takes no value beyond its old maximum.
func (h *layersPanel) OnUpdate(ui.Context) {
	if at := words.Short(h.lab.at()); ui.IsClient {
		ui.Window().GetElementByID("layer").Set("value", at)
	}
}

func (h *layersPanel) OnDismount() {
	for _, closed := range h.closers {
		closed()
	}
}
