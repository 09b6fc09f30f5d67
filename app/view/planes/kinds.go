package app

import (
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// kinds says which colour is what.
func (p *page) kinds() ui.UI {
	l := p.lab
	if !l.Labelled() {
		return ui.Div().Class("kinds").Hidden(true)
	}
	field := ui.UI(ui.Label().Class("field").Hidden(true)) // it stands beside the other choices
	if !l.Sliced() {
		field = labelField(l)
	}
	var names []string
	if len(l.Planes.Kind) > 0 {
		names = slices.Clone(l.Planes.Kinds)
		if slices.Contains(l.Planes.Kind, protocol.MaxKinds) {
			names = append(names, words.Say.KindOther)
		}
	}
	return ui.Div().Class("kinds").Hidden(false).Body(
		field,
		unseen(ui.Ul().ID("kinds").Role("list"), len(names) == 0).Aria("label", words.Say.KindBy.Label).Body(ui.Range(names).Slice(func(i int) ui.UI {
			return ui.Li().Body(swatch(l.KindOf(names[i])), ui.Text(names[i]))
		})),
	)
}

// labelField chooses the column of text by which rows are coloured.
func labelField(l *lab.Lab) ui.UI {
	if !l.Labelled() {
		return ui.Label().Class("field").Hidden(true)
	}
	choices := []choice{{"0", words.Say.KindNone}}
	for i, name := range l.State.Texts {
		choices = append(choices, choice{strconv.Itoa(i + 1), name})
	}
	return selectField("label", words.Say.KindBy, strconv.Itoa(l.Shown.Label), choices, !l.Ready(), l.SetLabel)
}

// swatch is a dot of a colour; what it stands for is written beside it.
func swatch(kind int) ui.UI {
	return ui.Span().Class("kind", "k"+strconv.Itoa(kind)).Aria("hidden", "true")
}
