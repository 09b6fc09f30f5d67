package loss

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// timeSlider goes back to a recorded step. It lies under the loss, along its steps.
type timeSlider struct {
	ui.Compo
	Rev         int // of the timeline
	Lang        string
	Ready       bool
	Left, Right float64 // what the loss leaves free beside its curves
	host        Host
	after       func(f func(ui.Context))
	time        *lab.Time
}

func (s *timeSlider) Render() ui.UI {
	if s.after != nil {
		s.after(s.place)
	}
	t := s.time
	_, back := t.LookedAt()
	return ui.Div().Class("time").Body(
		ui.Div().Style("padding-left", words.Short(s.Left-thumb)+"px").
			Style("padding-right", words.Short(s.Right-thumb)+"px").Body(
			kit.Disabled(ui.Input().ID("time"), !s.Ready || len(t.Steps) < 2).Type("range").Min(0).
				Title(words.Say.Time.Tip).
				Aria("label", words.Say.Time.Label).Aria("valuetext", t.TimeText()).OnInput(s.onInput),
		),
		ui.Div().Class("with").Body(
			ui.P().ID("time-note").Class("note").Text(t.TimeNote()),
			kit.Hidden(kit.Button("time-now", words.Say.TimeNow, !s.Ready, s.onNow), !back),
		),
	)
}

const thumb = 8 // half of the slider's thumb, in pixels: its middle goes from end to end of the steps

func (s *timeSlider) OnMount(ctx ui.Context) {
	s.after = kit.After(ctx)
	s.place(ctx)
}

// place sets the ends before the value, which they bound; as attributes they would come in any order.
func (s *timeSlider) place(ui.Context) {
	if ui.IsServer {
		return
	}
	t := s.time
	el := ui.Window().GetElementByID("time")
	el.Set("max", max(1, len(t.Steps)-1))
	el.Set("value", t.At)
}

func (s *timeSlider) onInput(ctx ui.Context, _ ui.Event) {
	if i, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
		s.host.LookAt(i)
	}
}

func (s *timeSlider) onNow(ui.Context, ui.Event) {
	s.host.LookAt(len(s.time.Steps) - 1)
	ui.Window().GetElementByID("time").Call("focus") // the button goes
}
