package lab

import (
	"fmt"
	"slices"
	"strconv"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Net is what the page knows of the model's inside, and whether it shows it.
type Net struct {
	latest[protocol.Network]
	rest   protocol.Network     `rev:"-"` // as it was at the last stop: what descriptions say
	Closed bool                 // by the person, or since the screen is narrow
	Seen   bool                 // the browser said where the section is:
	Near   bool                 // in view
	look   protocol.ShowNetwork // as the trainer was told

	Step     *protocol.Explained `rev:"-"` // nil where no step is explained
	steps    int                 // grows with every change of it
	Announce bool                // it was asked for, so that it is read out

	of    networked `rev:"-"`
	sight *Sight    `rev:"-"`
}

// networked is what it needs of the lab.
type networked interface {
	trainer
	ShownModel() flow.Config
	Columns() int // of the model
}

// Watch tells the trainer what the page shows, where that has changed.
func (n *Net) Watch() {
	look := protocol.ShowNetwork{Open: n.Seen && !n.Closed, Live: n.Seen && !n.Closed && n.Near}
	if look != n.look && n.of.Ready() {
		n.look = look
		n.of.send(look)
	}
}

// watchAnew tells a new trainer.
func (n *Net) watchAnew() {
	n.look = protocol.ShowNetwork{}
	n.Watch()
}

// took takes a picture of the network.
func (n *Net) took(e protocol.Network) {
	if n.set(e); e.Exact {
		n.rest = e
	}
}

// forget leaves the model before; what is shown of it waits for the next.
func (n *Net) forget() {
	n.set(protocol.Network{})
	n.rest = protocol.Network{}
	n.explain(nil)
}

// explain takes the numbers of a step, or lets them go.
func (n *Net) explain(e *protocol.Explained) {
	n.Step = e
	n.steps++
}

// outdate lets an explanation go once training went on without one: at the slow speed the next is about to come.
func (n *Net) outdate(p protocol.Progress, slow bool) {
	if n.Step == nil {
		return
	}
	slow = slow && p.Phase == protocol.Training
	if ahead := p.Step - n.Step.Step; ahead < 0 || ahead > 1 && !slow {
		n.explain(nil)
	}
}

// NetWords is the heading, what stands beside it, and the sentence below.
func (n *Net) NetWords() (head, sub, text string) {
	if d := n.of.Columns(); d > 2 {
		return words.Say.NetMany, fmt.Sprintf(words.Say.NetOpen, d), fmt.Sprintf(words.Say.NetManyText, d)
	}
	count, m := n.CurveCount(), n.of.ShownModel()
	if count > MostStops {
		sub = fmt.Sprintf(words.Say.NetFew, MostStops)
	}
	text = words.Say.NetCurvesText
	switch m.Mix {
	case flow.Rotate:
		text += " " + words.Say.NetTurned
	case flow.Linear:
		text += " " + words.Say.NetMapped
	}
	return fmt.Sprintf(words.Say.NetCurves, count), sub, text
}

// CurveCount keeps the place of the curves until they come.
func (n *Net) CurveCount() int {
	if n.of.Columns() > 2 {
		return 0
	}
	return n.of.ShownModel().Couplings
}

// NetRev is 0 while there is nothing to draw: a browser may lay out what it does not show.
func (n *Net) NetRev() int {
	if len(n.Got.Spectrum) == 0 || n.Closed {
		return 0
	}
	return n.Rev()
}

// CurveAt is the coupling whose curve stands at a place.
func (n *Net) CurveAt(place int) int {
	if list := Few(n.CurveCount(), MostStops); place < len(list) {
		return list[place]
	}
	return place
}

func (n *Net) DrawCurve(i int, t plot.Theme, w, h float64) plot.Scene {
	all := n.Got.Curves
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

func (n *Net) CurveSum(i int) string {
	if i >= len(n.rest.Curves) {
		return words.Say.NetCurveEmpty
	}
	c := n.rest.Curves[i]
	return fmt.Sprintf(words.Say.NetCurveSum, i+1, 1+c.Kept, 2-c.Kept, words.Coordinate(c.Lo), words.Coordinate(c.Hi),
		words.Coordinate(float64(slices.Min(c.Y))), words.Coordinate(float64(slices.Max(c.Y))))
}

func (n *Net) DrawSpectrum(t plot.Theme, w, h float64) plot.Scene {
	return plot.Spectrum(t, plot.SpectrumInput{W: w, H: h, Values: n.Got.Spectrum})
}

func (n *Net) SpectrumSum() string {
	s := n.rest.Spectrum
	if len(s) == 0 {
		return words.Say.NetSpectrum
	}
	sum := words.Say.NetSpectrumSum
	if !n.of.ShownModel().Factorised() {
		sum = words.Say.NetSpreadSum
	}
	return fmt.Sprintf(sum, words.Count(len(s)), words.Digits(float64(s[0])), words.Digits(float64(s[len(s)-1])))
}

// SpectrumText says what the spectrum is of: where the prior has modes, these have the spread and no scale has.
func (n *Net) SpectrumText() string {
	if !n.of.ShownModel().Factorised() {
		return words.Say.NetSpreadText
	}
	return words.Say.NetSpectrumText
}

func (n *Net) Scales() string {
	s := n.Got.Scales
	if len(s) != 2 {
		return ""
	}
	return fmt.Sprintf(words.Say.NetScales, words.Digits(float64(s[0])), words.Digits(float64(s[1])))
}

func (n *Net) DrawPit(i int, t plot.Theme, w, h float64) plot.Scene {
	if i >= len(n.Got.Pits) {
		return plot.Scene{W: w, H: h}
	}
	p := n.Got.Pits[i]
	return plot.PIT(t, plot.PITInput{W: w, H: h, Bins: p.Bins, Noise: p.Noise, Name: pitName(p)})
}

func pitName(p protocol.Pit) string {
	if p.Coordinate < 0 {
		return words.Say.NetPitAll
	}
	return "z" + strconv.Itoa(p.Coordinate+1)
}

func (n *Net) PitSum(i int) string {
	if i >= len(n.rest.Pits) {
		return words.Say.NetPit
	}
	p := n.rest.Pits[i]
	return fmt.Sprintf(words.Say.NetPitSum, pitName(p), words.Percent(float64(slices.Min(p.Bins))),
		words.Percent(float64(slices.Max(p.Bins))),
		fmt.Sprintf(words.Say.NetPitFigure, words.Digits(p.KS), ChanceOf(p.Chance)))
}

// ChanceOf writes a probability for people.
func ChanceOf(p float64) string {
	switch {
	case p < 0.001:
		return fmt.Sprintf(words.Say.ChanceBelow, "0.001")
	case p < 0.1:
		return fmt.Sprintf(words.Say.ChanceIs, words.Fixed(p, 3))
	}
	return fmt.Sprintf(words.Say.ChanceIs, words.Fixed(p, 2))
}

// Verdict says whether the latents are the prior.
func (n *Net) Verdict() string {
	g := n.Got
	switch {
	case len(g.Spectrum) == 0:
		return ""
	case g.Rows == 0 && g.Exact:
		return words.Say.NetNoRows
	case g.Rows == 0:
		return words.Say.NetAtRest
	}
	text, of := words.Say.NetIs, ""
	if !(g.Largest <= g.Bound) {
		text = words.Say.NetIsNot
	}
	if d := n.of.Columns(); d > 2 {
		of = fmt.Sprintf(words.Say.NetOf, words.Count(d))
	}
	return fmt.Sprintf(text, words.Count(g.Rows), of, words.Digits(g.Largest), words.Digits(g.Bound))
}

// DrawBatch draws the rows of the step that is explained.
func (n *Net) DrawBatch(t plot.Theme, w, h float64) plot.Scene {
	in := plot.BatchInput{View: n.sight.XView(min(w, h), min(w, h)).Within(w, h), Data: n.sight.Planes.Data}
	if n.Step != nil {
		in.Batch = n.Step.Points
	}
	return plot.Batch(t, in)
}
