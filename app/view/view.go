package app

import (
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
)

// views is the sections of all of them.
func (p *page) views() ui.UI {
	l := p.lab
	listed := slices.DeleteFunc(slices.Clone(l.Views), func(v *lab.Viewing) bool { return v.Elsewhere() })
	return unseen(ui.Div().Class("views"), !l.ViewsShown()).Body(ui.Range(listed).Slice(func(i int) ui.UI {
		v := listed[i]
		return &viewPanel{lab: l, view: v, Rev: l.Rev + v.Rev, Dark: p.dark}
	}))
}

// viewPanel is the section of a view, which opens and closes.
type viewPanel struct {
	ui.Compo
	Rev  int
	Dark bool

	lab       *lab.Lab
	view      *lab.Viewing
	unwatched func()
}

func (h *viewPanel) OnMount(ctx ui.Context) {
	h.unwatched = appear(h.view, ctx, h.JSValue(), h.lab)
}

// appear says that its section is in the document, and from then on whether it is on the screen. It returns what ends that.
func appear(v *lab.Viewing, ctx ui.Context, section ui.Value, l *lab.Lab) (end func()) {
	v.There = true
	end = whenSeen(ctx, section, func(near bool) {
		v.Near = near
		l.WatchViews()
	})
	l.WatchViews()
	return end
}

func (h *viewPanel) OnDismount() {
	if h.unwatched != nil {
		h.unwatched()
	}
}

func (h *viewPanel) OnUpdate(ctx ui.Context) {
	updated(h.lab, h.view.View, ctx)
}

func (h *viewPanel) onToggle(ctx ui.Context, _ ui.Event) {
	h.view.Closed = !ctx.JSSrc().Get("open").Truthy()
	h.lab.WatchViews()
}

func (h *viewPanel) Render() ui.UI {
	l, v := h.lab, h.view
	section := ui.Section().Class("panel", "view", v.Name()+"-view")
	if !l.Known() || !v.Fits(l.State) {
		return section.Hidden(true)
	}
	title, sub, tip := v.Head(l)
	details := ui.Details().ID("view-" + v.Name()).OnToggle(h.onToggle)
	if open := !v.Closed; open || ui.IsClient {
		details.Open(open)
	}
	return section.Hidden(false).Body(details.Body(append([]ui.UI{
		ui.Summary().Title(tip).Body(ui.H2().Body(ui.Text(title+" "), ui.Span().Text(sub))),
	}, body(h)...)...))
}

// body is what is shown below the heading, of a view that fits.
func body(h *viewPanel) []ui.UI {
	switch v := h.view.View.(type) {
	case *lab.RowsView:
		return rowsBody(v, h)
	case *lab.WhyView:
		return whyBody(v, h)
	case *lab.CornerView:
		return cornerBody(v, h)
	case *lab.CloseupView:
		return closeupBody(v, h)
	case *lab.InpaintView:
		return inpaintBody(v, h)
	case *lab.WalkView:
		return walkBody(v, h)
	case *lab.EndsView:
		return endsBody(v, h)
	}
	return nil
}

// updated does what a view has to do once what it last drew is in the document.
func updated(l *lab.Lab, v lab.View, ctx ui.Context) {
	switch v := v.(type) {
	case *lab.RowsView:
		rowsUpdated(v, l, ctx)
	case *lab.WhyView:
		whyUpdated(v, l, ctx)
	}
}
