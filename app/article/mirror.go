package article

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// mirror is the lab beside the article, small, so that its buttons act in sight. Out of sight nothing of it is drawn.
type mirror struct {
	ui.Compo
	Rev           int // of the picture
	Dark          bool
	Lang, Name    string
	NLL, Floor, H string
	Unknown       bool // there are neither floor nor H
	draw          kit.Draw
	seen          bool
	drawn         int // the picture that is shown
	closed        func()
}

// Mirror is that of a run on data of a name; draw draws its picture, whose revision is rev.
func Mirror(r *lab.Report, name string, draw kit.Draw, rev int, dark bool) ui.UI {
	m := &mirror{draw: draw, Rev: rev, Dark: dark, Lang: words.Say.Lang, Name: name,
		NLL: words.Nats(r.Now.Valid), Floor: words.Nats(r.Floor()), H: words.Nats(r.Entropy())}
	m.Unknown = r.DensityUnknown()
	return m
}

func (m *mirror) Render() ui.UI {
	if m.seen {
		m.drawn = m.Rev
	}
	w := words.Say.Article
	return ui.Div().ID("mirror").Role("group").Aria("label", w.Mirror).Body(
		ui.P().Class("head").Body(ui.Text(w.Mirror+" "), ui.Span().Text(m.Name)),
		ui.Div().Class("stage").Body(
			kit.Canvas(kit.Plot{Rev: m.drawn, Dark: m.Dark, Label: w.MirrorLabel, Draw: m.draw}),
		),
		ui.Dl().Body(
			kit.Figure(words.Word{Label: words.Say.StatNLL, Tip: words.Say.StatError}, m.NLL, ""),
			kit.Hidden(kit.Figure(words.Say.FigFloor, m.Floor, ""), m.Unknown),
			kit.Hidden(kit.Figure(words.Say.FigH, m.H, ""), m.Unknown),
		),
	)
}

func (m *mirror) OnMount(ctx ui.Context) {
	m.closed = kit.WhenSeen(ctx, m.JSValue(), func(seen bool) { m.seen = seen })
}

func (m *mirror) OnDismount() {
	if m.closed != nil {
		m.closed()
	}
}
