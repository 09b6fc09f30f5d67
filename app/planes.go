package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
)

func (p *page) xPlane() ui.UI {
	l := p.lab
	return unseen(ui.Section().Class("plane", "x"), l.pictures()).Body(
		ui.Div().Class("head").Body(
			ui.H2().Title(l.xSub()).Body(ui.Text(words.Say.XPlane+" "), ui.Span().Text(l.xSub())),
			p.selectButton("select-x"),
			unseen(ui.Label().Class("check"), l.bare()).For("data-dots").Title(words.Say.Dots.Tip).Body(
				ticked(ui.Input().ID("data-dots"), l.dots).Type("checkbox").OnChange(p.onDots),
				ui.Span().Text(words.Say.Dots.Label),
			),
			ui.Label().Class("check", "white").For("samples").Title(words.Say.Samples.Tip).Body(
				ticked(off(ui.Input().ID("samples"), l.empty() || l.bare()).Type("checkbox"), l.shown.Samples || l.bare()).OnChange(p.onSamples),
				ui.Span().Text(words.Say.Samples.Label),
			),
		),
		ui.Div().Class("stage", p.stageClass()).Body(
			unseen(ui.Img().Class("first"), !l.first()).Src("/web/first.svg").Alt("").Width(400).Height(400),
			&canvas{id: "x-plane", keys: true, Rev: l.pictureRev(), Dark: p.dark, Label: l.xSummary(), draw: l.drawX},
			&canvas{id: "lasso-x", Rev: l.picking.rev, Dark: p.dark, draw: l.drawLasso(false)},
			p.rowMark(false),
			p.crosshair(),
			p.readout(),
			p.boardLayer(),
		),
		&boardTools{lab: l, page: p, Rev: l.rev, Edit: l.drawing.live, Said: l.drawing.said, Tool: l.drawing.erase},
		p.selected(),
		p.pair(),
		p.kinds(),
		ui.P().Class("note", "legend").Text(l.lines()+" "+words.Say.Terms),
	)
}

func (p *page) zPlane() ui.UI {
	l := p.lab
	return unseen(ui.Section().Class("plane", "z"), l.pictures()).Body(
		ui.Div().Class("head").Body(
			ui.H2().ID("layer-name").Title(l.zSub()).Body(ui.Text(l.zTitle()+" "), ui.Span().Text(l.zSub())),
			p.selectButton("select-z"),
			unseen(ui.Label().Class("check", "white"), l.sliced()).For("grid").Title(words.Say.Grid.Tip).Body(
				ticked(ui.Input().ID("grid"), l.layers.grid).Type("checkbox").OnChange(p.onGrid),
				ui.Span().Text(words.Say.Grid.Label),
			),
		),
		ui.Div().Class("stage", p.stageClass()).Body(
			rings(),
			&canvas{id: "z-plane", keys: true, Rev: l.latentRev(), Dark: p.dark, Label: l.latentSummary(), draw: l.drawLatent},
			&canvas{id: "lasso-z", Rev: l.picking.rev, Dark: p.dark, draw: l.drawLasso(true)},
			p.rowMark(true),
			p.latentMark(),
			p.zCursor(),
		),
	)
}

// first reports whether the picture that was made beforehand stands for what is about to be drawn.
func (l *lab) first() bool { return !l.pictured() && l.onPreset() && l.run.Data == presets[0] }

func (l *lab) pictured() bool { return l.planes.N > 0 || len(l.planes.Data) > 0 }

func (l *lab) pictureRev() int {
	if !l.pictured() {
		return 0
	}
	return l.drawn
}

func (l *lab) xView(w, h float64) plot.View {
	p := l.planes
	return plot.View{MinX: p.MinX, MaxX: p.MaxX, MinY: p.MinY, MaxY: p.MaxY, W: w, H: h}
}

func (l *lab) zView(w, h float64) plot.View {
	return plot.LatentView(l.logistic(), w, h)
}

