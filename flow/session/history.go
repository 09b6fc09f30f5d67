package session

import (
	"math"

	"nicelab/wasm/protocol"
)

// history is the loss curve, thinned by halves so that it never outgrows maxHistory.
type history struct {
	steps        []float64
	train, valid []float32
	sum          float64
	n            int
	every, skip  int
}

const maxHistory = 600

// drawn reports whether a loss is one that a curve can hold. That of a step which diverges may be beyond float32.
func drawn(loss float64) bool { return math.Abs(loss) <= math.MaxFloat32 }

func (h *history) add(loss float64) {
	if !drawn(loss) {
		return
	}
	h.sum += loss
	h.n++
}

// mean returns the mean batch loss since the last mark, or that of the last batch.
func (h *history) mean(last float64) float64 {
	if h.n > 0 {
		return h.sum / float64(h.n)
	}
	return last
}

// mark adds a point to the curve. Without losses, as before the first step or where one diverges, there is none: a
// checkpoint holds finite numbers only.
func (h *history) mark(step int, loss, valid float64) {
	train := h.mean(loss)
	if !drawn(train) || !drawn(valid) {
		return
	}
	if h.skip++; h.skip < h.every {
		return
	}
	h.skip = 0
	h.steps = append(h.steps, float64(step))
	h.train = append(h.train, float32(train))
	h.valid = append(h.valid, float32(valid))
	h.sum, h.n = 0, 0
	if len(h.steps) < maxHistory {
		return
	}
	h.every = max(2, 2*h.every)
	for i := range len(h.steps) / 2 {
		h.steps[i], h.valid[i] = h.steps[2*i+1], h.valid[2*i+1]
		h.train[i] = (h.train[2*i] + h.train[2*i+1]) / 2
	}
	half := len(h.steps) / 2
	h.steps, h.train, h.valid = h.steps[:half], h.train[:half], h.valid[:half]
}

func (s *Session) sendHistory() {
	h := s.curve()
	s.emit(protocol.History{Steps: clone(h.steps), Train: clone(h.train), Valid: clone(h.valid)})
	s.sendTimes()
}

// copy makes h a history of its own with the points of from.
func (h *history) copy(from *history) {
	steps, train, valid := append(h.steps[:0], from.steps...), append(h.train[:0], from.train...),
		append(h.valid[:0], from.valid...)
	*h = *from
	h.steps, h.train, h.valid = steps, train, valid
}

func clone[T any](x []T) []T { return append([]T{}, x...) }
