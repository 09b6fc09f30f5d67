package lab

import (
	"fmt"
	"strings"

	"nicelab/app/plot"
	"nicelab/app/words"
)

func (l *Lab) Note() string {
	switch {
	case l.Bare():
		return words.Say.Checkpoint
	case l.OnDrawing():
		if l.Drawing.unlearnt() {
			return words.Say.DrawnBefore
		}
		return words.Say.DrawnNote
	case l.Source.OnBuiltin() != "":
		return words.Say.Tables.Of(l.Source.OnBuiltin()).Tip
	case l.Source.OnPreset():
		note := words.Say.PresetNote.Of(l.Choice.Run.Data)
		if s := l.State; s.KnownDensity && s.Name == l.Choice.Run.Data && s.Price > plot.LeastPrice {
			return note + " " + fmt.Sprintf(words.Say.PriceHere, words.Nats(s.Price))
		}
		return note
	}
	return ""
}

// DataHead names the data and counts its rows.
func (l *Lab) DataHead() string { return strings.TrimSuffix(l.HeadName()+" "+l.HeadRows(), " ") }

func (l *Lab) HeadName() string {
	if !l.Known() {
		return words.PresetName(l.Choice.Run.Data)
	}
	return l.DataName()
}

func (l *Lab) HeadRows() string {
	rows := l.State.Rows
	if !l.Known() {
		rows = l.Choice.Run.N
	}
	if rows == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.DataRows, words.Count(rows))
}

// DataName is what the data is called in a sentence.
func (l *Lab) DataName() string {
	if l.OnDrawing() {
		return words.Say.DrawingName
	}
	if name := l.Source.OnBuiltin(); name != "" {
		return words.Say.Tables.Of(name).Label
	}
	if l.State.Source != "preset" {
		return l.State.Name
	}
	return words.PresetName(l.State.Name)
}
