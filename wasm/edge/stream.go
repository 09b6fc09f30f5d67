//go:build js && wasm

package main

import (
	"errors"
	"io"
	"syscall/js"
	"time"
)

// upload reads the body of a request, and hands what is left of it back to the runtime.
type upload struct {
	stream js.Value
	reader js.Value
}

// Read takes no more off the stream than fits p: whatever follows can still be piped.
func (u *upload) Read(p []byte) (int, error) {
	if u.reader.IsUndefined() {
		u.reader = u.stream.Call("getReader", map[string]any{"mode": "byob"})
	}
	res, err := await(func() js.Value { return u.reader.Call("read", js.Global().Get("Uint8Array").New(len(p))) })
	if err != nil {
		return 0, err
	}
	if res.Get("done").Bool() {
		return 0, io.EOF
	}
	return js.CopyBytesToGo(p, res.Get("value")), nil
}

// Close lets the runtime take in, for a second, what was not read: workerd resets the connection of a client that still
// sends when the answer comes.
func (u *upload) Close() error {
	taken := make(chan error, 1)
	go func() {
		_, err := await(func() js.Value { return u.rest().Call("pipeTo", js.Global().Get("WritableStream").New()) })
		taken <- err
	}()
	select {
	case err := <-taken:
		return err
	case <-time.After(time.Second):
		return nil
	}
}

// rest returns the stream, free for another reader.
func (u *upload) rest() js.Value {
	if !u.reader.IsUndefined() {
		u.reader.Call("releaseLock")
		u.reader = js.Undefined()
	}
	return u.stream
}

// file is a stream on its way to the client.
type file struct{ js.Value }

func (f file) WriteTo(w io.Writer) (int64, error) {
	raw, ok := w.(rawWriter)
	if !ok {
		return 0, errors.New("the writer takes no stream of the runtime")
	}
	raw.WriteRawJSBody(f.Value)
	return 0, nil
}

func (f file) Close() error { return nil }

// await waits for the promise that fn returns. What fn throws, and a rejection, is an error.
func await(fn func() js.Value) (v js.Value, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case js.Error:
			err = p
		default:
			panic(p)
		}
	}()
	done := make(chan bool)
	kept := js.FuncOf(func(_ js.Value, a []js.Value) any {
		v = a[0]
		close(done)
		return nil
	})
	broken := js.FuncOf(func(_ js.Value, a []js.Value) any {
		err = js.Error{Value: a[0]}
		close(done)
		return nil
	})
	defer kept.Release()
	defer broken.Release()
	fn().Call("then", kept, broken)
	<-done
	return v, err
}
