//go:build js && wasm

// Command page is the program of the page: the components of package app, talking to the trainer
// in a Web Worker.
package main

import (
	"syscall/js"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app"
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

// worker is an app.Engine over postMessage.
type worker struct {
	js        js.Value
	closed    bool
	onMessage js.Func
	onError   js.Func
}

func launch(on func(protocol.Event)) app.Engine {
	w := &worker{}
	w.onMessage = js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := args[0].Get("data")
		if data.Type() == js.TypeObject && text(data.Get("type")) == "Held" {
			w.waitForEnd(text(data.Get("lock")), on)
			return nil
		}
		on(decode(data))
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

// decode turns what the worker cannot mean into a Fatal too: a trainer that
// is not understood is as good as none.
func decode(data js.Value) protocol.Event {
	if data.Type() == js.TypeObject && text(data.Get("type")) == "fatal" {
		return protocol.Fatal{Text: text(data.Get("text"))}
	}
	msg, err := wire.Decode(data)
	if err != nil {
		return protocol.Fatal{Text: err.Error()}
	}
	event, ok := msg.(protocol.Event)
	if !ok {
		return protocol.Fatal{}
	}
	return event
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
func (w *worker) waitForEnd(lock string, on func(protocol.Event)) {
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
