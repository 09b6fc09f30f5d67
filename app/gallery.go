package app

import (
	"fmt"
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// galleryPictures are the models of the gallery whose data are pictures that the site ships.
var galleryPictures = []string{"digits", "mnist"}

var galleryNames = slices.Concat(presets, galleryPictures)

// gallery offers the trained models that the site ships. Until it is opened it loads nothing.
func (d *dataPanel) gallery() ui.UI {
	var names []string
	if d.lab.gallery {
		names = galleryNames
	}
	return ui.Details().ID("gallery").Class("gallery").Body(
		ui.Summary().Title(words.Say.Gallery.Tip).Text(words.Say.Gallery.Label).OnClick(d.onGallery),
		ui.Div().Class("thumbs").Body(ui.Range(names).Slice(func(i int) ui.UI {
			name := names[i]
			title := galleryTitle(name)
			return off(ui.Button().ID("gallery-"+name).Class("thumb"), !d.lab.ready()).Type("button").
				Title(fmt.Sprintf(words.Say.GalleryItem, title)).OnClick(func(ctx ui.Context, _ ui.Event) { d.open(ctx, name) }, name).Body(
				ui.Img().Class(name).Src("/web/gallery/"+name+".png").Alt("").Width(64).Height(64),
				ui.Span().Text(title),
			)
		})),
		ui.P().Class("note").Text(words.Say.GalleryNote),
	)
}

// galleryTitle is what a model of the gallery is called.
func galleryTitle(name string) string {
	if slices.Contains(galleryPictures, name) {
		return words.Say.Tables[name].Label
	}
	return words.PresetName(name)
}

// onGallery shows the thumbnails, and has them kept for a visit without a network.
func (d *dataPanel) onGallery(ui.Context, ui.Event) {
	if d.lab.gallery {
		return
	}
	d.lab.gallery = true
	d.lab.rev++
	var files []any
	for _, name := range galleryNames {
		files = append(files, "gallery/"+name+".png")
	}
	ui.Window().Get("nicelab").Call("fetch", files...)
}

// fetchModel fetches a model, and its data where that is a file, and opens them.
func (p *page) fetchModel(ctx ui.Context, name string) {
	title := galleryTitle(name)
	p.lab.tell(fmt.Sprintf(words.Say.Fetching, title))
	wanted := p.lab.choose()
	files := []string{"gallery/" + name + ".safetensors"}
	if b, ok := builtinNamed(name); ok && slices.Contains(galleryPictures, name) {
		files = append(files, b.folder+"/"+b.file())
	}
	p.lab.effect.ship(files, func(got [][]byte) {
		switch {
		case !wanted():
		case got == nil:
			p.warn(fmt.Sprintf(words.Say.NotFetched, title))
		default:
			p.lab.openGallery(name, got[0], append(got, nil)[1])
		}
	})
}

// openGallery opens a checkpoint on its data: a preset draws its own, pictures come first, with a model that takes no
// time to make.
func (l *lab) openGallery(name string, checkpoint, data []byte) {
	if !l.ready() {
		l.warn(words.Say.NotReady)
		return
	}
	if data != nil {
		b, _ := builtinNamed(name)
		w := protocol.Wish{Setup: b.setup(), Defaults: b.setup()}
		w.Model.Couplings, w.Model.Hidden, w.Model.Whiten, w.Model.Leading = 1, []int{1}, false, 0
		c := protocol.OpenTable{ID: l.ask(words.Say.OpeningTable), Name: b.file(), Bytes: data, Wish: w}
		l.trials[c.ID] = c
		l.send(c)
	}
	l.openCheckpoint(name+".safetensors", checkpoint)
}
