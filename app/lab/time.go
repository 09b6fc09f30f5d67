package lab

import (
	"fmt"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Time is what the page knows of the steps that can be looked at.
type Time struct {
	protocol.Times
	asked int     // ID of the last Look
	to    trainer `rev:"-"`
}

// took takes the trainer's word, unless somebody has asked for another step since.
func (t *Time) took(e protocol.Times) {
	if e.ID == t.asked {
		t.Times = e
	}
}

// restarted leaves the steps of the trainer before.
func (t *Time) restarted() { *t = Time{to: t.to} }

// LookedAt returns the recorded step that the page shows, where it is not where the run has got.
func (t *Time) LookedAt() (step int, back bool) {
	if t.At >= len(t.Steps)-1 {
		return 0, false
	}
	return t.Steps[t.At], true
}

// last is the step where the run has got, of those that are recorded.
func (t *Time) last() int { return t.Steps[len(t.Steps)-1] }

// mayLook reports whether there is more than one step to look at.
func (t *Time) mayLook() bool { return len(t.Steps) > 1 && t.to.Ready() }

// look shows the run as it was at the recorded step of that index.
func (t *Time) look(i int) {
	last := len(t.Steps) - 1
	t.At = min(max(i, 0), last)
	t.asked++
	t.to.send(protocol.Look{ID: t.asked, Step: t.Steps[t.At], Now: t.At == last})
}

func (t *Time) TimeText() string {
	if len(t.Steps) == 0 {
		return fmt.Sprintf(words.Say.TimeText, "0", "0")
	}
	return fmt.Sprintf(words.Say.TimeText, words.Count(t.Steps[t.At]), words.Count(t.last()))
}

func (t *Time) TimeNote() string {
	step, back := t.LookedAt()
	switch {
	case t.TooMany:
		return words.Say.TimeTooMany
	case len(t.Steps) < 2:
		return words.Say.TimeNone
	case back:
		return fmt.Sprintf(words.Say.TimeBack, words.Count(step), words.Count(t.last()))
	}
	return words.Say.TimeHint
}

// LookAt shows the run as it was at the recorded step of that index. It stops training.
func (l *Lab) LookAt(i int) {
	if !l.Time.mayLook() {
		return
	}
	if l.Phase == protocol.Training {
		l.Choice.Intent = Still
	}
	l.Accept()
	l.Time.look(i)
}
