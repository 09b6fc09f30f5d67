package app

import (
	"fmt"
	"math"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func whyBody(v *lab.WhyView, h *viewPanel) []ui.UI {
	l := h.lab
	var columns []protocol.Surprise
	left := ""
	if v.Got.Row == l.Shown.Row && v.Got.Row > 0 {
		columns = v.Got.Columns
		if v.Got.Left > 0 {
			left = fmt.Sprintf(words.Say.WhyLeft, words.Count(v.Got.Left))
		}
		if v.Got.Passed > 0 {
			left += " " + fmt.Sprintf(words.Say.WhyPassed, words.Count(v.Got.Passed))
		}
	}
	return []ui.UI{
		ui.P().ID("why-text").Class("note").Role("status").Text(v.Text(l, h.view.Busy, h.view.Done)),
		whyTools(v, h, len(columns) > 0),
		unseen(ui.Ul().ID("why"), len(columns) == 0).Role("list").Aria("label", words.Say.Why).Body(ui.Range(columns).Slice(func(i int) ui.UI {
			if v.Trying(l) {
				return whyTried(v, h, columns[i])
			}
			return surprise(l, columns[i])
		})),
		ui.P().Class("note").Text(left),
	}
}

// surprise is one column of the row.
func surprise(l *lab.Lab, c protocol.Surprise) ui.UI {
	return surprising(l, c).Body(
		ui.Div().Class("value").Body(ui.Span().Text(l.ColumnName(c.Column)), ui.B().Text(lab.Value(c.Value))),
		ui.Raw(lab.ConditionalSVG(c, nil)),
		expected(c),
	)
}

// surprising is the place of a column in the list, without what is in it.
func surprising(l *lab.Lab, c protocol.Surprise) ui.HTMLLi {
	class := ""
	if c.Tail < 0.01 {
		class = "odd"
	}
	return ui.Li().DataSet("column", l.ColumnName(c.Column)).DataSet("surprise", words.Exact(c.Surprise)).
		DataSet("tail", words.Exact(c.Tail)).Class(class)
}

// expected says how far out a value lies, and what would be typical.
func expected(c protocol.Surprise) ui.UI {
	typical := ""
	if width := c.Hi - c.Lo; !math.IsNaN(width) {
		typical = fmt.Sprintf(words.Say.WhyTypical, lab.About(c.Median, width), lab.About(c.Lo, width), lab.About(c.Hi, width))
	}
	return ui.P().Body(ui.B().Text(lab.TailText(c.Tail)), ui.Text(" "+typical))
}
