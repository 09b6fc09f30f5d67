package app

import (
	"fmt"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// gridSide is how many pictures a grid has along a side.
const gridSide = protocol.GridSide

// imaging is what the page knows of rows that are pictures.
type imaging struct {
	grid  protocol.Grid
	rev   int
	asked protocol.CloseupArgs // looked at closely
}

// pictures reports whether the rows are pictures.
func (l *lab) pictures() bool { return l.state.Kind == protocol.KindPicture }

// gridInput is a grid of pictures of the present data.
func (l *lab) gridInput(w, h float64, pixels []byte, marked int) plot.GridInput {
	p := l.state.Picture
	in := plot.GridInput{W: w, H: h, Pixels: pixels, Rows: p.Height, Cols: p.Width, Shades: 1, Side: gridSide, Marked: marked}
	if p.Channels >= 3 {
		in.Shades = 3
	}
	return in
}

func (l *lab) drawGrid(t plot.Theme, w, h float64) plot.Scene {
	return plot.Pictures(t, l.gridInput(w, h, l.imaging.grid.Pixels, l.imaging.asked.Sample-1))
}

// drawFirst draws what stands first of what the model looks like: samples, or the x-plane.
func (l *lab) drawFirst(t plot.Theme, w, h float64) plot.Scene {
	if l.pictures() {
		return l.drawGrid(t, w, h)
	}
	return l.drawX(t, w, h)
}

func (l *lab) firstRev() int {
	if l.pictures() {
		return 1 + l.imaging.rev
	}
	return l.pictureRev()
}

// examine shows a sample or a picture of the data closely, or no longer.
func (l *lab) examine(a protocol.CloseupArgs) {
	a.Temperature = 0
	if l.imaging.asked == a {
		a = protocol.CloseupArgs{}
	}
	l.imaging.asked = a
	l.imaging.rev++
	l.rev++
	l.watchViews()
}

// samplesGrid stands in the place of the x-plane where rows are pictures.
func (p *page) samplesGrid() ui.UI {
	l := p.lab
	section := ui.Section().Class("plane", "x")
	if !l.pictures() {
		return section.Hidden(true)
	}
	return section.Hidden(false).Body(
		ui.Link().Rel("stylesheet").Href("/web/pictures.css"),
		ui.Div().Class("head").Body(
			ui.H2().Title(words.Say.GridSub).Body(ui.Text(words.Say.Grids+" "), ui.Span().Text(words.Say.GridSub)),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "samples-grid", Rev: 1 + l.imaging.rev, Dark: p.dark, Label: l.gridSum(), Marked: l.imaging.asked.Sample - 1,
				draw: l.drawGrid, at: func(x, y, w, h float64) int { return l.gridInput(w, h, l.imaging.grid.Pixels, -1).Cell(x, y) },
				pick: func(i int) { l.examine(protocol.CloseupArgs{Sample: i + 1}) }},
		),
		ui.Div().Class("warmth").Body(
			slider("warmth", words.Say.Warmth, 0, 150, 5, int(100*l.shown.Temperature+0.5), words.Short(l.shown.Temperature), func(ctx ui.Context, _ ui.Event) {
				l.warm(float64(atoi(ctx.JSSrc().Get("value").String())) / 100)
			}),
		),
		ui.P().ID("grid-note").Class("note").Text(l.gridNote()),
		ui.Div().Class("masks").Body(
			off(ui.Button().ID("paper").Class("btn"), !l.ready() || l.isPaper()).Type("button").Title(words.Say.Paper.Tip).Text(words.Say.Paper.Label).
				OnClick(func(ui.Context, ui.Event) { l.usePaper() }),
			ui.Span().ID("time-left").Class("note").Text(l.timeLeft()),
		),
	)
}

// paper makes r the model of the paper's pictures of digits, and its optimiser.
func paper(r *Run) {
	m, t := &r.Model, &r.Train
	m.Couplings, m.Hidden, m.Activation, m.Prior = 4, slices.Repeat([]int{1000}, 5), flow.ReLU, flow.Logistic
	m.Mix, m.Whiten, m.Leading, m.Last = flow.Unmixed, false, 0, 0
	t.LearningRate, t.Batch, t.PaperAdam, t.Run, t.MaxSteps, t.Smooth = 0.001, 200, true, 25_000, 0, 0
}

