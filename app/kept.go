package app

import (
	"fmt"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// keeping is what the page knows of the runs that are kept in the browser.
type keeping struct {
	protocol.Kept
	wanted  bool          // the person has not switched it off
	asked   bool          // this trainer keeps its run
	acted   bool          // the person did something here: the run is theirs, and no demonstration
	present bool          // what was last kept is a state of the present data and model
	later   bool          // the offer was put aside
	back    int           // place of the run that a new trainer goes on with; 0: none
	play    bool          // and trains
	show    protocol.Show // what the planes are to draw of it
	backID  int
}

// keptNow takes the trainer's word, and asks it to keep this run: at once on a first visit; while an older run is on offer, or may be in a tab
// that is closing, only when the person has begun another.
func (l *lab) keptNow(e protocol.Kept) {
	l.keep.Kept = e
	l.keep.present = e.On && e.Steps >= 0
	l.rev++
	l.keepOn()
}

func (l *lab) keepOn() {
	k := &l.keep
	if !k.wanted || k.asked || l.eng == nil || l.phase == "" || k.Place == 0 && k.Problems == nil || (k.Looking || len(k.Runs) > 0) && !k.acted {
		return
	}
	k.asked = true
	l.eng.Send(protocol.Keep{On: true})
}

// mark notes what a command of the person means for the run that is kept.
func (l *lab) mark(c protocol.Command) {
	switch c := c.(type) {
	case protocol.UsePreset, protocol.UseColumns, protocol.Reset:
		l.keep.present = false
	case protocol.Configure:
		l.keep.present = l.keep.present && c.Model.Equal(l.state.Model)
	case protocol.Play, protocol.Pause, protocol.Step, protocol.OpenTable, protocol.Open:
	default:
		return
	}
	l.keep.acted = true
}

// keepNow has the run kept as it is: the page may be about to end.
func (l *lab) keepNow() {
	if l.ready() && l.keep.asked {
		l.eng.Send(protocol.KeepNow{})
	}
}

func (l *lab) setKeep(on bool) {
	l.accept()
	l.keep.wanted, l.keep.acted, l.keep.asked = on, on, on
	l.rev++
	l.send(protocol.Keep{On: on})
	l.effect.remember(on)
}

// goOn goes on with the run on offer.
func (l *lab) goOn() {
	if l.offers() {
		l.accept()
		l.takeBack(l.keep.Runs[0].Place, false)
	}
}

func (l *lab) takeBack(place int, play bool) {
	l.choose()
	c := protocol.GoOn{ID: l.ask(words.Say.GoingOn), Place: place}
	l.trials[c.ID] = c
	l.keep.back, l.keep.backID, l.keep.play = 0, c.ID, play
	l.send(c)
}

// tookBack makes a kept run the present one.
func (l *lab) tookBack() {
	k := &l.keep
	k.asked, k.acted, k.backID = true, true, 0
	l.adopt()
	l.shown, k.show = k.show, protocol.Show{}
	if n := len(l.state.Columns); max(l.shown.ColumnX, l.shown.ColumnY) >= n || l.shown.ColumnX == l.shown.ColumnY {
		l.shown = l.state.Show
	}
	if l.shown != l.state.Show {
		l.send(l.shown)
	}
	switch l.state.Source {
	case "preset":
		l.data = []protocol.Command{l.usedPreset()}
	case "table":
		l.data = []protocol.Command{protocol.OpenTable{Name: l.state.Name}}
	default:
		l.data = nil
	}
	l.going = k.play
	if k.play {
		l.send(protocol.Play{})
	}
}

// discard forgets the run on offer; an older one may be offered then.
func (l *lab) discard() {
	if l.offers() {
		l.accept()
		l.send(protocol.Discard{Place: l.keep.Runs[0].Place})
	}
}

func (l *lab) offers() bool {
	return l.ready() && l.keep.wanted && !l.keep.later && len(l.keep.Runs) > 0 && l.keep.backID == 0
}

// offered is how many runs there are to go on with.
func (l *lab) offered() int {
	if !l.offers() {
		return 0
	}
	return len(l.keep.Runs)
}

// offer asks whether to go on with the last run. It lies over the page, so that nothing moves when it comes.
func (p *page) offer() ui.UI {
	l := p.lab
	if !l.offers() {
		return ui.Div().Hidden(true)
	}
	r := l.keep.Runs[0]
	return ui.Section().ID("offer").Class("offer").Aria("label", words.Say.OfferHead).Body(
		ui.P().Body(ui.Span().Text(words.Say.OfferHead+" "), ui.Strong().Text(l.runName(r)), ui.Text(fmt.Sprintf(words.Say.OfferText, words.Count(r.Steps), ago(r.Age)))),
		ui.Button().ID("go-on").Class("btn", "solid").Type("button").Title(words.Say.GoOn.Tip).Text(words.Say.GoOn.Label).OnClick(p.onGoOn),
		ui.Button().ID("discard").Class("btn").Type("button").Title(words.Say.Discard.Tip).Text(words.Say.Discard.Label).OnClick(p.onDiscard),
		ui.Button().ID("later").Class("plain").Type("button").Title(words.Say.NotNow.Tip).Aria("label", words.Say.NotNow.Label).OnClick(p.onLater).Body(icon(iconClose)),
	)
}

func (l *lab) runName(r protocol.KeptRun) string {
	if r.Source == "preset" {
		return words.PresetName(r.Name)
	}
	if r.Source == "table" && r.Name == protocol.DrawingName {
		return words.Say.DrawingName
	}
	return r.Name
}

// ago writes how long something is past.
func ago(seconds float64) string {
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

// keepBox switches keeping on and off and says how it stands.
func (p *page) keepBox() ui.UI {
	l := p.lab
	return ui.Div().Class("keep").Body(
		ui.Label().Class("check").For("keep").Title(words.Say.Keep.Tip).Body(
			ticked(off(ui.Input().ID("keep"), !l.ready()).Type("checkbox"), l.keep.wanted).OnChange(p.onKeep),
			ui.Span().Text(words.Say.Keep.Label),
		),
		ui.P().ID("kept").Class("note").Text(l.keptText()),
	)
}

func (l *lab) keptText() string {
	k := l.keep
	switch {
	case !k.wanted:
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

func (p *page) onGoOn(ui.Context, ui.Event)    { p.lab.goOn() }
func (p *page) onDiscard(ui.Context, ui.Event) { p.lab.discard() }
func (p *page) onLater(ui.Context, ui.Event)   { p.lab.keep.later = true }
func (p *page) onKeep(ctx ui.Context, _ ui.Event) {
	p.lab.setKeep(ctx.JSSrc().Get("checked").Truthy())
}

// rememberKeep keeps the choice for the next visit.
func rememberKeep(on bool) {
	if on {
		remember("keep", "")
	} else {
		remember("keep", "off")
	}
}

func storedKeep() bool { return remembered("keep") == "" }
