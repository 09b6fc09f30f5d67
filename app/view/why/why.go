// Package why is the view of a row that is chosen: what is strange about it, and what if its values were others.
package why

import (
	"fmt"
	"math"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/view"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// View is how it is drawn.
var View = view.Of(body, updated)

func body(v *lab.WhyView, f view.Frame) []ui.UI {
	var columns []protocol.Surprise
	left := ""
	if v.Got.Row > 0 && v.Chosen(v.Got.Row) {
		columns = v.Got.Columns
		if v.Got.Left > 0 {
			left = fmt.Sprintf(words.Say.WhyLeft, words.Count(v.Got.Left))
		}
		if v.Got.Passed > 0 {
			left += " " + fmt.Sprintf(words.Say.WhyPassed, words.Count(v.Got.Passed))
		}
	}
	return []ui.UI{
		ui.P().ID("why-text").Class("note").Role("status").Text(v.Text(f.Viewing.Busy, f.Viewing.Done)),
		tools(v, len(columns) > 0),
		kit.Hidden(ui.Ul().ID("why"), len(columns) == 0).Role("list").Aria("label", words.Say.Why).
			Body(ui.Range(columns).Slice(func(i int) ui.UI {
				if v.Trying() {
					return tried(v, columns[i])
				}
				return surprise(v, columns[i])
			})),
		ui.P().Class("note").Text(left),
	}
}

// surprise is one column of the row.
func surprise(v *lab.WhyView, c protocol.Surprise) ui.UI {
	return surprising(v, c).Body(
		ui.Div().Class("value").Body(ui.Span().Text(v.ColumnName(c.Column)), ui.B().Text(lab.Value(c.Value))),
		ui.Raw(lab.ConditionalSVG(c, nil)),
		expected(c),
	)
}

// surprising is the place of a column in the list, without what is in it.
func surprising(v *lab.WhyView, c protocol.Surprise) ui.HTMLLi {
	class := ""
	if c.Tail < 0.01 {
		class = "odd"
	}
	return ui.Li().DataSet("column", v.ColumnName(c.Column)).DataSet("surprise", words.Exact(c.Surprise)).
		DataSet("tail", words.Exact(c.Tail)).Class(class)
}

// expected says how far out a value lies, and what would be typical.
func expected(c protocol.Surprise) ui.UI {
	typical := ""
	if width := c.Hi - c.Lo; !math.IsNaN(width) {
		typical = fmt.Sprintf(words.Say.WhyTypical, lab.About(c.Median, width), lab.About(c.Lo, width),
			lab.About(c.Hi, width))
	}
	surprise := ""
	if !math.IsNaN(c.Surprise) {
		surprise = " " + fmt.Sprintf(words.Say.WhySurprise, words.Decimals(c.Surprise, 2))
	}
	return ui.P().Body(ui.B().Text(lab.TailText(c.Tail)), ui.Text(" "+typical+surprise))
}
