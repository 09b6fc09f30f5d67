package session

import (
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// firstRows is how many rows of a batch are named.
const firstRows = 6

// takeAccount lets the trainer take down the step in hand where somebody looks at steps one by one.
func (s *Session) takeAccount() {
	if s.steps > 0 || s.settings.Speed == "slow" {
		s.trainer.Account = new(flow.Account)
	}
}

// explain queues the explanation of the step that was just done, before anything else moves the weights: the same batch is
// measured again.
func (s *Session) explain() {
	f, tr := s.flow, s.trainer
	a, d := tr.Account, f.Config.Dim
	if a == nil {
		return
	}
	tr.Account = nil
	e := &protocol.Explained{
		Step: a.Step, Batch: len(a.Rows), Rows: s.data.rows() - len(tr.Held()),
		LogPrior: a.LogPrior, LogScale: a.LogScale, LogUnits: a.LogUnits, LogP: -a.Loss, Loss: a.Loss,
		Weights: len(f.Weights), Gradient: a.All.Gradient, Rate: a.Rate, Moved: a.All.Moved, Largest: a.All.Largest,
	}
	for i, p := range a.Parts {
		if p.Gradient > e.Steepest {
			e.Steepest, e.SteepestAt = p.Gradient, (i+1)%len(a.Parts)
		}
	}
	x := make([]float32, 0, d*len(a.Rows))
	for _, r := range a.Rows {
		x = append(x, s.data.x[int(r)*d:int(r+1)*d]...)
		if len(e.First) < firstRows {
			e.First = append(e.First, s.number(int(r)))
		}
	}
	e.Points = s.pair(x)
	done := 0
	s.jobs = append(s.jobs, func() bool {
		n := min(f.Chunk(), len(a.Rows)-done)
		for _, lp := range f.LogProb(nil, x[done*d:(done+n)*d]) {
			e.After -= lp
		}
		if done += n; done < len(a.Rows) {
			return false
		}
		e.After /= float64(len(a.Rows))
		e.Gain = e.Loss - e.After
		s.emit(*e)
		return true
	})
}

// number is what a row of the data is called: its place in the file or the draw, from 1.
func (s *Session) number(row int) int {
	if s.data.numbers != nil {
		return s.data.numbers[row]
	}
	return row + 1
}
