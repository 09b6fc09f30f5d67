package flow

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// Snapshot is what a Trainer needs, beside the weights and the data layer of its Flow and the rows, to go on as if
// it had never stopped. A step or a validation that is half done is begun again: its weights have not moved, so the
// bits are the same.
type Snapshot struct {
	Options           Options
	Steps             int
	Loss              float64  // NaN before the first step
	Valid, Divergence Estimate // NaN where unmeasured

	// The weights that the plateau goes back to, and what belongs to them.
	Raw  []float32 // those that Adam moves, as Flow.Weights; none where they are not averaged
	From int       // step at which the run began

	Best      []float32 // as Flow.Weights
	BestValid Estimate  // NaN before the first validation
	BestStep  int       // step since when nothing was gained
	BestAt    int       // step of the weights in Best

	Moment1, Moment2 []float32 // of Adam, as Flow.Weights; the second are not negative
	AdamSteps        int       // updates since the moments were zero

	Rows   int     // rows of data; those not in Order are held out, as the seed has it
	Order  []int32 // rows to train on, in the order of this epoch
	Next   int     // position in Order of the step in hand, or of the next
	Batch  int     // rows of the step in hand; 0: none
	Due    bool    // a validation comes before the next step
	Source []byte  // the source of the epochs' orders, as rand.PCG marshals it
}

// Snapshot returns a copy of where t is.
func (t *Trainer) Snapshot() Snapshot {
	var s Snapshot
	t.SnapshotTo(&s)
	return s
}

// SnapshotTo writes a copy of where t is to dst, and uses the memory of dst's slices where it suffices.
func (t *Trainer) SnapshotTo(dst *Snapshot) {
	at := t.source
	if t.batch > 0 {
		at = &t.before
	}
	source, err := at.AppendBinary(dst.Source[:0])
	if err != nil {
		panic(err) // rand.PCG has no error to give
	}
	raw := dst.Raw[:0]
	if t.raw != t.Flow {
		raw = append(raw, t.raw.Weights...)
	}
	*dst = Snapshot{
		Raw: raw, From: t.from,
		Options: t.opt, Steps: t.Steps, Loss: t.Loss, Valid: t.Valid, Divergence: t.Divergence,
		Best: append(dst.Best[:0], t.best...), BestValid: t.bestOf, BestStep: t.bestStep, BestAt: t.BestAt,
		Moment1: append(dst.Moment1[:0], t.adam.M...), Moment2: append(dst.Moment2[:0], t.adam.V...), AdamSteps: t.adam.Steps,
		Rows: len(t.train) + len(t.held), Order: append(dst.Order[:0], t.train...), Next: t.next, Batch: t.batch,
		Due: t.validates && t.decides, Source: source,
	}
}

// Resume returns a trainer of f, whose weights are those of the snapshot's step, that goes on from s on the same rows.
// It keeps nothing of s. The error says what of s does not fit f and them.
func Resume(f *Flow, rows Rows, s Snapshot) (*Trainer, error) {
	if err := s.Validate(f.Config); err != nil {
		return nil, err
	}
	if n := rows.Len(); n != s.Rows {
		return nil, fmt.Errorf("it was trained on %d rows and there are %d", s.Rows, n)
	}
	t, err := NewTrainer(f, rows, s.Options)
	if err != nil {
		return nil, err
	}
	t.held = f.Config.permutation(s.Rows)[:s.Rows-len(s.Order)]
	t.train = make([]int32, len(s.Order))
	t.Rewind(&s)
	return t, nil
}

