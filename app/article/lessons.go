package article

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/flow/lesson"
)

// The figures of the article that a person bends: their numbers are flow/lesson's, their pictures app/plot's.

// bend is a slider from lo to hi in hundredths.
func bend(id string, w words.Word, value, lo, hi int, set func(int)) ui.UI {
	return kit.Slider(id, w, lo, hi, 5, value, hundredths(value),
		func(ctx ui.Context, _ ui.Event) { set(lab.Atoi(ctx.JSSrc().Get("value").String())) })
}

func hundredths(v int) string { return words.Minus(words.Fixed(float64(v)/100, 2)) }

// lessonFigure is a picture with its sliders, what it says in numbers, and a caption.
func lessonFigure(class string, picture ui.UI, said, caption string, sliders ...ui.UI) ui.UI {
	return ui.Figure().Class("lesson", class).Body(
		ui.Div().Class("stage").Body(picture),
		ui.Div().Class("sliders").Body(sliders...),
		ui.P().Class("said").Text(said),
		ui.FigCaption().Class("note").Text(caption),
	)
}

// stretchFigure is the change of variables on a line.
type stretchFigure struct {
	ui.Compo
	Lang string
	Dark bool
	bend int // hundredths
	rev  int
}

const (
	stretchReach = 3.0
	stretchBand  = 0.5 // of z
)

func (f *stretchFigure) OnInit() { f.bend, f.rev = 60, 1 }

func (f *stretchFigure) map1() lesson.Stretch { return lesson.Stretch{Bend: float64(f.bend) / 100} }

func (f *stretchFigure) Render() ui.UI {
	w, s := words.Say.Article, f.map1()
	slope, prior, density := words.Decimals(s.Slope(0), 2), words.Decimals(lesson.Normal(0), 3),
		words.Decimals(s.Density(0), 3)
	label := fmt.Sprintf(w.StretchLabel, slope, density, prior)
	picture := kit.Canvas(kit.Plot{Rev: f.rev, Dark: f.Dark, Lang: f.Lang, Label: label, Draw: f.draw})
	return lessonFigure("stretch", picture, fmt.Sprintf(w.StretchSum, prior, slope, density,
		words.Percent(lesson.Mass(stretchBand))), w.Stretch,
		bend("stretch", w.StretchSlider, f.bend, 100*lesson.MinBend, 100*lesson.MaxBend, f.set))
}

func (f *stretchFigure) set(bend int) { f.bend, f.rev = bend, f.rev+1 }

func (f *stretchFigure) draw(t plot.Theme, w, h float64) plot.Scene {
	s := f.map1()
	in := plot.StretchInput{
		W: w, H: h, Reach: stretchReach, Top: 1.45, Z: lesson.Shares(20), BandZ: stretchBand, BandX: s.Inverse(stretchBand),
		NamePrior: words.Say.Article.AxisPrior, NameDensity: words.Say.Article.AxisDensity,
	}
	for _, z := range in.Z {
		in.X = append(in.X, s.Inverse(z))
	}
	in.Curve, in.Prior, in.Density = s.Rows(stretchReach, 241)
	return plot.Stretch(t, in)
}

// shearFigure is two couplings on a lattice.
type shearFigure struct {
	ui.Compo
	Lang          string
	Dark          bool
	first, second int // hundredths
	rev           int
}

const (
	shearReach = 3.0
	shearSize  = 2.0 // half the side of the lattice, in cells of a half
)

func (f *shearFigure) OnInit() { f.first, f.rev = 70, 1 }

func (f *shearFigure) map2() lesson.Shear {
	return lesson.Shear{First: float64(f.first) / 100, Second: float64(f.second) / 100}
}

func (f *shearFigure) cell() []float32 { return f.map2().Cell(0, 0, 1, 48) }

func (f *shearFigure) Render() ui.UI {
	w := words.Say.Article
	area := words.Decimals(lesson.Area(f.cell()), 2)
	label := fmt.Sprintf(w.ShearLabel, hundredths(f.first), hundredths(f.second), area)
	return lessonFigure("shear", kit.Canvas(kit.Plot{Rev: f.rev, Dark: f.Dark, Lang: f.Lang, Label: label, Draw: f.draw}),
		fmt.Sprintf(w.ShearSum, area), w.Shear,
		bend("shear-first", w.ShearFirst, f.first, -100, 100, f.setFirst),
		bend("shear-second", w.ShearSecond, f.second, -100, 100, f.setSecond))
}

func (f *shearFigure) setFirst(v int)  { f.first, f.rev = v, f.rev+1 }
func (f *shearFigure) setSecond(v int) { f.second, f.rev = v, f.rev+1 }

func (f *shearFigure) draw(t plot.Theme, w, h float64) plot.Scene {
	in := plot.ShearInput{W: w, H: h, Reach: shearReach, Cell: f.cell(), NameX: words.Say.Article.AxisX1,
		NameY: words.Say.Article.AxisX2}
	in.Across, in.Up = f.map2().Lattice(shearSize, 4)
	return plot.Shear(t, in)
}
