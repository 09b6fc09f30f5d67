package app

import (
	"fmt"
	"slices"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// begin gives a new trainer its data.
func (l *lab) begin() {
	if l.data != nil {
		l.bringBack()
		return
	}
	l.shown.ColumnX, l.shown.ColumnY = firstShow.ColumnX, firstShow.ColumnY
	if name := l.wanted; name != "" {
		l.wanted = ""
		l.chooseBuiltin(name, false)
		return
	}
	l.usePreset()
	l.showAgain()
}

// bringBack gives a new trainer the data of the one before.
func (l *lab) bringBack() {
	if open, ok := l.data[0].(protocol.OpenTable); ok && open.Bytes == nil && open.Lent == 0 {
		l.data = nil
		l.warn(fmt.Sprintf(words.Say.OpenAgain, open.Name))
		return
	}
	for _, c := range l.data {
		w := l.wish()
		if l.onPreset() {
			w = l.exactly()
		}
		l.send(protocol.WithWish(protocol.WithPlay(c, l.going), w))
	}
	l.showAgain()
}

// taken makes what was being opened the present data. A checkpoint may come to data that stays.
func (l *lab) taken(c protocol.Command) {
	if _, ok := c.(protocol.GoOn); ok {
		l.tookBack()
		return
	}
	open, ok := c.(protocol.Open)
	if !ok {
		waited := len(l.data) > 0 && len(l.withoutCheckpoint()) == 0
		l.data = []protocol.Command{c}
		switch opened, _ := c.(protocol.OpenTable); {
		case waited: // a checkpoint came without its data, and has settings of its own
			l.adopt()
		case l.opening(): // a checkpoint, whose settings come with it
		case l.edited >= opened.ID: // the trainer is about to follow
			l.rebase(l.state.Default)
		default:
			l.adopt()
		}
		l.writeLink()
		l.tell(fmt.Sprintf(words.Say.OpenedTable, l.state.Name, words.Count(l.state.Rows), len(l.state.Columns)))
		if isDrawing(c) {
			l.learnt()
		}
		return
	}
	l.accept()
	edited := l.run
	l.adopt()
	switch l.state.Source {
	case "checkpoint":
		l.data = nil
	case "preset": // that of the checkpoint, drawn again
		l.data = []protocol.Command{l.usedPreset()}
	}
	l.data = append(l.withoutCheckpoint(), c)
	if l.edited >= open.ID { // the trainer is about to follow
		if !l.run.Model.Equal(edited.Model) {
			l.dropCheckpoint()
		}
		l.run.Model, l.run.Train = edited.Model, edited.Train
		l.writeLink()
	}
}

// opening reports whether a checkpoint is on its way.
func (l *lab) opening() bool {
	for _, c := range l.trials {
		if _, ok := c.(protocol.Open); ok {
			return true
		}
	}
	return false
}

// answer ends the waiting for one command.
func (l *lab) answer(id int) {
	delete(l.pending, id)
	delete(l.trials, id)
}

// withoutCheckpoint is the data alone.
func (l *lab) withoutCheckpoint() []protocol.Command {
	return slices.DeleteFunc(slices.Clone(l.data), func(c protocol.Command) bool {
		_, ok := c.(protocol.Open)
		return ok
	})
}

// dropCheckpoint forgets the checkpoint on data that stays: its weights are gone.
func (l *lab) dropCheckpoint() {
	if data := l.withoutCheckpoint(); len(data) > 0 {
		l.data = data
	}
}

// markUsed ticks the columns that the trainer models.
func (l *lab) markUsed() {
	if l.table == nil {
		return
	}
	for i := range l.table.Columns {
		c := &l.table.Columns[i]
		c.Used = c.Usable && slices.Contains(l.state.Columns, c.Name)
	}
}

// adopt lets the controls show what the trainer has, where the page did not ask for it: a
// checkpoint brings its own model, and a refused command leaves the old one.
func (l *lab) adopt() {
	s := l.state
	if s.Source == "" {
		return
	}
	l.run.Model, l.run.Train = s.Model, s.Train
	l.run.Model.Dim = 2
	if s.Default.Model.Couplings > 0 {
		l.rebase(s.Default)
	}
	if s.Source == "preset" {
		l.run.Data = s.Name
		if s.Rows >= minPoints {
			l.run.N = s.Rows
		}
		if s.Noise >= minNoise {
			l.run.Noise = s.Noise
		}
	}
	l.markUsed()
	l.preview()
	l.writeLink()
}
