package app

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/board"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// drawTile opens the board; it lies beside the presets, as the data that somebody makes.
func (d *dataPanel) drawTile() ui.UI {
	l := d.lab
	return ui.Button().ID("draw").Class("drop", "draw").Type("button").Title(words.Say.Draw.Tip).
		Attr("aria-pressed", pressed(l.OnDrawing())).OnClick(d.draw).Body(
		icon(iconBrush), ui.Span().Text(words.Say.Draw.Label),
	)
}

// boardLayer is the drawing board over the x-plane. It is always there, so that its listeners are.
func (p *page) boardLayer() ui.UI {
	l := p.lab
	d := &l.Drawing
	rev, live := 0, 0
	if d.Open {
		rev, live = d.Rev, d.Live
	}
	return unseen(ui.Div().Class("board"), !d.Open).Body(
		&canvas{id: "board", keys: true, role: "application", Rev: rev, Dark: p.dark, Label: words.Say.Board, draw: l.DrawBoard},
		&canvas{id: "stroke", Rev: live, Dark: p.dark, draw: l.DrawStroke},
		p.brushRing(),
	)
}

// brushRing shows where the brush is and how wide.
func (p *page) brushRing() ui.UI {
	d := &p.lab.Drawing
	class := "ring"
	if d.Erase {
		class = "ring eraser"
	}
	if !d.Shown {
		return ui.Div().Class(class).Hidden(true)
	}
	x, y := d.View(100, 100).Pixel(d.X, d.Y)
	return ui.Div().Class(class).Style("left", words.Short(x)+"%").Style("top", words.Short(y)+"%").Style("width", strconv.Itoa(d.Width)+"%")
}

// boardTools lie under the board.
type boardTools struct {
	ui.Compo
	Rev  int // of the lab
	Edit int // of the drawing
	Said string
	Tool bool
	lab  *lab.Lab
	page *page
}

func (b *boardTools) Render() ui.UI {
	l := b.lab
	d := &l.Drawing
	note := "note"
	if d.Wrong {
		note = "note wrong"
	}
	tool := func(id string, w words.Word, on bool) ui.UI {
		return ui.Button().ID(id).Type("button").Title(w.Tip).Text(w.Label).Attr("aria-pressed", pressed(on)).OnClick(b.onTool, id)
	}
	button := func(id string, w words.Word, disabled bool, do ui.EventHandler) ui.UI {
		return off(ui.Button().ID(id).Class("btn"), disabled).Type("button").Title(w.Tip).Text(w.Label).OnClick(do)
	}
	return unseen(ui.Div().ID("board-tools").Class("tools").Role("group").Aria("label", words.Say.Tools), !d.Open).Body(
		ui.Div().Class("row").Body(
			ui.Div().Class("seg").Role("group").Aria("label", words.Say.Tools).Body(tool("brush", words.Say.Brush, !d.Erase), tool("eraser", words.Say.Eraser, d.Erase)),
			button("undo", words.Say.Undo, !d.CanUndo(), b.onUndo),
			button("redo", words.Say.Redo, !d.CanRedo(), b.onRedo),
			button("clear-board", words.Say.Clear, d.Drawn() == 0, b.onClear),
		),
		ui.Div().Class("row", "sliders").Body(
			slider("brush-size", words.Say.BrushSize, lab.MinBrush, lab.MaxBrush, 1, d.Width, strconv.Itoa(d.Width), b.onWidth),
			slider("brush-density", words.Say.BrushDensity, lab.MinDensity, lab.MaxDensity, 1, d.Density, strconv.Itoa(d.Density), b.onDensity),
		),
		ui.Div().Class("row", "end").Body(
			ui.P().ID("draw-count").Class("note").Aria("live", "polite").Text(d.CountText()),
			button("from-data", words.Say.FromData, len(l.Planes.Data) == 0, b.onFromData),
			button("draw-cancel", words.Say.Cancel, false, b.onCancel),
			off(ui.Button().ID("learn").Class("btn", "solid"), !l.CanLearn()).Type("button").Title(words.Say.LearnIt.Tip).Text(words.Say.LearnIt.Label).OnClick(b.onLearn),
		),
		ui.Details().ID("type-points").Body(
			ui.Summary().Title(words.Say.TypeHead.Tip).Text(words.Say.TypeHead.Label),
			ui.Label().Class("field").For("points-text").Title(words.Say.TypePoints.Tip).Body(
				ui.Span().Text(words.Say.TypePoints.Label),
				ui.Textarea().ID("points-text").Rows(5).Spellcheck(false).Attr("autocomplete", "off").Attr("inputmode", "text").Placeholder(words.Say.TypeHint),
			),
			ui.Div().Class("row").Body(
				button("add-points", words.Say.AddPoints, false, b.onAdd),
				button("take-points", words.Say.TakePoints, false, b.onTake),
				button("list-points", words.Say.Listing, d.Drawn() == 0, b.onList),
			),
		),
		ui.P().ID("draw-note").Class(note).Role("status").Text(d.Said),
	)
}

