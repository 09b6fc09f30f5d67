// Package network is what is seen of the model itself: its couplings as curves, its scales, and whether the latents are
// the prior.
package network

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/words"
)

// Section is that of a model. rev is the page's.
func Section(net *lab.Net, rev int, dark bool) ui.UI {
	return &network{net: net, Rev: rev + net.Rev(), Dark: dark}
}

// network shows the couplings as curves, the scales, and whether the latents are the prior.
type network struct {
	ui.Compo
	Rev  int
	Dark bool

	net       *lab.Net
	unwatched func()
}

// OnMount leaves the section closed on a narrow screen, and looks whether it is in view.
func (n *network) OnMount(ctx ui.Context) {
	n.net.Closed = !kit.Matches("(min-width: 1181px)")
	n.unwatched = kit.WhenSeen(ctx, n.JSValue(), func(near bool) {
		n.net.Seen, n.net.Near = true, near
		n.net.Watch()
	})
}

func (n *network) OnDismount() {
	if n.unwatched != nil {
		n.unwatched()
	}
}

func (n *network) onToggle(ctx ui.Context, _ ui.Event) {
	n.net.Closed = !ctx.JSSrc().Get("open").Truthy()
	n.net.Watch()
}

func (n *network) Render() ui.UI {
	net := n.net
	details := ui.Details().ID("network").OnToggle(n.onToggle)
	if open := !net.Closed; open || ui.IsClient {
		details.Open(open)
	}
	head, sub, text := net.NetWords()
	curves := lab.Few(net.CurveCount(), lab.MostStops)
	return ui.Section().Class("panel", "network").Body(details.Body(
		ui.Summary().Title(words.Say.NetTip).Body(ui.H2().Body(ui.Text(head+" "), ui.Span().Text(sub))),
		ui.P().Class("note").Text(text),
		ui.Div().Class("curves").Body(ui.Range(curves).Slice(n.curve)),
		ui.Div().Class("inside").Body(
			n.spectrum(),
			n.latents(),
		),
	))
}

func (n *network) spectrum() ui.UI {
	net := n.net
	return ui.Div().Class("spectrum").Body(
		ui.H3().Text(words.Say.NetSpectrum),
		ui.Div().Class("small").Body(
			kit.Canvas(kit.Plot{ID: "spectrum", Rev: net.NetRev(), Dark: n.Dark, Label: net.SpectrumSum(),
				Draw: net.DrawSpectrum}),
		),
		ui.P().Class("scales").Text(net.Scales()),
		ui.P().Class("note").Text(net.SpectrumText()),
	)
}

func (n *network) latents() ui.UI {
	net := n.net
	return ui.Div().Class("latents").Body(
		ui.H3().Text(words.Say.NetPit),
		ui.Div().Class("pits").Body(ui.Range(make([]struct{}, len(net.Got.Pits))).Slice(n.pit)),
		ui.P().ID("network-verdict").Class("verdict").Text(net.Verdict()),
		ui.P().Class("note").Text(words.Say.NetPitText+" "+words.Say.NetPitAlone),
	)
}

func (n *network) curve(place int) ui.UI {
	net := n.net
	i := net.CurveAt(place)
	rev := net.NetRev()
	if i >= len(net.Got.Curves) {
		rev = 0
	}
	return ui.Div().Class("small").Body(
		kit.Canvas(kit.Plot{ID: "curve-" + strconv.Itoa(place+1), Rev: rev, Dark: n.Dark, Label: net.CurveSum(i),
			Draw: func(t plot.Theme, w, h float64) plot.Scene {
				return net.DrawCurve(net.CurveAt(place), t, w, h) // another model may have come since
			}}),
	)
}

func (n *network) pit(i int) ui.UI {
	net := n.net
	p := net.Got.Pits[i]
	return ui.Div().Body(
		ui.Div().Class("small").Body(
			kit.Canvas(kit.Plot{ID: "pit-" + strconv.Itoa(i+1), Rev: net.NetRev(), Dark: n.Dark, Label: net.PitSum(i),
				Draw: func(t plot.Theme, w, h float64) plot.Scene {
					return net.DrawPit(i, t, w, h)
				}}),
		),
		ui.P().Class("note").Text(fmt.Sprintf(words.Say.NetPitFigure, words.Digits(p.KS), lab.ChanceOf(p.Chance))),
	)
}
