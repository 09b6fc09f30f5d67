package kit

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// Figure is a number with its name; error is what stands small beside it.
func Figure(w words.Word, value, error string) ui.HTMLDiv {
	return ui.Div().Title(w.Tip).Body(ui.Dt().Text(w.Label), ui.Dd().Body(ui.Text(value), ui.Small().Text(error)))
}

// Chance is the standard error beside a figure that a sample decides.
func Chance(error float64) string {
	if !(error > 0) {
		return ""
	}
	return " ± " + words.Nats(error)
}

// Swatch is a dot of a colour; what it stands for is written beside it.
func Swatch(kind int) ui.UI {
	return ui.Span().Class("kind", "k"+strconv.Itoa(kind)).Aria("hidden", "true")
}
