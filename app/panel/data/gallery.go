package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// gallery offers the trained models that the site ships. Until it is opened it loads nothing.
func (d *dataPanel) gallery() ui.UI {
	var names []string
	if d.lab.Gallery {
		names = lab.GalleryNames
	}
	return ui.Details().ID("gallery").Class("gallery").Body(
		ui.Summary().Title(words.Say.Gallery.Tip).Text(words.Say.Gallery.Label).OnClick(d.onGallery),
		ui.Div().Class("thumbs").Body(ui.Range(names).Slice(func(i int) ui.UI {
			name := names[i]
			title := lab.GalleryTitle(name)
			return off(ui.Button().ID("gallery-"+name).Class("thumb"), !d.lab.Ready()).Type("button").
				Title(fmt.Sprintf(words.Say.GalleryItem, title)).OnClick(func(ctx ui.Context, _ ui.Event) { d.open(ctx, name) }, name).Body(
				ui.Img().Class(name).Src("/web/gallery/"+name+".png").Alt("").Width(64).Height(64),
				ui.Span().Text(title),
			)
		})),
		ui.P().Class("note").Text(words.Say.GalleryNote),
	)
}

// onGallery shows the thumbnails, and has them kept for a visit without a network.
func (d *dataPanel) onGallery(ui.Context, ui.Event) {
	if d.lab.Gallery {
		return
	}
	d.lab.Gallery = true
	d.lab.Rev++
	var files []any
	for _, name := range lab.GalleryNames {
		files = append(files, "gallery/"+name+".png")
	}
	ui.Window().Get("nicelab").Call("fetch", files...)
}

// fetchModel fetches a model, and its data where that is a file, and opens them.
func (p *page) fetchModel(ctx ui.Context, name string) {
	title := lab.GalleryTitle(name)
	p.lab.Tell(fmt.Sprintf(words.Say.Fetching, title))
	wanted := p.lab.Choose()
	p.lab.Effect.Ship(lab.GalleryFiles(name), func(got [][]byte) {
		switch {
		case !wanted():
		case got == nil:
			p.warn(fmt.Sprintf(words.Say.NotFetched, title))
		default:
			p.lab.OpenGallery(name, got[0], append(got, nil)[1])
		}
	})
}
