package app

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// contents are those of a file: its bytes or, of a large one, the number under which files.js holds it.
type contents struct {
	bytes []byte
	lent  int
	size  int
}

func ofBytes(b []byte) contents { return contents{bytes: b, size: len(b)} }

// lend keeps a File of the browser for the trainer, which reads it itself.
func lend(file ui.Value) contents {
	number := ui.Window().Get("nicelab").Get("lent").Call("push", file).Int()
	return contents{lent: number, size: file.Get("size").Int()}
}

// large reports whether a File is not to pass through the page's own memory.
func large(file ui.Value) bool { return file.Get("size").Float() >= protocol.Lend }
