package lab

import (
	"fmt"
	"strings"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// keeping is what the page knows of the runs that are kept in the browser.
type keeping struct {
	protocol.Kept
	Wanted  bool          // the person has not switched it off
	asked   bool          // this trainer keeps its run
	acted   bool          // the person did something here: the run is theirs, and no demonstration
	Present bool          // what was last kept is a state of the present data and model
	Later   bool          // the offer was put aside
	Back    int           // place of the run that a new trainer goes on with; 0: none
	play    bool          // and trains
	show    protocol.Show // what the planes are to draw of it
	backID  int
}

// keptNow takes the trainer's word, and asks it to keep this run: at once on a first visit; while an older run is on offer, or may be in a tab
// that is closing, only when the person has begun another.
func (l *Lab) keptNow(e protocol.Kept) {
	l.Keep.Kept = e
	l.Keep.Present = e.On && e.Steps >= 0
	l.Rev++
	l.keepOn()
}

func (l *Lab) keepOn() {
	k := &l.Keep
	if !k.Wanted || k.asked || l.Eng == nil || l.Phase == "" || k.Place == 0 && k.Problems == nil || (k.Looking || len(k.Runs) > 0) && !k.acted {
		return
	}
	k.asked = true
	l.Eng.Send(protocol.Keep{On: true})
}

// mark notes what a command of the person means for the run that is kept.
func (l *Lab) mark(c protocol.Command) {
	switch c := c.(type) {
	case protocol.UsePreset, protocol.UseColumns, protocol.Reset:
		l.Keep.Present = false
	case protocol.Configure:
		l.Keep.Present = l.Keep.Present && c.Model.Equal(l.State.Model)
	case protocol.Play, protocol.Pause, protocol.Step, protocol.OpenTable, protocol.Open:
	default:
		return
	}
	l.Keep.acted = true
}

// KeepNow has the run kept as it is: the page may be about to end.
func (l *Lab) KeepNow() {
	if l.Ready() && l.Keep.asked {
		l.Eng.Send(protocol.KeepNow{})
	}
}

func (l *Lab) SetKeep(on bool) {
	l.Accept()
	l.Keep.Wanted, l.Keep.acted, l.Keep.asked = on, on, on
	l.Rev++
	l.send(protocol.Keep{On: on})
	l.Effect.Remember(on)
}

// GoOn goes on with the run on offer.
func (l *Lab) GoOn() {
	if l.Offers() {
		l.Accept()
		l.takeBack(l.Keep.Runs[0].Place, false)
	}
}

func (l *Lab) takeBack(place int, play bool) {
	l.Choose()
	c := protocol.GoOn{ID: l.ask(words.Say.GoingOn), Place: place}
	l.Trials[c.ID] = c
	l.Keep.Back, l.Keep.backID, l.Keep.play = 0, c.ID, play
	l.send(c)
}

// tookBack makes a kept run the present one.
func (l *Lab) tookBack() {
	k := &l.Keep
	k.asked, k.acted, k.backID = true, true, 0
	l.adopt()
	l.Shown, k.show = k.show, protocol.Show{}
	if n := len(l.State.Columns); max(l.Shown.ColumnX, l.Shown.ColumnY) >= n || l.Shown.ColumnX == l.Shown.ColumnY {
		l.Shown = l.State.Show
	}
	if l.Shown != l.State.Show {
		l.send(l.Shown)
	}
	switch l.State.Source {
	case "preset":
		l.Data = []protocol.Command{l.usedPreset()}
	case "table":
		l.Data = []protocol.Command{protocol.OpenTable{Name: l.State.Name}}
	default:
		l.Data = nil
	}
	l.Intent.want(k.play)
	if k.play {
		l.send(protocol.Play{})
	}
}

// Discard forgets the run on offer; an older one may be offered then.
func (l *Lab) Discard() {
	if l.Offers() {
		l.Accept()
		l.send(protocol.Discard{Place: l.Keep.Runs[0].Place})
	}
}

func (l *Lab) Offers() bool {
	return l.Ready() && l.Keep.Wanted && !l.Keep.Later && len(l.Keep.Runs) > 0 && l.Keep.backID == 0
}

// Offered is how many runs there are to go on with.
func (l *Lab) Offered() int {
	if !l.Offers() {
		return 0
	}
	return len(l.Keep.Runs)
}

func (l *Lab) RunName(r protocol.KeptRun) string {
	if r.Source == "preset" {
		return words.PresetName(r.Name)
	}
	if r.Source == "table" && r.Name == protocol.DrawingName {
		return words.Say.DrawingName
	}
	return r.Name
}

// Ago writes how long something is past.
func Ago(seconds float64) string {
	switch {
	case seconds < 60:
		return words.Say.AgoNow
	case seconds < 3600:
		return words.Several(words.Say.AgoMinutes, int(seconds/60))
	case seconds < 86400:
		return words.Several(words.Say.AgoHours, int(seconds/3600))
	}
	return words.Several(words.Say.AgoDays, int(seconds/86400))
}

func (l *Lab) KeptText() string {
	k := l.Keep
	switch {
	case !k.Wanted:
		return words.Say.KeepOff
	case len(k.Problems) > 0:
		var all []string
		for _, n := range k.Problems {
			all = append(all, words.Worded(n))
		}
		return strings.Join(all, " ")
	case k.On && k.Steps >= 0:
		return fmt.Sprintf(words.Say.KeptAt, words.Count(k.Steps))
	}
	return words.Say.KeepIdle
}
