package lab

import (
	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// newExplained takes the numbers of a step.
func (l *Lab) newExplained(e protocol.Explained) {
	l.Net.Step = &e
	l.Net.Rev++
}

// outdate lets an explanation go once training went on without one: at the slow speed the next is about to come.
func (l *Lab) outdate(p protocol.Progress) {
	s := l.Net.Step
	if s == nil {
		return
	}
	slow := p.Phase == protocol.Training && l.Run.Train.Speed == "slow"
	if ahead := p.Step - s.Step; ahead < 0 || ahead > 1 && !slow {
		l.Net.Step = nil
		l.Net.Rev++
	}
}

func (l *Lab) DrawBatch(t plot.Theme, w, h float64) plot.Scene {
	in := plot.BatchInput{View: l.XView(min(w, h), min(w, h)).Within(w, h), Data: l.Planes.Data}
	if l.Net.Step != nil {
		in.Batch = l.Net.Step.Points
	}
	return plot.Batch(t, in)
}
