package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// endsView is the spectrum of a model of pictures, with the pictures of its largest and smallest directions.
type endsView struct {
	by  string // what makes a direction large: "scale" or "pixels"; "": what fits the model
	got protocol.Ends
	rev int
}

func (v *endsView) name() string                       { return "ends" }
func (v *endsView) fits(st protocol.State) bool        { return st.Kind == protocol.KindPicture }
func (v *endsView) forget()                            { *v = endsView{rev: v.rev + 1} }
func (v *endsView) head(*lab) (title, sub, tip string) { return words.Say.Ends, "", words.Say.EndsTip }

// size is what makes a direction large. Behind a whitening all of them begin alike to the scaling layer.
func (v *endsView) size(l *lab) string {
	switch {
	case v.by != "":
		return v.by
	case l.state.Model.Whiten:
		return "pixels"
	}
	return "scale"
}

func (v *endsView) args(l *lab) protocol.Args {
	return protocol.Args{Ends: protocol.EndsArgs{Picture: l.imaging.asked.Picture, Pixels: v.size(l) == "pixels"}}
}

func (v *endsView) take(_ *lab, e protocol.Event) bool {
	got, ok := e.(protocol.Ends)
	if ok {
		v.got = got
		v.rev++
	}
	return ok
}

// known reports whether what came is of what is asked for.
func (v *endsView) known(l *lab) bool { return len(v.got.Values) > 0 && v.got.Args == v.args(l).Ends }

func endsBody(v *endsView, h *viewPanel) []ui.UI {
	l, got := h.lab, v.got
	known := v.known(l)
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.EndsHow),
		ui.Div().Class("masks").Body(
			selectField("ends-by", words.Say.EndsBy, v.size(l), []choice{{"scale", words.Say.EndsScale}, {"pixels",
				words.Say.EndsPixels}}, !l.ready(), func(s string) {
				v.by = s
				v.rev++
				l.rev++
				l.watchViews()
			}),
		),
		unseen(ui.Div(), !known).Class("closeup", "ends").Body(
			ui.Figure().Body(
				ui.Div().Class("small").Body(&canvas{id: "ends-spectrum", Rev: 1 + v.rev, Dark: h.Dark,
					Label: v.said(), draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Spectrum(t, plot.SpectrumInput{W: w, H: height, Values: v.got.Values})
					}}),
				ui.FigCaption().Body(ui.P().ID("ends-said").Text(v.said())),
			),
			ui.Figure().Body(
				ui.Div().Class("stage").Body(&canvas{id: "ends", Rev: 1 + v.rev, Dark: h.Dark,
					Label: words.Say.EndsSum, draw: func(t plot.Theme, w, height float64) plot.Scene {
						return plot.Pictures(t, l.gridInput(w, height, v.got.Pixels, -1))
					}}),
				ui.FigCaption().Body(ui.P().Text(v.from())),
			),
			ui.Table().Body(
				ui.Caption().Text(words.Say.EndsTable),
				ui.THead().Body(ui.Tr().Body(
					ui.Th().Scope("col").Text(words.Say.EndsPlace), ui.Th().Scope("col").Text(words.Say.EndsSize),
					ui.Th().Scope("col").Text(words.Say.EndsMoves),
				)),
				ui.TBody().Body(ui.Range(got.Places).Slice(func(i int) ui.UI {
					return ui.Tr().Body(
						ui.Th().Scope("row").Text(words.Count(got.Places[i])),
						ui.Td().Text(words.Digits(float64(got.Values[got.Places[i]-1]))),
						ui.Td().Text(words.Digits(got.Moves[i])),
					)
				})),
			),
		),
		ui.P().ID("ends-wait").Class("note").Role("status").Text(v.wait(l, known)),
	}
}

// said is the spectrum in words.
func (v *endsView) said() string {
	s := v.got.Values
	if len(s) == 0 {
		return words.Say.Ends
	}
	format := words.Say.EndsSaid
	if v.got.Args.Pixels {
		format = words.Say.EndsSaidPixels
	}
	return fmt.Sprintf(format, words.Count(len(s)), words.Digits(float64(s[0])), words.Digits(float64(s[len(s)-1])),
		words.Count(v.got.Step))
}

// from says from where the directions lead.
func (v *endsView) from() string {
	if n := v.got.Args.Picture; n > 0 {
		return fmt.Sprintf(words.Say.EndsFrom, strconv.Itoa(n))
	}
	return words.Say.EndsMiddle
}

// wait says what is missing.
func (v *endsView) wait(l *lab, known bool) string {
	switch {
	case known:
		return ""
	case l.phase == protocol.Training:
		return words.Say.EndsMoving
	}
	return words.Say.RowsBegun
}
