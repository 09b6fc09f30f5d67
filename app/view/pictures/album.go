package pictures

import (
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Album is the section of the data: pages of pictures, of which one can be chosen. rev is the page's.
func Album(r *lab.Report, all *lab.Views, m *lab.Imaging, rev int, dark bool) ui.UI {
	return &album{report: r, all: all, imaging: m, Rev: rev + all.AlbumRev(), Dark: dark}
}

type album struct {
	ui.Compo
	Rev  int
	Dark bool

	report    *lab.Report
	all       *lab.Views
	imaging   *lab.Imaging
	unwatched func()
}

func (h *album) OnMount(ctx ui.Context) {
	_, w := h.all.Album()
	h.unwatched = view.Appear(w, ctx, h.JSValue(), h.all)
}

func (h *album) OnDismount() {
	if h.unwatched != nil {
		h.unwatched()
	}
}

func (h *album) Render() ui.UI {
	m := h.imaging
	section := ui.Section().Class("plane", "z")
	if !h.report.Pictures() {
		return section.Hidden(true)
	}
	v, w := h.all.Album()
	a, got := v.Ask, v.Got
	page := func(by int) ui.EventHandler {
		return func(ui.Context, ui.Event) {
			v.Turn(protocol.AlbumArgs{Order: v.Ask.Order, First: v.Got.Args.First + by})
		}
	}
	marked := slices.Index(got.Numbers, m.Asked.Picture)
	return section.Hidden(false).Body(
		ui.Div().Class("head").Body(
			ui.H2().Body(ui.Text(words.Say.Album+" "), ui.Span().Text(v.Where())),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "data-grid", Rev: 1 + v.Rev() + m.Rev(), Dark: h.Dark,
				Label: words.Say.AlbumSum, Marked: marked,
				draw: func(t plot.Theme, w, height float64) plot.Scene {
					return plot.Pictures(t, m.GridInput(w, height, v.Got.Pixels, slices.Index(v.Got.Numbers, m.Asked.Picture)))
				},
				at: func(x, y, w, height float64) int {
					return m.GridInput(w, height, v.Got.Pixels, -1).Cell(x, y)
				},
				pick: func(i int) {
					m.Examine(protocol.CloseupArgs{Picture: v.Got.Numbers[i]})
				}},
		),
		ui.Div().Class("pairs").Body(
			kit.SelectField("album-order", words.Say.AlbumOrder, a.Order, []kit.Choice{
				{protocol.AlbumFile, words.Say.AlbumOrders[0]}, {protocol.AlbumMost, words.Say.AlbumOrders[1]},
				{protocol.AlbumLeast, words.Say.AlbumOrders[2]},
			}, !v.Ready(), func(s string) { v.Turn(protocol.AlbumArgs{Order: s}) }),
			ui.Div().Class("pager").Body(
				kit.Button("album-back", words.Say.AlbumBack, got.Args.First == 0, page(-protocol.GridPictures)),
				kit.Button("album-next", words.Say.AlbumNext, got.Args.First+protocol.GridPictures >= got.Of,
					page(protocol.GridPictures)),
			),
		),
		ui.P().Class("note").Role("status").Text(v.Note(w)),
	)
}
