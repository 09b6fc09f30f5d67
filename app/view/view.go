// Package view is how the views of the lab stand on the page: each in a section that opens and closes, with a body of
// its own. What such a body looks like, each says in a folder of its own, and the page lists them.
package view

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
)

// Frame is what a view is drawn in.
type Frame struct {
	Viewing *lab.Viewing // the view, and how far the trainer is with it
	Dark    bool
}

// Kind draws the views of one kind.
type Kind struct {
	body    func(Frame) (body []ui.UI, mine bool)
	updated func(Frame, ui.Context)
}

// Of is the kind of view V. Its body is what is shown below the heading where there is something to show. What is left
// to do once that is in the document, updated does; nil does nothing.
func Of[V lab.View](body func(V, Frame) []ui.UI, updated func(V, ui.Context)) Kind {
	return Kind{
		body: func(f Frame) ([]ui.UI, bool) {
			v, mine := f.Viewing.View.(V)
			if !mine {
				return nil, false
			}
			return body(v, f), true
		},
		updated: func(f Frame, ctx ui.Context) {
			if v, mine := f.Viewing.View.(V); mine && updated != nil {
				updated(v, ctx)
			}
		},
	}
}

// Kinds are those that a page has.
type Kinds []Kind

// Body is what stands below the heading of a view, and nil of one that no kind draws.
func (k Kinds) Body(f Frame) []ui.UI {
	for _, kind := range k {
		if body, mine := kind.body(f); mine {
			return body
		}
	}
	return nil
}

// Sections are those of all views that stand among the others. rev is the page's.
func (k Kinds) Sections(all *lab.Views, rev int, dark bool) ui.UI {
	listed := all.Listed()
	return kit.Hidden(ui.Div().Class("views"), !all.Shown()).Body(ui.Range(listed).Slice(func(i int) ui.UI {
		v := listed[i]
		return &section{kinds: k, all: all, view: v, Rev: rev + v.Rev(), Dark: dark}
	}))
}

// section is that of a view, which opens and closes.
type section struct {
	ui.Compo
	Rev  int
	Dark bool

	kinds     Kinds
	all       *lab.Views
	view      *lab.Viewing
	unwatched func()
	after     func(f func(ui.Context))
}

func (s *section) OnMount(ctx ui.Context) {
	s.after = kit.After(ctx)
	s.unwatched = Appear(s.view, ctx, s.JSValue(), s.all)
}

// Appear says that a view's section is in the document, and from then on whether it is on the screen. It returns what
// ends that.
func Appear(v *lab.Viewing, ctx ui.Context, section ui.Value, all *lab.Views) (end func()) {
	v.There = true
	end = kit.WhenSeen(ctx, section, func(near bool) {
		v.Near = near
		all.Watch()
	})
	all.Watch()
	return end
}

func (s *section) OnDismount() {
	if s.unwatched != nil {
		s.unwatched()
	}
}

func (s *section) frame() Frame { return Frame{Viewing: s.view, Dark: s.Dark} }

func (s *section) updated(ctx ui.Context) {
	for _, kind := range s.kinds {
		kind.updated(s.frame(), ctx)
	}
}

func (s *section) onToggle(ctx ui.Context, _ ui.Event) {
	s.view.Closed = !ctx.JSSrc().Get("open").Truthy()
	s.all.Watch()
}

func (s *section) Render() ui.UI {
	if s.after != nil {
		s.after(s.updated)
	}
	v := s.view
	section := ui.Section().Class("panel", "view", v.Name()+"-view")
	if !s.all.Has(v) {
		return section.Hidden(true)
	}
	title, sub, tip := v.Head()
	details := ui.Details().ID("view-" + v.Name()).OnToggle(s.onToggle)
	if open := !v.Closed; open || ui.IsClient {
		details.Open(open)
	}
	return section.Hidden(false).Body(details.Body(append([]ui.UI{
		ui.Summary().Title(tip).Body(ui.H2().Body(ui.Text(title+" "), ui.Span().Text(sub))),
	}, s.kinds.Body(s.frame())...)...))
}
