package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// samplesGrid stands in the place of the x-plane where rows are pictures.
func (p *page) samplesGrid() ui.UI {
	l := p.lab
	section := ui.Section().Class("plane", "x")
	if !l.Pictures() {
		return section.Hidden(true)
	}
	return section.Hidden(false).Body(
		ui.Link().Rel("stylesheet").Href("/web/pictures.css"),
		ui.Div().Class("head").Body(
			ui.H2().Title(words.Say.GridSub).Body(ui.Text(words.Say.Grids+" "), ui.Span().Text(words.Say.GridSub)),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "samples-grid", Rev: 1 + l.Imaging.Rev, Dark: p.dark, Label: l.GridSum(), Marked: l.Imaging.Asked.Sample - 1,
				draw: l.DrawGrid, at: func(x, y, w, h float64) int { return l.GridInput(w, h, l.Imaging.Grid.Pixels, -1).Cell(x, y) },
				pick: func(i int) { l.Examine(protocol.CloseupArgs{Sample: i + 1}) }},
		),
		ui.Div().Class("warmth").Body(
			slider("warmth", words.Say.Warmth, 0, 150, 5, int(100*l.Shown.Temperature+0.5), words.Short(l.Shown.Temperature), func(ctx ui.Context, _ ui.Event) {
				l.Warm(float64(lab.Atoi(ctx.JSSrc().Get("value").String())) / 100)
			}),
		),
		ui.P().ID("grid-note").Class("note").Text(l.GridNote()),
		ui.Div().Class("masks").Body(
			off(ui.Button().ID("paper").Class("btn"), !l.Ready() || l.IsPaper()).Type("button").Title(words.Say.Paper.Tip).Text(words.Say.Paper.Label).
				OnClick(func(ui.Context, ui.Event) { l.UsePaper() }),
			ui.Span().ID("time-left").Class("note").Text(l.TimeLeft()),
		),
	)
}

// gridCanvas is a grid of pictures that one can be chosen from, by a click or by the arrow keys.
type gridCanvas struct {
	ui.Compo
	Rev    int
	Dark   bool
	Label  string
	Marked int

	id     string
	draw   func(t plot.Theme, w, h float64) plot.Scene
	at     func(x, y, w, h float64) int
	pick   func(i int)
	cursor int
}

func (g *gridCanvas) Render() ui.UI {
	return ui.Div().ID(g.id+"-box").Class("grid-box").TabIndex(0).Role("application").Aria("label", g.Label).
		OnClick(g.onClick).OnKeyDown(g.onKey).Body(
		&canvas{id: g.id, Rev: g.Rev, Dark: g.Dark, draw: g.draw},
		ui.Span().Class("sr").Role("status").Text(g.said()),
	)
}

func (g *gridCanvas) said() string {
	if g.Marked < 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.GridChosen, strconv.Itoa(g.Marked+1))
}

func (g *gridCanvas) onClick(ctx ui.Context, e ui.Event) {
	box := ctx.JSSrc()
	if i := g.at(e.Get("offsetX").Float(), e.Get("offsetY").Float(), box.Get("clientWidth").Float(), box.Get("clientHeight").Float()); i >= 0 {
		g.cursor = i
		g.pick(i)
	}
}

func (g *gridCanvas) onKey(ctx ui.Context, e ui.Event) {
	move := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -lab.GridSide, "ArrowDown": lab.GridSide}
	by, ok := move[e.Get("key").String()]
	if !ok {
		return
	}
	e.PreventDefault()
	at := g.cursor
	if g.Marked >= 0 {
		at = g.Marked
	} else {
		by = 0 // the first press chooses the first
	}
	at += by
	// The middle of that cell, where a cell is as wide as 1.
	if i := g.at(float64(at%lab.GridSide)+0.5, float64(at/lab.GridSide)+0.5, lab.GridSide, lab.GridSide); at >= 0 && i >= 0 && i != g.Marked {
		g.cursor = i
		g.pick(i)
	}
}
