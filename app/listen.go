package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/article"
	"nicelab/app/kit"
	"nicelab/app/panel/drawing"
	"nicelab/app/panel/notice"
	"nicelab/app/view/planes"
)

// listen hears what is of the whole page, and has its parts hear theirs.
func (p *page) listen(ctx ui.Context) {
	win, doc := ui.Window(), ui.Window().Get("document")
	told := func() { ctx.Dispatch(func(ui.Context) { p.publish() }) }
	p.hear.On(win, "keydown", func(e ui.Value) bool {
		if !kit.Plain(e) || e.Get("repeat").Truthy() {
			return false
		}
		at := e.Get("target")
		taken := p.lab.Key(e.Get("key").String(), at.Get("tagName").String(), kit.InputType(at))
		told()
		return taken
	})
	planes.Listen(ctx, p.planes(), &p.hear)
	drawing.Listen(ctx, &p.lab.Drawing, &p.lab.Picking, &p.hear)
	notice.LookAfter(ctx, p.lab.Look, &p.hear, p.publish)
	p.hear.Add(kit.LeaveByDocument("to-bench"))
	p.hear.On(win.GetElementByID("read"), "click", func(e ui.Value) bool {
		e.Call("stopPropagation")
		return kit.Jump("#" + article.ID)
	})
	p.doc.Listen(ctx, &p.hear, told)
	p.hear.On(win, "pagehide", func(ui.Value) bool {
		p.lab.Keep.KeepNow()
		drawing.KeepSketch(&p.lab.Drawing, p.lab.Keep.Wanted)
		return false
	})
	p.hear.On(doc, "visibilitychange", func(ui.Value) bool { // a phone may end what it hides
		if doc.Get("hidden").Truthy() {
			p.lab.Keep.KeepNow()
		}
		drawing.KeepSketch(&p.lab.Drawing, p.lab.Keep.Wanted)
		p.title.Follow(&p.lab.Report, p.lab.Choice.Run.Train.Run)
		ctx.Dispatch(p.screen.Watch)
		return false
	})
	p.files.Listen(ctx, &p.hear, told)
}
