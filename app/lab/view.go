package lab

import (
	"slices"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// View is a part of the page with a subscription of its own (protocol.Watch): what it knows, without the trainer's
// share of the work, which is a view of the same name in flow/session/view.
type View interface {
	Name() string
	// Fits reports whether there is anything to show of the present data.
	Fits(protocol.State) bool
	// Args is what is asked for.
	Args() protocol.Args
	// take takes an event, and reports whether it is the view's own.
	take(protocol.Event) bool
	// Forget leaves what was of other data.
	Forget()
	// Rev changes with what it shows.
	Rev() int
	// Head is the heading, what stands beside it, and what its switch does.
	Head() (title, sub, tip string)
}

// about is what views and some other parts are handed of the lab: the parts that they read, and the views, which hear
// that something else is asked for.
type about struct {
	*Report
	Source  *Source
	Choice  *Choice
	Shown   *protocol.Show
	Sight   *Sight
	Picking *Picking
	Imaging *Imaging
	Views   *Views
}

// hosted is what a view has of the lab.
type hosted struct{ of about }

func (h hosted) Ready() bool { return h.of.Ready() }

// Changed has the trainer told what else is asked for.
func (h hosted) Changed() { h.of.Views.Watch() }

// placed is a view whose section stands elsewhere than among the others.
type placed interface{ elsewhere() }

func (v *Viewing) Elsewhere() bool {
	_, ok := v.View.(placed)
	return ok
}

// whole is what came last of a view that shows events of one kind, each as a whole.
type whole[E protocol.Event] struct{ latest[E] }

func (v *whole[E]) take(e protocol.Event) bool {
	got, ok := e.(E)
	if ok {
		v.set(got)
	}
	return ok
}

// gone is one to which nothing has come, where v was.
func (v *whole[E]) gone() (g whole[E]) {
	g.n = v.n + 1
	return g
}

// newViews returns a fresh view of each kind, in the order of the page.
func newViews(of about) []*Viewing {
	in := hosted{of}
	rows, album := newRowsView(of), &AlbumView{hosted: in}
	views := []*Viewing{
		{View: rows}, {View: &WhyView{hosted: in}}, {View: newCornerView(of, protocol.MaxCorner)}, {View: album},
		{View: &CloseupView{hosted: in}}, {View: &InpaintView{hosted: in, album: album}}, {View: &WalkView{hosted: in}},
		{View: &EndsView{hosted: in}},
	}
	rows.told = &views[0].told
	return views
}

// Viewing is a view, and what the trainer was told of it.
type Viewing struct {
	View
	told   protocol.Watch `rev:"-"`
	There  bool           // its section is in the document
	Closed bool           // by the person
	Near   bool           // on the screen
	Busy   bool           // something is being worked out that takes long,
	Done   float64        // of which this share is done
	came   int            // grows with every event of it
}

func (v *Viewing) Rev() int { return revision(v) }

// Views are those of the page, and tell the trainer what is shown of them.
type Views struct {
	All []*Viewing

	of about
	to trainer
}

// Watch tells the trainer what is shown of each view, where that has changed.
func (k *Views) Watch() {
	for _, v := range k.All {
		w := protocol.Watch{View: v.Name(), Open: v.There && !v.Closed && v.Fits(k.of.State)}
		if w.Open {
			w.Live, w.Args = v.Near, v.Args()
		}
		if v.There && !w.Equal(v.told) && k.to.Ready() {
			v.told = w
			k.to.send(w)
		}
	}
}

// watchAnew tells a new trainer.
func (k *Views) watchAnew() {
	for _, v := range k.All {
		v.told = protocol.Watch{View: v.Name()}
		v.Busy = false
	}
	k.Watch()
}

// forget leaves what was of other data.
func (k *Views) forget() {
	for _, v := range k.All {
		v.Forget()
		v.Busy = false
	}
}

// took gives an event to the view whose own it is, and reports whether there is one.
func (k *Views) took(e protocol.Event) bool {
	for _, v := range k.All {
		if v.take(e) {
			v.came++
			return true
		}
	}
	return false
}

// got notes how far the trainer is.
func (k *Views) got(e protocol.Watched) {
	for _, v := range k.All {
		if v.Name() == e.View {
			v.Busy, v.Done = e.Done < 1, e.Done
		}
	}
}

// ViewOf finds the view of a kind.
func ViewOf[V View](k *Views) (V, *Viewing) {
	for _, v := range k.All {
		if found, ok := v.View.(V); ok {
			return found, v
		}
	}
	panic("app: there is no such view")
}

// Listed are the views whose sections stand among the others, in their order.
func (k *Views) Listed() (views []*Viewing) {
	for _, v := range k.All {
		if !v.Elsewhere() {
			views = append(views, v)
		}
	}
	return views
}

// Has reports whether a view has something to show.
func (k *Views) Has(v *Viewing) bool { return k.of.Known() && v.Fits(k.of.State) }

// Shown reports whether any of those listed has.
func (k *Views) Shown() bool { return slices.ContainsFunc(k.Listed(), k.Has) }

// ShownModel is the model that the figures are of.
func (a about) ShownModel() flow.Config {
	if a.Known() {
		return a.State.Model
	}
	return a.Choice.Run.Model
}

// probable reports whether a place in the x-plane means anything.
func (a about) probable() bool { return !a.Empty() && !a.Sight.Turning() }
