package app

import (
	"maps"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"
)

// takeaway is what leaves the page as a file, and what comes back in.
func (p *page) takeaway() ui.UI {
	l := p.lab
	idle := l.empty()
	return ui.Section().Class("panel", "away").Body(
		ui.H2().Body(ui.Text(say.Away+" "), ui.Span().Text(say.AwaySub)),
		ui.Div().Class("fields").Body(
			l.textField("sample-count", say.SampleCount, strconv.Itoa(l.samples.n), idle, l.setSampleCount),
			l.textField("temperature", say.Temperature, short(l.samples.temp), idle, l.setTemperature),
		),
		ui.Div().Class("buttons").Body(
			off(ui.Button().ID("sample-csv").Class("btn"), idle).Type("button").Title(say.SampleCSV.Tip).
				Text(say.SampleCSV.Label).OnClick(p.onSample),
			fileButton("score", disabledClass(idle), say.Score, scoreAccept, idle, p.onScore),
			fileButton("fill", disabledClass(idle), say.Fill, scoreAccept, idle, p.onFill),
			off(ui.Button().ID("checkpoint-save").Class("btn"), idle).Type("button").Title(say.Save.Tip).
				Text(say.Save.Label).OnClick(p.onSave),
			fileButton("checkpoint-load", disabledClass(!l.ready()), say.Open, ".safetensors", !l.ready(), p.onOpen),
			off(ui.Button().ID("picture"), idle || !l.exportable()).Class("btn").Type("button").Title(say.Picture.Tip).
				Text(say.Picture.Label).OnClick(p.onPicture),
			off(ui.Button().ID("onnx-logp").Class("btn"), idle).Type("button").Title(say.OnnxLogP.Tip).
				Text(say.OnnxLogP.Label).OnClick(p.onOnnxLogP),
			off(ui.Button().ID("onnx-sample").Class("btn"), idle).Type("button").Title(say.OnnxSample.Tip).
				Text(say.OnnxSample.Label).OnClick(p.onOnnxSample),
		),
		ui.Label().Class("check").For("score-why").Title(say.ScoreWhy.Tip).Body(
			ticked(off(ui.Input().ID("score-why"), idle).Type("checkbox"), l.samples.why).OnChange(p.onScoreWhy),
			ui.Span().Text(say.ScoreWhy.Label),
		),
		p.keepBox(),
		p.awakeBox(),
		ui.P().Class("note", "doing").Aria("live", "polite").Text(l.doing()),
	)
}

// doing is what the trainer is busy with for the person, or nothing.
func (l *lab) doing() string {
	ids := slices.Sorted(maps.Keys(l.pending))
	if len(ids) == 0 {
		return ""
	}
	return l.pending[ids[0]]
}

func disabledClass(disabled bool) string {
	if disabled {
		return "off"
	}
	return ""
}
