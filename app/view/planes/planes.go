// Package planes is the two planes: the density of x on the left, the latents z, or a layer between, on the right; with
// what a pointer and keys do in them.
package planes

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/words"
)

// X is the left plane. layer lies over it and tools under it: those of the drawing board.
func X(l Parts, dark bool, layer, tools ui.UI) ui.UI {
	return kit.Hidden(ui.Section().Class("plane", "x"), l.Pictures()).Body(
		xHead(l),
		ui.Div().Class("stage", stageClass(l)).Body(
			kit.Hidden(ui.Img().Class("first"), !l.Sight.First()).Src("/web/first.svg").Alt("").Width(400).Height(400),
			kit.Canvas(kit.Plot{ID: "x-plane", Keys: true, Rev: l.Sight.PictureRev(), Dark: dark,
				Label: l.Sight.XSummary(), Draw: l.Sight.DrawX}),
			kit.Canvas(kit.Plot{ID: "lasso-x", Rev: l.Picking.Rev(), Dark: dark, Draw: l.Sight.DrawLasso(false)}),
			rowMark(l, false),
			crosshair(l),
			readout(l),
			layer,
		),
		tools,
		selected(l),
		pair(l),
		kinds(l),
		ui.P().Class("note", "legend").Text(l.Sight.Lines()+" "+words.Say.Terms),
	)
}

func xHead(l Parts) ui.UI {
	sub := l.Sight.XSub(l.Drawing.Open)
	return ui.Div().Class("head").Body(
		ui.H2().Title(sub).Body(ui.Text(words.Say.XPlane+" "), ui.Span().Text(sub)),
		selectButton(l, "select-x"),
		kit.Hidden(kit.Check("data-dots", words.Say.Dots, l.Sight.Dots, false, func(_ ui.Context, on bool) {
			l.Sight.Dots = on
		}), l.Bare()),
		kit.Check("samples", words.Say.Samples, l.Shown.Samples || l.Bare(), l.Empty() || l.Bare(), l.onSamples).
			Class("white"),
	)
}

// Z is the right one.
func Z(l Parts, dark bool) ui.UI {
	return kit.Hidden(ui.Section().Class("plane", "z"), l.Pictures()).Body(
		zHead(l),
		ui.Div().Class("stage", stageClass(l)).Body(
			rings(),
			kit.Canvas(kit.Plot{ID: "z-plane", Keys: true, Rev: l.Layers.LatentRev(), Dark: dark,
				Label: l.Layers.LatentSummary(), Draw: l.Layers.DrawLatent}),
			kit.Canvas(kit.Plot{ID: "lasso-z", Rev: l.Picking.Rev(), Dark: dark, Draw: l.Sight.DrawLasso(true)}),
			rowMark(l, true),
			latentMark(l),
			zCursor(l),
		),
	)
}

func zHead(l Parts) ui.UI {
	title, sub := l.Layers.ZTitle(), l.Layers.ZSub()
	return ui.Div().Class("head").Body(
		ui.H2().ID("layer-name").Title(sub).Body(ui.Text(title+" "), ui.Span().Text(sub)),
		selectButton(l, "select-z"),
		kit.Hidden(kit.Check("grid", words.Say.Grid, l.Layers.Grid, false, func(_ ui.Context, on bool) {
			l.Layers.ShowGrid(on)
		}).Class("white"), l.Sliced()),
	)
}

func (l Parts) onSamples(_ ui.Context, on bool) {
	show := *l.Shown
	show.Samples = on
	l.Show(show)
}

