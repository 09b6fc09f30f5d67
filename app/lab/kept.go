package lab

import (
	"fmt"
	"strings"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Keep is what the page knows of the runs that are kept in the browser.
type Keep struct {
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

	Remember func(on bool) // on later visits too

	to keeper `rev:"-"`
}

// keeper is what keeping needs of the trainer; what it is told of keeping is nobody's doing.
type keeper interface {
	trainer
	pass(protocol.Command)
	Accept() // clears the sentence of an earlier action
}

func newKeep() Keep {
	return Keep{Wanted: true, Kept: protocol.Kept{Steps: -1}, Remember: func(bool) {}}
}

// took takes the trainer's word, and asks it to keep this run.
func (k *Keep) took(e protocol.Kept) {
	k.Kept = e
	k.Present = e.On && e.Steps >= 0
	k.keepOn()
}

// keepOn has the run kept: at once on a first visit; while an older run is on offer, or may be in a tab that is
// closing, only when the person has begun another.
func (k *Keep) keepOn() {
	unheard, offered := k.Place == 0 && k.Problems == nil, k.Looking || len(k.Runs) > 0
	if !k.Wanted || k.asked || !k.to.Ready() || unheard || offered && !k.acted {
		return
	}
	k.asked = true
	k.to.pass(protocol.Keep{On: true})
}

// anew is a new trainer, which keeps nothing yet.
func (k *Keep) anew() { k.acted, k.asked = false, false }

// restarted has the next trainer go on with what was last kept.
func (k *Keep) restarted(shown protocol.Show) {
	if k.Back = 0; k.Present {
		k.Back, k.show = k.Place, shown
	}
	k.backID, k.Kept = 0, protocol.Kept{Steps: -1}
}

// mark notes what a command of the person means for the run that is kept, which is one of that model.
func (k *Keep) mark(c protocol.Command, model flow.Config) {
	switch c := c.(type) {
	case protocol.UsePreset, protocol.UseColumns, protocol.Reset:
		k.Present = false
	case protocol.Configure:
		k.Present = k.Present && c.Model.Equal(model)
	case protocol.Play, protocol.Pause, protocol.Step, protocol.OpenTable, protocol.Open:
	default:
		return
	}
	k.acted = true
}

// KeepNow has the run kept as it is: the page may be about to end.
func (k *Keep) KeepNow() {
	if k.to.Ready() && k.asked {
		k.to.pass(protocol.KeepNow{})
	}
}

// keeps reports whether this run is, or will be, kept.
func (k *Keep) keeps() bool { return k.to.Ready() && k.asked && k.Wanted && k.Problems == nil }

// holds reports whether what is kept is the run at that step.
func (k *Keep) holds(step int) bool { return k.Present && k.Steps == step }

func (k *Keep) Offers() bool {
	return k.to.Ready() && k.Wanted && !k.Later && len(k.Runs) > 0 && k.backID == 0
}

// Offered is how many runs there are to go on with.
func (k *Keep) Offered() int {
	if !k.Offers() {
		return 0
	}
	return len(k.Runs)
}

func (k *Keep) KeptText() string {
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

// SetKeep keeps runs from now on, or none, here and on later visits.
func (k *Keep) SetKeep(on bool) {
	k.to.Accept()
	k.Wanted, k.acted, k.asked = on, on, on
	k.to.send(protocol.Keep{On: on})
	k.Remember(on)
}

// Discard forgets the run on offer; an older one may be offered then.
func (k *Keep) Discard() {
	if k.Offers() {
		k.to.Accept()
		k.to.send(protocol.Discard{Place: k.Runs[0].Place})
	}
}

// GoOn goes on with the run on offer.
func (l *Lab) GoOn() {
	if l.Keep.Offers() {
		l.Accept()
		l.takeBack(l.Keep.Runs[0].Place, false)
	}
}

func (l *Lab) takeBack(place int, play bool) {
	l.Choose()
	id := l.Line.ask(words.Say.GoingOn)
	l.Keep.Back, l.Keep.backID, l.Keep.play = 0, id, play
	l.open(id, protocol.GoOn{ID: id, Place: place})
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
		l.Line.send(l.Shown)
	}
	switch l.State.Source {
	case "preset":
		l.Source.Data = []protocol.Command{l.Choice.usedPreset()}
	case "table":
		l.Source.Data = []protocol.Command{protocol.OpenTable{Name: l.State.Name}}
	default:
		l.Source.Data = nil
	}
	l.Choice.Intent.want(k.play)
	if k.play {
		l.Line.send(protocol.Play{})
	}
}

func (k *Keep) RunName(r protocol.KeptRun) string {
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
