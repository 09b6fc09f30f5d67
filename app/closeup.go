package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// closeupView is one picture, large, beside that of the data which is nearest to it.
type closeupView struct {
	got protocol.Closeup
	rev int
}

func (v *closeupView) name() string                { return "closeup" }
func (v *closeupView) fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }
func (v *closeupView) forget()                     { *v = closeupView{rev: v.rev + 1} }

func (v *closeupView) args(l *lab) protocol.Args {
	a := l.imaging.asked
	if a.Sample > 0 {
		a.Temperature = l.shown.Temperature
	}
	return protocol.Args{Closeup: a}
}

func (v *closeupView) take(_ *lab, e protocol.Event) bool {
	c, ok := e.(protocol.Closeup)
	if ok {
		v.got = c
		v.rev++
	}
	return ok
}

func (v *closeupView) head(l *lab) (title, sub, tip string) {
	return words.Say.Closeup, "", words.Say.CloseupTip
}

// known reports whether what came is of what is asked for.
func (v *closeupView) known(l *lab) bool {
	a := v.got.Args
	return a.Sample == l.imaging.asked.Sample && a.Picture == l.imaging.asked.Picture && len(v.got.Pixels) > 0
}

func closeupBody(v *closeupView, h *viewPanel) []ui.UI {
	l := h.lab
	if a := l.imaging.asked; a == (protocol.CloseupArgs{}) || !v.known(l) {
		text := words.Say.CloseupNone
		if a != (protocol.CloseupArgs{}) && l.phase == protocol.Training {
			text = words.Say.CloseupMoving
		}
		return []ui.UI{ui.P().ID("closeup-none").Class("note").Text(text)}
	}
	c := v.got
	large := func(id, label string) ui.UI {
		return &canvas{id: id, Rev: 1 + v.rev, Dark: h.Dark, Label: label, draw: func(t plot.Theme, w, height float64) plot.Scene {
			in := l.gridInput(w, height, v.got.Pixels, -1)
			if id == "nearest" {
				in.Pixels = v.got.Near
			}
			in.Side = 1
			return plot.Pictures(t, in)
		}}
	}
	return []ui.UI{
		ui.Div().Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(large("closeup-picture", v.what())),
				ui.FigCaption().Body(ui.P().Text(v.what()), ui.P().ID("closeup-logp").Text(fmt.Sprintf(words.Say.CloseupLogP, words.Nats(c.LogP), words.Decimals(c.Bits, 3), words.Count(c.Step)))),
			),
			unseen(ui.Figure(), c.Nearest == 0).Body(
				ui.Div().Class("stage").Body(large("nearest", v.near())),
				ui.FigCaption().Body(ui.P().ID("closeup-near").Text(v.near()), ui.P().Text(words.Say.CloseupHow)),
			),
		),
	}
}

// what says what the picture is.
func (v *closeupView) what() string {
	c := v.got
	if c.Args.Sample > 0 {
		return fmt.Sprintf(words.Say.CloseupSample, words.Count(c.Args.Sample))
	}
	text := words.Say.CloseupTrained
	if c.Held {
		text = words.Say.CloseupHeld
	}
	return fmt.Sprintf(text, words.Count(c.Args.Picture)) + labelled(c.Label)
}

func (v *closeupView) near() string {
	return fmt.Sprintf(words.Say.CloseupNear, words.Count(v.got.Nearest), words.Decimals(v.got.Distance, 3)) + labelled(v.got.NearIs)
}

func labelled(label int) string {
	if label < 0 {
		return ""
	}
	return " " + fmt.Sprintf(words.Say.CloseupLabel, strconv.Itoa(label))
}
