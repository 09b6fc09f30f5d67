package app

import (
	"fmt"
	"math"
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// rivalTable is the table of simpler models beside the flow; hidden where there are none.
func rivalTable(l *lab) ui.UI {
	b := l.rivals
	return unseen(ui.Div().ID("baselines").Class("baselines"), len(b.Models) == 0).Body(
		ui.Table().Body(
			ui.Caption().Body(ui.Text(words.Say.Base+" "), ui.Span().Text(words.Say.BaseSub)),
			ui.THead().Body(ui.Tr().Body(
				ui.Th().Scope("col").Text(words.Say.BaseModel), ui.Th().Scope("col").Text(words.Say.BaseNLL),
				ui.Th().Scope("col").Title(words.Say.BaseLead.Tip).Text(words.Say.BaseLead.Label),
			)),
			ui.TBody().Body(
				rivalRow(words.Say.BaseFlow, joined(l.comparedAt(), inBits(b.Bits)), words.Nats(b.Flow), "", ""),
				ui.Range(b.Models).Slice(func(i int) ui.UI { return rivalLine(l, b.Models[i]) }),
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
	return words.Say.StatStep + " " + words.Count(l.rivals.Step)
}

func rivalLine(l *lab, m protocol.Baseline) ui.UI {
	if m.Why != "" {
		return rivalRow(words.Say.BaseNames[m.Name], words.Say.BaseWhy[m.Why], "–", "–", "")
	}
	if math.IsNaN(m.NLL) {
		return rivalRow(words.Say.BaseNames[m.Name], words.Say.BaseBusy, "–", "–", "")
	}
	components, rows := "", ""
	if m.Name == "mixture" {
		components = fmt.Sprintf(words.Say.BaseComponents, words.Count(m.Components))
	}
	if m.Rows < l.rivals.Train {
		rows = fmt.Sprintf(words.Say.BaseRows, words.Count(m.Rows), words.Count(l.rivals.Train))
	}
	return rivalRow(words.Say.BaseNames[m.Name], joined(components, rows, inBits(m.Bits)), words.Nats(m.NLL), words.Nats(m.Lead), chance(m.LeadError))
}

func rivalRow(name words.Word, more, nll, lead, chance string) ui.UI {
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
	return fmt.Sprintf(words.Say.BaseBits, words.Decimals(bits, 3))
}

// gaussianBits is what the Gaussian of the full covariance of pictures needs, once it is known.
func (l *lab) gaussianBits() string {
	for _, m := range l.rivals.Models {
		if m.Name == "gaussian" && l.pictures() && !math.IsNaN(m.Bits) {
			return " " + fmt.Sprintf(words.Say.GridGaussian, words.Decimals(m.Bits, 3))
		}
	}
	return ""
}

// standing says how the flow compares with the best of them, and on which rows.
func (l *lab) standing() string {
	text := l.stands()
	if b := l.rivals; text != "" && b.Held < b.Of {
		text += " " + fmt.Sprintf(words.Say.BaseSome, words.Count(b.Held), words.Count(b.Of))
	}
	return text
}

func (l *lab) stands() string {
	best, ok := l.bestRival()
	waiting := slices.ContainsFunc(l.rivals.Models, func(m protocol.Baseline) bool { return math.IsNaN(m.NLL) && m.Why == "" })
	switch {
	case waiting:
		return words.Say.BaseBegun
	case !ok:
		return ""
	case math.IsNaN(l.rivals.Flow):
		return words.Say.BaseTrain
	}
	format := words.Say.BaseLevel
	switch {
	case best.Lead > best.LeadError:
		format = words.Say.BaseAhead
	case best.Lead < -best.LeadError:
		format = words.Say.BaseLoses
	}
	return fmt.Sprintf(format, words.Say.BaseNames[best.Name].Label, words.Nats(math.Abs(best.Lead)), words.Nats(best.LeadError))
}
