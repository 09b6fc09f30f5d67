// Package data is the choice of what is learned: a preset, a built-in table, a drawing, a file of the person, or a
// trained model of the gallery; and what is to be known of it.
package data

import (
	"fmt"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/plot"
	"nicelab/app/words"
)

// Host is what the panel needs of the page.
type Host struct {
	Take   ui.EventHandler // files were chosen
	Draw   ui.EventHandler // the board was
	Update func()          // draws the page again
}

// Panel is that of a lab.
func Panel(l *lab.Lab, dark bool, h Host) ui.UI {
	return &panel{lab: l, Rev: l.Rev(), Dark: dark, host: h}
}

// panel chooses what is learned.
type panel struct {
	ui.Compo
	Rev  int
	Dark bool
	lab  *lab.Lab
	host Host
}

func (d *panel) Render() ui.UI {
	l := d.lab
	return ui.Section().Class("panel", "data").Body(
		ui.H2().Title(l.DataHead()).Body( // a long name is cut, the count is not
			ui.Text(words.Say.Data+" "), ui.Span().Class("name").Text(l.HeadName()+" "),
			ui.Span().Class("count").Text(l.HeadRows()),
		),
		ui.Div().Class("thumbs").Body(ui.Range(link.Presets).Slice(d.thumb), d.drawTile(), d.drop()),
		d.builtins(),
		kit.Hidden(ui.Div().Class("fields"), !l.Source.OnPreset()).Body(
			kit.TextField("points", words.Say.Points, strconv.Itoa(l.Choice.Run.N), !l.Ready(),
				kit.Refusal(l.Choice.Refused["points"]),
				l.Choice.SetPoints),
			kit.Hidden(ui.Div(), !l.Thumbs.Noisy(l.Choice.Run.Data)).
				Body(kit.TextField("noise", words.Say.Noise, words.Short(l.Choice.Run.Noise), !l.Ready(),
					kit.Refusal(l.Choice.Refused["noise"]),
					l.Choice.SetNoise)),
		),
		ui.P().Class("note").Text(l.Note()),
		d.warnings(),
		d.asPictures(),
		d.columns(),
		d.dropped(),
		d.gallery(),
	)
}

// drop is where the person's own file goes: the whole page takes drops, this says so.
func (d *panel) drop() ui.UI {
	return ui.Label().Class("drop", "file", kit.DisabledClass(!d.lab.Ready())).For("upload").Title(words.Say.Drop.Tip).
		Body(
			kit.Disabled(ui.Input().ID("upload"), !d.lab.Ready()).Type("file").Class("sr").Multiple(true).
				Accept(kit.Tables+",.safetensors,image/*").OnChange(d.host.Take, "upload"),
			kit.Icon(kit.IconUpload),
			ui.Span().Body(ui.Text(words.Say.Drop.Label+" "), ui.U().Text(words.Say.Choose)),
		)
}

func (d *panel) thumb(i int) ui.UI {
	l, name := d.lab, link.Presets[i]
	title := words.PresetName(name)
	var points []float32
	if pre, ok := l.Thumbs.Preset(name); ok {
		points = pre.Points
	}
	on := l.Source.OnPreset() && l.Choice.Run.Data == name
	rev := 0
	if points != nil {
		rev = l.Thumbs.Rev()
	}
	// Never disabled: a choice made without a trainer waits for the next.
	return ui.Button().ID("preset-"+name).Class("thumb").Type("button").
		Title(fmt.Sprintf(words.Say.Preset.Tip, title)).Attr("aria-pressed", kit.Pressed(on)).
		OnClick(func(ui.Context, ui.Event) { l.ChoosePreset(name) }, name).Body(
		kit.Canvas(kit.Plot{ID: "thumb-" + name, Rev: rev, Dark: d.Dark, Draw: func(t plot.Theme, w, h float64) plot.Scene {
			pre, _ := l.Thumbs.Preset(name)
			return plot.Thumb(t, w, pre.Points)
		}}),
		ui.Span().Text(title),
	)
}

// columns is a list of boxes, one a column of the table; there may be thousands, and then the list scrolls.
func (d *panel) columns() ui.UI {
	t := d.lab.Table
	if t == nil || d.lab.OnDrawing() || d.lab.Pictures() {
		return ui.Div().Hidden(true)
	}
	const most = 100 // boxes; more would make the page slow
	shown := t.Columns[:min(len(t.Columns), most)]
	return ui.FieldSet().Class("columns").Title(words.Say.ColumnsHint).Body(
		ui.Legend().Text(words.Say.Columns),
		ui.P().Class("note").Text(words.Say.ColumnsHint),
		ui.Ul().Body(ui.Range(shown).Slice(func(i int) ui.UI {
			c, id := shown[i], "column-"+strconv.Itoa(i)
			return ui.Li().Body(ui.Label().For(id).Body(
				kit.Checked(kit.Disabled(ui.Input().ID(id), d.lab.Fixed(i)).Type("checkbox"), c.Used).
					OnChange(func(ctx ui.Context, _ ui.Event) { d.onColumn(ctx, i) }, i),
				ui.Span().Text(c.Name),
				ui.Small().Body(foundIn(c.Note)),
			))
		})),
		ui.P().Class("note").Text(more(len(t.Columns)-len(shown))),
	)
}

// onColumn leaves the box as it was where the lab refuses.
func (d *panel) onColumn(ctx ui.Context, i int) {
	d.lab.ToggleColumn(i)
	if t := d.lab.Table; t != nil && i < len(t.Columns) {
		ctx.JSSrc().Set("checked", t.Columns[i].Used)
	}
}

func (d *panel) dropped() ui.UI {
	gone := d.lab.State.Dropped
	if len(gone) == 0 {
		return ui.Div().Hidden(true)
	}
	const most = 100
	shown := gone[:min(len(gone), most)]
	return ui.Details().Class("dropped").Body(
		ui.Summary().Title(words.Say.DroppedTip).Text(fmt.Sprintf(words.Say.DroppedHead, words.Count(len(gone)))),
		// The list scrolls, so it takes the focus.
		ui.Ul().TabIndex(0).Body(ui.Range(shown).Slice(func(i int) ui.UI { return ui.Li().Body(foundIn(shown[i])) })),
		ui.P().Class("note").Text(more(len(gone)-len(shown))),
	)
}

// foundIn is a part of a line that says what a reader found in a file.
func foundIn(text string) ui.UI {
	told, lang := words.Found(text)
	return ui.Span().Lang(lang).Text(told)
}

func more(n int) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.More, words.Count(n))
}
