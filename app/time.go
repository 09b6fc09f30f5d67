package app

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// timeline is what the page knows of the steps that can be looked at.
type timeline struct {
	protocol.Times
	asked int // ID of the last Look
	rev   int
}

// timesNow takes the trainer's word, unless somebody has asked for another step since.
func (l *lab) timesNow(e protocol.Times) {
	if e.ID != l.time.asked {
		return
	}
	l.time.Times = e
	l.time.rev++
	l.curved++
}

// lookedAt returns the recorded step that the page shows, where it is not where the run has got.
func (l *lab) lookedAt() (step int, back bool) {
	t := l.time
	if t.At >= len(t.Steps)-1 {
		return 0, false
	}
	return t.Steps[t.At], true
}

// lookAt shows the run as it was at the recorded step of that index. It stops training.
func (l *lab) lookAt(i int) {
	t := &l.time
	last := len(t.Steps) - 1
	if last < 1 || !l.ready() {
		return
	}
	i = min(max(i, 0), last)
	if l.phase == protocol.Training {
		l.going = false
	}
	l.accept()
	t.asked++
	t.At = i
	t.rev++
	l.curved++
	l.send(protocol.Look{ID: t.asked, Step: t.Steps[i], Now: i == last})
}

// timeSlider goes back to a recorded step. It lies under the loss, along its steps.
type timeSlider struct {
	ui.Compo
	Rev         int // of the timeline
	Lang        string
	Ready       bool
	Left, Right float64 // what the loss leaves free beside its curves
	lab         *lab
}

func (s *timeSlider) Render() ui.UI {
	l := s.lab
	_, back := l.lookedAt()
	return ui.Div().Class("time").Body(
		ui.Div().Style("padding-left", words.Short(s.Left-thumb)+"px").Style("padding-right", words.Short(s.Right-thumb)+"px").Body(
			off(ui.Input().ID("time"), !s.Ready || len(l.time.Steps) < 2).Type("range").Min(0).Title(words.Say.Time.Tip).
				Aria("label", words.Say.Time.Label).Aria("valuetext", l.timeText()).OnInput(s.onInput),
		),
		ui.Div().Class("with").Body(
			ui.P().ID("time-note").Class("note").Text(l.timeNote()),
			unseen(off(ui.Button().ID("time-now").Class("btn"), !s.Ready), !back).Type("button").Title(words.Say.TimeNow.Tip).Text(words.Say.TimeNow.Label).OnClick(s.onNow),
		),
	)
}

const thumb = 8 // half of the slider's thumb, in pixels: its middle goes from end to end of the steps

func (s *timeSlider) OnMount(ui.Context)  { s.place() }
func (s *timeSlider) OnUpdate(ui.Context) { s.place() }

// place sets the ends before the value, which they bound; as attributes they would come in any order.
func (s *timeSlider) place() {
	if ui.IsServer {
		return
	}
	t := s.lab.time
	el := ui.Window().GetElementByID("time")
	el.Set("max", max(1, len(t.Steps)-1))
	el.Set("value", t.At)
}

func (s *timeSlider) onInput(ctx ui.Context, _ ui.Event) {
	if i, err := strconv.Atoi(ctx.JSSrc().Get("value").String()); err == nil {
		s.lab.lookAt(i)
	}
}

func (s *timeSlider) onNow(ui.Context, ui.Event) {
	s.lab.lookAt(len(s.lab.time.Steps) - 1)
	ui.Window().GetElementByID("time").Call("focus") // the button goes
}

func (l *lab) timeText() string {
	t := l.time
	if len(t.Steps) == 0 {
		return fmt.Sprintf(words.Say.TimeText, "0", "0")
	}
	return fmt.Sprintf(words.Say.TimeText, words.Count(t.Steps[t.At]), words.Count(t.Steps[len(t.Steps)-1]))
}

func (l *lab) timeNote() string {
	t := l.time
	step, back := l.lookedAt()
	switch {
	case t.TooMany:
		return words.Say.TimeTooMany
	case len(t.Steps) < 2:
		return words.Say.TimeNone
	case back:
		return fmt.Sprintf(words.Say.TimeBack, words.Count(step), words.Count(t.Steps[len(t.Steps)-1]))
	}
	return words.Say.TimeHint
}
