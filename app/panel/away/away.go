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
		ui.Div().Class("fields").Body(
			kit.TextField("sample-count", words.Say.SampleCount, strconv.Itoa(l.Choice.Samples.N), idle,
				kit.Refusal(l.Choice.Refused["sample-count"]), l.Choice.SetSampleCount),
			kit.TextField("temperature", words.Say.Temperature, words.Short(l.Choice.Samples.Temp), idle,
				kit.Refusal(l.Choice.Refused["temperature"]), l.Choice.SetTemperature),
			kit.TextField("fill-draws", words.Say.FillDraws, strconv.Itoa(l.Choice.Samples.Draws), idle,
				kit.Refusal(l.Choice.Refused["fill-draws"]), l.Choice.SetFillDraws),
		),
		ui.Div().Class("buttons").Body(
			kit.Disabled(ui.Button().ID("sample-csv").Class("btn"), idle).Type("button").Title(words.Say.SampleCSV.Tip).
				Text(words.Say.SampleCSV.Label).OnClick(a.onSample),
			kit.FileButton("score", words.Say.Score, kit.Tables, idle, a.onScore),
			kit.FileButton("fill", words.Say.Fill, kit.Tables, idle, a.onFill),
			kit.Disabled(ui.Button().ID("fill-test").Class("btn"), idle || !l.Fills()).Type("button").
				Title(words.Say.FillTest.Tip).Text(words.Say.FillTest.Label).OnClick(a.onFillTest),
			kit.Disabled(ui.Button().ID("checkpoint-save").Class("btn"), idle).Type("button").Title(words.Say.Save.Tip).
				Text(words.Say.Save.Label).OnClick(a.onSave),
			kit.FileButton("checkpoint-load", words.Say.Open, ".safetensors", !l.Ready(), a.onOpen),
			kit.Disabled(ui.Button().ID("picture"), idle || !l.Exportable()).Class("btn").Type("button").
				Title(words.Say.Picture.Tip).
				Text(words.Say.Picture.Label).OnClick(a.onPicture),
			kit.Disabled(ui.Button().ID("onnx-logp").Class("btn"), idle).Type("button").Title(words.Say.OnnxLogP.Tip).
				Text(words.Say.OnnxLogP.Label).OnClick(a.onOnnxLogP),
			kit.Disabled(ui.Button().ID("onnx-sample").Class("btn"), idle).Type("button").Title(words.Say.OnnxSample.Tip).
				Text(words.Say.OnnxSample.Label).OnClick(a.onOnnxSample),
		),
		ui.Label().Class("check").For("score-why").Title(words.Say.ScoreWhy.Tip).Body(
			kit.Checked(kit.Disabled(ui.Input().ID("score-why"), idle).Type("checkbox"),
				l.Choice.Samples.Why).OnChange(a.onScoreWhy),
			ui.Span().Text(words.Say.ScoreWhy.Label),
		),
		keepBox(&l.Keep, l.Ready()),
		a.Screen.box(),
		ui.P().Class("note", "doing").Aria("live", "polite").Text(l.Line.Doing()),
	)
}

func (a *Away) onSample(ui.Context, ui.Event)     { a.Lab.Sample() }
func (a *Away) onSave(ui.Context, ui.Event)       { a.Lab.Save() }
func (a *Away) onOnnxLogP(ui.Context, ui.Event)   { a.Lab.Export(false) }
func (a *Away) onOnnxSample(ui.Context, ui.Event) { a.Lab.Export(true) }

func (a *Away) onScore(ctx ui.Context, _ ui.Event) { a.Files.Chosen(ctx, a.Lab.Score) }
func (a *Away) onFill(ctx ui.Context, _ ui.Event)  { a.Files.Chosen(ctx, a.Lab.Fill) }

func (a *Away) onFillTest(ui.Context, ui.Event) { a.Lab.TestFill() }

func (a *Away) onScoreWhy(ctx ui.Context, _ ui.Event) {
	a.Lab.Choice.Samples.Why = ctx.JSSrc().Get("checked").Bool()
}

func (a *Away) onOpen(ctx ui.Context, _ ui.Event) {
	a.Files.Chosen(ctx, browser.UnlessChosen(a.Lab, a.Lab.OpenCheckpoint))
}
