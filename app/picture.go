package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/paint"
	"nicelab/wasm/protocol"
)

// The parts of a picture that leaves the page, in units, and how many pixels a unit has.
const (
	pictureSide, pictureSpace, pictureChart = 480.0, 20.0, 210.0
	pictureDensity                          = 2.0
)

// part is a scene and where its upper left corner lies.
type part struct {
	plot.Scene
	x, y float64
}

// picture is both planes as they are seen, over the curve of the loss and, of a table, over the corner plot.
func (l *lab) picture(t plot.Theme) (parts []part, w, h float64) {
	const a, s = pictureSide, pictureSpace
	if l.pictures() {
		w, h = 2*a+3*s, a+pictureChart+3*s
		v, _ := l.album()
		return []part{
			{l.drawGrid(t, a, a), s, s}, {plot.Pictures(t, l.gridInput(a, a, v.got.Pixels, -1)), a + 2*s, s},
			{l.drawLoss(t, w-2*s, pictureChart), s, a + 2*s},
		}, w, h
	}
	w, h = 2*a+3*s, a+pictureChart+3*s
	parts = []part{
		{l.drawX(t, a, a), s, s}, {l.drawLatent(t, a, a), a + 2*s, s}, {l.drawLoss(t, w-2*s, pictureChart), s, a + 2*s},
	}
	corner, _ := viewOf[*cornerView](l)
	if more := corner.parts(l, t, s, h, w-2*s); len(more) > 0 {
		parts, h = append(parts, more...), h+w-s
	}
	return parts, w, h
}

// exportable reports whether there is anything to save as a picture.
func (l *lab) exportable() bool { return l.pictured() || len(l.imaging.grid.Pixels) > 0 }

func (p *page) onPicture(ctx ui.Context, _ ui.Event) {
	l := p.lab
	if l.empty() || !l.exportable() {
		return
	}
	l.accept()
	theme := plotTheme(p.dark)
	parts, w, h := l.picture(theme)
	blank := ui.Window().Get("OffscreenCanvas")
	sheet := blank.New(w*pictureDensity, h*pictureDensity)
	g := sheet.Call("getContext", "2d")
	g.Set("fillStyle", theme.Paper)
	g.Call("fillRect", 0, 0, w*pictureDensity, h*pictureDensity)
	for _, part := range parts {
		one := blank.New(1, 1).Call("getContext", "2d")
		paint.Scene[ui.Value](ui.Window(), one, part.Scene, pictureDensity, copyPixels)
		g.Call("drawImage", one.Get("canvas"), part.x*pictureDensity, part.y*pictureDensity)
	}
	f := protocol.File{Name: fmt.Sprintf("nice-%s-%d.png", l.state.Name, l.now.Step), Mime: "image/png"}
	failed := func(ui.Value) { p.warn(words.Say.NoPicture) }
	await(ctx, sheet.Call("convertToBlob"), func(blob ui.Value) {
		await(ctx, blob.Call("arrayBuffer"), func(buffer ui.Value) {
			f.Bytes = toBytes(ui.Window().Get("Uint8Array").New(buffer))
			l.tell(fmt.Sprintf(words.Say.Downloaded, f.Name, words.Size(len(f.Bytes))))
			p.Update()
			l.effect.download(f)
		}, failed)
	}, failed)
}
