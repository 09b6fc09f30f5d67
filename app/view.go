package app

import (
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// view is a part of the page with a subscription of its own (protocol.Watch): what it knows, without the trainer's share
// of the work, which is a view of the same name in flow/session/view.
type view interface {
	name() string
	// fits reports whether there is anything to show of the present data.
	fits(protocol.State) bool
	// args is what is asked for.
	args(*lab) protocol.Args
	// take takes an event, and reports whether it is the view's own.
	take(*lab, protocol.Event) bool
	// forget leaves what was of other data.
	forget()
	// head is the heading, what stands beside it, and what its switch does.
	head(*lab) (title, sub, tip string)
}

// placed is a view whose section stands elsewhere than among the others.
type placed interface{ elsewhere() }

func (v *viewing) elsewhere() bool {
	_, ok := v.view.(placed)
	return ok
}

// newViews returns a fresh view of each kind, in the order of the page.
func newViews() []*viewing {
	return []*viewing{{view: newRowsView()}, {view: new(whyView)}, {view: newCornerView(protocol.MaxCorner)}, {view: new(albumView)}, {view: new(closeupView)}, {view: new(inpaintView)}, {view: new(walkView)}, {view: new(endsView)}}
}

// viewing is a view, and what the trainer was told of it.
type viewing struct {
	view
	told   protocol.Watch
	there  bool    // its section is in the document
	closed bool    // by the person
	near   bool    // on the screen
	busy   bool    // something is being worked out that takes long,
	done   float64 // of which this share is done
	rev    int
}

// watchViews tells the trainer what is shown of each view, where that has changed.
func (l *lab) watchViews() {
	for _, v := range l.views {
		w := protocol.Watch{View: v.name(), Open: v.there && !v.closed && v.fits(l.state)}
		if w.Open {
			w.Live, w.Args = v.near, v.args(l)
		}
		if v.there && !w.Equal(v.told) && l.ready() {
			v.told = w
			l.send(w)
		}
	}
}

// watchViewsAnew tells a new trainer.
func (l *lab) watchViewsAnew() {
	for _, v := range l.views {
		v.told = protocol.Watch{View: v.name()}
		v.busy = false
	}
	l.watchViews()
}

// forgetViews leaves what was of other data.
func (l *lab) forgetViews() {
	for _, v := range l.views {
		v.forget()
		v.busy = false
		v.rev++
	}
}

// viewTook gives an event to the view whose own it is.
func (l *lab) viewTook(e protocol.Event) {
	for _, v := range l.views {
		if v.take(l, e) {
			v.rev++
			l.find()
			return
		}
	}
}

// viewGot notes how far the trainer is.
func (l *lab) viewGot(e protocol.Watched) {
	for _, v := range l.views {
		if v.name() == e.View {
			v.busy, v.done = e.Done < 1, e.Done
			v.rev++
		}
	}
}

// viewOf finds the view of a kind.
func viewOf[V view](l *lab) (V, *viewing) {
	for _, v := range l.views {
		if found, ok := v.view.(V); ok {
			return found, v
		}
	}
	panic("app: there is no such view")
}

// viewsShown reports whether any view has something to show.
func (l *lab) viewsShown() bool {
	for _, v := range l.views {
		if l.known() && v.fits(l.state) && !v.elsewhere() {
			return true
		}
	}
	return false
}

// views is the sections of all of them.
func (p *page) views() ui.UI {
	l := p.lab
	listed := slices.DeleteFunc(slices.Clone(l.views), func(v *viewing) bool { return v.elsewhere() })
	return unseen(ui.Div().Class("views"), !l.viewsShown()).Body(ui.Range(listed).Slice(func(i int) ui.UI {
		v := listed[i]
		return &viewPanel{lab: l, view: v, Rev: l.rev + v.rev, Dark: p.dark}
	}))
}

// viewPanel is the section of a view, which opens and closes.
type viewPanel struct {
	ui.Compo
	Rev  int
	Dark bool

	lab       *lab
	view      *viewing
	unwatched func()
}

func (h *viewPanel) OnMount(ctx ui.Context) {
	h.unwatched = appear(h.view, ctx, h.JSValue(), h.lab)
}

// appear says that its section is in the document, and from then on whether it is on the screen. It returns what ends that.
func appear(v *viewing, ctx ui.Context, section ui.Value, l *lab) (end func()) {
	v.there = true
	end = whenSeen(ctx, section, func(near bool) {
		v.near = near
		l.watchViews()
	})
	l.watchViews()
	return end
}

func (h *viewPanel) OnDismount() {
	if h.unwatched != nil {
		h.unwatched()
	}
}

func (h *viewPanel) OnUpdate(ctx ui.Context) {
	updated(h.lab, h.view.view, ctx)
}

func (h *viewPanel) onToggle(ctx ui.Context, _ ui.Event) {
	h.view.closed = !ctx.JSSrc().Get("open").Truthy()
	h.lab.watchViews()
}

func (h *viewPanel) Render() ui.UI {
	l, v := h.lab, h.view
	section := ui.Section().Class("panel", "view", v.name()+"-view")
	if !l.known() || !v.fits(l.state) {
		return section.Hidden(true)
	}
	title, sub, tip := v.head(l)
	details := ui.Details().ID("view-" + v.name()).OnToggle(h.onToggle)
	if open := !v.closed; open || ui.IsClient {
		details.Open(open)
	}
	return section.Hidden(false).Body(details.Body(append([]ui.UI{
		ui.Summary().Title(tip).Body(ui.H2().Body(ui.Text(title+" "), ui.Span().Text(sub))),
	}, body(h)...)...))
}

// body is what is shown below the heading, of a view that fits.
func body(h *viewPanel) []ui.UI {
	switch v := h.view.view.(type) {
	case *rowsView:
		return rowsBody(v, h)
	case *whyView:
		return whyBody(v, h)
	case *cornerView:
		return cornerBody(v, h)
	case *closeupView:
		return closeupBody(v, h)
	case *inpaintView:
		return inpaintBody(v, h)
	case *walkView:
		return walkBody(v, h)
	case *endsView:
		return endsBody(v, h)
	}
	return nil
}

// updated does what a view has to do once what it last drew is in the document.
func updated(l *lab, v view, ctx ui.Context) {
	switch v := v.(type) {
	case *rowsView:
		rowsUpdated(v, l, ctx)
	case *whyView:
		whyUpdated(v, l, ctx)
	}
}
