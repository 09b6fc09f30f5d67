package lab

import (
	"math"
	"slices"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Report is what the trainer last said of its model.
type Report struct {
	State  protocol.State
	Phase  protocol.Phase // "" until Hello
	before bool           // and until then the figures are those of the run that the trainer has begun

	Now     protocol.Progress        `rev:"-"`
	Rest    protocol.Progress        // as it was at the last stop: what texts say, which are not to change so often
	history latest[protocol.History] `rev:"-"`

	Table   *protocol.Table
	Caveats []protocol.Warning
	Rivals  Rivals `rev:"-"`
	judged  bool   // what came of the run was said
	Fatal   *protocol.Fatal
}

func newReport() Report { return Report{Now: unmeasured(), Rest: unmeasured()} }

func unmeasured() protocol.Progress {
	nan := math.NaN()
	return protocol.Progress{Train: nan, Valid: nan, Best: nan, Divergence: nan, AboveFloor: nan}
}

func (r *Report) Ready() bool { return r.Phase != "" && r.Fatal == nil }

// Empty reports whether there is no model to train or to look at yet.
func (r *Report) Empty() bool { return !r.Ready() || r.Phase == protocol.Empty || !r.Known() }

// Known reports whether there are figures to show; they outlive the trainer.
func (r *Report) Known() bool { return r.State.Name != "" }

// Watched takes the figures of a run that was watched before the page was there, so that they stand until the trainer
// says more.
func (r *Report) Watched(step int, perSecond, valid, aboveFloor float64) {
	r.before = true
	r.Now.Step, r.Now.StepsPerSecond, r.Now.Valid, r.Now.AboveFloor = step, perSecond, valid, aboveFloor
}

// Watching reports whether nothing else is known yet.
func (r *Report) Watching() bool { return r.before && !r.Known() }

// progressed takes the figures of a step.
func (r *Report) progressed(p protocol.Progress) {
	r.Now = p
	if p.Phase != protocol.Training {
		r.Rest = p
	}
	r.Phase = p.Phase
}

// restarted leaves what the trainer before said of its model.
func (r *Report) restarted() {
	r.Fatal, r.Phase, r.State, r.before = nil, "", protocol.State{}, false
	r.Now, r.Rest, r.Rivals = unmeasured(), unmeasured(), Rivals{}
	r.history.set(protocol.History{})
}

// Bare reports whether the model came without data.
func (r *Report) Bare() bool { return r.State.Source == "checkpoint" && r.State.Rows == 0 }

// Sliced reports whether the planes show two of more columns.
func (r *Report) Sliced() bool { return len(r.State.Columns) > 2 }

// Pictures reports whether the rows are pictures.
func (r *Report) Pictures() bool { return r.State.Kind == protocol.KindPicture }

// Labelled reports whether there are columns of text.
func (r *Report) Labelled() bool { return r.State.Source == "table" && len(r.State.Texts) > 0 }

// OnDrawing reports whether the data is a drawing.
func (r *Report) OnDrawing() bool {
	return r.State.Source == "table" && r.State.Name == protocol.DrawingName
}

// ColumnName is that of a column of the model.
func (r *Report) ColumnName(j int) string {
	if j < len(r.State.Columns) {
		return r.State.Columns[j]
	}
	return "?"
}

// Best is the lowest NLL that was measured, the one that is shown included: what is measured at a pause is not among
// those that the plateau goes back to, and may be lower.
func (r *Report) Best() float64 {
	switch best, now := r.Now.Best, r.Now.Valid; {
	case !r.Known():
		return math.NaN()
	case math.IsNaN(best) || now < best:
		return now
	default:
		return best
	}
}

// DensityUnknown reports whether nothing can be said of what the NLL could come down to.
func (r *Report) DensityUnknown() bool {
	return !r.State.KnownDensity && r.State.Source != "" && r.State.Source != "preset"
}

// Meaning says what the lines in the chart are, and why they differ.
func (r *Report) Meaning() []string {
	is := words.Say.LossIs + " " + words.Say.LossNegative
	if r.DensityUnknown() {
		return []string{is, words.Say.LossNone}
	}
	if r.State.KnownDensity && math.IsNaN(r.State.Floor) { // volumes vary, and neither limit is drawn
		return []string{is}
	}
	return []string{is, words.Say.LossHIs, words.Say.LossFloorIs}
}

// Entropy and floor are NaN where the density of the data is not known.
func (r *Report) Entropy() float64 { return r.Limit(r.State.Entropy) }

func (r *Report) Floor() float64 { return r.Limit(r.State.Floor) }

func (r *Report) Limit(v float64) float64 {
	if !r.State.KnownDensity {
		return math.NaN()
	}
	return v
}

// markUsed ticks the columns that the trainer models.
func (r *Report) markUsed() {
	if r.Table == nil {
		return
	}
	for i := range r.Table.Columns {
		c := &r.Table.Columns[i]
		c.Used = c.Usable && slices.Contains(r.State.Columns, c.Name)
	}
}

// used lists the columns that are modelled, with column i in it or out of it as it is not now.
func (r *Report) used(i int) []int {
	var used []int
	for j, c := range r.Table.Columns {
		if c.Used != (j == i) {
			used = append(used, j)
		}
	}
	return used
}

// MayBePictures reports whether a person may say that the rows of the table in hand are pictures, or said so.
func (r *Report) MayBePictures() bool {
	if r.Table == nil || r.OnDrawing() || r.State.Source != "table" {
		return false
	}
	return r.State.Pictured || r.Table.Picture.Height > 0 && !r.Pictures()
}

// Fills reports whether there are rows on which filling blanks can be tested.
func (r *Report) Fills() bool {
	return r.State.Source == "table" && r.State.Kind != protocol.KindPicture && r.State.Rows > 0
}

func (r *Report) training() bool { return r.Phase == protocol.Training }

// Columns are how many the model has.
func (r *Report) Columns() int { return len(r.State.Columns) }

// Status is the word on the body that outside scripts wait for.
func (r *Report) Status() string {
	switch {
	case r.Fatal != nil:
		return "error"
	case r.Phase == "":
		return "loading"
	}
	if r.Phase == protocol.Over {
		if v, _, _ := r.outcome(); v == learned {
			return "learned"
		}
		return "stopped"
	}
	return string(r.Phase)
}
