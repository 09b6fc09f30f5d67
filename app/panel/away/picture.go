package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/paint"
	"nicelab/wasm/protocol"
)

func (p *page) onPicture(ctx ui.Context, _ ui.Event) {
	l := p.lab
	if l.Empty() || !l.Exportable() {
		return
	}
	l.Accept()
	theme := plotTheme(p.dark)
	parts, w, h := l.Picture(theme)
	blank := ui.Window().Get("OffscreenCanvas")
	sheet := blank.New(w*lab.PictureDensity, h*lab.PictureDensity)
	g := sheet.Call("getContext", "2d")
	g.Set("fillStyle", theme.Paper)
	g.Call("fillRect", 0, 0, w*lab.PictureDensity, h*lab.PictureDensity)
	for _, part := range parts {
		one := blank.New(1, 1).Call("getContext", "2d")
		paint.Scene[ui.Value](ui.Window(), one, part.Scene, lab.PictureDensity, copyPixels)
		g.Call("drawImage", one.Get("canvas"), part.X*lab.PictureDensity, part.Y*lab.PictureDensity)
	}
	f := protocol.File{Name: fmt.Sprintf("nice-%s-%d.png", l.State.Name, l.Now.Step), Mime: "image/png"}
	failed := func(ui.Value) { p.warn(words.Say.NoPicture) }
	await(ctx, sheet.Call("convertToBlob"), func(blob ui.Value) {
		await(ctx, blob.Call("arrayBuffer"), func(buffer ui.Value) {
			f.Bytes = toBytes(ui.Window().Get("Uint8Array").New(buffer))
			l.Tell(fmt.Sprintf(words.Say.Downloaded, f.Name, words.Size(len(f.Bytes))))
			p.Update()
			l.Effect.Download(f)
		}, failed)
	}, failed)
}
