package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// walkView is the way between two pictures through their latents, or what lies around one.
type walkView struct {
	ask protocol.WalkArgs
	got protocol.Walked
	rev int
}

func (v *walkView) name() string                       { return "walk" }
func (v *walkView) fits(st protocol.State) bool        { return st.Kind == protocol.KindPicture }
func (v *walkView) args(*lab) protocol.Args            { return protocol.Args{Walk: v.ask} }
func (v *walkView) forget()                            { *v = walkView{rev: v.rev + 1} }
func (v *walkView) head(*lab) (title, sub, tip string) { return words.Say.Walk, "", words.Say.WalkTip }

func (v *walkView) take(_ *lab, e protocol.Event) bool {
	w, ok := e.(protocol.Walked)
	if ok {
		v.got = w
		v.rev++
	}
	return ok
}

// set asks for another walk.
func (v *walkView) set(l *lab, a protocol.WalkArgs) {
	v.ask = a
	v.rev++
	l.rev++
	l.watchViews()
}

func walkBody(v *walkView, h *viewPanel) []ui.UI {
	l := h.lab
	chosen := l.imaging.asked.Picture
	end := func(id, text string, now int, change func(a *protocol.WalkArgs)) ui.UI {
		if now > 0 {
			text = fmt.Sprintf("%s: %s", text, words.Count(now))
		}
		return off(ui.Button().ID(id).Class("btn"), chosen == 0).Type("button").Title(words.Say.WalkTake).Text(text).OnClick(func(ui.Context, ui.Event) {
			a := v.ask
			change(&a)
			v.set(l, a)
		})
	}
	way := "way"
	if v.ask.Sheet {
		way = "sheet"
	}
	return []ui.UI{
		ui.P().Class("note").Text(words.Say.WalkHow),
		ui.Div().Class("masks").Body(
			selectField("walk-as", words.Say.WalkAs, way, []choice{{"way", words.Say.WalkWay}, {"sheet", words.Say.WalkSheet}}, !l.ready(), func(s string) {
				a := v.ask
				a.Sheet = s == "sheet"
				v.set(l, a)
			}),
			end("walk-from", words.Say.WalkFrom, v.ask.From, func(a *protocol.WalkArgs) { a.From = l.imaging.asked.Picture }),
			end("walk-to", words.Say.WalkTo, v.ask.To, func(a *protocol.WalkArgs) { a.To = l.imaging.asked.Picture }),
		),
		unseen(ui.Div(), len(v.got.Pixels) == 0 || v.got.Args != v.ask).Class("closeup").Body(
			ui.Figure().Body(
				ui.Div().Class("stage").Body(&canvas{id: "walk", Rev: 1 + v.rev, Dark: h.Dark, Label: v.said(), draw: func(t plot.Theme, w, height float64) plot.Scene {
					return plot.Pictures(t, l.gridInput(w, height, v.got.Pixels, -1))
				}}),
				ui.FigCaption().Body(ui.P().Text(v.said())),
			),
		),
		ui.P().ID("walk-wait").Class("note").Role("status").Text(v.wait(l)),
	}
}

func (v *walkView) said() string {
	if v.ask.Sheet {
		return fmt.Sprintf(words.Say.WalkSheetSaid, words.Count(v.ask.From), words.Count(v.got.Step))
	}
	return fmt.Sprintf(words.Say.WalkWaySaid, words.Count(v.ask.From), words.Count(v.ask.To), words.Count(v.got.Step))
}

// wait says what is missing.
func (v *walkView) wait(l *lab) string {
	switch {
	case v.ask.From == 0 || !v.ask.Sheet && v.ask.To == 0:
		return words.Say.WalkNone
	case v.got.Args == v.ask:
		return ""
	case l.phase == protocol.Training:
		return words.Say.WalkMoving
	}
	return words.Say.RowsBegun
}
