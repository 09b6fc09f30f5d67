package loss

import (
	"fmt"
	"math"
	"slices"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// rivalTable is the table of simpler models beside the flow; hidden where there are none.
func rivalTable(r *lab.Report) ui.UI {
	b := r.Rivals
	return kit.Hidden(ui.Div().ID("baselines").Class("baselines"), len(b.Models) == 0).Body(
		ui.Table().Body(
			ui.Caption().Body(ui.Text(words.Say.Base+" "), ui.Span().Text(words.Say.BaseSub)),
			rivalHead(),
			ui.TBody().Body(
				rivalRow(words.Say.BaseFlow, joined(r.ComparedAt(), inBits(b.Bits)), words.Nats(b.Flow), "", ""),
				ui.Range(b.Models).Slice(func(i int) ui.UI { return rivalLine(r, b.Models[i]) }),
			),
		),
		ui.P().ID("standing").Class("note").Text(r.Standing()),
	)
}

func rivalHead() ui.UI {
	return ui.THead().Body(ui.Tr().Body(
		ui.Th().Scope("col").Text(words.Say.BaseModel), ui.Th().Scope("col").Text(words.Say.BaseNLL),
		ui.Th().Scope("col").Title(words.Say.BaseLead.Tip).Text(words.Say.BaseLead.Label),
	))
}

func rivalLine(r *lab.Report, m protocol.Baseline) ui.UI {
	if m.Why != "" {
		return rivalRow(words.Say.BaseNames.Of(m.Name), words.Say.BaseWhy.Of(m.Why), "–", "–", "")
	}
	if math.IsNaN(m.NLL) {
		return rivalRow(words.Say.BaseNames.Of(m.Name), words.Say.BaseBusy, "–", "–", "")
	}
	components, rows := "", ""
	if m.Name == "mixture" {
		components = fmt.Sprintf(words.Say.BaseComponents, words.Count(m.Components))
	}
	if m.Rows < r.Rivals.Train {
		rows = fmt.Sprintf(words.Say.BaseRows, words.Count(m.Rows), words.Count(r.Rivals.Train))
	}
	return rivalRow(words.Say.BaseNames.Of(m.Name), joined(components, rows, inBits(m.Bits)), words.Nats(m.NLL),
		words.Nats(m.Lead), kit.Chance(m.LeadError))
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
