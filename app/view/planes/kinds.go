package planes

import (
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// kinds says which colour is what.
func kinds(l Parts) ui.UI {
	if !l.Labelled() {
		return ui.Div().Class("kinds").Hidden(true)
	}
	field := ui.UI(ui.Label().Class("field").Hidden(true)) // it stands beside the other choices
	if !l.Sliced() {
		field = labelField(l)
	}
	var names []string
	if len(l.Sight.Planes.Kind) > 0 {
		names = slices.Clone(l.Sight.Planes.Kinds)
		if slices.Contains(l.Sight.Planes.Kind, protocol.MaxKinds) {
			names = append(names, words.Say.KindOther)
		}
	}
	return ui.Div().Class("kinds").Hidden(false).Body(
		field,
		kit.Hidden(ui.Ul().ID("kinds").Role("list"), len(names) == 0).Aria("label", words.Say.KindBy.Label).
			Body(ui.Range(names).Slice(func(i int) ui.UI {
				return ui.Li().Body(kit.Swatch(l.Sight.KindOf(names[i])), ui.Text(names[i]))
			})),
	)
}

// labelField chooses the column of text by which rows are coloured.
func labelField(l Parts) ui.UI {
	if !l.Labelled() {
		return ui.Label().Class("field").Hidden(true)
	}
	choices := []kit.Choice{{"0", words.Say.KindNone}}
	for i, name := range l.State.Texts {
		choices = append(choices, kit.Choice{strconv.Itoa(i + 1), name})
	}
	return kit.SelectField("label", words.Say.KindBy, strconv.Itoa(l.Shown.Label), choices, !l.Ready(), l.SetLabel)
}
