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

	of about `rev:"-"`
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
func (s *Sight) First() bool {
	return !s.Pictured() && s.of.Source.OnPreset() && s.of.Choice.Run.Data == link.Presets[0]
}

func (s *Sight) XView(w, h float64) plot.View {
	p := s.Planes
	return plot.View{MinX: p.MinX, MaxX: p.MaxX, MinY: p.MinY, MaxY: p.MaxY, W: w, H: h}
}

func (s *Sight) ZView(w, h float64) plot.View {
	return plot.LatentView(s.prior(), w, h)
}

// prior is that of the model that is shown.
func (s *Sight) prior() plot.Law { return prior.Named(string(s.of.ShownModel().Prior)) }

func (s *Sight) DrawX(t plot.Theme, w, h float64) plot.Scene {
	p := s.Planes
	x, y := s.columnNames()
	in := plot.XPlaneInput{
		View: s.XView(w, h), N: p.N, LogP: p.LogP, Levels: p.Levels, Rings: p.Rings(), Samples: p.Samples, NameX: x,
		NameY: y,
	}
	if s.Dots {
		in.Data, in.Picked, in.Kind = p.Data, s.picked(), s.kindAmong(p.Data)
	}
	return plot.XPlane(t, in)
}

func (s *Sight) drawZ(t plot.Theme, w, h float64) plot.Scene {
	x, y := s.latentNames()
	return plot.ZPlane(t, plot.ZPlaneInput{
		View: s.ZView(w, h), Latent: s.Planes.Latent, Picked: s.pickedAmong(s.Planes.Latent),
		Prior: s.rings(),
		Kind:  s.kindAmong(s.Planes.Latent), NameX: x, NameY: y,
	})
}

// rings is the law whose rings are drawn around the latents: none where some coordinates have another prior together.
func (s *Sight) rings() plot.Law {
	if !s.of.ShownModel().Factorised() {
		return nil
	}
	return s.prior()
}

// Turning reports whether the picture of another pair of columns is awaited: no place in this one means anything then.
func (s *Sight) Turning() bool {
	return s.of.Sliced() && s.pair != [2]int{s.of.Shown.ColumnX, s.of.Shown.ColumnY}
}

func (s *Sight) columnNames() (x, y string) {
	c := s.of.State.Columns
	if i, j := s.pair[0], s.pair[1]; i != j && max(i, j) < len(c) {
		return c[i], c[j]
	}
	return "x1", "x2"
}

func (s *Sight) latentNames() (x, y string) {
	pair := s.pair
	if pair == [2]int{} { // nothing is drawn yet
		pair = [2]int{FirstShow.ColumnX, FirstShow.ColumnY}
	}
	return "z" + strconv.Itoa(pair[0]+1), "z" + strconv.Itoa(pair[1]+1)
}

func (s *Sight) XSub(drawing bool) string {
	if drawing {
		return words.Say.DrawSub
	}
	if s.of.Bare() {
		return words.Say.XBare
	}
	return words.Say.XSub
}

// Lines says what the contours are.
func (s *Sight) Lines() string {
	switch {
	case s.Planes.Marginal > 0:
		return words.Say.MarginalLines
	case s.of.Sliced():
		return words.Say.SliceLines
	}
	return words.Say.Lines
}

func (s *Sight) XSummary() string {
	if !s.Pictured() {
		return words.Say.XEmpty
	}
	x, y := s.columnNames()
	return fmt.Sprintf(words.Say.XSum, x, y, words.Count(s.of.Rest.Step))
}

func (s *Sight) zSummary() string {
	if !s.Pictured() {
		return words.Say.ZEmpty
	}
	x, y := s.latentNames()
	prior := words.Say.PriorNames.Of(string(s.of.State.Model.Prior))
	return fmt.Sprintf(words.Say.ZSum, x, y, prior, words.Count(s.of.Rest.Step)) + " " + words.Say.ZKeys
}

func (s *Sight) Hint() string {
	if s.of.Empty() || !s.Pictured() || s.Planes.Marginal > 0 {
		return ""
	}
	return words.Say.ProbeHint
}

// SliceText says what the density of two of more columns is.
func (s *Sight) SliceText() string {
	switch p := s.Planes; {
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
