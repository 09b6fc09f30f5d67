package lab

import (
	"fmt"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// begin gives a new trainer its data.
func (l *Lab) begin() {
	if l.Data != nil {
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
	if open, ok := l.Data[0].(protocol.OpenTable); ok && open.Bytes == nil && open.Lent == 0 {
		l.Data = nil
		l.Warn(fmt.Sprintf(words.Say.OpenAgain, open.Name))
		return
	}
	for _, c := range l.Data {
		w := l.wish()
		if l.OnPreset() {
			w = l.exactly()
		}
		l.send(protocol.WithWish(protocol.WithPlay(c, l.Goes()), w))
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
		waited := len(l.Data) > 0 && len(l.withoutCheckpoint()) == 0
		l.Data = []protocol.Command{c}
		switch opened, _ := c.(protocol.OpenTable); {
		case waited: // a checkpoint came without its data, and has settings of its own
			l.adopt()
		case l.opening(): // a checkpoint, whose settings come with it
		case l.edited >= opened.ID: // the trainer is about to follow
			l.rebase(l.State.Default)
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
	edited := l.Run
	l.adopt()
	switch l.State.Source {
	case "checkpoint":
		l.Data = nil
	case "preset": // that of the checkpoint, drawn again
		l.Data = []protocol.Command{l.usedPreset()}
	}
	l.Data = append(l.withoutCheckpoint(), c)
	if l.edited >= open.ID { // the trainer is about to follow
		if !l.Run.Model.Equal(edited.Model) {
			l.dropCheckpoint()
		}
		l.Run.Model, l.Run.Train = edited.Model, edited.Train
		l.WriteLink()
	}
}

// open sends what is to become the present data once the trainer has taken it.
func (l *Lab) open(id int, c protocol.Command) {
	l.Trials[id] = c
	l.send(c)
}

// Answer ends the waiting for one command.
func (l *Lab) Answer(id int) {
	delete(l.pending, id)
	delete(l.Trials, id)
}

// adopt lets the controls show what the trainer has, where the page did not ask for it: a
// checkpoint brings its own model, and a refused command leaves the old one.
func (l *Lab) adopt() {
	s := l.State
	if s.Source == "" {
		return
	}
	l.Run.Model, l.Run.Train = s.Model, s.Train
	l.Run.Model.Dim = 2
	if s.Default.Model.Couplings > 0 {
		l.rebase(s.Default)
	}
	if s.Source == "preset" {
		l.Run.Data = s.Name
		if s.Rows >= link.MinPoints {
			l.Run.N = s.Rows
		}
		if s.Noise >= link.MinNoise {
			l.Run.Noise = s.Noise
		}
	}
	l.markUsed()
	l.Thumbs.show(l.Run)
	l.WriteLink()
}
