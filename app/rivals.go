package app

import (
	"fmt"
	"math"
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// rivalTable is the table of simpler models beside the flow; hidden where there are none.
func (l *lab) rivalTable() ui.UI {
	b := l.rivals
	return unseen(ui.Div().ID("baselines").Class("baselines"), len(b.Models) == 0).Body(
		ui.Table().Body(
			ui.Caption().Body(ui.Text(say.Base+" "), ui.Span().Text(say.BaseSub)),
			ui.THead().Body(ui.Tr().Body(
				ui.Th().Scope("col").Text(say.BaseModel), ui.Th().Scope("col").Text(say.BaseNLL),
				ui.Th().Scope("col").Title(say.BaseLead.Tip).Text(say.BaseLead.Label),
			)),
			ui.TBody().Body(
				rivalRow(say.BaseFlow, joined(l.comparedAt(), inBits(b.Bits)), nats(b.Flow), "", ""),
				ui.Range(b.Models).Slice(func(i int) ui.UI { return l.rivalRow(b.Models[i]) }),
			),
		),
		ui.P().ID("standing").Class("note").Text(l.standing()),
	)
}

// comparedAt says of which step the comparison is; at rest it is of the weights that are in place.
func (l *lab) comparedAt() string {
	if math.IsNaN(l.rivals.Flow) || l.phase != protocol.Training {
		return ""
	}
	return say.StatStep + " " + count(l.rivals.Step)
}

func (l *lab) rivalRow(m protocol.Baseline) ui.UI {
	if m.Why != "" {
		return rivalRow(say.BaseNames[m.Name], say.BaseWhy[m.Why], "–", "–", "")
	}
	if math.IsNaN(m.NLL) {
		return rivalRow(say.BaseNames[m.Name], say.BaseBusy, "–", "–", "")
	}
	components, rows := "", ""
	if m.Name == "mixture" {
		components = fmt.Sprintf(say.BaseComponents, count(m.Components))
	}
	if m.Rows < l.rivals.Train {
		rows = fmt.Sprintf(say.BaseRows, count(m.Rows), count(l.rivals.Train))
	}
	return rivalRow(say.BaseNames[m.Name], joined(components, rows, inBits(m.Bits)), nats(m.NLL), nats(m.Lead), chance(m.LeadError))
}

func rivalRow(name word, more, nll, lead, chance string) ui.UI {
	return ui.Tr().Body(
		ui.Th().Scope("row").Title(name.Tip).Body(ui.Text(name.Label+" "), ui.Small().Text(more)),
		ui.Td().Text(nll), ui.Td().Body(ui.Text(lead), ui.Small().Text(chance)),
	)
}

// joined is what there is of parts, in a row.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// inBits is an NLL in bits a pixel, where rows are pictures.
func inBits(bits float64) string {
	if math.IsNaN(bits) || bits == 0 {
		return ""
	}
	return fmt.Sprintf(say.BaseBits, decimals(bits, 3))
}

// gaussianBits is what the Gaussian of the full covariance of pictures needs, once it is known.
func (l *lab) gaussianBits() string {
	for _, m := range l.rivals.Models {
		if m.Name == "gaussian" && l.pictures() && !math.IsNaN(m.Bits) {
			return " " + fmt.Sprintf(say.GridGaussian, decimals(m.Bits, 3))
		}
	}
	return ""
}

// standing says how the flow compares with the best of them, and on which rows.
func (l *lab) standing() string {
	text := l.stands()
	if b := l.rivals; text != "" && b.Held < b.Of {
		text += " " + fmt.Sprintf(say.BaseSome, count(b.Held), count(b.Of))
	}
	return text
}

func (l *lab) stands() string {
	best, ok := l.bestRival()
	waiting := slices.ContainsFunc(l.rivals.Models, func(m protocol.Baseline) bool { return math.IsNaN(m.NLL) && m.Why == "" })
	switch {
	case waiting:
		return say.BaseBegun
	case !ok:
		return ""
	case math.IsNaN(l.rivals.Flow):
		return say.BaseTrain
	}
	format := say.BaseLevel
	switch {
	case best.Lead > best.LeadError:
		format = say.BaseAhead
	case best.Lead < -best.LeadError:
		format = say.BaseLoses
	}
	return fmt.Sprintf(format, say.BaseNames[best.Name].Label, nats(math.Abs(best.Lead)), nats(best.LeadError))
}
