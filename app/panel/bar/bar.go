// Package bar is what must always be in reach: play, step, reset, speed, the four figures, and the last sentence.
package bar

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Bar is that of a lab.
type Bar struct {
	Lab  *lab.Lab
	Told func() // the lab was told something
}

// Section is all of it.
func (b *Bar) Section() ui.UI {
	return ui.Section().Class("bar").Aria("label", words.Say.Bar).
		Body(run(b.Lab), speed(b.Lab), stats(b.Lab), b.message())
}

func run(l *lab.Lab) ui.UI {
	word, idle := words.Say.Play, l.Empty()
	if l.Phase == protocol.Training {
		word = words.Say.Pause
	}
	button := func(id string, w words.Word, icon string, do ui.EventHandler) ui.UI {
		return kit.Disabled(ui.Button().ID(id).Class("btn"), idle).Type("button").Title(w.Tip).OnClick(do).
			Body(kit.Icon(icon), ui.Span().Text(w.Label))
	}
	return ui.Div().Class("run").Body(
		kit.Disabled(ui.Button().ID("play").Class("play"), idle).Type("button").Title(word.Tip).Aria("label", word.Label).
			OnClick(func(ui.Context, ui.Event) { l.PlayPause() }).
			// The style sheet shows one of them.
			Body(kit.Icon(kit.IconPlay), kit.Icon(kit.IconPause)),
		button("step", words.Say.Step, kit.IconStep, func(ui.Context, ui.Event) { l.Step() }),
		button("reset", words.Say.Reset, kit.IconReset, func(ui.Context, ui.Event) { l.Reset() }),
	)
}

func speed(l *lab.Lab) ui.UI {
	return ui.Div().Class("seg", "speed").Role("group").Aria("label", words.Say.Speed.Label).Title(words.Say.Speed.Tip).
		Body(
			ui.Range(link.Speeds).Slice(func(i int) ui.UI {
				speed := link.Speeds[i]
				return kit.Disabled(ui.Button(), !l.Ready()).Type("button").ID("speed-"+speed).Text(words.Say.SpeedNames.Of(speed)).
					Attr("aria-pressed", kit.Pressed(l.Choice.Run.Train.Speed == speed)).
					OnClick(func(ui.Context, ui.Event) { l.Choice.SetSpeed(speed) }, speed)
			}),
		)
}

// stats are the four figures; web/stage.js fills them in this order before the page is there.
func stats(l *lab.Lab) ui.UI {
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
		stat("main", words.Say.StatNLL, words.Nats(l.Now.Valid), kit.Chance(l.Now.Error)).Title(words.Say.StatError),
		kit.Hidden(stat("gap", words.Say.StatGap.Label, words.Nats(l.Now.AboveFloor), kit.Chance(l.Now.AboveFloorError)).
			Title(words.Say.StatGap.Tip), l.DensityUnknown()),
	)
}

// message is the last sentence to the person. Its place is kept, so nothing moves when it comes.
func (b *Bar) message() ui.UI {
	l := b.Lab
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
	all := []ui.UI{
		ui.P().ID("notice").Role(role).Text(text),
		ui.P().Class("phase").Text(phaseText(l)),
		b.slower(),
		b.further("further"),
		kit.Hidden(ui.Button().Class("plain"), text == "").Type("button").Title(words.Say.Dismiss.Tip).
			Aria("label", words.Say.Dismiss.Label).
			OnClick(func(ui.Context, ui.Event) { l.Tell("") }).Body(kit.Icon(kit.IconClose)),
	}
	if l.Line.Cancellable() { // the first view is weighed
		all = append(all, kit.Button("cancel", words.Say.Cancelling, false, b.onCancel))
	}
	message := ui.Div().Class(class)
	if l.Line.Cancellable() {
		message.Style("animation", "none") // a button does not vanish
	}
	return message.Body(all...)
}

func (b *Bar) slower() ui.UI {
	w := words.Say.Slower
	w.Label = fmt.Sprintf(w.Label, words.Short(b.Lab.Choice.SlowerRate()))
	return kit.Hidden(kit.Button("slower", w, false, b.onSlower), !b.Lab.MaySlow())
}

func (b *Bar) further(id string) ui.UI {
	label, tip, more := b.Lab.Further()
	return kit.Hidden(kit.Button(id, words.Word{Label: label, Tip: tip}, false, b.onFurther), !more)
}

func (b *Bar) onCancel(ui.Context, ui.Event) { b.Lab.Line.Cancel() }

func (b *Bar) onSlower(ui.Context, ui.Event) {
	b.Lab.GoOnSlower()
	b.Told()
}

func (b *Bar) onFurther(ui.Context, ui.Event) {
	b.Lab.GoFurther()
	b.Told()
}

// phaseText says what the run does.
func phaseText(l *lab.Lab) string {
	if l.Fatal != nil {
		return ""
	}
	text := words.Say.Status.Of(l.Phase)
	if l.Watching() {
		return TrainsFirst()
	}
	if step, back := l.Time.LookedAt(); back {
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

// Outcome says on a small screen, where the bar has no room for it, what came of the run.
func (b *Bar) Outcome() ui.UI {
	l := b.Lab
	return kit.Hidden(ui.Div().Class("small-only"), l.Phase != protocol.Over).
		Body(ui.P().Class("note").Text(phaseText(l)), b.further("further-small"))
}

// TrainsFirst says that the first visit's run is under way.
func TrainsFirst() string {
	return fmt.Sprintf(words.Say.Status.Of(protocol.Training), words.PresetName(link.Presets[0]))
}
