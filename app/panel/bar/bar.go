package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// bar holds what must always be in reach: play, step, reset, speed and the four figures.
func (p *page) bar() ui.UI {
	l := p.lab
	word := words.Say.Play
	if l.Phase == protocol.Training {
		word = words.Say.Pause
	}
	idle := l.Empty()
	return ui.Section().Class("bar").Aria("label", words.Say.Bar).Body(
		ui.Div().Class("run").Body(
			off(ui.Button().ID("play").Class("play"), idle).Type("button").Title(word.Tip).Aria("label", word.Label).
				OnClick(p.onPlay).Body(icon(iconPlay), icon(iconPause)), // the style sheet shows one
			off(ui.Button().ID("step").Class("btn"), idle).Type("button").Title(words.Say.Step.Tip).
				OnClick(p.onStep).Body(icon(iconStep), ui.Span().Text(words.Say.Step.Label)),
			off(ui.Button().ID("reset").Class("btn"), idle).Type("button").Title(words.Say.Reset.Tip).
				OnClick(p.onReset).Body(icon(iconReset), ui.Span().Text(words.Say.Reset.Label)),
		),
		p.speed(),
		p.stats(),
		p.message(),
	)
}

func (p *page) speed() ui.UI {
	l := p.lab
	return ui.Div().Class("seg", "speed").Role("group").Aria("label", words.Say.Speed.Label).Title(words.Say.Speed.Tip).Body(
		ui.Range(lab.Speeds).Slice(func(i int) ui.UI {
			speed := lab.Speeds[i]
			return off(ui.Button(), !l.Ready()).Type("button").ID("speed-"+speed).Text(words.Say.SpeedNames[speed]).
				Attr("aria-pressed", pressed(l.Run.Train.Speed == speed)).OnClick(func(ui.Context, ui.Event) { l.SetSpeed(speed) }, speed)
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
	if l.Known() || l.Watching() {
		steps = words.Count(l.Now.Step)
	}
	if l.Phase == protocol.Training || l.Watching() {
		perSecond = words.Rate(l.Now.StepsPerSecond)
	}
	return ui.Dl().Class("stats").Body(
		stat("", words.Say.StatStep, steps, ""),
		stat("rate", words.Say.StatRate, perSecond, ""),
		stat("main", words.Say.StatNLL, words.Nats(l.Now.Valid), chance(l.Now.Error)).Title(words.Say.StatError),
		unseen(stat("gap", words.Say.StatGap.Label, words.Nats(l.Now.AboveFloor), chance(l.Now.AboveFloorError)).Title(words.Say.StatGap.Tip), l.DensityUnknown()),
	)
}

// chance is the standard error beside a figure that a sample decides.
func chance(error float64) string {
	if !(error > 0) {
		return ""
	}
	return " ± " + words.Nats(error)
}

// message is the last sentence to the person. Its place is kept, so nothing moves when it comes.
func (p *page) message() ui.UI {
	l := p.lab
	text, role, class := l.Notice.Text, "status", "notice"
	if l.Notice.Error {
		role, class = "alert", "notice wrong"
	}
	if text == "" {
		class = "notice quiet"
	}
	if l.Told%2 == 1 {
		class += " odd" // a class that changes starts the style sheet's clock anew
	}
	further, furtherTip, more := l.Further()
	all := []ui.UI{
		ui.P().ID("notice").Role(role).Text(text),
		ui.P().Class("phase").Text(p.phaseText()),
		unseen(ui.Button().ID("slower").Class("btn"), !l.MaySlow()).Type("button").Title(words.Say.Slower.Tip).Text(fmt.Sprintf(words.Say.Slower.Label, words.Short(l.SlowerRate()))).
			OnClick(p.onSlower),
		unseen(ui.Button().ID("further").Class("btn"), !more).Type("button").Title(furtherTip).Text(further).OnClick(p.onFurther),
		unseen(ui.Button().Class("plain"), text == "").Type("button").Title(words.Say.Dismiss.Tip).Aria("label", words.Say.Dismiss.Label).
			OnClick(p.onDismiss).Body(icon(iconClose)),
	}
	if l.Cancellable() { // the first view is weighed
		all = append(all, ui.Button().ID("cancel").Class("btn").Type("button").Title(words.Say.Cancelling.Tip).
			Text(words.Say.Cancelling.Label).OnClick(p.onCancel))
	}
	message := ui.Div().Class(class)
	if l.Cancellable() {
		message.Style("animation", "none") // a button does not vanish
	}
	return message.Body(all...)
}

func (p *page) onCancel(ui.Context, ui.Event) { p.lab.Cancel() }

func (p *page) onSlower(ui.Context, ui.Event) {
	p.lab.GoOnSlower()
	p.publish()
}

func (p *page) onFurther(ui.Context, ui.Event) {
	p.lab.GoFurther()
	p.publish()
}

func (p *page) phaseText() string {
	l := p.lab
	if l.Fatal != nil {
		return ""
	}
	text := words.Say.Status[l.Phase]
	if l.Watching() {
		return trainsFirst()
	}
	if step, back := l.LookedAt(); back {
		return fmt.Sprintf(words.Say.LookingBack, words.Count(step), l.DataName())
	}
	if l.Phase == protocol.Paused && l.Now.Step == 0 {
		text = words.Say.Ready
	}
	switch l.Phase {
	case protocol.Over:
		return l.OverText()
	case protocol.Training, protocol.Paused:
		return fmt.Sprintf(text, l.DataName())
	}
	return text
}

func pressed(on bool) string {
	if on {
		return "true"
	}
	return "false"
}