func (b *boardTools) onTool(ctx ui.Context, _ ui.Event) {
	b.lab.UseEraser(ctx.JSSrc().Get("id").String() == "eraser")
}

func (b *boardTools) onWidth(ctx ui.Context, _ ui.Event) {
	b.lab.Drawing.Width = min(max(lab.Atoi(ctx.JSSrc().Get("value").String()), lab.MinBrush), lab.MaxBrush)
}

func (b *boardTools) onDensity(ctx ui.Context, _ ui.Event) {
	b.lab.Drawing.Density = min(max(lab.Atoi(ctx.JSSrc().Get("value").String()), lab.MinDensity), lab.MaxDensity)
}

func (b *boardTools) onUndo(ui.Context, ui.Event)     { b.lab.UndoDrawing() }
func (b *boardTools) onRedo(ui.Context, ui.Event)     { b.lab.RedoDrawing() }
func (b *boardTools) onClear(ui.Context, ui.Event)    { b.lab.ClearBoard() }
func (b *boardTools) onFromData(ui.Context, ui.Event) { b.lab.FromData() }
func (b *boardTools) onLearn(ui.Context, ui.Event)    { b.lab.LearnDrawing() }
func (b *boardTools) onAdd(ui.Context, ui.Event)      { b.takeTyped(false) }
func (b *boardTools) onTake(ui.Context, ui.Event)     { b.takeTyped(true) }

func (b *boardTools) onCancel(ctx ui.Context, _ ui.Event) {
	b.lab.CloseBoard()
	b.page.afterBoard(ctx)
}

// takeTyped leaves the text where it is, unless its points were added: another press would add them twice.
func (b *boardTools) takeTyped(replace bool) {
	field := ui.Window().GetElementByID("points-text")
	if b.lab.AddTyped(field.Get("value").String(), replace) && !replace {
		field.Set("value", "")
	}
}

func (b *boardTools) onList(ui.Context, ui.Event) {
	ui.Window().GetElementByID("points-text").Set("value", board.Text(b.lab.Drawing.Points))
}

// keepSketch leaves to the next visit what is on the board, where runs are kept at all. What an earlier one left stays until the board is used.
func (p *page) keepSketch() {
	l := p.lab
	switch {
	case !l.Keep.Wanted:
		remember("drawing", "")
	case l.Drawing.Rev > lab.NewDrawing().Rev:
		remember("drawing", l.Sketch())
	}
}

// onDraw opens the board and brings it into view.
func (p *page) onDraw(ctx ui.Context, _ ui.Event) {
	p.lab.OpenBoard()
	p.lab.TakeSketch(remembered("drawing"))
	ctx.Defer(func(ui.Context) {
		focus("board")
		ui.Window().GetElementByID("board").Call("scrollIntoView", map[string]any{"block": "nearest"})
	})
}