// crosshair marks where log p was read. It is not part of the picture, which therefore
// need not be painted again while the pointer moves.
func crosshair(l Parts) ui.UI {
	a := l.Probe.Answer
	if a == nil {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := l.Sight.XView(100, 100).Pixel(a.X, a.Y)
	return place(ui.Div().Class("hair"), x, y)
}

// latentMark is the same point in the right-hand plane.
func latentMark(l Parts) ui.UI {
	at := l.Layers.ProbedLatent(l.Probe.Answer)
	if at == nil {
		return ui.Div().Class("mark-z").Hidden(true)
	}
	x, y := l.Sight.ZView(100, 100).Pixel(float64(at[0]), float64(at[1]))
	return place(ui.Div().Class("mark-z"), x, y)
}

// rowMark marks the row that is chosen, in a plane.
func rowMark(l Parts, inZ bool) ui.UI {
	at, v := l.Sight.Planes.Marked, l.Sight.XView(100, 100)
	if tried := l.Why.Mark(); tried != nil {
		at = tried
	}
	if len(at) != 4 || inZ && !l.Layers.AtZ() || l.Sight.Turning() {
		return ui.Div().Class("mark-row").Hidden(true)
	}
	if inZ {
		at, v = at[2:], l.Sight.ZView(100, 100)
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
func readout(l Parts) ui.UI {
	a := l.Probe.Answer
	class, live := "probe", "off"
	if l.Probe.Keys {
		live = "polite"
	}
	if a == nil {
		hint := l.Sight.Hint()
		return kit.Hidden(ui.Div(), hint == "").Class(class, "hint").Aria("live", "off").Body(ui.Span().Text(hint))
	}
	if _, y := l.Sight.XView(1, 1).Pixel(a.X, a.Y); y < 0.4 {
		class += " down" // out of the pointer's way
	}
	at := ui.Span().Class("at").Text("(" + words.Coordinate(a.X) + ", " + words.Coordinate(a.Y) + ")")
	if l.Sight.Planes.Marginal > 0 { // log p is that of the slice, which is not what is shown
		return ui.Div().Class(class).Aria("live", live).Body(at)
	}
	term := func(label string, v float64) ui.UI {
		return ui.Span().Class("term").Body(ui.Text(label+" "), ui.B().Text(words.Nats(v)))
	}
	return ui.Div().Class(class).Aria("live", live).Body(
		ui.Span().Class("sum").Body(ui.Text(words.Say.LogP+" = "), ui.B().Text(words.Nats(a.LogP)),
			ui.Small().Text(" "+words.Say.Unit)),
		ui.Span().Class("terms").Body(
			term(words.Say.LogPrior, a.LogPrior), ui.Text(" + "), term(words.Say.LogScale, a.LogScale), ui.Text(" + "),
			term(words.Say.LogUnits, a.LogUnits),
		),
		at,
	)
}

// pair chooses the two columns shown, where there are more.
func pair(l Parts) ui.UI {
	cols := l.State.Columns
	if !l.Sliced() {
		return ui.Div().Class("pairs").Hidden(true)
	}
	var choices []kit.Choice
	for i, c := range cols {
		choices = append(choices, kit.Choice{strconv.Itoa(i), c})
	}
	now := "slice"
	if l.Shown.Marginal {
		now = "marginal"
	}
	return ui.Div().Class("pairs").Body(
		kit.SelectField("column-x", words.Say.AcrossX, strconv.Itoa(l.Shown.ColumnX), choices, !l.Ready(), l.SetColumnX),
		kit.SelectField("column-y", words.Say.AcrossY, strconv.Itoa(l.Shown.ColumnY), choices, !l.Ready(), l.SetColumnY),
		kit.SelectField("plane-as", words.Say.PlaneAs, now, []kit.Choice{{"slice", words.Say.PlaneSlice},
			{"marginal", words.Say.PlaneMarginal}}, !l.Ready(), l.SetPlaneAs),
		labelField(l),
		ui.P().Class("note").Text(l.Sight.SliceText()),
	)
}

// rings stands in for the z-plane until its canvas is painted: the Gaussian prior's 50, 90 and 99%.
func rings() ui.UI {
	return ui.Raw(`<svg class="first" viewBox="-3.6 -3.6 7.2 7.2" aria-hidden="true" focusable="false">` +
		`<g fill="none" stroke-width=".022"><path stroke="var(--line)" d="M0-3.6v7.2M-3.6 0h7.2"/>` +
		`<g stroke="var(--prior)"><circle r="1.177"/><circle r="2.146"/><circle r="3.035"/></g></g></svg>`)
}
