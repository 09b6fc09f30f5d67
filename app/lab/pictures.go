package lab

import (
	"fmt"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// GridSide is how many pictures a grid has along a side.
const GridSide = protocol.GridSide

// Imaging is what the page knows of rows that are pictures.
type Imaging struct {
	Grid  latest[protocol.Grid] `rev:"-"`
	Asked protocol.CloseupArgs  // looked at closely

	of about `rev:"-"`
}

// forget leaves what was of other pictures.
func (m *Imaging) forget() {
	m.Grid.set(protocol.Grid{})
	m.Asked = protocol.CloseupArgs{}
}

// GridInput is a grid of pictures of the present data.
func (m *Imaging) GridInput(w, h float64, pixels []byte, marked int) plot.GridInput {
	p := m.of.State.Picture
	in := plot.GridInput{W: w, H: h, Pixels: pixels, Rows: p.Height, Cols: p.Width, Shades: 1, Side: GridSide,
		Marked: marked}
	if p.Channels >= 3 {
		in.Shades = 3
	}
	return in
}

func (m *Imaging) DrawGrid(t plot.Theme, w, h float64) plot.Scene {
	return plot.Pictures(t, m.GridInput(w, h, m.Grid.Got.Pixels, m.Asked.Sample-1))
}

// DrawFirst draws what stands first of what the model looks like: samples, or the x-plane.
func (l *Lab) DrawFirst(t plot.Theme, w, h float64) plot.Scene {
	if l.Pictures() {
		return l.Imaging.DrawGrid(t, w, h)
	}
	return l.Sight.DrawX(t, w, h)
}

// Examine shows a sample or a picture of the data closely, or no longer.
func (m *Imaging) Examine(a protocol.CloseupArgs) {
	a.Temperature = 0
	if m.Asked == a {
		a = protocol.CloseupArgs{}
	}
	m.Asked = a
	m.of.Views.Watch()
}

// Temperature is that at which samples are drawn.
func (m *Imaging) Temperature() float64 { return m.of.Shown.Temperature }

// Warm draws samples at another temperature.
func (l *Lab) Warm(t float64) {
	s := l.Shown
	s.Temperature = t
	l.Shown = s
	l.Show(s)
	l.Views.Watch()
}

func (r *Report) GridSum() string {
	return fmt.Sprintf(words.Say.GridSum, words.Count(protocol.GridPictures), words.Count(r.Rest.Step))
}

// GridNote says how likely pictures are, in the units of the field.
func (m *Imaging) GridNote() string {
	if m.of.Rest.Bits != m.of.Rest.Bits {
		return words.Say.GridHow
	}
	text := fmt.Sprintf(words.Say.GridBits, words.Decimals(m.of.Rest.Bits, 3), words.Count(m.of.Rest.Step))
	text += m.of.Rivals.gaussianBits()
	if s := m.of.State.Picture; s.Tests > 0 {
		text += " " + fmt.Sprintf(words.Say.GridTests, words.Count(s.Tests))
	}
	if s := m.of.State.Picture; m.of.Source.OnBuiltin() == "mnist" && s.Tests > 0 {
		text += " " + words.Say.GridPaper
	}
	return text + " " + words.Say.GridHow
}
