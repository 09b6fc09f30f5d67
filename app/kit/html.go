package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// choice is one entry of a list.
type choice struct{ value, name string }

// selectField is a labelled list. Its handler takes the value chosen.
func selectField(id string, w words.Word, value string, choices []choice, disabled bool, set func(string)) ui.UI {
	return ui.Label().Class("field").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		off(ui.Select().ID(id), disabled).OnChange(func(ctx ui.Context, e ui.Event) {
			set(ctx.JSSrc().Get("value").String())
		}, id).Body(ui.Range(choices).Slice(func(i int) ui.UI {
			o := ui.Option().Value(choices[i].value).Text(choices[i].name)
			if chosen := choices[i].value == value; chosen || ui.IsClient {
				o.Selected(chosen) // in prerendered HTML even selected="false" selects
			}
			return o
		})),
	)
}

// textField is a labelled input for a number, committed when it is left or on Enter. set takes the
// text and returns what the field then shows: what it refuses stays there, with a sentence below that says why.
func textField(l *lab.Lab, id string, w words.Word, value string, disabled bool, set func(string) string) ui.UI {
	wrong, refused := l.Refused[id]
	in := off(ui.Input().ID(id), disabled).Type("text").Attr("inputmode", "decimal").AutoComplete(false).Spellcheck(false)
	if refused {
		value = wrong.Typed
		in = in.Aria("invalid", "true").Aria("describedby", id+"-wrong")
	}
	return ui.Label().Class("field").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		in.Value(value).OnChange(func(ctx ui.Context, _ ui.Event) {
			in := ctx.JSSrc()
			in.Set("value", set(in.Get("value").String()))
		}, id),
		unseen(ui.Small(), !refused).ID(id+"-wrong").Class("wrong").Role("alert").Text(wrong.Why),
	)
}

// off disables a control. The attribute is absent otherwise: in prerendered HTML
// even disabled="false" disables.
func off[T interface{ Disabled(bool) T }](e T, disabled bool) T {
	if disabled {
		return e.Disabled(true)
	}
	return e
}

// ticked is the state of a checkbox; as above, absent natively unless it is set.
func ticked(e ui.HTMLInput, on bool) ui.HTMLInput {
	if on || ui.IsClient {
		return e.Checked(on)
	}
	return e
}

// unseen hides an element and keeps its place among its siblings, which are matched by position.
func unseen[T interface{ Hidden(bool) T }](e T, hidden bool) T {
	if hidden {
		return e.Hidden(true)
	}
	return e
}

// fileButton is a file input that looks like a button.
func fileButton(id, class string, w words.Word, accept string, disabled bool, take ui.EventHandler) ui.UI {
	return ui.Label().Class("btn", "file", class).For(id).Title(w.Tip).Body(
		off(ui.Input().ID(id), disabled).Type("file").Class("sr").Accept(accept).OnChange(take, id),
		ui.Span().Text(w.Label),
	)
}

// slider is a labelled range of whole numbers with its value beside it. set takes each value that the thumb passes.
func slider(id string, w words.Word, lo, hi, step, value int, shown string, set ui.EventHandler) ui.UI {
	return ui.Label().Class("slider").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		ui.Input().ID(id).Type("range").Min(lo).Max(hi).Step(float64(step)).Value(value).OnInput(set, id),
		ui.Output().For(id).Text(shown),
	)
}
