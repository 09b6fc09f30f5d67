package session

import (
	"errors"
	"math"
	"slices"
	"time"

	"nicelab/flow"
	"nicelab/flow/baseline"
	"nicelab/wasm/protocol"
)

const (
	// While there is something else to do, that gets so many times what a slice of the baselines cost before the
	// next; training likewise, after the flow was held against them.
	baselineShare = 50
	compareEvery  = 500 * time.Millisecond // while training, at most
	busySlice     = 300 * time.Microsecond // of the baselines, beside something else
	restSlice     = 4 * time.Millisecond   // and without
)

// baselines are what the flow in hand is held against, on the rows that its trainer holds out.
type baselines struct {
	x      []float32      // the data that they are of
	pixels *pixelGaussian // in place of all others, where it is pictures
	d      int
	held   []int32
	every  int           // one of so many rows held out is compared
	train  baseline.Data // the other rows
	seed   uint64

	fit    *baseline.Fit // of the first model without its log p
	scored []float64     // log p of the first rows held out under it
	row    []float64
	lp     [][]float64 // of each model that is done, of those rows; none where it is not computed
	told   protocol.Baselines

	flow []float64 // log p of the flow on those rows, none where its weights were others
	next time.Time // when the next comparison is due, while training
}

// newBaseline fits them, by name.
var newBaseline = map[string]func(baseline.Data, uint64) *baseline.Fit{
	"gaussian": baseline.NewGaussian, "mixture": baseline.NewMixture, "kernel": baseline.NewKernel,
}

// hold begins with the baselines of the data in hand, or goes on with them where model and trainer alone are new.
func (s *Session) hold() {
	b := &s.baselines
	if s.trainer == nil || s.data.source != "table" {
		was := len(b.told.Models)
		if *b = (baselines{}); was > 0 {
			s.sendBaselines()
		}
		return
	}
	d, held := len(s.data.columns), s.trainer.Held()
	if s.data.pictures != nil {
		s.holdPictures(d, held)
		return
	}
	if b.d == d && sameRows(b.x, s.data.x) && slices.Equal(b.held, held) {
		s.moved()
		return
	}
	in := s.trained()
	*b = baselines{
		x: s.data.x, d: d, held: slices.Clone(held), train: baseline.Rows(s.data.x, d).Pick(in), seed: s.model.Seed,
		row: make([]float64, d), every: 1, told: protocol.Baselines{Train: len(in), Of: len(held)},
	}
	b.begin("gaussian", "mixture", "kernel")
	s.moved()
}

// begin lists what is not known yet.
func (b *baselines) begin(names ...string) {
	nan := math.NaN()
	for _, name := range names {
		b.told.Models = append(b.told.Models, protocol.Baseline{Name: name, NLL: nan, Bits: nan, Lead: nan, LeadError: nan})
	}
}

// mostCompared bounds the work of comparing a flow of pictures: multiplications of weights and rows.
const mostCompared = 1 << 33

// holdPictures is hold where rows are pictures.
func (s *Session) holdPictures(d int, held []int32) {
	b, p := &s.baselines, s.data.pictures
	every := 1 + len(s.flow.Weights)*len(held)/mostCompared
	if b.pixels == nil || b.pixels.p.Pixels != p.Pixels || !slices.Equal(b.held, held) {
		*b = baselines{d: d, held: slices.Clone(held), told: protocol.Baselines{Train: s.data.rows() - len(held),
			Of: len(held)}}
		b.pixels = newPixelGaussian(p, s.model, b.held, func(u *units) {
			if now := s.data.pictures; now != nil && now.Pixels == p.Pixels && now.units == nil {
				now.units = u // whoever whitens them later has it
			}
		})
		b.begin("gaussian")
		if d > flow.MaxWhiten {
			b.told.Models[0].Why, b.lp = "pixels", [][]float64{nil}
		}
	}
	b.every = every
	s.moved()
}

// compared is those of the values of all rows held out that belong to rows which are compared.
func compared[T any](b *baselines, values []T) []T {
	if b.every <= 1 {
		return values
	}
	var some []T
	for i := 0; i < len(values); i += b.every {
		some = append(some, values[i])
	}
	return some
}

// sameRows reports whether a and b are the same memory.
func sameRows(a, b []float32) bool { return len(a) == len(b) && len(a) > 0 && &a[0] == &b[0] }

