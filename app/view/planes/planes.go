package app

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

func (p *page) xPlane() ui.UI {
	l := p.lab
	return unseen(ui.Section().Class("plane", "x"), l.Pictures()).Body(
		ui.Div().Class("head").Body(
			ui.H2().Title(l.XSub()).Body(ui.Text(words.Say.XPlane+" "), ui.Span().Text(l.XSub())),
			p.selectButton("select-x"),
			unseen(ui.Label().Class("check"), l.Bare()).For("data-dots").Title(words.Say.Dots.Tip).Body(
				ticked(ui.Input().ID("data-dots"), l.Dots).Type("checkbox").OnChange(p.onDots),
				ui.Span().Text(words.Say.Dots.Label),
			),
			ui.Label().Class("check", "white").For("samples").Title(words.Say.Samples.Tip).Body(
				ticked(off(ui.Input().ID("samples"), l.Empty() || l.Bare()).Type("checkbox"), l.Shown.Samples || l.Bare()).OnChange(p.onSamples),
				ui.Span().Text(words.Say.Samples.Label),
			),
		),
		ui.Div().Class("stage", p.stageClass()).Body(
			unseen(ui.Img().Class("first"), !l.First()).Src("/web/first.svg").Alt("").Width(400).Height(400),
			&canvas{id: "x-plane", keys: true, Rev: l.PictureRev(), Dark: p.dark, Label: l.XSummary(), draw: l.DrawX},
			&canvas{id: "lasso-x", Rev: l.Picking.Rev, Dark: p.dark, draw: l.DrawLasso(false)},
			p.rowMark(false),
			p.crosshair(),
			p.readout(),
			p.boardLayer(),
		),
		&boardTools{lab: l, page: p, Rev: l.Rev, Edit: l.Drawing.Live, Said: l.Drawing.Said, Tool: l.Drawing.Erase},
		p.selected(),
		p.pair(),
		p.kinds(),
		ui.P().Class("note", "legend").Text(l.Lines()+" "+words.Say.Terms),
	)
}

func (p *page) zPlane() ui.UI {
	l := p.lab
	return unseen(ui.Section().Class("plane", "z"), l.Pictures()).Body(
		ui.Div().Class("head").Body(
			ui.H2().ID("layer-name").Title(l.ZSub()).Body(ui.Text(l.ZTitle()+" "), ui.Span().Text(l.ZSub())),
			p.selectButton("select-z"),
			unseen(ui.Label().Class("check", "white"), l.Sliced()).For("grid").Title(words.Say.Grid.Tip).Body(
				ticked(ui.Input().ID("grid"), l.Layers.Grid).Type("checkbox").OnChange(p.onGrid),
				ui.Span().Text(words.Say.Grid.Label),
			),
		),
		ui.Div().Class("stage", p.stageClass()).Body(
			rings(),
			&canvas{id: "z-plane", keys: true, Rev: l.LatentRev(), Dark: p.dark, Label: l.LatentSummary(), draw: l.DrawLatent},
			&canvas{id: "lasso-z", Rev: l.Picking.Rev, Dark: p.dark, draw: l.DrawLasso(true)},
			p.rowMark(true),
			p.latentMark(),
			p.zCursor(),
		),
	)
}

// crosshair marks where log p was read. It is not part of the picture, which therefore
// need not be painted again while the pointer moves.
func (p *page) crosshair() ui.UI {
	a := p.lab.Probe.Answer
	if a == nil {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := p.lab.XView(100, 100).Pixel(a.X, a.Y)
	return place(ui.Div().Class("hair"), x, y)
}

// latentMark is the same point in the right-hand plane.
func (p *page) latentMark() ui.UI {
	at := p.lab.ProbedLatent()
	if at == nil {
		return ui.Div().Class("mark-z").Hidden(true)
	}
	x, y := p.lab.ZView(100, 100).Pixel(float64(at[0]), float64(at[1]))
	return place(ui.Div().Class("mark-z"), x, y)
}

// rowMark marks the row that is chosen, in a plane.
func (p *page) rowMark(inZ bool) ui.UI {
	l := p.lab
	at, v := l.Planes.Marked, l.XView(100, 100)
	if tried := l.TriedMark(); tried != nil {
		at = tried
	}
	if len(at) != 4 || inZ && !l.AtZ() || l.Turning() {
		return ui.Div().Class("mark-row").Hidden(true)
	}
	if inZ {
		at, v = at[2:], l.ZView(100, 100)
	}
	x, y := v.Pixel(float64(at[0]), float64(at[1]))
	return place(ui.Div().Class("mark-row"), x, y)
}

func place(e ui.HTMLDiv, x, y float64) ui.UI {
	if !(x >= 0 && x <= 100 && y >= 0 && y <= 100) {
		return e.Hidden(true)
	}
	return e.Style("left", words.Short(x)+"%").Style("top", words.Short(y)+"%")
}

// readout prints the exact log p and the three terms it is the sum of.
func (p *page) readout() ui.UI {
	l := p.lab
	a := l.Probe.Answer
	class, live := "probe", "off"
	if l.Probe.Keys {
		live = "polite"
	}
	if a == nil {
		return unseen(ui.Div(), l.Hint() == "").Class(class, "hint").Aria("live", "off").Body(ui.Span().Text(l.Hint()))
	}
	if _, y := l.XView(1, 1).Pixel(a.X, a.Y); y < 0.4 {
		class += " down" // out of the pointer's way
	}
	at := ui.Span().Class("at").Text("(" + words.Coordinate(a.X) + ", " + words.Coordinate(a.Y) + ")")
	if l.Planes.Marginal > 0 { // log p is that of the slice, which is not what is shown
		return ui.Div().Class(class).Aria("live", live).Body(at)
	}
	term := func(label string, v float64) ui.UI {
		return ui.Span().Class("term").Body(ui.Text(label+" "), ui.B().Text(words.Nats(v)))
	}
	return ui.Div().Class(class).Aria("live", live).Body(
		ui.Span().Class("sum").Body(ui.Text(words.Say.LogP+" = "), ui.B().Text(words.Nats(a.LogP)), ui.Small().Text(" "+words.Say.Unit)),
		ui.Span().Class("terms").Body(
			term(words.Say.LogPrior, a.LogPrior), ui.Text(" + "), term(words.Say.LogScale, a.LogScale), ui.Text(" + "), term(words.Say.LogUnits, a.LogUnits),
		),
		at,
	)
}

// pair chooses the two columns shown, where there are more.
func (p *page) pair() ui.UI {
	l := p.lab
	cols := l.State.Columns
	if !l.Sliced() {
		return ui.Div().Class("pairs").Hidden(true)
	}
	var choices []choice
	for i, c := range cols {
		choices = append(choices, choice{strconv.Itoa(i), c})
	}
	now := "slice"
	if l.Shown.Marginal {
		now = "marginal"
	}
	return ui.Div().Class("pairs").Body(
		selectField("column-x", words.Say.AcrossX, strconv.Itoa(l.Shown.ColumnX), choices, !l.Ready(), l.SetColumnX),
		selectField("column-y", words.Say.AcrossY, strconv.Itoa(l.Shown.ColumnY), choices, !l.Ready(), l.SetColumnY),
		selectField("plane-as", words.Say.PlaneAs, now, []choice{{"slice", words.Say.PlaneSlice}, {"marginal", words.Say.PlaneMarginal}}, !l.Ready(), l.SetPlaneAs),
		labelField(l),
		ui.P().Class("note").Text(l.SliceText()),
	)
}