func (l *lab) logistic() bool { return l.state.Model.Prior == flow.Logistic }

func (l *lab) drawX(t plot.Theme, w, h float64) plot.Scene {
	p := l.planes
	x, y := l.columnNames()
	in := plot.XPlaneInput{
		View: l.xView(w, h), N: p.N, LogP: p.LogP, Levels: p.Levels, Rings: p.Rings(), Samples: p.Samples, NameX: x, NameY: y,
	}
	if l.dots {
		in.Data, in.Picked, in.Kind = p.Data, l.picked(), l.kindAmong(p.Data)
	}
	return plot.XPlane(t, in)
}

// showDots draws the data in the x-plane, or leaves it out. The trainer has no part in it.
func (l *lab) showDots(on bool) {
	l.dots = on
	l.drawn++
}

func (l *lab) drawZ(t plot.Theme, w, h float64) plot.Scene {
	x, y := l.latentNames()
	return plot.ZPlane(t, plot.ZPlaneInput{
		View: l.zView(w, h), Latent: l.planes.Latent, Picked: l.pickedAmong(l.planes.Latent), Logistic: l.logistic(), Kind: l.kindAmong(l.planes.Latent), NameX: x, NameY: y,
	})
}

// turning reports whether the picture of another pair of columns is awaited: no place in this one means anything then.
func (l *lab) turning() bool {
	return l.sliced() && l.pair != [2]int{l.shown.ColumnX, l.shown.ColumnY}
}

func (l *lab) columnNames() (x, y string) {
	c := l.state.Columns
	if i, j := l.pair[0], l.pair[1]; i != j && max(i, j) < len(c) {
		return c[i], c[j]
	}
	return "x1", "x2"
}

func (l *lab) latentNames() (x, y string) {
	pair := l.pair
	if pair == [2]int{} { // nothing is drawn yet
		pair = [2]int{firstShow.ColumnX, firstShow.ColumnY}
	}
	return "z" + strconv.Itoa(pair[0]+1), "z" + strconv.Itoa(pair[1]+1)
}

// bare reports whether the model came without data.
func (l *lab) bare() bool { return l.state.Source == "checkpoint" && l.state.Rows == 0 }

func (l *lab) sliced() bool { return len(l.state.Columns) > 2 }

func (l *lab) xSub() string {
	if l.drawing.open {
		return words.Say.DrawSub
	}
	if l.bare() {
		return words.Say.XBare
	}
	return words.Say.XSub
}

// lines says what the contours are.
func (l *lab) lines() string {
	switch {
	case l.planes.Marginal > 0:
		return words.Say.MarginalLines
	case l.sliced():
		return words.Say.SliceLines
	}
	return words.Say.Lines
}

func (l *lab) xSummary() string {
	if !l.pictured() {
		return words.Say.XEmpty
	}
	x, y := l.columnNames()
	return fmt.Sprintf(words.Say.XSum, x, y, words.Count(l.rest.Step))
}

func (l *lab) zSummary() string {
	if !l.pictured() {
		return words.Say.ZEmpty
	}
	x, y := l.latentNames()
	prior := words.Say.PriorNames["gaussian"]
	if l.logistic() {
		prior = words.Say.PriorNames["logistic"]
	}
	return fmt.Sprintf(words.Say.ZSum, x, y, prior, words.Count(l.rest.Step)) + " " + words.Say.ZKeys
}

// crosshair marks where log p was read. It is not part of the picture, which therefore
// need not be painted again while the pointer moves.
func (p *page) crosshair() ui.UI {
	a := p.lab.probe.answer
	if a == nil {
		return ui.Div().Class("hair").Hidden(true)
	}
	x, y := p.lab.xView(100, 100).Pixel(a.X, a.Y)
	return place(ui.Div().Class("hair"), x, y)
}

