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

// network is what the page knows of the model's inside, and whether it shows it.
type network struct {
	now    protocol.Network
	rest   protocol.Network // as it was at the last stop: what descriptions say
	rev    int
	closed bool                 // by the person, or since the screen is narrow
	seen   bool                 // the browser said where the section is:
	near   bool                 // in view
	look   protocol.ShowNetwork // as the trainer was told

	step     *protocol.Explained // nil where no step is explained
	announce bool                // it was asked for, so that it is read out
}

// watch tells the trainer what the page shows, where that has changed.
func (l *lab) watch() {
	n := &l.net
	look := protocol.ShowNetwork{Open: n.seen && !n.closed, Live: n.seen && !n.closed && n.near}
	if look != n.look && l.ready() {
		n.look = look
		l.send(look)
	}
}

// watchAnew tells a new trainer.
func (l *lab) watchAnew() {
	l.net.look = protocol.ShowNetwork{}
	l.watch()
}

// newNetwork takes a picture of the network.
func (l *lab) newNetwork(e protocol.Network) {
	l.net.now = e
	if e.Exact {
		l.net.rest = e
	}
	l.net.rev++
}

// forgetNetwork leaves the model before; what is shown of it waits for the next.
func (l *lab) forgetNetwork() {
	l.net.now, l.net.rest, l.net.step = protocol.Network{}, protocol.Network{}, nil
	l.net.rev++
}

// networkPanel shows the couplings as curves, the scales, and whether the latents are the prior.
type networkPanel struct {
	ui.Compo
	Rev  int
	Dark bool

	lab       *lab
	unwatched func()
}

// OnMount leaves the section closed on a narrow screen, and looks whether it is in view.
func (n *networkPanel) OnMount(ctx ui.Context) {
	n.lab.net.closed = !matches("(min-width: 1181px)")
	n.unwatched = whenSeen(ctx, n.JSValue(), func(near bool) {
		n.lab.net.seen, n.lab.net.near = true, near
		n.lab.watch()
	})
}

func (n *networkPanel) OnDismount() {
	if n.unwatched != nil {
		n.unwatched()
	}
}

func (n *networkPanel) onToggle(ctx ui.Context, _ ui.Event) {
	n.lab.net.closed = !ctx.JSSrc().Get("open").Truthy()
	n.lab.net.rev++
	n.lab.watch()
}

func (n *networkPanel) Render() ui.UI {
	l := n.lab
	details := ui.Details().ID("network").OnToggle(n.onToggle)
	if open := !l.net.closed; open || ui.IsClient {
		details.Open(open)
	}
	head, sub, text := l.netWords()
	curves := few(l.curveCount(), mostStops)
	return ui.Section().Class("panel", "network").Body(details.Body(
		ui.Summary().Title(words.Say.NetTip).Body(ui.H2().Body(ui.Text(head+" "), ui.Span().Text(sub))),
		ui.P().Class("note").Text(text),
		ui.Div().Class("curves").Body(ui.Range(curves).Slice(n.curve)),
		ui.Div().Class("inside").Body(
			ui.Div().Class("spectrum").Body(
				ui.H3().Text(words.Say.NetSpectrum),
				ui.Div().Class("small").Body(
					&canvas{id: "spectrum", Rev: l.netRev(), Dark: n.Dark, Label: l.spectrumSum(), draw: l.drawSpectrum},
				),
				ui.P().Class("scales").Text(l.scales()),
				ui.P().Class("note").Text(words.Say.NetSpectrumText),
			),
			ui.Div().Class("latents").Body(
				ui.H3().Text(words.Say.NetPit),
				ui.Div().Class("pits").Body(ui.Range(make([]struct{}, len(l.net.now.Pits))).Slice(n.pit)),
				ui.P().ID("network-verdict").Class("verdict").Text(l.verdict()),
				ui.P().Class("note").Text(words.Say.NetPitText+" "+words.Say.NetPitAlone),
			),
		),
	))
}

// netWords is the heading, what stands beside it, and the sentence below.
func (l *lab) netWords() (head, sub, text string) {
	if d := len(l.state.Columns); d > 2 {
		return words.Say.NetMany, fmt.Sprintf(words.Say.NetOpen, d), fmt.Sprintf(words.Say.NetManyText, d)
	}
	n, m := l.curveCount(), l.shownModel()
	if n > mostStops {
		sub = fmt.Sprintf(words.Say.NetFew, mostStops)
	}
	text = words.Say.NetCurvesText
	switch m.Mix {
	case flow.Rotate:
		text += " " + words.Say.NetTurned
	case flow.Linear:
		text += " " + words.Say.NetMapped
	}
	return fmt.Sprintf(words.Say.NetCurves, n), sub, text
}

// curveCount keeps the place of the curves until they come.
func (l *lab) curveCount() int {
	switch {
	case len(l.state.Columns) > 2:
		return 0
	case l.state.Model.Couplings > 0:
		return l.state.Model.Couplings
	}
	return l.run.Model.Couplings
}

// netRev is 0 while there is nothing to draw: a browser may lay out what it does not show.
func (l *lab) netRev() int {
	if len(l.net.now.Spectrum) == 0 || l.net.closed {
		return 0
	}
	return l.net.rev
}

func (n *networkPanel) curve(place int) ui.UI {
	l := n.lab
	i := l.curveAt(place)
	rev := l.netRev()
	if i >= len(l.net.now.Curves) {
		rev = 0
	}
	return ui.Div().Class("small").Body(
		&canvas{id: "curve-" + strconv.Itoa(place+1), Rev: rev, Dark: n.Dark, Label: l.curveSum(i), draw: func(t plot.Theme, w, h float64) plot.Scene {
			return l.drawCurve(l.curveAt(place), t, w, h) // another model may have come since
		}},
	)
}

