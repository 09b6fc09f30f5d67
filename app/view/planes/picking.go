package planes

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// selectButton switches drags in both planes from nothing to encircling rows; each plane has one.
func selectButton(l Parts, id string) ui.UI {
	return kit.Disabled(ui.Button().ID(id).Class("chip"), !l.Sight.Pickable() || l.Drawing.Open).Type("button").
		Title(words.Say.Select.Tip).Attr("aria-pressed", kit.Pressed(l.Picking.On)).
		OnClick(func(ui.Context, ui.Event) { l.Picking.SetPicking(!l.Picking.On) }, id).
		Body(kit.Icon(kit.IconLasso), ui.Span().Text(words.Say.Select.Label))
}

// selected says how many rows are. Its place among its siblings is always there, so that a screen reader hears what
// comes.
func selected(l Parts) ui.UI {
	text := l.Picking.SelectedText()
	if l.Drawing.Open {
		text = ""
	}
	return ui.Div().Class("selected").Body(
		ui.P().ID("selected").Role("status").Text(text),
		kit.Hidden(kit.Button("clear-selection", words.Say.ClearSelection, false, func(ctx ui.Context, _ ui.Event) {
			l.Picking.ClearPicks()
			ctx.Defer(func(ui.Context) { kit.Focus("select-x") }) // the button goes
		}), len(l.Picking.Rows) == 0 || l.Drawing.Open),
	)
}

// stageClass tells the style sheet that a drag draws.
func stageClass(l Parts) string {
	if l.Picking.On {
		return "picking"
	}
	return ""
}

// zCursor is where keys have put the cursor of the z-plane.
func zCursor(l Parts) ui.UI {
	k := l.Picking
	if !k.Cursor {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := l.Sight.ZView(100, 100).Pixel(k.Zx, k.Zy)
	return place(ui.Div().Class("hair"), x, y)
}
