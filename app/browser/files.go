package app

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// listen adds a listener whose answer decides at once whether the browser still does
// its own thing with the event.
func (p *page) listen(target ui.Value, event string, take func(e ui.Value) (taken bool)) {
	p.closers = append(p.closers, listen(target, event, take))
}

func listen(target ui.Value, event string, take func(e ui.Value) (taken bool)) (closed func()) {
	f := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		if take(args[0]) {
			args[0].Call("preventDefault")
		}
		return nil
	})
	target.Call("addEventListener", event, f)
	return func() {
		target.Call("removeEventListener", event, f)
		f.Release()
	}
}

// whenSeen tells take whenever an element has come into view or left it.
func whenSeen(ctx ui.Context, el ui.Value, take func(seen bool)) (closed func()) {
	look := ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
		seen := args[0].Index(args[0].Length() - 1).Get("isIntersecting").Truthy()
		ctx.Dispatch(func(ui.Context) { take(seen) })
		return nil
	})
	observer := ui.Window().Get("IntersectionObserver").New(look)
	observer.Call("observe", el)
	return func() {
		observer.Call("disconnect")
		look.Release()
	}
}

// leaveByDocument lets the browser follow a link, which go-app would do inside this document: what is measured there
// has nothing of the page beside it, and title, focus and scrolling begin anew.
func leaveByDocument(id string) (closed func()) {
	return listen(ui.Window().GetElementByID(id), "click", func(e ui.Value) bool {
		e.Call("stopPropagation")
		return false
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
		taken := p.lab.Key(e.Get("key").String(), at.Get("tagName").String(), kindOf(at))
		update()
		return taken
	})
	p.listenPlane(ctx)
	p.listenBoard(ctx)
	p.listenPicking(ctx)
	p.listenForTrainer(ctx)
	p.closers = append(p.closers, leaveByDocument("to-bench"))
	p.listen(win.GetElementByID("read"), "click", func(e ui.Value) bool {
		e.Call("stopPropagation")
		return jump("#" + articleID)
	})
	p.listen(win, "hashchange", func(ui.Value) bool {
		p.lab.Follow(win.Get("location").Get("hash").String())
		p.lab.PreferTheme(remembered("theme"))
		p.applyTheme()
		ctx.Dispatch(p.translate)
		update()
		return false
	})
	p.listen(win.Call("matchMedia", "(prefers-color-scheme: dark)"), "change", func(ui.Value) bool {
		p.applyTheme()
		update()
		return false
	})
	p.listen(win, "pagehide", func(ui.Value) bool {
		p.lab.KeepNow()
		p.keepSketch()
		return false
	})
	p.listen(win.Get("document"), "visibilitychange", func(ui.Value) bool { // a phone may end what it hides
		if win.Get("document").Get("hidden").Truthy() {
			p.lab.KeepNow()
		}
		p.keepSketch()
		p.retitle()
		ctx.Dispatch(p.watchScreen)
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
		defer update()
		return p.takeDrop(ctx, e)
	})
}

// waitUntilSeen puts off what would begin by itself while nobody sees the tab.
func (p *page) waitUntilSeen(ctx ui.Context) {
	doc := ui.Window().Get("document")
	if !p.lab.Goes() || !doc.Get("hidden").Truthy() {
		return
	}
	p.lab.Intent = lab.Unseen
	p.listen(doc, "visibilitychange", func(ui.Value) bool {
		ctx.Dispatch(func(ui.Context) { p.lab.Seen() })
		return false
	})
}

// kindOf is the type of an input, "" of another element.
func kindOf(e ui.Value) string {
	if e.Get("tagName").String() != "INPUT" {
		return ""
	}
	return e.Get("type").String()
}

