//go:build js && wasm

// Command page is the program of the page: the components of package app, talking to the trainer
// in a Web Worker.
package main

import (
	"syscall/js"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app"
	"nicelab/app/lab"
	"nicelab/wasm/protocol"
	"nicelab/wasm/wire"
)

func main() {
	breathe()
	app.Register(launch)
	ui.RunWhenOnBrowser()
}

// breathe ends the task that Go's own start was. A sleep may be over before the browser has its turn.
func breathe() {
	turn := make(chan struct{})
	f := js.FuncOf(func(js.Value, []js.Value) any {
		close(turn)
		return nil
	})
	defer f.Release()
	js.Global().Get("start").Call("soon", f)
	<-turn
}

var array = js.Global().Get("Array")

// worker is a lab.Engine over postMessage.
type worker struct {
	js        js.Value
	closed    bool
	onMessage js.Func
	onError   js.Func
}

func launch(on func(...protocol.Event)) lab.Engine {
	w := &worker{}
	w.onMessage = js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		if data.InstanceOf(array) { // the events of a slice of work
			var events []protocol.Event
			for i := range data.Length() {
				if e, ok := decode(data.Index(i)).(protocol.Event); ok {
					events = append(events, e)
				}
			}
			on(events...)
			return nil
		}
		switch m := decode(data).(type) {
		case protocol.Held:
			w.waitForEnd(m.Lock, on)
		case protocol.Event:
			on(m)
		}
		return nil
	})
	w.onError = js.FuncOf(func(_ js.Value, args []js.Value) any {
		args[0].Call("preventDefault")
		on(protocol.Fatal{Text: text(args[0].Get("message"))})
		return nil
	})
	w.js = js.Global().Get("start").Call("trainer", w.onMessage, w.onError)
	return w
}

// decode turns what cannot be understood into a Fatal: a trainer that nobody understands is as good as none. The words
// of its stage may still be on their way when the page has taken over; they are nobody's then.
func decode(data js.Value) any {
	msg, err := wire.Decode(data)
	if err != nil {
		return protocol.Fatal{Text: err.Error()}
	}
	switch msg.(type) {
	case protocol.Event, protocol.Aside:
		return msg
	}
	return protocol.Fatal{}
}

func text(v js.Value) string {
	if v.Type() != js.TypeString {
		return ""
	}
	return v.String()
}

func (w *worker) Send(c protocol.Command) {
	obj, transfer := wire.Encode(c)
	wire.Lend(obj, js.Global().Get("nicelab").Get("lent"))
	w.js.Call("postMessage", obj, transfer)
}

// waitForEnd asks for the lock that the worker holds: the browser grants it once the worker is gone, however it went.
func (w *worker) waitForEnd(lock string, on func(...protocol.Event)) {
	var granted js.Func
	granted = js.FuncOf(func(js.Value, []js.Value) any {
		granted.Release()
		if !w.closed {
			on(protocol.Fatal{Ended: true})
		}
		return nil
	})
	js.Global().Get("navigator").Get("locks").Call("request", lock, granted)
}

func (w *worker) Close() {
	w.closed = true
	w.js.Call("terminate")
	w.js.Set("onmessage", js.Null())
	w.js.Set("onerror", js.Null())
	w.onMessage.Release()
	w.onError.Release()
}
