package app

import (
	"fmt"
	"math"
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// longRun is how long a run has to take for the tab's title to tell of it, in seconds.
const longRun = 60

// runTitle is what the tab's title says of the run; "" where it says nothing: of a run that is over soon a title in
// motion would only distract, unless nobody sees the tab.
func (l *lab) runTitle(hidden bool) string {
	speed, run := l.now.StepsPerSecond, l.run.Train.Run
	long := run > 0 && speed > 0 && float64(run)/speed >= longRun
	if l.phase != protocol.Training || l.fatal != nil || !(long || hidden) {
		return ""
	}
	figure := words.Nats(l.now.Valid) + " " + words.Say.Unit
	if l.pictures() && !math.IsNaN(l.now.Bits) {
		figure = words.Decimals(l.now.Bits, 3) + " " + words.Say.FigBits.Label
	}
	if math.IsNaN(l.now.Valid) {
		figure = "–"
	}
	left, ok := l.secondsLeft()
	if !ok {
		return fmt.Sprintf(words.Say.RunTitle, words.Count(l.now.Step), figure)
	}
	return fmt.Sprintf(words.Say.RunTitleLeft, duration(left), words.Count(l.now.Step), figure)
}

// secondsLeft is how long the run takes at the speed that was measured.
func (l *lab) secondsLeft() (seconds float64, ok bool) {
	speed, run := l.now.StepsPerSecond, l.run.Train.Run
	if l.phase != protocol.Training || run == 0 || !(speed > 0) {
		return 0, false
	}
	return float64(l.stepsLeft()) / speed, true
}

// stepsLeft is how many there are to the end of the run.
func (l *lab) stepsLeft() int { return l.run.Train.Run - l.now.Step%l.run.Train.Run }

// titling is the tab's title as the page last wrote it.
type titling struct {
	said string
	at   time.Time
}

// retitle has the tab's title follow the run, once a second at most.
func (p *page) retitle() {
	doc := ui.Window().Get("document")
	text := p.lab.runTitle(doc.Get("hidden").Truthy())
	if text == p.title.said || text != "" && time.Since(p.title.at) < time.Second {
		return
	}
	p.title = titling{text, time.Now()}
	if text == "" {
		text = words.Say.DocTitle
	}
	doc.Set("title", text)
}

// awake keeps the screen on while a model trains, where the browser can and the person wants it.
type awake struct {
	can     bool
	wanted  bool
	refused bool
	asking  bool
	lock    ui.Value // nil where none is held
}

// ableToWake reports whether this browser has such locks.
func ableToWake() bool { return ui.Window().Get("navigator").Get("wakeLock").Truthy() }

// watchScreen takes and releases the lock as the run goes on and stops. The browser releases it with the tab out of
// sight.
func (p *page) watchScreen(ctx ui.Context) {
	a := &p.awake
	want := a.wanted && p.lab.phase == protocol.Training && !ui.Window().Get("document").Get("hidden").Truthy()
	switch {
	case want && a.lock == nil && !a.asking:
		a.asking = true
		await(ctx, ui.Window().Get("navigator").Get("wakeLock").Call("request", "screen"), func(lock ui.Value) {
			a.asking, a.lock, a.refused = false, lock, false
			p.watchScreen(ctx)
			p.publish()
		}, func(ui.Value) {
			a.asking, a.wanted, a.refused = false, false, true
			p.publish()
		})
	case a.lock != nil && (!want || a.lock.Get("released").Truthy()):
		if lock := a.lock; !lock.Get("released").Truthy() {
			lock.Call("release")
		}
		a.lock = nil
		if want {
			p.watchScreen(ctx)
		}
	}
}

// awakeBox offers it.
func (p *page) awakeBox() ui.UI {
	a := &p.awake
	if !a.can {
		return ui.Div().Hidden(true)
	}
	note := ""
	if a.refused {
		note = words.Say.AwakeRefused
	}
	return ui.Div().Class("keep").Hidden(false).Body(
		ui.Label().Class("check").For("awake").Title(words.Say.Awake.Tip).Body(
			ticked(ui.Input().ID("awake").Type("checkbox"), a.wanted).OnChange(func(ctx ui.Context, _ ui.Event) {
				a.wanted, a.refused = ctx.JSSrc().Get("checked").Bool(), false
				p.watchScreen(ctx)
				p.publish()
			}),
			ui.Span().Text(words.Say.Awake.Label),
		),
		ui.P().ID("awake-note").Class("note").Role("status").Text(note),
	)
}
