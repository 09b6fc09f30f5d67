// Package away is what leaves the page as a file, and what comes back in; and what a run leaves to the next visit.
package away

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/browser"
	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
)

// Away is that of a lab.
type Away struct {
	Lab    *lab.Lab
	Files  *browser.Files
	Screen *Screen
	Dark   func() bool // whether pictures are to be
}

// Section is all of it.
func (a *Away) Section() ui.UI {
	l := a.Lab
	idle := l.Empty()
	return ui.Section().Class("panel", "away").Body(
		ui.H2().Body(ui.Text(words.Say.Away+" "), ui.Span().Text(words.Say.AwaySub)),
		fields(&l.Choice, idle),
		a.buttons(idle),
		kit.Check("score-why", words.Say.ScoreWhy, l.Choice.Samples.Why, idle, a.onScoreWhy),
		keepBox(&l.Keep, l.Ready()),
		a.Screen.box(),
		ui.P().Class("note", "doing").Aria("live", "polite").Text(l.Line.Doing()),
	)
}

func fields(c *lab.Choice, idle bool) ui.UI {
	s := &c.Samples
	field := func(id string, w words.Word, value string, set func(string) string) ui.UI {
		return kit.TextField(id, w, value, idle, kit.Refusal(c.Refused[id]), set)
	}
	return ui.Div().Class("fields").Body(
		field("sample-count", words.Say.SampleCount, strconv.Itoa(s.N), c.SetSampleCount),
		field("temperature", words.Say.Temperature, words.Short(s.Temp), c.SetTemperature),
		field("fill-draws", words.Say.FillDraws, strconv.Itoa(s.Draws), c.SetFillDraws),
	)
}

func (a *Away) buttons(idle bool) ui.UI {
	l := a.Lab
	return ui.Div().Class("buttons").Body(
		kit.Button("sample-csv", words.Say.SampleCSV, idle, a.onSample),
		kit.FileButton("score", words.Say.Score, kit.Tables, idle, a.onScore),
		kit.FileButton("fill", words.Say.Fill, kit.Tables, idle, a.onFill),
		kit.Button("fill-test", words.Say.FillTest, idle || !l.Fills(), a.onFillTest),
		kit.Button("checkpoint-save", words.Say.Save, idle, a.onSave),
		kit.FileButton("checkpoint-load", words.Say.Open, ".safetensors", !l.Ready(), a.onOpen),
		kit.Button("picture", words.Say.Picture, idle || !l.Exportable(), a.onPicture),
		kit.Button("onnx-logp", words.Say.OnnxLogP, idle, a.onOnnxLogP),
		kit.Button("onnx-sample", words.Say.OnnxSample, idle, a.onOnnxSample),
	)
}

func (a *Away) onSample(ui.Context, ui.Event)     { a.Lab.Sample() }
func (a *Away) onSave(ui.Context, ui.Event)       { a.Lab.Save() }
func (a *Away) onOnnxLogP(ui.Context, ui.Event)   { a.Lab.Export(false) }
func (a *Away) onOnnxSample(ui.Context, ui.Event) { a.Lab.Export(true) }

func (a *Away) onScore(ctx ui.Context, _ ui.Event) { a.Files.Chosen(ctx, a.Lab.Score) }
func (a *Away) onFill(ctx ui.Context, _ ui.Event)  { a.Files.Chosen(ctx, a.Lab.Fill) }

func (a *Away) onFillTest(ui.Context, ui.Event) { a.Lab.TestFill() }

func (a *Away) onScoreWhy(_ ui.Context, on bool) { a.Lab.Choice.Samples.Why = on }

func (a *Away) onOpen(ctx ui.Context, _ ui.Event) {
	a.Files.Chosen(ctx, browser.UnlessChosen(a.Lab, a.Lab.OpenCheckpoint))
}
