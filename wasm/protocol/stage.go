package protocol

import (
	"math"
	"strconv"
)

// Aside is a message between the two ends of the wire that neither the page's components nor the session hear of. Most
// of them are the stage's: a first visit's trainer begins by itself, before the page's own program is there, paints on
// the page's canvases and says how far it is. web/stage.js is the page until then.
type Aside interface{ aside() }

// Stage has the first trainer begin DefaultPreset and paint it. The object that travels holds a canvas, an
// OffscreenCanvas, in each of its areas too.
type Stage struct {
	Areas   []Area  // those of the page's canvases that are in view
	Density float64 // pixels of the screen to a CSS pixel
	Dark    bool
	Words   StageWords
}

// Area is a canvas that the page lends the trainer, and its size in CSS pixels.
type Area struct {
	Name          string // id of the canvas
	Width, Height float64
}

// StageWords are those of the page's words that are painted or stand in its figures. The build writes them into
// web/start.js under the names that they travel with.
type StageWords struct {
	Chart     ChartWords `json:"chart"`
	Thousands string     `json:"thousands"` // what sets three digits of a number apart
	Decimal   string     `json:"decimal"`   // what stands before its decimals
}

// ChartWords are the words in the chart of the loss.
type ChartWords struct {
	Nats  string `json:"nats"`
	Step  string `json:"step"`
	Train string `json:"train"`
	Held  string `json:"held"`
	Floor string `json:"floor"`
	Price string `json:"price"` // what the gap between the limits is called
}

// NoStage is for a first trainer that waits for the page's program.
type NoStage struct{}

// Hold pauses what is painted on the stage, or lets it go on, before the page's program can say so.
type Hold struct{ On bool }

// TakeOver takes the stage down: from here on the page's program hears what the trainer says, what it has missed first.
type TakeOver struct{}

// Begun says that the first picture is on the stage.
type Begun struct{}

// Wanted says that the page's program is to start: there is something that it alone can show.
type Wanted struct{}

// Told is how far the run on the stage is.
type Told struct {
	Step              int
	StepsPerSecond    float64
	Valid, AboveFloor float64  // NaN where they are not known
	Figures           []string // these four as the page shows them, in its order
	Marks             []Mark
}

// Mark is a value on the page's body for outside scripts, in the attribute data-Name.
type Mark struct{ Name, Value string }

// Held says that the worker holds a Web Lock of that name for as long as it lives.
type Held struct{ Lock string }

func (Stage) aside()    {}
func (NoStage) aside()  {}
func (Hold) aside()     {}
func (TakeOver) aside() {}
func (Begun) aside()    {}
func (Wanted) aside()   {}
func (Told) aside()     {}
func (Held) aside()     {}

// Marks are the values that are known of a run.
func Marks(s State, p Progress) []Mark {
	marks := []Mark{{"step", strconv.Itoa(p.Step)}, {"dim", strconv.Itoa(len(s.Columns))}}
	put := func(name string, v float64) {
		if !math.IsNaN(v) {
			marks = append(marks, Mark{name, strconv.FormatFloat(v, 'g', -1, 64)})
		}
	}
	put("nll-train", p.Train)
	put("nll-valid", p.Valid)
	if s.KnownDensity {
		put("entropy", s.Entropy)
		put("floor", s.Floor)
	}
	return marks
}

// MarksAtTimes are the names of those Marks that not every run has.
var MarksAtTimes = []string{"nll-train", "nll-valid", "entropy", "floor"}
