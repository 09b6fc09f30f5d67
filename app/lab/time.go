package lab

import (
	"fmt"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// timeline is what the page knows of the steps that can be looked at.
type timeline struct {
	protocol.Times
	asked int // ID of the last Look
	Rev   int
}

// timesNow takes the trainer's word, unless somebody has asked for another step since.
func (l *Lab) timesNow(e protocol.Times) {
	if e.ID != l.Time.asked {
		return
	}
	l.Time.Times = e
	l.Time.Rev++
	l.curved++
}

// LookedAt returns the recorded step that the page shows, where it is not where the run has got.
func (l *Lab) LookedAt() (step int, back bool) {
	t := l.Time
	if t.At >= len(t.Steps)-1 {
		return 0, false
	}
	return t.Steps[t.At], true
}

// LookAt shows the run as it was at the recorded step of that index. It stops training.
func (l *Lab) LookAt(i int) {
	t := &l.Time
	last := len(t.Steps) - 1
	if last < 1 || !l.Ready() {
		return
	}
	i = min(max(i, 0), last)
	if l.Phase == protocol.Training {
		l.Intent = Still
	}
	l.Accept()
	t.asked++
	t.At = i
	t.Rev++
	l.curved++
	l.send(protocol.Look{ID: t.asked, Step: t.Steps[i], Now: i == last})
}

func (l *Lab) TimeText() string {
	t := l.Time
	if len(t.Steps) == 0 {
		return fmt.Sprintf(words.Say.TimeText, "0", "0")
	}
	return fmt.Sprintf(words.Say.TimeText, words.Count(t.Steps[t.At]), words.Count(t.Steps[len(t.Steps)-1]))
}

func (l *Lab) TimeNote() string {
	t := l.Time
	step, back := l.LookedAt()
	switch {
	case t.TooMany:
		return words.Say.TimeTooMany
	case len(t.Steps) < 2:
		return words.Say.TimeNone
	case back:
		return fmt.Sprintf(words.Say.TimeBack, words.Count(step), words.Count(t.Steps[len(t.Steps)-1]))
	}
	return words.Say.TimeHint
}
