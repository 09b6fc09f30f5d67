package kit

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// Choice is one entry of a list: its value and its name.
type Choice [2]string

// SelectField is a labelled list. Its handler takes the value chosen.
func SelectField(id string, w words.Word, value string, choices []Choice, disabled bool, set func(string)) ui.UI {
	return ui.Label().Class("field").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		Disabled(ui.Select().ID(id), disabled).OnChange(func(ctx ui.Context, e ui.Event) {
			set(ctx.JSSrc().Get("value").String())
			if value == "" { // its choices are what to do next, not what stands
				ctx.JSSrc().Set("value", "")
			}
		}, id).Body(ui.Range(choices).Slice(func(i int) ui.UI {
			o := ui.Option().Value(choices[i][0]).Text(choices[i][1])
			if chosen := choices[i][0] == value; chosen || ui.IsClient {
				o.Selected(chosen) // in prerendered HTML even selected="false" selects
			}
			return o
		})),
	)
}

// Refusal is what stands in a field and was not taken, and why; zero where nothing is refused.
type Refusal struct{ Typed, Why string }

// TextField is a labelled input for a number, committed when it is left or on Enter. set takes the
// text and returns what the field then shows: what it refuses stays there, with a sentence below that says why.
func TextField(id string, w words.Word, value string, disabled bool, wrong Refusal, set func(string) string) ui.UI {
	refused := wrong.Why != ""
	in := Disabled(ui.Input().ID(id), disabled).Type("text").Attr("inputmode", "decimal").AutoComplete(false).
		Spellcheck(false)
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
		Hidden(ui.Small(), !refused).ID(id+"-wrong").Class("wrong").Role("alert").Text(wrong.Why),
	)
}

// Disabled disables a control. The attribute is absent otherwise: in prerendered HTML
// even disabled="false" disables.
func Disabled[T interface{ Disabled(bool) T }](e T, disabled bool) T {
	if disabled {
		return e.Disabled(true)
	}
	return e
}

// Checked is the state of a checkbox; as above, absent natively unless it is set.
func Checked(e ui.HTMLInput, on bool) ui.HTMLInput {
	if on || ui.IsClient {
		return e.Checked(on)
	}
	return e
}

// Hidden hides an element and keeps its place among its siblings, which are matched by position.
func Hidden[T interface{ Hidden(bool) T }](e T, hidden bool) T {
	if hidden {
		return e.Hidden(true)
	}
	return e
}

// Button is one with a word on it.
func Button(id string, w words.Word, disabled bool, do ui.EventHandler) ui.HTMLButton {
	return Disabled(ui.Button().ID(id).Class("btn"), disabled).Type("button").Title(w.Tip).Text(w.Label).OnClick(do)
}

// Check is a labelled checkbox. set takes whether it is on.
func Check(id string, w words.Word, on, disabled bool, set func(ctx ui.Context, on bool)) ui.HTMLLabel {
	return ui.Label().Class("check").For(id).Title(w.Tip).Body(
		Checked(Disabled(ui.Input().ID(id), disabled).Type("checkbox"), on).OnChange(func(ctx ui.Context, _ ui.Event) {
			set(ctx, ctx.JSSrc().Get("checked").Bool())
		}, id),
		ui.Span().Text(w.Label),
	)
}

// Tables are the files that may hold rows of numbers, for an input: text tables, arrays, and archives of them.
const Tables = ".csv,.tsv,.txt,.data,.tra,.dat,.arff,.json,.jsonl,.ndjson,.npy,.npz,.idx,.idx1-ubyte,.idx3-ubyte," +
	".gz,.zip,text/csv,text/plain"

// FileButton is a file input that looks like a button.
func FileButton(id string, w words.Word, accept string, disabled bool, take ui.EventHandler) ui.UI {
	return ui.Label().Class("btn", "file", DisabledClass(disabled)).For(id).Title(w.Tip).Body(
		Disabled(ui.Input().ID(id), disabled).Type("file").Class("sr").Accept(accept).OnChange(take, id),
		ui.Span().Text(w.Label),
	)
}

// Slider is a labelled range of whole numbers with its value beside it. set takes each value that the thumb passes.
func Slider(id string, w words.Word, lo, hi, step, value int, shown string, set ui.EventHandler) ui.UI {
	return ui.Label().Class("slider").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		ui.Input().ID(id).Type("range").Min(lo).Max(hi).Step(float64(step)).Value(value).OnInput(set, id),
		ui.Output().For(id).Text(shown),
	)
}

// Pressed is the state of a button that stays down.
func Pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}

// DisabledClass is the look of what stands around a control that is disabled.
func DisabledClass(disabled bool) string {
	if disabled {
		return "off"
	}
	return ""
}

// Skip leads a keyboard past the controls to an element. A link would need the hash, which is the run's.
func Skip(to string) ui.UI {
	return ui.Button().ID("skip").Class("skip").Type("button").Text(words.Say.Skip).OnClick(func(ui.Context, ui.Event) {
		ui.Window().GetElementByID(to).Call("focus")
	})
}