// listenPlane lets the pointer and the arrow keys read log p.
func (p *page) listenPlane(ctx ui.Context) {
	el := ui.Window().GetElementByID("x-plane")
	update := func() { ctx.Dispatch(func(ui.Context) {}) }
	point := func(e ui.Value) bool {
		if !p.lab.Pictured() || p.lab.Picking.Line != nil {
			return false
		}
		view := p.lab.XView(el.Get("clientWidth").Float(), el.Get("clientHeight").Float())
		x, y := view.Data(e.Get("offsetX").Float(), e.Get("offsetY").Float())
		p.lab.Point(x, y, false)
		update()
		return false
	}
	p.listen(el, "pointermove", point)
	var down [2]float64
	p.listen(el, "pointerdown", func(e ui.Value) bool {
		down = [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
		return point(e)
	})
	p.listen(el, "click", func(e ui.Value) bool {
		x, y, w := e.Get("offsetX").Float(), e.Get("offsetY").Float(), el.Get("clientWidth").Float()
		reach := 8.0
		if e.Get("pointerType").String() == "touch" {
			reach = 20
		}
		if math.Hypot(x-down[0], y-down[1]) < reach { // no drag
			x, y = p.lab.XView(w, el.Get("clientHeight").Float()).Data(x, y)
			p.lab.ChoosePoint(x, y, reach/w)
			update()
		}
		return false
	})
	p.listen(el, "pointerleave", func(e ui.Value) bool {
		if e.Get("pointerType").String() == "mouse" {
			p.lab.Unpoint()
			update()
		}
		return false
	})
	p.listen(el, "keydown", func(e ui.Value) bool {
		taken := p.lab.Arrow(e.Get("key").String(), e.Get("shiftKey").Truthy())
		if taken {
			update()
		}
		return taken
	})
}

// takeDrop opens what was dropped. Text and links are the browser's affair over a field, and else no files: the page says
// so.
func (p *page) takeDrop(ctx ui.Context, e ui.Value) (taken bool) {
	data := e.Get("dataTransfer")
	files, items := data.Get("files"), data.Get("items")
	for i := range items.Get("length").Int() {
		if entry := items.Index(i).Call("webkitGetAsEntry"); entry.Truthy() && entry.Get("isDirectory").Bool() {
			p.warn(fmt.Sprintf(words.Say.DropFolder, entry.Get("name").String()))
			return true
		}
	}
	if files.Get("length").Int() == 0 {
		if at := e.Get("target").Get("tagName"); at.String() == "INPUT" || at.String() == "TEXTAREA" {
			return false
		}
		p.warn(words.Say.DropText)
		return true
	}
	p.takeFiles(ctx, files)
	return true
}

// takeFiles opens what was dropped or chosen: one file, or pictures of one size.
func (p *page) takeFiles(ctx ui.Context, files ui.Value) {
	n := files.Get("length").Int()
	pictures := 0
	for i := range n {
		if strings.HasPrefix(files.Index(i).Get("type").String(), "image/") {
			pictures++
		}
	}
	switch {
	case n == 0:
	case pictures == n:
		p.takePictures(ctx, files)
	case n == 1:
		p.read(ctx, files.Index(0), unlessChosen(p.lab, p.lab.OpenFile))
	default:
		p.takeTogether(ctx, files)
	}
}

// takePictures lets the browser decode pictures; files.js packs their pixels as the rows of an idx file.
func (p *page) takePictures(ctx ui.Context, files ui.Value) {
	name := files.Index(0).Get("name").String()
	n := files.Get("length").Int()
	open := unlessChosen(p.lab, p.lab.OpenFile)
	await(ctx, ui.Window().Get("nicelab").Call("pictures", files), func(got ui.Value) {
		if n > 1 {
			name = fmt.Sprintf(words.Say.Pictures, n)
		}
		open(name, lab.OfBytes(toBytes(got)))
	}, func(why ui.Value) {
		sentence := words.Say.PictureBroken
		if why.Get("differs").Truthy() {
			sentence = words.Say.PictureDiffers
		}
		p.warn(fmt.Sprintf(sentence, why.Get("name").String()))
	})
}

// takeTogether opens idx files that belong together, which files.js packs into one.
func (p *page) takeTogether(ctx ui.Context, files ui.Value) {
	n, bytes := files.Get("length").Int(), 0.
	for i := range n {
		bytes += files.Index(i).Get("size").Float()
	}
	name := fmt.Sprintf(words.Say.Together, n)
	if bytes > lab.MaxFile {
		p.warn(fmt.Sprintf(words.Say.TooLarge, name, words.Size(int(bytes))))
		return
	}
	open := unlessChosen(p.lab, p.lab.OpenFile)
	await(ctx, ui.Window().Get("nicelab").Call("together", files), func(got ui.Value) { open(name, lab.OfBytes(toBytes(got))) },
		func(ui.Value) { p.warn(words.Say.DropOneFile) })
}

// unlessChosen opens a file once its bytes are there, unless something else has been chosen meanwhile.
func unlessChosen(l *lab.Lab, open func(name string, c lab.Contents)) func(name string, c lab.Contents) {
	wanted := l.Choose()
	return func(name string, c lab.Contents) {
		if wanted() {
			open(name, c)
		}
	}
}

// read hands the contents of a File to take.
func (p *page) read(ctx ui.Context, file ui.Value, take func(name string, c lab.Contents)) {
	name := file.Get("name").String()
	if bytes := file.Get("size").Float(); bytes > lab.MaxFile {
		p.warn(fmt.Sprintf(words.Say.TooLarge, name, words.Size(int(bytes))))
		return
	}
	p.lab.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(int(file.Get("size").Float())))) // and shows it before a large file holds up the page
	p.Update()
	if large(file) {
		take(name, lend(file))
		return
	}
	await(ctx, file.Call("arrayBuffer"), func(buffer ui.Value) {
		take(name, lab.OfBytes(toBytes(ui.Window().Get("Uint8Array").New(buffer))))
	}, func(ui.Value) { p.warn(fmt.Sprintf(words.Say.Unreadable, name)) })
}

