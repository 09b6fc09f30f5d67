package article

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/plot"
	"nicelab/app/words"
)

// The figures of the article's chapter on pictures are of a run on the built-in digits: web/pictures/figures draws
// them.

// digitsFigure is one that is a picture.
func digitsFigure(name string) ui.UI {
	w := words.Say.Article
	wide, high, label, caption := 292, 292, w.DigitsLabel, fmt.Sprintf(w.Digits, words.Decimals(digitBits, 2),
		words.Decimals(digitGaussian, 2), words.Count(digitSteps))
	switch name {
	case "inpainting":
		wide, high, label, caption = 220, 184, w.HiddenLabel, w.Hidden
	case "ends":
		label, caption = w.AxesEndsLabel, w.AxesEnds
	}
	return ui.Figure().Class("lesson", "digits").Body(
		ui.Img().Src("/web/article/"+name+".png").Alt(label).Width(wide).Height(high).Attr("loading", "lazy").
			Style("max-width", "100%").Style("height", "auto").Style("image-rendering", "pixelated"),
		ui.FigCaption().Class("note").Text(caption),
	)
}

// spectrumFigure is the spectrum of that run.
type spectrumFigure struct {
	ui.Compo
	Lang string
	Dark bool
}

func (f *spectrumFigure) Render() ui.UI {
	w := words.Say.Article
	n, first, last := words.Count(len(digitSpectrum)), words.Decimals(float64(digitSpectrum[0]), 3),
		words.Decimals(float64(digitSpectrum[len(digitSpectrum)-1]), 3)
	return ui.Figure().Class("lesson", "spectrum").Body(
		ui.Div().Class("stage").
			Body(kit.Canvas(kit.Plot{Rev: 1, Dark: f.Dark, Label: fmt.Sprintf(w.AxesLabel, n, first, last),
				Draw: func(t plot.Theme, w, h float64) plot.Scene {
					return plot.Spectrum(t, plot.SpectrumInput{W: w, H: h, Values: digitSpectrum})
				}})),
		ui.FigCaption().Class("note").Text(fmt.Sprintf(w.Axes, n, first, last)),
	)
}
