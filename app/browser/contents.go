package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

// lend keeps a File of the browser for the trainer, which reads it itself.
func lend(file ui.Value) lab.Contents {
	number := ui.Window().Get("nicelab").Get("lent").Call("push", file).Int()
	return lab.Contents{Lent: number, Size: file.Get("size").Int()}
}

// large reports whether a File is not to pass through the page's own memory.
func large(file ui.Value) bool { return file.Get("size").Float() >= protocol.Lend }
