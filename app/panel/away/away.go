package app

import (
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// takeaway is what leaves the page as a file, and what comes back in.
func (p *page) takeaway() ui.UI {
	l := p.lab
	idle := l.Empty()
	return ui.Section().Class("panel", "away").Body(
		ui.H2().Body(ui.Text(words.Say.Away+" "), ui.Span().Text(words.Say.AwaySub)),
		ui.Div().Class("fields").Body(
			textField(l, "sample-count", words.Say.SampleCount, strconv.Itoa(l.Samples.N), idle, l.SetSampleCount),
			textField(l, "temperature", words.Say.Temperature, words.Short(l.Samples.Temp), idle, l.SetTemperature),
		),
		ui.Div().Class("buttons").Body(
			off(ui.Button().ID("sample-csv").Class("btn"), idle).Type("button").Title(words.Say.SampleCSV.Tip).
				Text(words.Say.SampleCSV.Label).OnClick(p.onSample),
			fileButton("score", disabledClass(idle), words.Say.Score, scoreAccept, idle, p.onScore),
			fileButton("fill", disabledClass(idle), words.Say.Fill, scoreAccept, idle, p.onFill),
			off(ui.Button().ID("checkpoint-save").Class("btn"), idle).Type("button").Title(words.Say.Save.Tip).
				Text(words.Say.Save.Label).OnClick(p.onSave),
			fileButton("checkpoint-load", disabledClass(!l.Ready()), words.Say.Open, ".safetensors", !l.Ready(), p.onOpen),
			off(ui.Button().ID("picture"), idle || !l.Exportable()).Class("btn").Type("button").Title(words.Say.Picture.Tip).
				Text(words.Say.Picture.Label).OnClick(p.onPicture),
			off(ui.Button().ID("onnx-logp").Class("btn"), idle).Type("button").Title(words.Say.OnnxLogP.Tip).
				Text(words.Say.OnnxLogP.Label).OnClick(p.onOnnxLogP),
			off(ui.Button().ID("onnx-sample").Class("btn"), idle).Type("button").Title(words.Say.OnnxSample.Tip).
				Text(words.Say.OnnxSample.Label).OnClick(p.onOnnxSample),
		),
		ui.Label().Class("check").For("score-why").Title(words.Say.ScoreWhy.Tip).Body(
			ticked(off(ui.Input().ID("score-why"), idle).Type("checkbox"), l.Samples.Why).OnChange(p.onScoreWhy),
			ui.Span().Text(words.Say.ScoreWhy.Label),
		),
		p.keepBox(),
		p.awakeBox(),
		ui.P().Class("note", "doing").Aria("live", "polite").Text(l.Doing()),
	)
}

func disabledClass(disabled bool) string {
	if disabled {
		return "off"
	}
	return ""
}