func (l *lab) usePaper() {
	l.accept()
	l.forgetRefused()
	l.edit(paper)
}

func (l *lab) isPaper() bool {
	r := l.run
	paper(&r)
	return r.Model.Equal(l.run.Model) && r.Train == l.run.Train
}

// timeLeft says how long a run takes at the speed that was measured.
func (l *lab) timeLeft() string {
	seconds, ok := l.secondsLeft()
	if !ok {
		return ""
	}
	return fmt.Sprintf(words.Say.TimeLeft, words.Count(l.stepsLeft()), duration(seconds))
}

// duration is a time that nobody measures: seconds, minutes or hours.
func duration(seconds float64) string {
	switch {
	case seconds < 100:
		return fmt.Sprintf(words.Say.Seconds, strconv.FormatFloat(seconds, 'f', 0, 64))
	case seconds < 6000:
		return fmt.Sprintf(words.Say.Minutes, strconv.FormatFloat(seconds/60, 'f', 0, 64))
	}
	return fmt.Sprintf(words.Say.Hours, words.Fixed(seconds/3600, 1))
}

// warm draws samples at another temperature.
func (l *lab) warm(t float64) {
	s := l.shown
	s.Temperature = t
	l.shown = s
	l.rev++
	l.show(s)
	l.watchViews()
}

func (l *lab) gridSum() string {
	return fmt.Sprintf(words.Say.GridSum, words.Count(protocol.GridPictures), words.Count(l.rest.Step))
}

// gridNote says how likely pictures are, in the units of the field.
func (l *lab) gridNote() string {
	if l.rest.Bits != l.rest.Bits {
		return words.Say.GridHow
	}
	text := fmt.Sprintf(words.Say.GridBits, words.Decimals(l.rest.Bits, 3), words.Count(l.rest.Step))
	text += l.gaussianBits()
	if s := l.state.Picture; s.Tests > 0 {
		text += " " + fmt.Sprintf(words.Say.GridTests, words.Count(s.Tests))
	}
	if s := l.state.Picture; l.onBuiltin() == "mnist" && s.Tests > 0 {
		text += " " + words.Say.GridPaper
	}
	return text + " " + words.Say.GridHow
}

// gridCanvas is a grid of pictures that one can be chosen from, by a click or by the arrow keys.
type gridCanvas struct {
	ui.Compo
	Rev    int
	Dark   bool
	Label  string
	Marked int

	id     string
	draw   func(t plot.Theme, w, h float64) plot.Scene
	at     func(x, y, w, h float64) int
	pick   func(i int)
	cursor int
}

func (g *gridCanvas) Render() ui.UI {
	return ui.Div().ID(g.id+"-box").Class("grid-box").TabIndex(0).Role("application").Aria("label", g.Label).
		OnClick(g.onClick).OnKeyDown(g.onKey).Body(
		&canvas{id: g.id, Rev: g.Rev, Dark: g.Dark, draw: g.draw},
		ui.Span().Class("sr").Role("status").Text(g.said()),
	)
}

func (g *gridCanvas) said() string {
	if g.Marked < 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.GridChosen, strconv.Itoa(g.Marked+1))
}

func (g *gridCanvas) onClick(ctx ui.Context, e ui.Event) {
	box := ctx.JSSrc()
	if i := g.at(e.Get("offsetX").Float(), e.Get("offsetY").Float(), box.Get("clientWidth").Float(), box.Get("clientHeight").Float()); i >= 0 {
		g.cursor = i
		g.pick(i)
	}
}

func (g *gridCanvas) onKey(ctx ui.Context, e ui.Event) {
	move := map[string]int{"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -gridSide, "ArrowDown": gridSide}
	by, ok := move[e.Get("key").String()]
	if !ok {
		return
	}
	e.PreventDefault()
	at := g.cursor
	if g.Marked >= 0 {
		at = g.Marked
	} else {
		by = 0 // the first press chooses the first
	}
	at += by
	// The middle of that cell, where a cell is as wide as 1.
	if i := g.at(float64(at%gridSide)+0.5, float64(at/gridSide)+0.5, gridSide, gridSide); at >= 0 && i >= 0 && i != g.Marked {
		g.cursor = i
		g.pick(i)
	}
}
