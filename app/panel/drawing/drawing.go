// Package drawing is the board on which a person draws data: it lies over the left plane, its tools below.
package drawing

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/board"
	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Layer is the board over the x-plane. It is always there, so that its listeners are.
func Layer(d *lab.Drawing, dark bool) ui.UI {
	rev, live := 0, 0
	if d.Open {
		rev, live = d.Rev, d.Live
	}
	return kit.Hidden(ui.Div().Class("board"), !d.Open).Body(
		kit.Canvas(kit.Plot{ID: "board", Keys: true, Role: "application", Rev: rev, Dark: dark, Label: words.Say.Board,
			Draw: d.DrawBoard}),
		kit.Canvas(kit.Plot{ID: "stroke", Rev: live, Dark: dark, Draw: d.DrawStroke}),
		brushRing(d),
	)
}

// brushRing shows where the brush is and how wide.
func brushRing(d *lab.Drawing) ui.UI {
	class := "ring"
	if d.Erase {
		class = "ring eraser"
	}
	if !d.Shown {
		return ui.Div().Class(class).Hidden(true)
	}
	x, y := d.View(100, 100).Pixel(d.X, d.Y)
	return ui.Div().Class(class).Style("left", words.Short(x)+"%").Style("top", words.Short(y)+"%").
		Style("width", strconv.Itoa(d.Width)+"%")
}

// Tools lie under the board; data reports whether the plane has points for it. rev is the page's.
func Tools(d *lab.Drawing, data bool, rev int) ui.UI {
	return &tools{drawing: d, Data: data, Rev: rev, Edit: d.Live, Said: d.Said, Tool: d.Erase}
}

type tools struct {
	ui.Compo
	Rev  int // of the page
	Edit int // of the drawing
	Said string
	Tool bool
	Data bool

	drawing *lab.Drawing
}

func (b *tools) Render() ui.UI {
	d := b.drawing
	note := "note"
	if d.Wrong {
		note = "note wrong"
	}
	tool := func(id string, w words.Word, on bool) ui.UI {
		return ui.Button().ID(id).Type("button").Title(w.Tip).Text(w.Label).Attr("aria-pressed", kit.Pressed(on)).
			OnClick(b.onTool, id)
	}
	return kit.Hidden(ui.Div().ID("board-tools").Class("tools").Role("group").Aria("label", words.Say.Tools), !d.Open).
		Body(
			ui.Div().Class("row").Body(
				ui.Div().Class("seg").Role("group").Aria("label", words.Say.Tools).
					Body(tool("brush", words.Say.Brush, !d.Erase), tool("eraser", words.Say.Eraser, d.Erase)),
				kit.Button("undo", words.Say.Undo, !d.CanUndo(), b.onUndo),
				kit.Button("redo", words.Say.Redo, !d.CanRedo(), b.onRedo),
				kit.Button("clear-board", words.Say.Clear, d.Drawn() == 0, b.onClear),
			),
			ui.Div().Class("row", "sliders").Body(
				kit.Slider("brush-size", words.Say.BrushSize, lab.MinBrush, lab.MaxBrush, 1, d.Width, strconv.Itoa(d.Width),
					b.onWidth),
				kit.Slider("brush-density", words.Say.BrushDensity, lab.MinDensity, lab.MaxDensity, 1, d.Density,
					strconv.Itoa(d.Density), b.onDensity),
			),
			ui.Div().Class("row", "end").Body(
				ui.P().ID("draw-count").Class("note").Aria("live", "polite").Text(d.CountText()),
				kit.Button("from-data", words.Say.FromData, !b.Data, b.onFromData),
				kit.Button("draw-cancel", words.Say.Cancel, false, b.onCancel),
				kit.Button("learn", words.Say.LearnIt, !d.CanLearn(), b.onLearn).Class("solid"),
			),
			b.typing(),
			ui.P().ID("draw-note").Class(note).Role("status").Text(d.Said),
		)
}

// typing takes points as text.
func (b *tools) typing() ui.UI {
	return ui.Details().ID("type-points").Body(
		ui.Summary().Title(words.Say.TypeHead.Tip).Text(words.Say.TypeHead.Label),
		ui.Label().Class("field").For("points-text").Title(words.Say.TypePoints.Tip).Body(
			ui.Span().Text(words.Say.TypePoints.Label),
			ui.Textarea().ID("points-text").Rows(5).Spellcheck(false).Attr("autocomplete", "off").Attr("inputmode", "text").
				Placeholder(words.Say.TypeHint),
		),
		ui.Div().Class("row").Body(
			kit.Button("add-points", words.Say.AddPoints, false, b.onAdd),
			kit.Button("take-points", words.Say.TakePoints, false, b.onTake),
			kit.Button("list-points", words.Say.Listing, b.drawing.Drawn() == 0, b.onList),
		),
	)
}

func (b *tools) onTool(ctx ui.Context, _ ui.Event) {
	b.drawing.UseEraser(ctx.JSSrc().Get("id").String() == "eraser")
}

func (b *tools) onWidth(ctx ui.Context, _ ui.Event) {
	b.drawing.Width = min(max(lab.Atoi(ctx.JSSrc().Get("value").String()), lab.MinBrush), lab.MaxBrush)
}

func (b *tools) onDensity(ctx ui.Context, _ ui.Event) {
	b.drawing.Density = min(max(lab.Atoi(ctx.JSSrc().Get("value").String()), lab.MinDensity), lab.MaxDensity)
}

func (b *tools) onUndo(ui.Context, ui.Event)     { b.drawing.UndoDrawing() }
func (b *tools) onRedo(ui.Context, ui.Event)     { b.drawing.RedoDrawing() }
func (b *tools) onClear(ui.Context, ui.Event)    { b.drawing.ClearBoard() }
func (b *tools) onFromData(ui.Context, ui.Event) { b.drawing.FromData() }
func (b *tools) onLearn(ui.Context, ui.Event)    { b.drawing.LearnDrawing() }
func (b *tools) onAdd(ui.Context, ui.Event)      { b.takeTyped(false) }
func (b *tools) onTake(ui.Context, ui.Event)     { b.takeTyped(true) }

func (b *tools) onCancel(ctx ui.Context, _ ui.Event) {
	b.drawing.CloseBoard()
	after(ctx, b.drawing)
}

// takeTyped leaves the text where it is, unless its points were added: another press would add them twice.
func (b *tools) takeTyped(replace bool) {
	field := ui.Window().GetElementByID("points-text")
	if b.drawing.AddTyped(field.Get("value").String(), replace) && !replace {
		field.Set("value", "")
	}
}

func (b *tools) onList(ui.Context, ui.Event) {
	ui.Window().GetElementByID("points-text").Set("value", board.Text(b.drawing.Points))
}

// KeepSketch leaves to the next visit what is on the board, where runs are kept at all. What an earlier one left stays
// until the board is used.
func KeepSketch(d *lab.Drawing, keep bool) {
	switch {
	case !keep:
		kit.Remember("drawing", "")
	case d.Rev > lab.NewDrawing().Rev:
		kit.Remember("drawing", d.Sketch())
	}
}

// Open opens the board and brings it into view.
func Open(ctx ui.Context, d *lab.Drawing) {
	d.OpenBoard()
	d.TakeSketch(kit.Remembered("drawing"))
	ctx.Defer(func(ui.Context) {
		kit.Focus("board")
		ui.Window().GetElementByID("board").Call("scrollIntoView", map[string]any{"block": "nearest"})
	})
}