// curveAt is the coupling whose curve stands at a place.
func (l *lab) curveAt(place int) int {
	if list := few(l.curveCount(), mostStops); place < len(list) {
		return list[place]
	}
	return place
}

func (l *lab) drawCurve(i int, t plot.Theme, w, h float64) plot.Scene {
	all := l.net.now.Curves
	if i >= len(all) {
		return plot.Scene{W: w, H: h}
	}
	// One range for all, zero in it, so that one sees which couplings do much.
	var lo, hi float32
	for _, c := range all {
		lo, hi = min(lo, slices.Min(c.Y)), max(hi, slices.Max(c.Y))
	}
	room := 0.08*(hi-lo) + 0.05
	c := all[i]
	return plot.Curve(t, plot.CurveInput{
		W: w, H: h, Lo: c.Lo, Hi: c.Hi, Y: c.Y, Met: c.Met, MinY: float64(lo - room), MaxY: float64(hi + room),
		Name: fmt.Sprintf(words.Say.NetCurve, 2-c.Kept, i+1, 1+c.Kept),
	})
}

func (l *lab) curveSum(i int) string {
	if i >= len(l.net.rest.Curves) {
		return words.Say.NetCurveEmpty
	}
	c := l.net.rest.Curves[i]
	return fmt.Sprintf(words.Say.NetCurveSum, i+1, 1+c.Kept, 2-c.Kept, words.Coordinate(c.Lo), words.Coordinate(c.Hi),
		words.Coordinate(float64(slices.Min(c.Y))), words.Coordinate(float64(slices.Max(c.Y))))
}

func (l *lab) drawSpectrum(t plot.Theme, w, h float64) plot.Scene {
	return plot.Spectrum(t, plot.SpectrumInput{W: w, H: h, Values: l.net.now.Spectrum})
}

func (l *lab) spectrumSum() string {
	s := l.net.rest.Spectrum
	if len(s) == 0 {
		return words.Say.NetSpectrum
	}
	return fmt.Sprintf(words.Say.NetSpectrumSum, words.Count(len(s)), words.Digits(float64(s[0])), words.Digits(float64(s[len(s)-1])))
}

func (l *lab) scales() string {
	s := l.net.now.Scales
	if len(s) != 2 {
		return ""
	}
	return fmt.Sprintf(words.Say.NetScales, words.Digits(float64(s[0])), words.Digits(float64(s[1])))
}

func (n *networkPanel) pit(i int) ui.UI {
	l := n.lab
	p := l.net.now.Pits[i]
	return ui.Div().Body(
		ui.Div().Class("small").Body(
			&canvas{id: "pit-" + strconv.Itoa(i+1), Rev: l.netRev(), Dark: n.Dark, Label: l.pitSum(i), draw: func(t plot.Theme, w, h float64) plot.Scene {
				return l.drawPit(i, t, w, h)
			}},
		),
		ui.P().Class("note").Text(fmt.Sprintf(words.Say.NetPitFigure, words.Digits(p.KS), chanceOf(p.Chance))),
	)
}

func (l *lab) drawPit(i int, t plot.Theme, w, h float64) plot.Scene {
	if i >= len(l.net.now.Pits) {
		return plot.Scene{W: w, H: h}
	}
	p := l.net.now.Pits[i]
	return plot.PIT(t, plot.PITInput{W: w, H: h, Bins: p.Bins, Noise: p.Noise, Name: pitName(p)})
}

func pitName(p protocol.Pit) string {
	if p.Coordinate < 0 {
		return words.Say.NetPitAll
	}
	return "z" + strconv.Itoa(p.Coordinate+1)
}

func (l *lab) pitSum(i int) string {
	if i >= len(l.net.rest.Pits) {
		return words.Say.NetPit
	}
	p := l.net.rest.Pits[i]
	return fmt.Sprintf(words.Say.NetPitSum, pitName(p), words.Percent(float64(slices.Min(p.Bins))), words.Percent(float64(slices.Max(p.Bins))),
		fmt.Sprintf(words.Say.NetPitFigure, words.Digits(p.KS), chanceOf(p.Chance)))
}

// chanceOf writes a probability for people.
func chanceOf(p float64) string {
	switch {
	case p < 0.001:
		return fmt.Sprintf(words.Say.ChanceBelow, "0.001")
	case p < 0.1:
		return fmt.Sprintf(words.Say.ChanceIs, words.Fixed(p, 3))
	}
	return fmt.Sprintf(words.Say.ChanceIs, words.Fixed(p, 2))
}

// verdict says whether the latents are the prior.
func (l *lab) verdict() string {
	n := l.net.now
	switch {
	case len(n.Spectrum) == 0:
		return ""
	case n.Rows == 0 && n.Exact:
		return words.Say.NetNoRows
	case n.Rows == 0:
		return words.Say.NetAtRest
	}
	text, of := words.Say.NetIs, ""
	if !(n.Largest <= n.Bound) {
		text = words.Say.NetIsNot
	}
	if d := len(l.state.Columns); d > 2 {
		of = fmt.Sprintf(words.Say.NetOf, words.Count(d))
	}
	return fmt.Sprintf(text, words.Count(n.Rows), of, words.Digits(n.Largest), words.Digits(n.Bound))
}
