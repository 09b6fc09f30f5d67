package app

import (
	"fmt"
	"math"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// listen adds a listener whose answer decides at once whether the browser still does
// its own thing with the event.
func (p *page) listen(target ui.Value, event string, take func(e ui.Value) (taken bool)) {
	f := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		if take(args[0]) {
			args[0].Call("preventDefault")
		}
		return nil
	})
	target.Call("addEventListener", event, f)
	p.closers = append(p.closers, func() {
		target.Call("removeEventListener", event, f)
		f.Release()
	})
}

func (p *page) listenAll(ctx ui.Context) {
	win := ui.Window()
	update := func() { ctx.Dispatch(func(ui.Context) { p.publish() }) }
	p.listen(win, "keydown", func(e ui.Value) bool {
		if e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() || e.Get("repeat").Truthy() {
			return false
		}
		at := e.Get("target")
		kind := ""
		if at.Get("tagName").String() == "INPUT" {
			kind = at.Get("type").String()
		}
		taken := p.lab.key(e.Get("key").String(), at.Get("tagName").String(), kind)
		update()
		return taken
	})
	p.listenPlane(ctx)
	p.listen(win, "hashchange", func(ui.Value) bool {
		p.lab.follow(win.Get("location").Get("hash").String())
		p.applyTheme()
		update()
		return false
	})
	p.listen(win.Call("matchMedia", "(prefers-color-scheme: dark)"), "change", func(ui.Value) bool {
		p.applyTheme()
		update()
		return false
	})
	p.listen(win, "dragover", func(e ui.Value) bool {
		if !p.dragging {
			p.dragging = true
			update()
		}
		return true
	})
	p.listen(win, "dragleave", func(e ui.Value) bool {
		if !e.Get("relatedTarget").Truthy() {
			p.dragging = false
			update()
		}
		return false
	})
	p.listen(win, "drop", func(e ui.Value) bool {
		p.dragging = false
		files := e.Get("dataTransfer").Get("files")
		switch n := files.Get("length").Int(); {
		case n == 1:
			p.read(ctx, files.Index(0), p.lab.openFile)
		case n > 1:
			p.lab.warn(say.DropOneFile)
		}
		update()
		return true
	})
}

// listenPlane lets the pointer and the arrow keys read log p.
func (p *page) listenPlane(ctx ui.Context) {
	el := ui.Window().GetElementByID("x-plane")
	update := func() { ctx.Dispatch(func(ui.Context) {}) }
	point := func(e ui.Value) bool {
		if !p.lab.pictured() {
			return false
		}
		view := p.lab.xView(el.Get("clientWidth").Float(), el.Get("clientHeight").Float())
		x, y := view.Data(e.Get("offsetX").Float(), e.Get("offsetY").Float())
		p.lab.point(x, y, false)
		update()
		return false
	}
	p.listen(el, "pointermove", point)
	p.listen(el, "pointerdown", point)
	p.listen(el, "pointerleave", func(e ui.Value) bool {
		if e.Get("pointerType").String() == "mouse" {
			p.lab.unpoint()
			update()
		}
		return false
	})
	p.listen(el, "keydown", func(e ui.Value) bool {
		taken := p.lab.arrow(e.Get("key").String(), e.Get("shiftKey").Truthy())
		if taken {
			update()
		}
		return taken
	})
}

// read hands the bytes of a File to take.
func (p *page) read(ctx ui.Context, file ui.Value, take func(name string, b []byte)) {
	name := file.Get("name").String()
	if bytes := file.Get("size").Float(); bytes > maxFile {
		p.lab.warn(fmt.Sprintf(say.TooLarge, name, size(int(bytes))))
		return
	}
	var done, failed ui.Func
	release := func() { done.Release(); failed.Release() }
	done = ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		array := ui.Window().Get("Uint8Array").New(args[0])
		b := make([]byte, array.Get("length").Int())
		ui.CopyBytesToGo(b, array)
		ctx.Dispatch(func(ui.Context) {
			take(name, b)
			release()
		})
		return nil
	})
	failed = ui.FuncOf(func(ui.Value, []ui.Value) any {
		ctx.Dispatch(func(ui.Context) {
			p.lab.warn(fmt.Sprintf(say.Unreadable, name))
			release()
		})
		return nil
	})
	file.Call("arrayBuffer").Call("then", done, failed)
}

// chosen reads the file of an input and clears it, so that the same file can be chosen again.
func (p *page) chosen(ctx ui.Context, take func(name string, b []byte)) {
	in := ctx.JSSrc()
	files := in.Get("files")
	if files.Get("length").Int() == 0 {
		return
	}
	p.read(ctx, files.Index(0), take)
	in.Set("value", "")
}

// download gives a file to the person.
func download(f protocol.File) {
	win := ui.Window()
	bytes := win.Get("Uint8Array").New(len(f.Bytes))
	ui.CopyBytesToJS(bytes, f.Bytes)
	parts := win.Get("Array").New()
	parts.Call("push", bytes)
	blob := win.Get("Blob").New(parts, map[string]any{"type": f.Mime})
	url := win.Get("URL").Call("createObjectURL", blob)
	a := win.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", f.Name)
	a.Call("click")
	var later ui.Func
	later = ui.FuncOf(func(ui.Value, []ui.Value) any {
		win.Get("URL").Call("revokeObjectURL", url)
		later.Release()
		return nil
	})
	win.Call("setTimeout", later, 10000)
}

// publish writes the state on the body for outside scripts; what is not known is absent.
func (p *page) publish() {
	l := p.lab
	attrs := map[string]string{"data-state": l.status()}
	if l.known() {
		attrs["data-step"] = strconv.Itoa(l.now.Step)
		attrs["data-dim"] = strconv.Itoa(len(l.state.Columns))
		attrs["data-rows"] = strconv.Itoa(l.state.Rows)
		put := func(name string, v float64) {
			if !math.IsNaN(v) {
				attrs[name] = exact(v)
			}
		}
		put("data-nll-train", l.now.Train)
		put("data-nll-valid", l.now.Valid)
		if l.state.KnownDensity {
			put("data-entropy", l.state.Entropy)
			put("data-floor", l.state.Floor)
		}
	}
	if p.dragging {
		attrs["data-drop"] = "yes"
	}
	body := ui.Window().Get("document").Get("body")
	for name := range p.published {
		if _, ok := attrs[name]; !ok {
			body.Call("removeAttribute", name)
		}
	}
	for name, v := range attrs {
		if p.published[name] != v {
			body.Call("setAttribute", name, v)
		}
	}
	p.published = attrs
}
