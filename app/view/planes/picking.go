package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// selectButton switches drags in both planes from nothing to encircling rows; each plane has one.
func (p *page) selectButton(id string) ui.UI {
	l := p.lab
	return off(ui.Button().ID(id).Class("chip"), !l.Pickable() || l.Drawing.Open).Type("button").Title(words.Say.Select.Tip).
		Attr("aria-pressed", pressed(l.Picking.On)).OnClick(p.onSelect, id).Body(icon(iconLasso), ui.Span().Text(words.Say.Select.Label))
}

func (p *page) onSelect(ui.Context, ui.Event) { p.lab.SetPicking(!p.lab.Picking.On) }

// selected says how many rows are. Its place among its siblings is always there, so that a screen reader hears what comes.
func (p *page) selected() ui.UI {
	l := p.lab
	text := l.SelectedText()
	if l.Drawing.Open {
		text = ""
	}
	return ui.Div().Class("selected").Body(
		ui.P().ID("selected").Role("status").Text(text),
		unseen(ui.Button().ID("clear-selection").Class("btn"), len(l.Picking.Rows) == 0 || l.Drawing.Open).Type("button").Title(words.Say.ClearSelection.Tip).
			Text(words.Say.ClearSelection.Label).OnClick(p.onClearSelection),
	)
}

func (p *page) onClearSelection(ctx ui.Context, _ ui.Event) {
	p.lab.ClearPicks()
	ctx.Defer(func(ui.Context) { focus("select-x") }) // the button goes
}

// stageClass tells the style sheet that a drag draws.
func (p *page) stageClass() string {
	if p.lab.Picking.On {
		return "picking"
	}
	return ""
}

// zCursor is where keys have put the cursor of the z-plane.
func (p *page) zCursor() ui.UI {
	k := p.lab.Picking
	if !k.Cursor {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := p.lab.ZView(100, 100).Pixel(k.Zx, k.Zy)
	return place(ui.Div().Class("hair"), x, y)
}
