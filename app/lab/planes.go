package lab

import (
	"fmt"
	"slices"
	"strconv"

	"nicelab/app/link"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow/prior"
	"nicelab/wasm/protocol"
)

// Sight is what the two planes show.
type Sight struct {
	Planes protocol.Planes `rev:"-"`
	came   int             // grows with every picture
	pair   [2]int          // the columns that it has
	Dots   bool            // the data is drawn over the density
}

// took takes a picture of a pair of columns. It reports whether its rows are others than before, in the same pair.
func (s *Sight) took(e protocol.Planes, pair [2]int) (others bool) {
	was := s.Planes.Data
	others = len(e.Data) != len(was) || pair == s.pair && !slices.Equal(e.Data, was)
	s.set(e)
	s.pair = pair
	return others
}

func (s *Sight) set(e protocol.Planes) {
	s.Planes = e
	s.came++
}

// Pictured reports whether there is a picture.
func (s *Sight) Pictured() bool { return s.Planes.N > 0 || len(s.Planes.Data) > 0 }

// First reports whether the picture that was made beforehand stands for what is about to be drawn.
func (l *Lab) First() bool {
	return !l.Sight.Pictured() && l.Source.OnPreset() && l.Choice.Run.Data == link.Presets[0]
}

func (s *Sight) XView(w, h float64) plot.View {
	p := s.Planes
	return plot.View{MinX: p.MinX, MaxX: p.MaxX, MinY: p.MinY, MaxY: p.MaxY, W: w, H: h}
}

func (l *Lab) ZView(w, h float64) plot.View {
	return plot.LatentView(l.prior(), w, h)
}

// prior is that of the model that is shown.
func (l *Lab) prior() plot.Law { return prior.Named(string(l.ShownModel().Prior)) }

func (l *Lab) DrawX(t plot.Theme, w, h float64) plot.Scene {
	p := l.Sight.Planes
	x, y := l.columnNames()
	in := plot.XPlaneInput{
		View: l.Sight.XView(w, h), N: p.N, LogP: p.LogP, Levels: p.Levels, Rings: p.Rings(), Samples: p.Samples, NameX: x,
		NameY: y,
	}
	if l.Sight.Dots {
		in.Data, in.Picked, in.Kind = p.Data, l.picked(), l.kindAmong(p.Data)
	}
	return plot.XPlane(t, in)
}

// ShowDots draws the data in the x-plane, or leaves it out. The trainer has no part in it.
func (l *Lab) ShowDots(on bool) { l.Sight.Dots = on }

func (l *Lab) drawZ(t plot.Theme, w, h float64) plot.Scene {
	x, y := l.latentNames()
	return plot.ZPlane(t, plot.ZPlaneInput{
		View: l.ZView(w, h), Latent: l.Sight.Planes.Latent, Picked: l.pickedAmong(l.Sight.Planes.Latent),
		Prior: l.rings(),
		Kind:  l.kindAmong(l.Sight.Planes.Latent), NameX: x, NameY: y,
	})
}

// rings is the law whose rings are drawn around the latents: none where some coordinates have another prior together.
func (l *Lab) rings() plot.Law {
	if !l.ShownModel().Factorised() {
		return nil
	}
	return l.prior()
}

// Turning reports whether the picture of another pair of columns is awaited: no place in this one means anything then.
func (l *Lab) Turning() bool {
	return l.Sliced() && l.Sight.pair != [2]int{l.Shown.ColumnX, l.Shown.ColumnY}
}

func (l *Lab) columnNames() (x, y string) {
	c := l.State.Columns
	if i, j := l.Sight.pair[0], l.Sight.pair[1]; i != j && max(i, j) < len(c) {
		return c[i], c[j]
	}
	return "x1", "x2"
}

func (l *Lab) latentNames() (x, y string) {
	pair := l.Sight.pair
	if pair == [2]int{} { // nothing is drawn yet
		pair = [2]int{FirstShow.ColumnX, FirstShow.ColumnY}
	}
	return "z" + strconv.Itoa(pair[0]+1), "z" + strconv.Itoa(pair[1]+1)
}

func (l *Lab) XSub() string {
	if l.Drawing.Open {
		return words.Say.DrawSub
	}
	if l.Bare() {
		return words.Say.XBare
	}
	return words.Say.XSub
}

// Lines says what the contours are.
func (l *Lab) Lines() string {
	switch {
	case l.Sight.Planes.Marginal > 0:
		return words.Say.MarginalLines
	case l.Sliced():
		return words.Say.SliceLines
	}
	return words.Say.Lines
}

func (l *Lab) XSummary() string {
	if !l.Sight.Pictured() {
		return words.Say.XEmpty
	}
	x, y := l.columnNames()
	return fmt.Sprintf(words.Say.XSum, x, y, words.Count(l.Rest.Step))
}

func (l *Lab) zSummary() string {
	if !l.Sight.Pictured() {
		return words.Say.ZEmpty
	}
	x, y := l.latentNames()
	prior := words.Say.PriorNames[string(l.State.Model.Prior)]
	return fmt.Sprintf(words.Say.ZSum, x, y, prior, words.Count(l.Rest.Step)) + " " + words.Say.ZKeys
}

func (l *Lab) Hint() string {
	if l.Empty() || !l.Sight.Pictured() || l.Sight.Planes.Marginal > 0 {
		return ""
	}
	return words.Say.ProbeHint
}

// SliceText says what the density of two of more columns is.
func (l *Lab) SliceText() string {
	switch p := l.Sight.Planes; {
	case p.Marginal > 0:
		return fmt.Sprintf(words.Say.Marginal, words.Count(p.Marginal))
	case p.SliceRow > 0:
		return fmt.Sprintf(words.Say.Slice, words.Count(p.SliceRow))
	}
	return words.Say.SliceSample
}

func (l *Lab) SetPlaneAs(as string) {
	s := l.Shown
	s.Marginal = as == "marginal"
	l.Probe.Unpoint()
	l.Show(s)
}

func (l *Lab) SetColumnX(s string) { l.ShowPair(Atoi(s), l.Shown.ColumnY) }

func (l *Lab) SetColumnY(s string) { l.ShowPair(l.Shown.ColumnX, Atoi(s)) }

// ShowPair swaps the two where one is chosen twice.
func (l *Lab) ShowPair(x, y int) {
	s := l.Shown
	if x == y {
		x, y = s.ColumnY, s.ColumnX
	}
	s.ColumnX, s.ColumnY = x, y
	l.Probe.Unpoint()
	l.Net.explain(nil) // its batch was drawn in the pair before
	l.Show(s)
}
