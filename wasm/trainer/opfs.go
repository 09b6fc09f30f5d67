//go:build js && wasm

package main

import (
	"errors"
	"fmt"
	"io"
	"syscall/js"
	"time"

	"nicelab/flow/keep"
)

// opfs is a folder of the origin's private file system, whose files a worker opens for itself alone.
type opfs struct{ folder js.Value }

// openStore opens the folder of kept runs.
func openStore() (*keep.Store, error) {
	storage := js.Global().Get("navigator").Get("storage")
	if !storage.Truthy() || storage.Get("getDirectory").Type() != js.TypeFunction {
		return nil, keep.ErrRefused
	}
	root, err := await(func() js.Value { return storage.Call("getDirectory") })
	if err != nil {
		return nil, err
	}
	folder, err := await(func() js.Value {
		return root.Call("getDirectoryHandle", runsFolder(), map[string]any{"create": true})
	})
	if err != nil {
		return nil, err
	}
	return keep.New(opfs{folder})
}

// runsFolder carries the path that the site lives under, unless that is the whole origin: other sites may share it.
func runsFolder() string {
	url := js.Global().Get("URL")
	scope := url.New("..", js.Global().Get("location").Get("href")).Get("pathname").String()
	if scope == "/" {
		return "nice-lab-runs"
	}
	return "nice-lab-runs " + js.Global().Call("encodeURIComponent", scope).String()
}

func (o opfs) Open(name string) (keep.File, error) {
	handle, err := await(func() js.Value { return o.folder.Call("getFileHandle", name, map[string]any{"create": true}) })
	if err != nil {
		return nil, err
	}
	if handle.Get("createSyncAccessHandle").Type() != js.TypeFunction {
		return nil, keep.ErrRefused
	}
	access, err := await(func() js.Value { return handle.Call("createSyncAccessHandle") })
	if err != nil {
		return nil, err
	}
	return opfsFile{access}, nil
}

// opfsFile is a FileSystemSyncAccessHandle.
type opfsFile struct{ js js.Value }

// piece bounds what is copied at a time between Go's memory and JavaScript's.
const piece = 1 << 20

var buffer = js.Global().Get("Uint8Array").New(piece)

func (f opfsFile) ReadAt(b []byte, at int64) (n int, err error) {
	for n < len(b) && err == nil {
		part := buffer.Call("subarray", 0, min(piece, len(b)-n))
		var got js.Value
		if got, err = try(func() js.Value {
			return f.js.Call("read", part,
				map[string]any{"at": float64(at) + float64(n)})
		}); err != nil {
			break
		}
		if got.Int() == 0 {
			return n, io.EOF
		}
		js.CopyBytesToGo(b[n:n+got.Int()], part)
		n += got.Int()
	}
	return n, err
}

func (f opfsFile) WriteAt(b []byte, at int64) (n int, err error) {
	for n < len(b) && err == nil {
		part := buffer.Call("subarray", 0, min(piece, len(b)-n))
		js.CopyBytesToJS(part, b[n:])
		var put js.Value
		if put, err = try(func() js.Value {
			return f.js.Call("write", part,
				map[string]any{"at": float64(at) + float64(n)})
		}); err != nil {
			break
		}
		if n += put.Int(); put.Int() < part.Length() {
			return n, keep.ErrFull
		}
	}
	return n, err
}

func (f opfsFile) Size() (int64, error) {
	n, err := try(func() js.Value { return f.js.Call("getSize") })
	if err != nil {
		return 0, err
	}
	return int64(n.Float()), nil
}

func (f opfsFile) Truncate(size int64) error {
	_, err := try(func() js.Value { return f.js.Call("truncate", float64(size)) })
	return err
}

func (f opfsFile) Flush() error {
	_, err := try(func() js.Value { return f.js.Call("flush") })
	return err
}

func (f opfsFile) Close() error {
	_, err := try(func() js.Value { return f.js.Call("close") })
	return err
}

// try calls what may throw.
func try(call func() js.Value) (v js.Value, err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case js.Error:
			err = failure(p.Value)
		default:
			panic(p)
		}
	}()
	return call(), nil
}

// await returns what a promise comes to, within some seconds: a browser that does not answer keeps nothing.
func await(call func() js.Value) (js.Value, error) {
	promise, err := try(call)
	if err != nil {
		return js.Undefined(), err
	}
	type answer struct {
		v   js.Value
		err error
	}
	answers := make(chan answer, 1)
	take := func(good bool) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			if good {
				answers <- answer{v: args[0]}
			} else {
				answers <- answer{err: failure(args[0])}
			}
			return nil
		})
	}
	kept, broken := take(true), take(false)
	promise.Call("then", kept, broken)
	silent := time.AfterFunc(5*time.Second, func() {
		answers <- answer{err: fmt.Errorf("%w: it does not answer", keep.ErrRefused)}
	})
	a := <-answers
	if silent.Stop() { // else the functions stay: the promise may still call them
		kept.Release()
		broken.Release()
	}
	return a.v, a.err
}

// failure is a DOMException in package keep's words.
func failure(v js.Value) error {
	name, message := "an error", ""
	if v.Type() == js.TypeObject {
		name, message = v.Get("name").String(), v.Get("message").String()
	}
	of := map[string]error{"QuotaExceededError": keep.ErrFull, "NoModificationAllowedError": keep.ErrBusy}[name]
	if of == nil {
		of = keep.ErrRefused
	}
	return errors.Join(of, errors.New(name+": "+message))
}
