package app

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// albumView is the pictures of the data, in the place of the z-plane.
type albumView struct {
	ask protocol.AlbumArgs
	got protocol.Album
	rev int
}

func (v *albumView) name() string                { return "album" }
func (v *albumView) fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }
func (v *albumView) args(*lab) protocol.Args     { return protocol.Args{Album: v.ask} }
func (v *albumView) forget()                     { *v = albumView{rev: v.rev + 1} }
func (v *albumView) head(*lab) (_, _, _ string)  { return "", "", "" }
func (v *albumView) elsewhere()                  {}
func (v *albumView) take(_ *lab, e protocol.Event) bool {
	a, ok := e.(protocol.Album)
	if ok {
		v.got = a
		v.rev++
	}
	return ok
}

func (l *lab) album() (*albumView, *viewing) { return viewOf[*albumView](l) }

// albumRev grows with what it shows.
func (l *lab) albumRev() int {
	_, w := l.album()
	return w.rev + l.imaging.rev
}

// turnAlbum shows other pictures of the data.
func (l *lab) turnAlbum(a protocol.AlbumArgs) {
	v, w := l.album()
	a.First = max(0, a.First)
	v.ask = a
	w.rev++
	l.rev++
	l.watchViews()
}

// albumPanel is its section.
type albumPanel struct {
	ui.Compo
	Rev  int
	Dark bool

	lab       *lab
	unwatched func()
}

func (h *albumPanel) OnMount(ctx ui.Context) {
	_, w := h.lab.album()
	h.unwatched = appear(w, ctx, h.JSValue(), h.lab)
}

func (h *albumPanel) OnDismount() {
	if h.unwatched != nil {
		h.unwatched()
	}
}

func (h *albumPanel) Render() ui.UI {
	l := h.lab
	section := ui.Section().Class("plane", "z")
	if !l.pictures() {
		return section.Hidden(true)
	}
	v, w := l.album()
	a, got := v.ask, v.got
	page := func(by int) ui.EventHandler {
		return func(ui.Context, ui.Event) {
			l.turnAlbum(protocol.AlbumArgs{Order: v.ask.Order, First: v.got.Args.First + by})
		}
	}
	marked := slices.Index(got.Numbers, l.imaging.asked.Picture)
	return section.Hidden(false).Body(
		ui.Div().Class("head").Body(
			ui.H2().Body(ui.Text(words.Say.Album+" "), ui.Span().Text(v.where())),
		),
		ui.Div().Class("stage").Body(
			&gridCanvas{id: "data-grid", Rev: 1 + v.rev + l.imaging.rev, Dark: h.Dark, Label: words.Say.AlbumSum, Marked: marked,
				draw: func(t plot.Theme, w, height float64) plot.Scene {
					return plot.Pictures(t, l.gridInput(w, height, v.got.Pixels, slices.Index(v.got.Numbers, l.imaging.asked.Picture)))
				},
				at: func(x, y, w, height float64) int {
					return l.gridInput(w, height, v.got.Pixels, -1).Cell(x, y)
				},
				pick: func(i int) {
					l.examine(protocol.CloseupArgs{Picture: v.got.Numbers[i]})
				}},
		),
		ui.Div().Class("pairs").Body(
			selectField("album-order", words.Say.AlbumOrder, a.Order, []choice{
				{protocol.AlbumFile, words.Say.AlbumOrders[0]}, {protocol.AlbumMost, words.Say.AlbumOrders[1]}, {protocol.AlbumLeast, words.Say.AlbumOrders[2]},
			}, !l.ready(), func(s string) { l.turnAlbum(protocol.AlbumArgs{Order: s}) }),
			ui.Div().Class("pager").Body(
				off(ui.Button().ID("album-back").Class("btn"), got.Args.First == 0).Type("button").Title(words.Say.AlbumBack.Tip).Text(words.Say.AlbumBack.Label).OnClick(page(-protocol.GridPictures)),
				off(ui.Button().ID("album-next").Class("btn"), got.Args.First+protocol.GridPictures >= got.Of).Type("button").Title(words.Say.AlbumNext.Tip).Text(words.Say.AlbumNext.Label).OnClick(page(protocol.GridPictures)),
			),
		),
		ui.P().Class("note").Role("status").Text(v.note(l, w)),
	)
}

// where says which pictures are shown.
func (v *albumView) where() string {
	if len(v.got.Numbers) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsWindow, words.Count(v.got.Args.First+1), words.Count(v.got.Args.First+len(v.got.Numbers)), words.Count(v.got.Of))
}

// note says what they are: of those that are most or least likely, which labels.
func (v *albumView) note(l *lab, w *viewing) string {
	switch {
	case v.ask.Order == protocol.AlbumFile:
		return words.Say.AlbumHow
	case v.got.Args.Order != v.ask.Order && l.phase == protocol.Training:
		return words.Say.AlbumMoving
	case w.busy:
		return fmt.Sprintf(words.Say.RowsBusy, words.Percent(w.done))
	case v.got.Args.Order != v.ask.Order || len(v.got.LogP) == 0:
		return words.Say.RowsBegun
	}
	text := fmt.Sprintf(words.Say.AlbumRange, words.Nats(v.got.LogP[0]), words.Nats(v.got.LogP[len(v.got.LogP)-1]), words.Count(v.got.Step))
	if len(v.got.Labels) > 0 {
		text += " " + fmt.Sprintf(words.Say.AlbumLabels, tally(v.got.Labels))
	}
	return text
}

// tally lists labels and how often each is there, the most frequent first.
func tally(labels []int) string {
	times := map[int]int{}
	for _, v := range labels {
		times[v]++
	}
	kinds := slices.SortedFunc(maps.Keys(times), func(a, b int) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, k := range kinds {
		parts = append(parts, strconv.Itoa(k)+" × "+words.Count(times[k]))
	}
	return strings.Join(parts, ", ")
}
