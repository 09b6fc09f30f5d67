// Package view is how the views of the lab stand on the page: each in a section that opens and closes, with a body of
// its own. What such a body looks like, each says in a folder of its own, and the page lists them.
package view

import (
	"slices"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
)

// Host is what a view is drawn in.
type Host struct {
	Lab     *lab.Lab
	Viewing *lab.Viewing // the view, and how far the trainer is with it
	Dark    bool
}

// Kind draws the views of one kind.
type Kind struct {
	body    func(Host) (body []ui.UI, mine bool)
	updated func(Host, ui.Context)
}

// Of is the kind of view V. Its body is what is shown below the heading where there is something to show. What is left
// to do once that is in the document, updated does; nil does nothing.
func Of[V lab.View](body func(V, Host) []ui.UI, updated func(V, *lab.Lab, ui.Context)) Kind {
	return Kind{
		body: func(h Host) ([]ui.UI, bool) {
			v, mine := h.Viewing.View.(V)
			if !mine {
				return nil, false
			}
			return body(v, h), true
		},
		updated: func(h Host, ctx ui.Context) {
			if v, mine := h.Viewing.View.(V); mine && updated != nil {
				updated(v, h.Lab, ctx)
			}
		},
	}
}

// Kinds are those that a page has.
type Kinds []Kind

// Body is what stands below the heading of a view, and nil of one that no kind draws.
func (k Kinds) Body(h Host) []ui.UI {
	for _, kind := range k {
		if body, mine := kind.body(h); mine {
			return body
		}
	}
	return nil
}

// Sections are those of all views that stand among the others.
func (k Kinds) Sections(l *lab.Lab, dark bool) ui.UI {
	listed := slices.DeleteFunc(slices.Clone(l.Views), func(v *lab.Viewing) bool { return v.Elsewhere() })
	return kit.Hidden(ui.Div().Class("views"), !l.ViewsShown()).Body(ui.Range(listed).Slice(func(i int) ui.UI {
		v := listed[i]
		return &section{kinds: k, lab: l, view: v, Rev: l.Rev() + v.Rev(), Dark: dark}
	}))
}

// section is that of a view, which opens and closes.
type section struct {
	ui.Compo
	Rev  int
	Dark bool

	kinds     Kinds
	lab       *lab.Lab
	view      *lab.Viewing
	unwatched func()
}

func (s *section) OnMount(ctx ui.Context) {
	s.unwatched = Appear(s.view, ctx, s.JSValue(), s.lab)
}

// Appear says that a view's section is in the document, and from then on whether it is on the screen. It returns what
// ends that.
func Appear(v *lab.Viewing, ctx ui.Context, section ui.Value, l *lab.Lab) (end func()) {
	v.There = true
	end = kit.WhenSeen(ctx, section, func(near bool) {
		v.Near = near
		l.WatchViews()
	})
	l.WatchViews()
	return end
}

func (s *section) OnDismount() {
	if s.unwatched != nil {
		s.unwatched()
	}
}

func (s *section) host() Host { return Host{Lab: s.lab, Viewing: s.view, Dark: s.Dark} }

func (s *section) OnUpdate(ctx ui.Context) {
	for _, kind := range s.kinds {
		kind.updated(s.host(), ctx)
	}
}

func (s *section) onToggle(ctx ui.Context, _ ui.Event) {
	s.view.Closed = !ctx.JSSrc().Get("open").Truthy()
	s.lab.WatchViews()
}

func (s *section) Render() ui.UI {
	l, v := s.lab, s.view
	section := ui.Section().Class("panel", "view", v.Name()+"-view")
	if !l.Known() || !v.Fits(l.State) {
		return section.Hidden(true)
	}
	title, sub, tip := v.Head(l)
	details := ui.Details().ID("view-" + v.Name()).OnToggle(s.onToggle)
	if open := !v.Closed; open || ui.IsClient {
		details.Open(open)
	}
	return section.Hidden(false).Body(details.Body(append([]ui.UI{
		ui.Summary().Title(tip).Body(ui.H2().Body(ui.Text(title+" "), ui.Span().Text(sub))),
	}, s.kinds.Body(s.host())...)...))
}
