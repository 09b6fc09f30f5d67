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

// network is what the page knows of the model's inside, and whether it shows it.
type network struct {
	Now    protocol.Network
	rest   protocol.Network // as it was at the last stop: what descriptions say
	Rev    int
	Closed bool                 // by the person, or since the screen is narrow
	Seen   bool                 // the browser said where the section is:
	Near   bool                 // in view
	look   protocol.ShowNetwork // as the trainer was told

	Step     *protocol.Explained // nil where no step is explained
	Announce bool                // it was asked for, so that it is read out
}

// Watch tells the trainer what the page shows, where that has changed.
func (l *Lab) Watch() {
	n := &l.Net
	look := protocol.ShowNetwork{Open: n.Seen && !n.Closed, Live: n.Seen && !n.Closed && n.Near}
	if look != n.look && l.Ready() {
		n.look = look
		l.send(look)
	}
}

// watchAnew tells a new trainer.
func (l *Lab) watchAnew() {
	l.Net.look = protocol.ShowNetwork{}
	l.Watch()
}

// newNetwork takes a picture of the network.
func (l *Lab) newNetwork(e protocol.Network) {
	l.Net.Now = e
	if e.Exact {
		l.Net.rest = e
	}
	l.Net.Rev++
}

// forgetNetwork leaves the model before; what is shown of it waits for the next.
func (l *Lab) forgetNetwork() {
	l.Net.Now, l.Net.rest, l.Net.Step = protocol.Network{}, protocol.Network{}, nil
	l.Net.Rev++
}

// NetWords is the heading, what stands beside it, and the sentence below.
func (l *Lab) NetWords() (head, sub, text string) {
	if d := len(l.State.Columns); d > 2 {
		return words.Say.NetMany, fmt.Sprintf(words.Say.NetOpen, d), fmt.Sprintf(words.Say.NetManyText, d)
	}
	n, m := l.CurveCount(), l.ShownModel()
	if n > MostStops {
		sub = fmt.Sprintf(words.Say.NetFew, MostStops)
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

// CurveCount keeps the place of the curves until they come.
func (l *Lab) CurveCount() int {
	switch {
	case len(l.State.Columns) > 2:
		return 0
	case l.State.Model.Couplings > 0:
		return l.State.Model.Couplings
	}
	return l.Run.Model.Couplings
}

// NetRev is 0 while there is nothing to draw: a browser may lay out what it does not show.
func (l *Lab) NetRev() int {
	if len(l.Net.Now.Spectrum) == 0 || l.Net.Closed {
		return 0
	}
	return l.Net.Rev
}

// CurveAt is the coupling whose curve stands at a place.
func (l *Lab) CurveAt(place int) int {
	if list := Few(l.CurveCount(), MostStops); place < len(list) {
		return list[place]
	}
	return place
}

func (l *Lab) DrawCurve(i int, t plot.Theme, w, h float64) plot.Scene {
	all := l.Net.Now.Curves
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

func (l *Lab) CurveSum(i int) string {
	if i >= len(l.Net.rest.Curves) {
		return words.Say.NetCurveEmpty
	}
	c := l.Net.rest.Curves[i]
	return fmt.Sprintf(words.Say.NetCurveSum, i+1, 1+c.Kept, 2-c.Kept, words.Coordinate(c.Lo), words.Coordinate(c.Hi),
		words.Coordinate(float64(slices.Min(c.Y))), words.Coordinate(float64(slices.Max(c.Y))))
}

func (l *Lab) DrawSpectrum(t plot.Theme, w, h float64) plot.Scene {
	return plot.Spectrum(t, plot.SpectrumInput{W: w, H: h, Values: l.Net.Now.Spectrum})
}

func (l *Lab) SpectrumSum() string {
	s := l.Net.rest.Spectrum
	if len(s) == 0 {
		return words.Say.NetSpectrum
	}
	return fmt.Sprintf(words.Say.NetSpectrumSum, words.Count(len(s)), words.Digits(float64(s[0])), words.Digits(float64(s[len(s)-1])))
}

func (l *Lab) Scales() string {
	s := l.Net.Now.Scales
	if len(s) != 2 {
		return ""
	}
	return fmt.Sprintf(words.Say.NetScales, words.Digits(float64(s[0])), words.Digits(float64(s[1])))
}

func (l *Lab) DrawPit(i int, t plot.Theme, w, h float64) plot.Scene {
	if i >= len(l.Net.Now.Pits) {
		return plot.Scene{W: w, H: h}
	}
	p := l.Net.Now.Pits[i]
	return plot.PIT(t, plot.PITInput{W: w, H: h, Bins: p.Bins, Noise: p.Noise, Name: pitName(p)})
}

func pitName(p protocol.Pit) string {
	if p.Coordinate < 0 {
		return words.Say.NetPitAll
	}
	return "z" + strconv.Itoa(p.Coordinate+1)
}

func (l *Lab) PitSum(i int) string {
	if i >= len(l.Net.rest.Pits) {
		return words.Say.NetPit
	}
	p := l.Net.rest.Pits[i]
	return fmt.Sprintf(words.Say.NetPitSum, pitName(p), words.Percent(float64(slices.Min(p.Bins))), words.Percent(float64(slices.Max(p.Bins))),
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
func (l *Lab) Verdict() string {
	n := l.Net.Now
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
	if d := len(l.State.Columns); d > 2 {
		of = fmt.Sprintf(words.Say.NetOf, words.Count(d))
	}
	return fmt.Sprintf(text, words.Count(n.Rows), of, words.Digits(n.Largest), words.Digits(n.Bound))
}
