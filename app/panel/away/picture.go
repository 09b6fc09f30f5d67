package away

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/paint"
	"nicelab/wasm/protocol"
)

// onPicture makes one picture of what is shown.
func (a *Away) onPicture(ctx ui.Context, _ ui.Event) {
	l := a.Lab
	if l.Empty() || !l.Exportable() {
		return
	}
	l.Accept()
	theme := kit.Theme(a.Dark())
	parts, w, h := l.Picture(theme)
	blank := ui.Window().Get("OffscreenCanvas")
	sheet := blank.New(w*lab.PictureDensity, h*lab.PictureDensity)
	g := sheet.Call("getContext", "2d")
	g.Set("fillStyle", theme.Paper)
	g.Call("fillRect", 0, 0, w*lab.PictureDensity, h*lab.PictureDensity)
	for _, part := range parts {
		one := blank.New(1, 1).Call("getContext", "2d")
		paint.Scene[ui.Value](ui.Window(), one, part.Scene, lab.PictureDensity, kit.CopyPixels)
		g.Call("drawImage", one.Get("canvas"), part.X*lab.PictureDensity, part.Y*lab.PictureDensity)
	}
	f := protocol.File{Name: fmt.Sprintf("nice-%s-%d.png", l.State.Name, l.Now.Step), Mime: "image/png"}
	failed := func(ui.Value) { a.Files.Warn(words.Say.NoPicture) }
	kit.Await(ctx, sheet.Call("convertToBlob"), func(blob ui.Value) {
		kit.Await(ctx, blob.Call("arrayBuffer"), func(buffer ui.Value) {
			f.Bytes = kit.Bytes(ui.Window().Get("Uint8Array").New(buffer))
			l.Tell(fmt.Sprintf(words.Say.Downloaded, f.Name, words.Size(len(f.Bytes))))
			a.Files.Update()
			l.Line.Effect.Download(f)
		}, failed)
	}, failed)
}
