//go:build js && wasm

package wire

import (
	"errors"
	"syscall/js"
)

// lentField is the field of a message that says under which number its file is held. The file travels in place of
// bytes.
const lentField, bytesField = "lent", "bytes"

// ErrUnread says that a file of a message is no longer there, or may not be read.
var ErrUnread = errors.New("wire: a file of a message cannot be read")

// Lend puts the file that files holds under the number of a message in the place of its bytes, if it has one.
func Lend(obj, files js.Value) {
	if n := obj.Get(lentField); typeOf(n) == js.TypeNumber && n.Int() > 0 {
		obj.Set(bytesField, files.Index(n.Int()-1))
	}
}

// Lent is the size of the file with which a message came in place of bytes, 0 of any other.
func Lent(obj js.Value) (bytes int) {
	if x := obj.Get(bytesField); typeOf(x) == js.TypeObject && x.InstanceOf(blob) {
		return x.Get("size").Int()
	}
	return 0
}

// perRead is how many bytes of a file are in JavaScript's memory at once.
const perRead = 4 << 20

// readBlob reads a File or Blob, which only a worker can do at once.
func readBlob(x js.Value) (b []byte, err error) {
	defer func() {
		if recover() != nil { // what JavaScript throws is a panic here
			b, err = nil, ErrUnread
		}
	}()
	b = make([]byte, x.Get("size").Int())
	reader := js.Global().Get("FileReaderSync").New()
	for at := 0; at < len(b); {
		end := min(len(b), at+perRead)
		part := uint8Array.New(reader.Call("readAsArrayBuffer", x.Call("slice", at, end)))
		n := js.CopyBytesToGo(b[at:end], part)
		if n == 0 {
			return nil, ErrUnread
		}
		at += n
	}
	return b, nil
}