// warn says what went wrong. The event may be that of a part of the page: the sentence stands elsewhere.
func (p *page) warn(text string) {
	p.lab.Warn(text)
	p.Update()
}

// await runs one of two functions on the page once a promise is settled.
func await(ctx ui.Context, promise ui.Value, then, or func(ui.Value)) {
	var done, failed ui.Func
	settle := func(f func(ui.Value)) ui.Func {
		return ui.FuncOf(func(_ ui.Value, args []ui.Value) any {
			ctx.Dispatch(func(ui.Context) {
				f(args[0])
				done.Release()
				failed.Release()
			})
			return nil
		})
	}
	done, failed = settle(then), settle(or)
	promise.Call("then", done, failed)
}

// toBytes copies a Uint8Array.
func toBytes(array ui.Value) []byte {
	b := make([]byte, array.Get("length").Int())
	ui.CopyBytesToGo(b, array)
	return b
}

// chosen reads the file of an input and clears it, so that the same file can be chosen again.
func (p *page) chosen(ctx ui.Context, take func(name string, c lab.Contents)) {
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

// fetch sends a request and gives its answer to take. Cookies stay at home, and a token goes nowhere else than it was
// sent.
func fetch(ctx ui.Context, r lab.Request, take func(lab.Response)) {
	win := ui.Window()
	headers := map[string]any{}
	options := win.Get("Object").New()
	options.Set("method", r.Method)
	options.Set("credentials", "omit")
	if r.Token != "" {
		headers["Authorization"] = "Bearer " + r.Token
		options.Set("redirect", "error")
	}
	options.Set("headers", headers)
	if r.Body != nil {
		bytes := win.Get("Uint8Array").New(len(r.Body))
		ui.CopyBytesToJS(bytes, r.Body)
		options.Set("body", bytes)
	}
	await(ctx, win.Get("nicelab").Call("ask", r.Url, options, r.Wanted, r.Most), func(got ui.Value) {
		a := lab.Response{Status: got.Get("status").Int()}
		if fault := got.Get("fault"); fault.Truthy() {
			a.Fault = fault.String()
		} else {
			body := got.Get("body")
			a.Body = toBytes(body)
			body.Get("buffer").Call("resize", 0) // the copy is enough
		}
		take(a)
	}, func(ui.Value) { take(lab.Response{Fault: lab.FaultNone}) })
}

// ship gives take files of the site, or nil where they cannot be had.
func ship(ctx ui.Context, files []string, take func([][]byte)) {
	var names []any
	for _, file := range files {
		names = append(names, file)
	}
	await(ctx, ui.Window().Get("nicelab").Call("fetch", names...), func(got ui.Value) {
		var all [][]byte
		for i := range files {
			all = append(all, toBytes(got.Index(i)))
		}
		take(all)
	}, func(ui.Value) { take(nil) })
}

// stopFetching ends what fetch waits for.
func stopFetching() { ui.Window().Get("nicelab").Call("stop") }

// publish has the state written on the body for outside scripts once the page shows it: whoever waits for the word may look and click at once.
func (p *page) publish() {
	if p.drawn != nil {
		p.drawn(p.mark)
	}
}

// mark writes the state on the body; what is not known is absent.
func (p *page) mark() {
	l := p.lab
	attrs := map[string]string{"data-state": l.Status()}
	if l.Known() {
		for _, m := range protocol.Marks(l.State, l.Now) {
			attrs["data-"+m.Name] = m.Value
		}
		attrs["data-rows"] = strconv.Itoa(l.State.Rows)
		put := func(name string, v float64) {
			if !math.IsNaN(v) {
				attrs[name] = words.Exact(v)
			}
		}
		if l.Pictures() {
			put("data-bits-dim", l.Now.Bits)
		}
		attrs["data-kind"] = string(l.State.Kind)
		for _, m := range l.Rivals.Models {
			put("data-baseline-"+m.Name, m.NLL)
		}
	}
	if p.awake.lock != nil {
		attrs["data-awake"] = "yes"
	}
	if p.dragging {
		attrs["data-drop"] = "yes"
	}
	if l.Keep.On && l.Keep.Steps >= 0 {
		attrs["data-kept"] = strconv.Itoa(l.Keep.Steps)
	}
	if step, back := l.LookedAt(); back {
		attrs["data-back"] = strconv.Itoa(step)
	}
	if n := l.Offered(); n > 0 {
		attrs["data-offers"] = strconv.Itoa(n)
	}
	body := ui.Window().Get("document").Get("body")
	gone := slices.Collect(maps.Keys(p.published))
	if l.Known() {
		for _, name := range protocol.MarksAtTimes { // the stage may have put them there
			gone = append(gone, "data-"+name)
		}
	}
	for _, name := range gone {
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
