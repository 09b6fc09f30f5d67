package pictures

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
)

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
		kit.Canvas(kit.Plot{ID: g.id, Rev: g.Rev, Dark: g.Dark, Draw: g.draw}),
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
	if i := g.at(e.Get("offsetX").Float(), e.Get("offsetY").Float(), box.Get("clientWidth").Float(),
		box.Get("clientHeight").Float()); i >= 0 {
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
	if i := g.at(float64(at%lab.GridSide)+0.5, float64(at/lab.GridSide)+0.5, lab.GridSide, lab.GridSide); at >= 0 &&
		i >= 0 && i != g.Marked {
		g.cursor = i
		g.pick(i)
	}
}