// Rewind takes t to s, a snapshot of its own, of whichever step: it goes on from there as it did then, with the options
// it has now. The weights of the flow are the caller's affair. It keeps nothing of s, and panics where s is another
// trainer's.
func (t *Trainer) Rewind(s *Snapshot) {
	if len(s.Best) != len(t.best) || len(s.Moment1) != len(t.adam.M) || len(s.Moment2) != len(t.adam.V) ||
		len(s.Order) != len(t.train) {
		panic("flow: the snapshot is of another trainer")
	}
	t.Steps, t.Loss, t.Valid, t.Divergence = s.Steps, s.Loss, s.Valid, s.Divergence
	copy(t.best, s.Best)
	t.bestOf, t.bestStep, t.BestAt = s.BestValid, s.BestStep, s.BestAt
	t.Best = math.Inf(1)
	if finite(s.BestValid.Mean) {
		t.Best = s.BestValid.Mean
	}
	copy(t.adam.M, s.Moment1)
	copy(t.adam.V, s.Moment2)
	t.adam.Steps = s.AdamSteps
	copy(t.train, s.Order)
	t.from = s.From
	if t.raw != t.Flow {
		raw := s.Raw
		if len(raw) == 0 {
			raw = t.Flow.Weights
		}
		copy(t.raw.Weights, raw)
	}
	// What was half done is begun again.
	if err := t.before.UnmarshalBinary(s.Source); err != nil {
		panic(err)
	}
	t.next, t.validates = s.Next, false
	t.begin(s.Batch)
	if s.Due {
		t.validate(true)
	}
}

// maxCount bounds what a snapshot may count: the integers that every reader of JSON keeps.
const maxCount = 1 << 53

// Validate returns an error that says what no trainer of a flow of c could have left.
func (s *Snapshot) Validate(c Config) error {
	if err := s.Options.validate(); err != nil {
		return err
	}
	for _, e := range []Estimate{s.Valid, s.Divergence, s.BestValid} {
		if math.IsInf(e.Mean, 0) || math.IsInf(e.Error, 0) || e.Error < 0 {
			return fmt.Errorf("its estimate of a loss is %v ± %v", e.Mean, e.Error)
		}
	}
	switch {
	case s.Steps < 0 || s.Steps > maxCount:
		return fmt.Errorf("it counts %d steps", s.Steps)
	case math.IsInf(s.Loss, 0):
		return fmt.Errorf("its loss is %v", s.Loss)
	case s.BestStep < 0 || s.BestStep > s.Steps || s.BestAt < 0 || s.BestAt > s.Steps:
		return fmt.Errorf("its best weights are of step %d, its last gain of step %d, and it has done %d",
			s.BestAt, s.BestStep, s.Steps)
	case s.AdamSteps < 0 || s.AdamSteps > s.Steps:
		return fmt.Errorf("its moments are of %d steps and it has done %d", s.AdamSteps, s.Steps)
	case s.From < 0 || s.From > s.Steps:
		return fmt.Errorf("its run began at step %d and it has done %d", s.From, s.Steps)
	}
	n := c.Weights()
	for i, block := range [][]float32{s.Best, s.Moment1, s.Moment2, s.Raw} {
		if len(block) != n && (i < 3 || len(block) > 0) {
			return fmt.Errorf("its best weights and moments are %d, %d and %d numbers and the model has %d weights",
				len(s.Best), len(s.Moment1), len(s.Moment2), n)
		}
		for _, v := range block {
			if v-v != 0 {
				return errors.New("its best weights or moments are not all finite numbers")
			}
		}
	}
	for _, v := range s.Moment2 {
		if v < 0 {
			return errors.New("a second moment is negative, and it is a mean of squares")
		}
	}
	return s.validateOrder(c)
}

func (s *Snapshot) validateOrder(c Config) error {
	held := s.Rows - len(s.Order)
	if s.Rows < minRows || len(s.Order) < 1 || held < 1 || held > maxHoldout {
		return fmt.Errorf("it trains on %d of %d rows; at least one is held out, and at most %d",
			len(s.Order), s.Rows, maxHoldout)
	}
	if s.Next < 0 || s.Batch < 0 || s.Next > len(s.Order) || s.Batch > len(s.Order)-s.Next {
		return fmt.Errorf("its step has rows %d to %d of %d", s.Next, s.Next+s.Batch, len(s.Order))
	}
	seen := make([]bool, s.Rows)
	for _, r := range c.permutation(s.Rows)[:held] {
		seen[r] = true
	}
	for _, r := range s.Order {
		if r < 0 || int(r) >= s.Rows || seen[r] {
			return fmt.Errorf("row %d is out of range, comes twice, or is held out by the seed", r)
		}
		seen[r] = true
	}
	if new(rand.PCG).UnmarshalBinary(s.Source) != nil {
		return errors.New("its random source is not one")
	}
	return nil
}
