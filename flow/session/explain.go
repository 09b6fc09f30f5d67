package session

import (
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// firstRows is how many rows of a batch are named.
const firstRows = 6

// takeAccount lets the trainer take down the step in hand where somebody looks at steps one by one.
func (s *Session) takeAccount() {
	if (s.steps > 0 || s.settings.Speed == "slow") && s.trainer.Account == nil {
		s.trainer.Account = new(flow.Account)
	}
}

// explain queues the explanation of the step that was just done, before anything else moves the weights: the same batch
// is measured again.
func (s *Session) explain() {
	tr := s.trainer
	f := tr.Moving()
	a, d := tr.Account, f.Config.Dim
	if a == nil {
		return
	}
	tr.Account = nil
	e := &protocol.Explained{
		Step: a.Step, Batch: len(a.X) / d,
		LogPrior: a.LogPrior, LogScale: a.LogScale, LogUnits: a.LogUnits, LogP: -a.Loss, Loss: a.Loss,
		Weights: len(f.Weights), Gradient: a.All.Gradient, Rate: a.Rate, Moved: a.All.Moved, Largest: a.All.Largest,
	}
	for i, p := range a.Parts {
		if p.Gradient > e.Steepest {
			e.Steepest, e.SteepestAt = p.Gradient, (i+1)%len(a.Parts)
		}
	}
	if len(a.Rows) > 0 {
		e.Rows = s.data.rows() - len(tr.Held())
	}
	for _, r := range a.Rows[:min(len(a.Rows), firstRows)] {
		e.First = append(e.First, s.number(int(r)))
	}
	e.Points = s.pair(a.X)
	done := 0
	s.foreground.add("explaining", func() bool {
		n := min(f.Chunk(), e.Batch-done)
		e.After += tr.Measure(a.X[done*d : (done+n)*d])
		if done += n; done < e.Batch {
			return false
		}
		e.After /= float64(e.Batch)
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