// latentMark is the same point in the right-hand plane.
func (p *page) latentMark() ui.UI {
	at := p.lab.probedLatent()
	if at == nil {
		return ui.Div().Class("mark-z").Hidden(true)
	}
	x, y := p.lab.zView(100, 100).Pixel(float64(at[0]), float64(at[1]))
	return place(ui.Div().Class("mark-z"), x, y)
}

// rowMark marks the row that is chosen, in a plane.
func (p *page) rowMark(inZ bool) ui.UI {
	l := p.lab
	at, v := l.planes.Marked, l.xView(100, 100)
	if tried := l.triedMark(); tried != nil {
		at = tried
	}
	if len(at) != 4 || inZ && !l.atZ() || l.turning() {
		return ui.Div().Class("mark-row").Hidden(true)
	}
	if inZ {
		at, v = at[2:], l.zView(100, 100)
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
	a := l.probe.answer
	class, live := "probe", "off"
	if l.probe.keys {
		live = "polite"
	}
	if a == nil {
		return unseen(ui.Div(), l.hint() == "").Class(class, "hint").Aria("live", "off").Body(ui.Span().Text(l.hint()))
	}
	if _, y := l.xView(1, 1).Pixel(a.X, a.Y); y < 0.4 {
		class += " down" // out of the pointer's way
	}
	at := ui.Span().Class("at").Text("(" + words.Coordinate(a.X) + ", " + words.Coordinate(a.Y) + ")")
	if l.planes.Marginal > 0 { // log p is that of the slice, which is not what is shown
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

func (l *lab) hint() string {
	if l.empty() || !l.pictured() || l.planes.Marginal > 0 {
		return ""
	}
	return words.Say.ProbeHint
}

// pair chooses the two columns shown, where there are more.
func (p *page) pair() ui.UI {
	l := p.lab
	cols := l.state.Columns
	if !l.sliced() {
		return ui.Div().Class("pairs").Hidden(true)
	}
	var choices []choice
	for i, c := range cols {
		choices = append(choices, choice{strconv.Itoa(i), c})
	}
	now := "slice"
	if l.shown.Marginal {
		now = "marginal"
	}
	return ui.Div().Class("pairs").Body(
		selectField("column-x", words.Say.AcrossX, strconv.Itoa(l.shown.ColumnX), choices, !l.ready(), l.setColumnX),
		selectField("column-y", words.Say.AcrossY, strconv.Itoa(l.shown.ColumnY), choices, !l.ready(), l.setColumnY),
		selectField("plane-as", words.Say.PlaneAs, now, []choice{{"slice", words.Say.PlaneSlice}, {"marginal", words.Say.PlaneMarginal}}, !l.ready(), l.setPlaneAs),
		labelField(l),
		ui.P().Class("note").Text(l.sliceText()),
	)
}

// sliceText says what the density of two of more columns is.
func (l *lab) sliceText() string {
	switch p := l.planes; {
	case p.Marginal > 0:
		return fmt.Sprintf(words.Say.Marginal, words.Count(p.Marginal))
	case p.SliceRow > 0:
		return fmt.Sprintf(words.Say.Slice, words.Count(p.SliceRow))
	}
	return words.Say.SliceSample
}

func (l *lab) setPlaneAs(as string) {
	s := l.shown
	s.Marginal = as == "marginal"
	l.unpoint()
	l.show(s)
}

func (l *lab) setColumnX(s string) { l.showPair(atoi(s), l.shown.ColumnY) }
func (l *lab) setColumnY(s string) { l.showPair(l.shown.ColumnX, atoi(s)) }

// showPair swaps the two where one is chosen twice.
func (l *lab) showPair(x, y int) {
	s := l.shown
	if x == y {
		x, y = s.ColumnY, s.ColumnX
	}
	s.ColumnX, s.ColumnY = x, y
	l.unpoint()
	l.net.step = nil // its batch was drawn in the pair before
	l.net.rev++
	l.show(s)
}
