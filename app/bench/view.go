package bench

import (
	"fmt"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func (b *bench) Render() ui.UI {
	return ui.Div().Class("lab").Body(
		ui.Link().Rel("stylesheet").Href("/web/bench.css"),
		ui.Header().Body(
			ui.Img().Class("mark").Src("/web/icons/icon.svg").Alt("").Width(30).Height(30),
			ui.H1().Text(words.Say.Title+" · "+words.Say.Bench.Head),
			ui.P().Text(words.Say.Bench.Sentence),
			kit.ThemeSwitch(link.Themes, b.theme, b.setTheme),
			kit.LanguageSwitch(b.setLanguage),
		),
		b.bar(),
		ui.Main().Class("benchmark").Body(
			b.table(),
			b.side(),
		),
		ui.Footer().Body(ui.A().ID("to-lab").Href(kit.LanguageLink("../", b.lang)).Text(words.Say.Bench.Back)),
	)
}

func (b *bench) bar() ui.UI {
	w, class := words.Say.Bench.Start, "btn solid"
	switch b.phase {
	case benchRunning:
		w, class = words.Say.Bench.Stop, "btn"
	case benchDone, benchStopped, benchFailed:
		w = words.Say.Bench.Again
	}
	live := "polite"
	if b.phase == benchRunning {
		live = "off" // a sentence twice a second is no help
	}
	return ui.Section().Class("bar").Aria("label", words.Say.Bench.Bar).Body(
		ui.Button().ID("measure").Class(class).Type("button").Title(w.Tip).Text(w.Label).OnClick(b.onMeasure),
		kit.Hidden(ui.Progress().Aria("label", words.Say.Bench.Bar), b.phase != benchRunning).
			Max(max(1, b.got.Total)).Value(b.got.Done),
		ui.P().ID("status").Role("status").Aria("live", live).Text(b.status()),
	)
}

// table is the chart too: under the figures of a row lies its bar, GFLOP/s from 0 to the highest peak, with a mark at
// the kernel's own.
func (b *bench) table() ui.UI {
	g := b.got
	if len(g.Models) == 0 {
		return ui.Section().Class("speeds").Body(ui.P().Class("note").Text(words.Say.Bench.Kernels))
	}
	column := func(text string) ui.UI { return ui.Th().Scope("col").Text(text) }
	return ui.Section().Class("speeds").Body(
		ui.Table().Body(
			ui.Caption().Class("sr").Text(words.Say.Bench.Table),
			ui.THead().Body(ui.Tr().Body(
				column(words.Say.Bench.Kernel), column(words.Say.Bench.Steps), column(words.Say.Bench.Gflops),
				column(words.Say.Bench.Share),
			)),
			ui.Range(g.Models).Slice(func(m int) ui.UI {
				return ui.TBody().Body(
					b.modelHead(m),
					ui.Range(g.Kernels).Slice(func(k int) ui.UI { return b.row(m, k) }),
				)
			}),
		),
		ui.P().ID("peaks").Class("note").Text(b.peaks()),
	)
}

func (b *bench) modelHead(m int) ui.UI {
	model := b.got.Models[m]
	return ui.Tr().Class("model").Body(ui.Th().Scope("rowgroup").ColSpan(4).Body(
		ui.Strong().Text(model.Name+" "),
		ui.Span().Text(fmt.Sprintf(words.Say.Bench.ModelHead, words.Count(model.Batch), words.Count(model.Weights))),
		ui.Small().Text(words.Say.Bench.Models.Of(model.Name)),
	))
}

func (b *bench) row(m, k int) ui.UI {
	kernel, f := b.got.Kernels[k], b.figure(m, k)
	class := "kernel"
	if b.phase == benchRunning && m == b.got.Model && k == b.got.Kernel {
		class += " now"
	}
	name := ui.Th().Scope("row").Title(words.Say.Bench.KernelTips.Of(kernel.Name)).Body(
		ui.Text(kernelName(kernel)),
		kit.Hidden(ui.Em(), !kernel.InUse).Text(words.Say.Bench.InUse),
		ui.Span().Class("track").Aria("hidden", "true").Body(
			ui.Span().Class("fill").Style("width", words.Percent(f.Length)),
			kit.Hidden(ui.Span().Class("mark"), kernel.Mark == 0).Style("left", words.Percent(kernel.Mark)),
		),
	)
	row := ui.Tr().Class(class).DataSet("model", m).DataSet("kernel", kernel.Name)
	if f.StepSeconds > 0 {
		return row.Body(name, ui.Td().Class("left-out").ColSpan(3).
			Text(fmt.Sprintf(words.Say.Bench.LeftOut, words.Rate(f.StepSeconds))))
	}
	return row.Body(name, ui.Td().Text(speedText(f.Turns, f.StepsPerSecond)), ui.Td().Text(speedText(f.Turns, f.Gflops)),
		ui.Td().Text(shareText(f)))
}

// side explains, and gives the result away.
func (b *bench) side() ui.UI {
	return ui.Section().Class("meaning").Body(
		ui.H2().Text(words.Say.Bench.Meaning),
		ui.Dl().Body(ui.Range(words.Say.Bench.Means).Slice(func(i int) ui.UI {
			return ui.Div().Body(ui.Dt().Text(words.Say.Bench.Means[i][0]), ui.Dd().Text(words.Say.Bench.Means[i][1]))
		})),
		kit.Hidden(ui.Div().Class("result"), !b.measured()).Body(
			ui.H2().Text(words.Say.Bench.Result),
			ui.Textarea().ID("result").ReadOnly(true).Rows(10).Spellcheck(false).Aria("label", words.Say.Bench.ResultLabel).
				Text(b.markdown()),
			ui.Div().Class("copying").Body(
				ui.Button().ID("copy").Class("btn").Type("button").Title(words.Say.Bench.Copy.Tip).
					Text(words.Say.Bench.Copy.Label).OnClick(b.onCopy),
				ui.P().ID("copied").Role("status").Class("note").Text(b.copied),
			),
		),
	)
}

// markdown is the result as text.
func (b *bench) markdown() string {
	g := b.got
	var t strings.Builder
	fmt.Fprintf(&t, words.Say.Bench.MarkHead+"\n\n"+words.Say.Bench.MarkHost+"\n\n", b.date, b.agent, words.Count(b.cores))
	t.WriteString(words.Say.Bench.MarkColumn + "\n|---|---|---:|---:|---:|\n")
	for m, model := range g.Models {
		for k, kernel := range g.Kernels {
			f := b.figure(m, k)
			if f.Turns > 0 {
				fmt.Fprintf(&t, "| %s | %s | %s | %s | %s |\n", model.Name, kernelName(kernel),
					speedText(f.Turns, f.StepsPerSecond), speedText(f.Turns, f.Gflops), shareText(f))
			}
		}
	}
	t.WriteString("\n" + b.peaks())
	return t.String()
}

func (b *bench) peaks() string {
	var all []string
	for _, k := range b.got.Kernels {
		if k.Peak > 0 {
			all = append(all, kernelName(k)+" "+speedText(1, k.Peak)+" "+words.Say.Bench.Gflops)
		}
	}
	if len(all) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.Bench.Peaks, strings.Join(all, ", "))
}

func kernelName(k protocol.BenchKernel) string {
	if k.Helpers > 0 {
		return fmt.Sprintf(words.Say.Bench.Helpers, k.Name, words.Count(k.Helpers))
	}
	return k.Name
}

func (b *bench) figure(model, kernel int) protocol.BenchFigure {
	return b.got.Figures[model*len(b.got.Kernels)+kernel]
}

func speedText(turns int, v float64) string {
	if turns == 0 {
		return words.Say.Bench.Waiting
	}
	return words.Digits(v)
}

func shareText(f protocol.BenchFigure) string {
	if f.Turns == 0 || f.Share == 0 {
		return words.Say.Bench.Waiting
	}
	return words.Percent(f.Share)
}
