// Package hub lists the checkpoints of a hub, opens one, and publishes the model.
package hub

import (
	"fmt"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Panel is that of a hub. rev is the page's.
func Panel(h *lab.Hub, rev int) ui.UI { return &panel{hub: h, Rev: rev} }

// panel lists the checkpoints of a hub, opens one, and publishes the model.
type panel struct {
	ui.Compo
	Rev int
	hub *lab.Hub
}

func (h *panel) Render() ui.UI {
	hub := h.hub
	class := "note"
	if hub.Wrong {
		class = "note wrong"
	}
	return ui.Section().Class("panel", "hub").Body(
		ui.H2().Body(ui.Text(words.Say.Hub+" "), ui.Span().Text(words.Say.HubSub)),
		ui.Div().Class("with").Body(
			lineField("hub-address", "text", words.Say.HubAddress, words.Say.HubHere, h.onAddress),
			kit.Button("hub-list", words.Say.HubList, hub.Busy, h.onList),
			kit.Hidden(kit.Button("hub-stop", words.Say.HubStop, false, h.onStop), !hub.Asks),
		),
		ui.P().ID("hub-note").Class(class).Aria("live", "polite").Text(hub.Note),
		kit.Hidden(ui.Ul().ID("hub-entries"), len(hub.List) == 0).Body(ui.Range(hub.List).Slice(h.entry)),
		kit.Hidden(kit.Button("hub-more", words.Say.HubMore, hub.Busy, h.onMore), hub.Next == ""),
		ui.Div().Class("fields").Body(
			lineField("hub-name", "text", words.Say.HubName, words.Say.HubNameHint, h.onName),
			lineField("hub-token", "password", words.Say.HubToken, "", h.onToken),
		),
		kit.Button("hub-publish", words.Say.HubPublish, !hub.MayPublish(), h.onPublish),
	)
}

func (h *panel) entry(i int) ui.UI {
	e := h.hub.List[i]
	return ui.Li().Body(
		ui.Button().ID("hub-open-"+strconv.Itoa(i)).Class("link").Type("button").Title(fmt.Sprintf(words.Say.HubOpen.Tip,
			e.Label())).
			Text(strings.TrimSuffix(e.Label(), lab.Ending)).OnClick(func(ui.Context, ui.Event) { h.hub.OpenPublished(i) },
			e.Name),
		ui.Small().Text(e.Summary()),
	)
}

// lineField is a labelled input for a line of text. It is read at each letter, so that a button beside it always has
// what it shows, and never written, which would take from who types fast what came since.
func lineField(id, kind string, w words.Word, hint string, input ui.EventHandler) ui.UI {
	return ui.Label().Class("field").For(id).Title(w.Tip).Body(
		ui.Span().Text(w.Label),
		ui.Input().ID(id).Type(kind).Placeholder(hint).AutoComplete(false).Spellcheck(false).Attr("autocapitalize", "none").
			OnInput(input, id),
	)
}

func (h *panel) onAddress(ctx ui.Context, _ ui.Event) {
	h.hub.SetHub(ctx.JSSrc().Get("value").String())
	if h.hub.Token == "" {
		ui.Window().GetElementByID("hub-token").Set("value", "")
	}
}

func (h *panel) onName(ctx ui.Context, _ ui.Event) {
	h.hub.Name = ctx.JSSrc().Get("value").String()
}

func (h *panel) onToken(ctx ui.Context, _ ui.Event) {
	h.hub.Token = ctx.JSSrc().Get("value").String()
}

func (h *panel) onList(ui.Context, ui.Event)    { h.hub.ListHub(false) }
func (h *panel) onStop(ui.Context, ui.Event)    { h.hub.StopHub() }
func (h *panel) onMore(ui.Context, ui.Event)    { h.hub.ListHub(true) }
func (h *panel) onPublish(ui.Context, ui.Event) { h.hub.Publish() }