// stepBaselines does a step of the baselines, if one is left. How many are done at a time changes no number.
func (s *Session) stepBaselines() (worked, more bool) {
	b := &s.baselines
	if len(b.lp) == len(b.told.Models) {
		return false, false
	}
	if !b.advance() {
		return true, true
	}
	s.tellBaselines()
	if s.phase != protocol.Training {
		s.compare()
	}
	return true, false
}

// advance does a slice of the first model that is left, and reports whether that was its last.
func (b *baselines) advance() (done bool) {
	told := &b.told.Models[len(b.lp)]
	if b.pixels != nil {
		if !b.pixels.step() {
			return false
		}
		told.Rows, b.lp = len(b.pixels.units.of), append(b.lp, b.pixels.lp)
		return true
	}
	if b.fit == nil {
		b.fit = newBaseline[told.Name](b.train, b.seed)
		return false
	}
	if !b.fit.Step() {
		return false
	}
	model, err := b.fit.Model()
	if err != nil {
		told.Why = "rows"
		if errors.Is(err, baseline.ErrColumns) {
			told.Why = "columns"
		}
		b.lp, b.fit = append(b.lp, nil), nil
		return true
	}
	baseline.Rows(b.x, b.d).Row(b.row, int(b.held[len(b.scored)]))
	b.scored = append(b.scored, model.LogProb(b.row))
	if len(b.scored) < len(b.held) {
		return false
	}
	told.Rows = b.train.N
	switch m := model.(type) {
	case *baseline.Gaussian:
		told.Rows = m.Rows
	case *baseline.Mixture:
		told.Rows, told.Components = m.Rows, m.Components
	case *baseline.Kernel:
		told.Rows = m.Rows
	}
	b.lp, b.scored, b.fit = append(b.lp, b.scored), nil, nil
	return true
}

// nll is the mean of -log p.
func nll(lp []float64) float64 {
	var sum float64
	for _, v := range lp {
		sum -= v
	}
	return sum / float64(len(lp))
}

// moved forgets what was of the weights before: they are others, and at rest. Before the first step there is nothing to
// compare.
func (s *Session) moved() {
	s.views.anew()
	s.baselines.flow = nil
	s.tellBaselines()
	s.compare()
}

// compareInTime holds the flow against the baselines while it trains, which gets most of the time.
func (s *Session) compareInTime() {
	if b := &s.baselines; !s.now().Before(b.next) {
		b.flow = nil
		s.compare()
	}
}

// compare queues the log p of the rows held out under the flow as it is, unless it is known. Nothing moves the
// weights meanwhile.
func (s *Session) compare() {
	b, f, tr := &s.baselines, s.flow, s.trainer
	some := slices.ContainsFunc(b.lp, func(lp []float64) bool { return lp != nil })
	if b.flow != nil || !some || tr.Steps == 0 {
		return
	}
	held, lp, cost := compared(b, b.held), make([]float64, 0, len(b.held)), time.Duration(0)
	s.foreground.add("comparing", func() bool {
		if s.trainer != tr { // a job ahead brought another
			return true
		}
		start := s.now()
		rows := held[len(lp):min(len(held), len(lp)+f.Chunk())]
		lp = append(lp, f.LogProb(nil, s.data.pick(rows))...)
		now := s.now()
		cost += now.Sub(start)
		if len(lp) < len(held) {
			return false
		}
		b.flow, b.next = lp, now.Add(max(compareEvery, baselineShare*cost))
		s.tellBaselines()
		return true
	})
}

// tellBaselines tells what is known of them.
func (s *Session) tellBaselines() {
	b := &s.baselines
	if len(b.told.Models) == 0 {
		return
	}
	b.told.Step, b.told.Flow, b.told.Bits, b.told.Held = 0, math.NaN(), math.NaN(), len(compared(b, b.held))
	if b.flow != nil {
		b.told.Step, b.told.Flow = s.trainer.Steps, nll(b.flow)
		b.told.Bits = s.bits(b.told.Flow)
	}
	for i := range b.told.Models {
		m := &b.told.Models[i]
		m.Lead, m.LeadError = math.NaN(), math.NaN()
		if i >= len(b.lp) || b.lp[i] == nil {
			continue
		}
		lp := compared(b, b.lp[i])
		m.NLL = nll(lp)
		m.Bits = s.bits(m.NLL)
		if b.flow != nil {
			m.Lead, m.LeadError = baseline.Compare(b.flow, lp)
		}
	}
	s.sendBaselines()
}

func (s *Session) sendBaselines() {
	e := s.baselines.told
	e.Models = slices.Clone(e.Models)
	s.emit(e)
}
