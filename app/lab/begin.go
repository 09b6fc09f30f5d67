package lab

import (
	"fmt"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// begin gives a new trainer its data.
func (l *Lab) begin() {
	if l.Source.Data != nil {
		l.bringBack()
		return
	}
	l.Shown.ColumnX, l.Shown.ColumnY = FirstShow.ColumnX, FirstShow.ColumnY
	if name := l.Source.Wanted; name != "" {
		l.Source.Wanted = ""
		l.ChooseBuiltin(name, false)
		return
	}
	l.usePreset()
	l.showAgain()
}

// bringBack gives a new trainer the data of the one before.
func (l *Lab) bringBack() {
	if open, ok := l.Source.Data[0].(protocol.OpenTable); ok && open.Bytes == nil && open.Lent == 0 {
		l.Source.Data = nil
		l.Warn(fmt.Sprintf(words.Say.OpenAgain, open.Name))
		return
	}
	for _, c := range l.Source.Data {
		w := l.Choice.wish()
		if l.Source.OnPreset() {
			w = l.Choice.exactly()
		}
		l.Line.send(protocol.WithWish(protocol.WithPlay(c, l.Choice.Goes()), w))
	}
	l.showAgain()
}

// taken makes what was being opened the present data. A checkpoint may come to data that stays.
func (l *Lab) taken(c protocol.Command) {
	if _, ok := c.(protocol.GoOn); ok {
		l.tookBack()
		return
	}
	open, ok := c.(protocol.Open)
	if !ok {
		waited := len(l.Source.Data) > 0 && len(l.Source.withoutCheckpoint()) == 0
		l.Source.Data = []protocol.Command{c}
		switch opened, _ := c.(protocol.OpenTable); {
		case waited: // a checkpoint came without its data, and has settings of its own
			l.adopt()
		case l.Source.opening(): // a checkpoint, whose settings come with it
		case l.Source.edited >= opened.ID: // the trainer is about to follow
			l.Choice.rebase(l.State.Default)
		default:
			l.adopt()
		}
		l.WriteLink()
		l.Tell(fmt.Sprintf(words.Say.OpenedTable, l.State.Name, words.Count(l.State.Rows), len(l.State.Columns)))
		if isDrawing(c) {
			l.learnt()
		}
		return
	}
	l.Accept()
	edited := l.Choice.Run
	l.adopt()
	switch l.State.Source {
	case "checkpoint":
		l.Source.Data = nil
	case "preset": // that of the checkpoint, drawn again
		l.Source.Data = []protocol.Command{l.Choice.usedPreset()}
	}
	l.Source.Data = append(l.Source.withoutCheckpoint(), c)
	if l.Source.edited >= open.ID { // the trainer is about to follow
		if !l.Choice.Run.Model.Equal(edited.Model) {
			l.Source.dropCheckpoint()
		}
		l.Choice.Run.Model, l.Choice.Run.Train = edited.Model, edited.Train
		l.WriteLink()
	}
}

// open sends what is to become the present data once the trainer has taken it.
func (l *Lab) open(id int, c protocol.Command) {
	l.Source.Trials[id] = c
	l.Line.send(c)
}

// Answer ends the waiting for one command.
func (l *Lab) Answer(id int) {
	delete(l.Line.pending, id)
	delete(l.Source.Trials, id)
}

// adopt lets the controls show what the trainer has, where the page did not ask for it: a
// checkpoint brings its own model, and a refused command leaves the old one.
func (l *Lab) adopt() {
	s := l.State
	if s.Source == "" {
		return
	}
	l.Choice.Run.Model, l.Choice.Run.Train = s.Model, s.Train
	l.Choice.Run.Model.Dim = 2
	if s.Default.Model.Couplings > 0 {
		l.Choice.rebase(s.Default)
	}
	if s.Source == "preset" {
		l.Choice.Run.Data = s.Name
		if s.Rows >= link.MinPoints {
			l.Choice.Run.N = s.Rows
		}
		if s.Noise >= link.MinNoise {
			l.Choice.Run.Noise = s.Noise
		}
	}
	l.markUsed()
	l.Thumbs.show(l.Choice.Run)
	l.WriteLink()
}
