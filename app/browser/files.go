// Package browser is what the page needs of the browser around it: files that come and go, requests, the tab's title,
// the marks on the body that outside scripts read, and when something is on the screen.
package browser

import (
	"fmt"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Lab is what opens them.
type Lab interface {
	Choose() (wanted func() bool)
	OpenFile(name string, c lab.Contents)
	Tell(text string)
	Warn(text string)
}

// Files opens what a person drops or chooses.
type Files struct {
	Lab      Lab
	Update   func() // draws the page again
	Dragging bool   // something is held over it
}

// Listen takes what is dropped anywhere on the page. told is called whenever something has changed.
func (f *Files) Listen(ctx ui.Context, hear *kit.Listeners, told func()) {
	win := ui.Window()
	hear.On(win, "dragover", func(ui.Value) bool {
		if !f.Dragging {
			f.Dragging = true
			told()
		}
		return true
	})
	hear.On(win, "dragleave", func(e ui.Value) bool {
		if !e.Get("relatedTarget").Truthy() {
			f.Dragging = false
			told()
		}
		return false
	})
	hear.On(win, "drop", func(e ui.Value) bool {
		f.Dragging = false
		defer told()
		return f.takeDrop(ctx, e)
	})
}

// OnUpload takes the files of an input.
func (f *Files) OnUpload(ctx ui.Context, _ ui.Event) {
	in := ctx.JSSrc()
	f.takeFiles(ctx, in.Get("files"))
	in.Set("value", "")
}

// takeDrop opens what was dropped. Text and links are the browser's affair over a field, and else no files: the page
// says so.
func (f *Files) takeDrop(ctx ui.Context, e ui.Value) (taken bool) {
	data := e.Get("dataTransfer")
	files, items := data.Get("files"), data.Get("items")
	for i := range items.Get("length").Int() {
		if entry := items.Index(i).Call("webkitGetAsEntry"); entry.Truthy() && entry.Get("isDirectory").Bool() {
			f.Warn(fmt.Sprintf(words.Say.DropFolder, entry.Get("name").String()))
			return true
		}
	}
	if files.Get("length").Int() == 0 {
		if at := e.Get("target").Get("tagName"); at.String() == "INPUT" || at.String() == "TEXTAREA" {
			return false
		}
		f.Warn(words.Say.DropText)
		return true
	}
	f.takeFiles(ctx, files)
	return true
}

// takeFiles opens what was dropped or chosen: one file, or pictures of one size.
func (f *Files) takeFiles(ctx ui.Context, files ui.Value) {
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
		f.takePictures(ctx, files)
	case n == 1:
		f.read(ctx, files.Index(0), UnlessChosen(f.Lab, f.Lab.OpenFile))
	default:
		f.takeTogether(ctx, files)
	}
}

// takePictures lets the browser decode pictures; files.js packs their pixels as the rows of an idx file.
func (f *Files) takePictures(ctx ui.Context, files ui.Value) {
	name := files.Index(0).Get("name").String()
	n := files.Get("length").Int()
	open := UnlessChosen(f.Lab, f.Lab.OpenFile)
	kit.Await(ctx, ui.Window().Get("nicelab").Call("pictures", files), func(got ui.Value) {
		if n > 1 {
			name = fmt.Sprintf(words.Say.Pictures, n)
		}
		open(name, lab.OfBytes(kit.Bytes(got)))
	}, func(why ui.Value) {
		sentence := words.Say.PictureBroken
		if why.Get("differs").Truthy() {
			sentence = words.Say.PictureDiffers
		}
		f.Warn(fmt.Sprintf(sentence, why.Get("name").String()))
	})
}

// takeTogether opens idx files that belong together, which files.js packs into one.
func (f *Files) takeTogether(ctx ui.Context, files ui.Value) {
	n, bytes := files.Get("length").Int(), 0.
	for i := range n {
		bytes += files.Index(i).Get("size").Float()
	}
	name := fmt.Sprintf(words.Say.Together, n)
	if bytes > lab.MaxFile {
		f.Warn(fmt.Sprintf(words.Say.TooLarge, name, words.Size(int(bytes))))
		return
	}
	open := UnlessChosen(f.Lab, f.Lab.OpenFile)
	kit.Await(ctx, ui.Window().Get("nicelab").Call("together", files),
		func(got ui.Value) { open(name, lab.OfBytes(kit.Bytes(got))) },
		func(ui.Value) { f.Warn(words.Say.DropOneFile) })
}

// UnlessChosen opens a file once its bytes are there, unless something else has been chosen meanwhile.
func UnlessChosen(l Lab, open func(name string, c lab.Contents)) func(name string, c lab.Contents) {
	wanted := l.Choose()
	return func(name string, c lab.Contents) {
		if wanted() {
			open(name, c)
		}
	}
}

// read hands the contents of a File to take.
func (f *Files) read(ctx ui.Context, file ui.Value, take func(name string, c lab.Contents)) {
	name := file.Get("name").String()
	if bytes := file.Get("size").Float(); bytes > lab.MaxFile {
		f.Warn(fmt.Sprintf(words.Say.TooLarge, name, words.Size(int(bytes))))
		return
	}
	// The sentence is shown before a large file holds up the page.
	f.Lab.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(int(file.Get("size").Float()))))
	f.Update()
	if large(file) {
		take(name, lend(file))
		return
	}
	kit.Await(ctx, file.Call("arrayBuffer"), func(buffer ui.Value) {
		take(name, lab.OfBytes(kit.Bytes(ui.Window().Get("Uint8Array").New(buffer))))
	}, func(ui.Value) { f.Warn(fmt.Sprintf(words.Say.Unreadable, name)) })
}

// Warn says what went wrong. The event may be that of a part of the page: the sentence stands elsewhere.
func (f *Files) Warn(text string) {
	f.Lab.Warn(text)
	f.Update()
}

// Chosen reads the file of an input and clears it, so that the same file can be chosen again.
func (f *Files) Chosen(ctx ui.Context, take func(name string, c lab.Contents)) {
	in := ctx.JSSrc()
	files := in.Get("files")
	if files.Get("length").Int() == 0 {
		return
	}
	f.read(ctx, files.Index(0), take)
	in.Set("value", "")
}
