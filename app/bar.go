package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/wasm/protocol"
)

// bar holds what must always be in reach: play, step, reset, speed and the four figures.
func (p *page) bar() ui.UI {
	l := p.lab
	word := say.Play
	if l.phase == protocol.Training {
		word = say.Pause
	}
	idle := l.empty()
	return ui.Section().Class("bar").Aria("label", say.Bar).Body(
		ui.Div().Class("run").Body(
			off(ui.Button().ID("play").Class("play"), idle).Type("button").Title(word.Tip).Aria("label", word.Label).
				OnClick(p.onPlay).Body(icon(iconPlay), icon(iconPause)), // the style sheet shows one
			off(ui.Button().ID("step").Class("btn"), idle).Type("button").Title(say.Step.Tip).
				OnClick(p.onStep).Body(icon(iconStep), ui.Span().Text(say.Step.Label)),
			off(ui.Button().ID("reset").Class("btn"), idle).Type("button").Title(say.Reset.Tip).
				OnClick(p.onReset).Body(icon(iconReset), ui.Span().Text(say.Reset.Label)),
		),
		p.speed(),
		p.stats(),
		p.message(),
	)
}

func (p *page) speed() ui.UI {
	l := p.lab
	return ui.Div().Class("seg", "speed").Role("group").Aria("label", say.Speed.Label).Title(say.Speed.Tip).Body(
		ui.Range(speeds).Slice(func(i int) ui.UI {
			speed := speeds[i]
			return off(ui.Button(), !l.ready()).Type("button").ID("speed-"+speed).Text(say.SpeedNames[speed]).
				Attr("aria-pressed", pressed(l.run.Train.Speed == speed)).OnClick(func(ui.Context, ui.Event) { l.setSpeed(speed) }, speed)
		}),
	)
}

// stats are the four figures; web/stage.js fills them in this order before the page is there.
func (p *page) stats() ui.UI {
	l := p.lab
	stat := func(class, label, value, error string) ui.HTMLDiv {
		return ui.Div().Class("stat", class).Body(ui.Dt().Text(label), ui.Dd().Body(ui.Text(value), ui.Small().Text(error)))
	}
	steps, perSecond := "–", "–"
	if l.known() || l.watching() {
		steps = count(l.now.Step)
	}
	if l.phase == protocol.Training || l.watching() {
		perSecond = rate(l.now.StepsPerSecond)
	}
	return ui.Dl().Class("stats").Body(
		stat("", say.StatStep, steps, ""),
		stat("rate", say.StatRate, perSecond, ""),
		stat("main", say.StatNLL, nats(l.now.Valid), chance(l.now.Error)).Title(say.StatError),
		unseen(stat("gap", say.StatGap.Label, nats(l.now.AboveFloor), chance(l.now.AboveFloorError)).Title(say.StatGap.Tip), l.densityUnknown()),
	)
}

// chance is the standard error beside a figure that a sample decides.
func chance(error float64) string {
	if !(error > 0) {
		return ""
	}
	return " ± " + nats(error)
}

// message is the last sentence to the person. Its place is kept, so nothing moves when it comes.
func (p *page) message() ui.UI {
	l := p.lab
	text, role, class := l.notice.text, "status", "notice"
	if l.notice.error {
		role, class = "alert", "notice wrong"
	}
	if text == "" {
		class = "notice quiet"
	}
	if l.told%2 == 1 {
		class += " odd" // a class that changes starts the style sheet's clock anew
	}
	further, furtherTip, more := l.further()
	all := []ui.UI{
		ui.P().ID("notice").Role(role).Text(text),
		ui.P().Class("phase").Text(p.phaseText()),
		unseen(ui.Button().ID("slower").Class("btn"), !l.maySlow()).Type("button").Title(say.Slower.Tip).Text(fmt.Sprintf(say.Slower.Label, short(l.slowerRate()))).
			OnClick(p.onSlower),
		unseen(ui.Button().ID("further").Class("btn"), !more).Type("button").Title(furtherTip).Text(further).OnClick(p.onFurther),
		unseen(ui.Button().Class("plain"), text == "").Type("button").Title(say.Dismiss.Tip).Aria("label", say.Dismiss.Label).
			OnClick(p.onDismiss).Body(icon(iconClose)),
	}
	if l.cancellable() { // the first view is weighed
		all = append(all, ui.Button().ID("cancel").Class("btn").Type("button").Title(say.Cancelling.Tip).
			Text(say.Cancelling.Label).OnClick(p.onCancel))
	}
	message := ui.Div().Class(class)
	if l.cancellable() {
		message.Style("animation", "none") // a button does not vanish
	}
	return message.Body(all...)
}

func (p *page) onCancel(ui.Context, ui.Event) { p.lab.cancel() }

func (p *page) onSlower(ui.Context, ui.Event) {
	p.lab.goOnSlower()
	p.publish()
}

func (p *page) onFurther(ui.Context, ui.Event) {
	p.lab.goFurther()
	p.publish()
}

func (p *page) phaseText() string {
	l := p.lab
	if l.fatal != nil {
		return ""
	}
	text := say.Status[l.phase]
	if l.watching() {
		return trainsFirst()
	}
	if step, back := l.lookedAt(); back {
		return fmt.Sprintf(say.LookingBack, count(step), l.dataName())
	}
	if l.phase == protocol.Paused && l.now.Step == 0 {
		text = say.Ready
	}
	switch l.phase {
	case protocol.Over:
		return l.overText()
	case protocol.Training, protocol.Paused:
		return fmt.Sprintf(text, l.dataName())
	}
	return text
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
