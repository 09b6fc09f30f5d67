package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// selectButton switches drags in both planes from nothing to encircling rows; each plane has one.
func (p *page) selectButton(id string) ui.UI {
	l := p.lab
	return off(ui.Button().ID(id).Class("chip"), !l.pickable() || l.drawing.open).Type("button").Title(words.Say.Select.Tip).
		Attr("aria-pressed", pressed(l.picking.on)).OnClick(p.onSelect, id).Body(icon(iconLasso), ui.Span().Text(words.Say.Select.Label))
}

func (p *page) onSelect(ui.Context, ui.Event) { p.lab.setPicking(!p.lab.picking.on) }

// selected says how many rows are. Its place among its siblings is always there, so that a screen reader hears what comes.
func (p *page) selected() ui.UI {
	l := p.lab
	text := l.selectedText()
	if l.drawing.open {
		text = ""
	}
	return ui.Div().Class("selected").Body(
		ui.P().ID("selected").Role("status").Text(text),
		unseen(ui.Button().ID("clear-selection").Class("btn"), len(l.picking.Rows) == 0 || l.drawing.open).Type("button").Title(words.Say.ClearSelection.Tip).
			Text(words.Say.ClearSelection.Label).OnClick(p.onClearSelection),
	)
}

func (p *page) onClearSelection(ctx ui.Context, _ ui.Event) {
	p.lab.clearPicks()
	ctx.Defer(func(ui.Context) { focus("select-x") }) // the button goes
}

// stageClass tells the style sheet that a drag draws.
func (p *page) stageClass() string {
	if p.lab.picking.on {
		return "picking"
	}
	return ""
}

// zCursor is where keys have put the cursor of the z-plane.
func (p *page) zCursor() ui.UI {
	k := p.lab.picking
	if !k.cursor {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := p.lab.zView(100, 100).Pixel(k.zx, k.zy)
	return place(ui.Div().Class("hair"), x, y)
}
