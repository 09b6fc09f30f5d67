package away

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Screen keeps the screen on while a model trains, where the browser can and the person wants it.
type Screen struct {
	Report *lab.Report
	Told   func() // the lock came, or did not

	able    bool
	wanted  bool
	refused bool
	asking  bool
	lock    ui.Value // nil where none is held
}

// Ask finds out whether this browser has such locks.
func (s *Screen) Ask() { s.able = ui.Window().Get("navigator").Get("wakeLock").Truthy() }

// On reports whether one is held.
func (s *Screen) On() bool { return s.lock != nil }

// Watch takes and releases the lock as the run goes on and stops. The browser releases it with the tab out of
// sight.
func (s *Screen) Watch(ctx ui.Context) {
	want := s.wanted && s.Report.Phase == protocol.Training && !ui.Window().Get("document").Get("hidden").Truthy()
	switch {
	case want && s.lock == nil && !s.asking:
		s.asking = true
		kit.Await(ctx, ui.Window().Get("navigator").Get("wakeLock").Call("request", "screen"), func(lock ui.Value) {
			s.asking, s.lock, s.refused = false, lock, false
			s.Watch(ctx)
			s.Told()
		}, func(ui.Value) {
			s.asking, s.wanted, s.refused = false, false, true
			s.Told()
		})
	case s.lock != nil && (!want || s.lock.Get("released").Truthy()):
		if lock := s.lock; !lock.Get("released").Truthy() {
			lock.Call("release")
		}
		s.lock = nil
		if want {
			s.Watch(ctx)
		}
	}
}

// box offers it.
func (s *Screen) box() ui.UI {
	if !s.able {
		return ui.Div().Hidden(true)
	}
	note := ""
	if s.refused {
		note = words.Say.AwakeRefused
	}
	return ui.Div().Class("keep").Hidden(false).Body(
		kit.Check("awake", words.Say.Awake, s.wanted, false, func(ctx ui.Context, on bool) {
			s.wanted, s.refused = on, false
			s.Watch(ctx)
			s.Told()
		}),
		ui.P().ID("awake-note").Class("note").Role("status").Text(note),
	)
}
