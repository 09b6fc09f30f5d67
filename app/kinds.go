package app

import (
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// kindAmong is the kind of each of those rows, where rows are coloured by a column of text.
func (l *lab) kindAmong(rows []float32) []byte {
	if len(l.planes.Kind) == 0 || 2*len(l.planes.Kind) != len(rows) {
		return nil
	}
	return l.planes.Kind
}

// kinds says which colour is what.
func (p *page) kinds() ui.UI {
	l := p.lab
	if !l.labelled() {
		return ui.Div().Class("kinds").Hidden(true)
	}
	field := ui.UI(ui.Label().Class("field").Hidden(true)) // it stands beside the other choices
	if !l.sliced() {
		field = labelField(l)
	}
	var names []string
	if len(l.planes.Kind) > 0 {
		names = slices.Clone(l.planes.Kinds)
		if slices.Contains(l.planes.Kind, protocol.MaxKinds) {
			names = append(names, words.Say.KindOther)
		}
	}
	return ui.Div().Class("kinds").Hidden(false).Body(
		field,
		unseen(ui.Ul().ID("kinds").Role("list"), len(names) == 0).Aria("label", words.Say.KindBy.Label).Body(ui.Range(names).Slice(func(i int) ui.UI {
			return ui.Li().Body(swatch(l.kindOf(names[i])), ui.Text(names[i]))
		})),
	)
}

// labelled reports whether there are columns of text.
func (l *lab) labelled() bool { return l.state.Source == "table" && len(l.state.Texts) > 0 }

// labelField chooses the column of text by which rows are coloured.
func labelField(l *lab) ui.UI {
	if !l.labelled() {
		return ui.Label().Class("field").Hidden(true)
	}
	choices := []choice{{"0", words.Say.KindNone}}
	for i, name := range l.state.Texts {
		choices = append(choices, choice{strconv.Itoa(i + 1), name})
	}
	return selectField("label", words.Say.KindBy, strconv.Itoa(l.shown.Label), choices, !l.ready(), l.setLabel)
}

// kindOf is the colour of a word of the column.
func (l *lab) kindOf(text string) int {
	if i := slices.Index(l.planes.Kinds, text); i >= 0 {
		return i
	}
	return protocol.MaxKinds
}

// swatch is a dot of a colour; what it stands for is written beside it.
func swatch(kind int) ui.UI {
	return ui.Span().Class("kind", "k"+strconv.Itoa(kind)).Aria("hidden", "true")
}

func (l *lab) setLabel(s string) {
	show := l.shown
	show.Label = atoi(s)
	l.show(show)
	l.watchViews()
}
