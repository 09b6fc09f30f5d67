// Package bench is the page at /bench, a document of its own: how fast this browser trains, kernel by kernel.
package bench

import (
	"fmt"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// bench is the page that measures the browser. Its trainer lives only while it measures: closing it stops at once and
// gives all memory back.
type bench struct {
	ui.Compo
	launch  lab.Launch
	eng     lab.Engine
	short   bool
	theme   string
	lang    string // chosen on this visit, by hand or by link
	phase   benchPhase
	got     protocol.Bench
	fault   string
	copied  string // what came of copying
	date    string // when, as 2006-01-02
	agent   string // the browser's word for itself
	cores   int
	closers []func()
	drawn   func(f func()) // calls f once the page shows what is known now
}

type benchPhase string

const (
	benchIdle    benchPhase = "ready"
	benchRunning benchPhase = "measuring"
	benchDone    benchPhase = "done"
	benchStopped benchPhase = "stopped"
	benchFailed  benchPhase = "error"
)

// New is that page. The server, which only renders its first picture, passes nil.
func New(launch lab.Launch) ui.Composer { return newBench(launch) }

func newBench(launch lab.Launch) *bench {
	return &bench{launch: launch, theme: "auto", phase: benchIdle}
}

func (b *bench) OnPreRender(ctx ui.Context) {
	kit.Entitle(ctx, words.Say.Bench.Title, words.Say.Bench.Description)
}

func (b *bench) OnMount(ctx ui.Context) {
	if ui.IsServer {
		return
	}
	hash := ui.Window().Get("location").Get("hash").String()
	b.short = strings.Contains(hash, "short")
	said, _ := link.Parse(hash)
	b.lang = said.Lang
	words.Speak(kit.Spoken(b.lang))
	kit.Entitle(ctx, words.Say.Bench.Title, words.Say.Bench.Description)
	link.OneOf(&b.theme, "theme", kit.Remembered("theme"), link.Themes)
	kit.PaintTheme(b.theme)
	b.closers = append(b.closers, kit.LeaveByDocument("to-lab"))
	b.drawn = func(f func()) { ctx.Defer(func(ui.Context) { f() }) }
	b.publish()
}

func (b *bench) OnDismount() {
	for _, closed := range b.closers {
		closed()
	}
	b.close()
}

func (b *bench) close() {
	if b.eng != nil {
		b.eng.Close()
		b.eng = nil
	}
}

// start measures anew, with a trainer that is not the one before.
func (b *bench) start(ctx ui.Context) {
	b.close()
	b.got, b.fault, b.copied = protocol.Bench{}, "", ""
	b.phase = benchRunning
	b.date, b.agent, b.cores = host()
	if b.launch != nil {
		var eng lab.Engine
		eng = b.launch(func(events ...protocol.Event) {
			ctx.Dispatch(func(ui.Context) {
				for _, e := range events {
					if b.eng == eng {
						b.handle(e)
					}
				}
			})
		})
		b.eng = eng
		eng.Send(protocol.Measure{Short: b.short})
	}
	b.publish()
}

func (b *bench) stop() {
	b.close()
	b.phase = benchStopped
	b.publish()
}

// handle takes one event of the trainer.
func (b *bench) handle(e protocol.Event) {
	switch e := e.(type) {
	case protocol.Bench:
		b.got = e
		if e.Done == e.Total {
			b.close()
			b.phase = benchDone
		}
	case protocol.Notice:
		b.fail(e.Text)
	case protocol.Fatal:
		b.fail(e.Text)
	}
	b.publish()
}

func (b *bench) fail(why string) {
	b.close()
	b.phase, b.fault = benchFailed, why
}

// measured reports whether there is a figure.
func (b *bench) measured() bool {
	for _, f := range b.got.Figures {
		if f.Turns > 0 {
			return true
		}
	}
	return false
}

// status is the sentence beside the button.
func (b *bench) status() string {
	g := b.got
	switch {
	case b.phase == benchDone:
		return words.Say.Bench.Done
	case b.phase == benchStopped:
		return words.Say.Bench.Stopped
	case b.phase == benchFailed:
		return fmt.Sprintf(words.Say.Bench.Failed, b.fault)
	case b.phase == benchIdle:
		return words.Say.Bench.Idle
	case g.Total == 0:
		return words.Say.Bench.Starting
	}
	return fmt.Sprintf(words.Say.Bench.Doing, words.Count(g.Done+1), words.Count(g.Total), g.Models[g.Model].Name,
		g.Kernels[g.Kernel].Name)
}

func (b *bench) onMeasure(ctx ui.Context, _ ui.Event) {
	if b.phase == benchRunning {
		b.stop()
		return
	}
	b.start(ctx)
}

func (b *bench) setTheme(name string) {
	b.theme = name
	kit.PaintTheme(name)
}

func (b *bench) setLanguage(ctx ui.Context, lang string) {
	b.lang = lang
	words.Speak(lang)
	kit.Entitle(ctx, words.Say.Bench.Title, words.Say.Bench.Description)
	b.copied = ""
}

// publish has the state written on the body for outside scripts once the page shows it.
func (b *bench) publish() {
	if b.drawn != nil {
		b.drawn(func() { ui.Window().Get("document").Get("body").Call("setAttribute", "data-state", string(b.phase)) })
	}
}

// onCopy puts the result on the clipboard. A browser may refuse; then the person can.
func (b *bench) onCopy(ctx ui.Context, _ ui.Event) {
	tell := func(text string) func(ui.Value) {
		return func(ui.Value) { b.copied = text }
	}
	refused := func(v ui.Value) {
		area := ui.Window().GetElementByID("result")
		area.Call("focus")
		area.Call("select")
		tell(words.Say.Bench.Refused)(v)
	}
	clipboard := ui.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		refused(nil)
		return
	}
	kit.Await(ctx, clipboard.Call("writeText", b.markdown()), tell(words.Say.Bench.Copied), refused)
}

// host is when this is measured, and on what.
func host() (date, agent string, cores int) {
	if ui.IsServer {
		return "", "", 0
	}
	navigator := ui.Window().Get("navigator")
	return ui.Window().Get("Date").New().Call("toISOString").String()[:10], navigator.Get("userAgent").String(),
		navigator.Get("hardwareConcurrency").Int()
}
