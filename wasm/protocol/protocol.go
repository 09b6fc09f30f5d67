// Package protocol is what the page and the trainer say to each other: plain
// structs that travel as JavaScript objects, their []float32 and []byte fields as
// transferred buffers. It holds no code of either side alone.
//
// The page sends a Command; the trainer answers with Events. A Command is handled in the
// order it was sent. Where a command carries an ID, its answer (or the Notice that says
// why there is none) carries the same one. Numbers are in nats per row and in the user's units.
package protocol

import "nicelab/flow"

// Ranges of the page's controls; the trainer refuses what lies outside.
const (
	MinPoints, MaxPoints   = 200, 10_000
	MinRate, MaxRate       = 1e-4, 1e-1
	MinBatch, MaxBatch     = 32, 1024
	MinSamples, MaxSamples = 1, 1_000_000
	MinTemp, MaxTemp       = 0.0, 5.0
)

// Command is a message of the page to the trainer.
type Command interface{ command() }

// Event is a message of the trainer to the page.
type Event interface{ event() }

// UsePreset draws N fresh points of a preset, rebuilds the model on them, and trains if Play is set.
type UsePreset struct {
	Name  string
	N     int     // 200 to 10,000
	Noise float64 // 0.01 to 0.5, std of the Gaussian noise; ignored where the preset has its own density
	Seed  int     // of the draw
	Play  bool
}

// OpenTable reads a text table (CSV, TSV, semicolons). Every usable numeric column is taken
// at first, but for those of a few different numbers, which are labels rather than measurements; the answer is a Table and a State. A failure leaves everything as it was.
type OpenTable struct {
	ID    int
	Name  string // of the file
	Bytes []byte
	Play  bool
}

// UseColumns models the columns with these indices (into Table.Columns) of the table that is open.
type UseColumns struct {
	Columns []int
	Play    bool
}

// Configure sets the model and its training. A change of Model starts anew from its
// seed (Dim is ignored: the data gives it); a change of Train alone goes on from here.
type Configure struct {
	Model flow.Config
	Train Settings
}

// Settings is what may change while a model trains.
type Settings struct {
	LearningRate float64
	Batch        int
	PaperAdam    bool   // the paper's beta2 .99 and eps 1e-4 in place of .999 and 1e-8
	Speed        string // "slow" (2 steps/s), "1x" (60 steps/s), "max"
	MaxSteps     int    // stop after so many steps; 0: at the plateau
}

// WithPlay returns c with its wish to play set, where it has one.
func WithPlay(c Command, play bool) Command {
	switch c := c.(type) {
	case UsePreset:
		c.Play = play
		return c
	case OpenTable:
		c.Play = play
		return c
	case UseColumns:
		c.Play = play
		return c
	}
	return c
}

// Play trains until the plateau, the step cap or a Pause.
type Play struct{}

// Pause stops after the chunk of rows in hand.
type Pause struct{}

// Step trains one step and pauses.
type Step struct{}

// Reset goes back to the initial weights of the same seed, paused.
type Reset struct{}

// Show says what the two planes draw.
type Show struct {
	ColumnX, ColumnY int  // indices into State.Columns; 0 and 1 in two dimensions
	Samples          bool // draw samples of the model in the x-plane
}

// DefaultShow is what the planes draw before anybody chose.
func DefaultShow() Show { return Show{ColumnY: 1} }

// Probe asks for the exact log p at (X, Y) of the x-plane; the answer is a Probed. In more than
// two dimensions the other coordinates are those of the slice (Planes.SliceRow).
type Probe struct {
	ID   int
	X, Y float64
}

// Sample asks for a CSV file of N rows drawn at Temperature (1: the model itself) with Seed; the answer is a File.
type Sample struct {
	ID          int
	N           int
	Temperature float64
	Seed        int
}

// Score asks for the lines of a text table, verbatim, with a log_p column appended; the answer is a File.
type Score struct {
	ID    int
	Name  string
	Bytes []byte
}

// Save asks for the checkpoint; the answer is a File.
type Save struct{ ID int }

// Open loads a checkpoint; the answer is a State. A failure leaves everything as it was.
type Open struct {
	ID    int
	Name  string
	Bytes []byte
}

// Crash makes the trainer panic, so that tests can see the page survive it.
type Crash struct{}

func (UsePreset) command()  {}
func (OpenTable) command()  {}
func (UseColumns) command() {}
func (Configure) command()  {}
func (Play) command()       {}
func (Pause) command()      {}
func (Step) command()       {}
func (Reset) command()      {}
func (Show) command()       {}
func (Probe) command()      {}
func (Sample) command()     {}
func (Score) command()      {}
func (Save) command()       {}
func (Open) command()       {}
func (Crash) command()      {}

// Hello is the trainer's first message.
type Hello struct {
	Presets []Preset
}

// Preset describes one built-in data set, with a few of its points for a thumbnail.
type Preset struct {
	Name   string    // stable: crescent, s-curve, ...
	Title  string    // for people
	Note   string    // one line: what to look for
	Noisy  bool      // the noise setting applies
	Points []float32 // n rows of 2, scaled into [-1, 1]
}

// Phase is what the trainer is doing.
type Phase string

const (
	Empty    Phase = "ready" // no data yet
	Training Phase = "training"
	Paused   Phase = "paused"
	Learned  Phase = "learned" // stopped by itself at the plateau, best weights in place
	Failed   Phase = "error"   // diverged; the last good weights are in place
)

// State is the whole state that changes rarely; it follows every command that changes it.
type State struct {
	ID      int // of the OpenTable or Open that it answers, or 0
	Phase   Phase
	Source  string   // "preset", "table" or "checkpoint"
	Name    string   // preset or file name
	Columns []string // names of the modelled columns
	Rows    int      // rows trained and validated on; 0 where a checkpoint came without data
	Dropped []string // sentences: rows and columns left out, and why
	Model   flow.Config
	Train   Settings
	Weights int  // trainable numbers in the model
	Show    Show // what the planes draw

	KnownDensity bool    // Entropy and Floor hold
	Entropy      float64 // H of the data's density, nats
	Floor        float64 // the NICE floor under the model's prior, nats
}

// Progress is sent about ten times a second while training, and after every stop.
type Progress struct {
	Phase Phase
	Step  int
	Train float64 // NLL, nats a row: running mean over the last batches; NaN before the first
	Valid float64 // NLL of the held-out rows at the last evaluation; NaN before the first
	Error float64 // standard error of Valid: the held-out rows are a sample
	Best  float64 // lowest Valid so far

	// How far the NLL is above the NICE floor, judged on the held-out rows against what the true density gives
	// them, and its standard error; NaN where the density is unknown.
	AboveFloor, AboveFloorError float64
	StepsPerSecond              float64
}

// History is the loss curve so far, thinned to some hundreds of points.
type History struct {
	Steps []float32
	Train []float32 // NaN where it was not measured
	Valid []float32
}

// Planes is one picture of the model.
type Planes struct {
	Step  int
	Exact bool // false: drawn from tabulated couplings while training

	// The x-plane: axis ranges in the user's units and log p on N x N points, row-major,
	// row 0 at MinY, column 0 at MinX; points lie on the corners of the range inclusive.
	MinX, MaxX, MinY, MaxY float64
	N                      int
	LogP                   []float32
	SliceRow               int // 1-based row of the file whose other coordinates the slice holds; 0 in two dimensions, and where a sample of the model holds them

	Data    []float32 // n rows of 2: the columns shown, at most 2,000 rows; empty where a checkpoint came without data
	Samples []float32 // n rows of 2, empty unless asked for

	// The z-plane: the rows of Data under z = f(x), same two coordinates; without data those of Samples.
	Latent []float32

	// The regions of highest density that hold 50, 90 and 99% of the model. In two dimensions Contours are
	// their borders; in more, the slice crosses them at these Levels of log p.
	Levels   []float32
	Contours []Contour
}

// Contour is a closed line in the x-plane: n rows of 2 in the user's units, the last joined to the first.
type Contour struct{ Points []float32 }

// Probed answers a Probe: LogP = LogPrior + LogScale + LogUnits.
type Probed struct {
	ID       int
	X, Y     float64
	Z        []float32 // the latent, all coordinates
	LogP     float64
	LogPrior float64 // log p_H(z)
	LogScale float64 // sum of s
	LogUnits float64 // -sum of ln std
}

// Table describes the table that was opened.
type Table struct {
	Name    string
	Rows    int
	Columns []Column
}

// Column is one column of a table.
type Column struct {
	Name   string
	Usable bool   // numeric and not constant
	Used   bool   // modelled now
	Note   string // why it is not usable, or how many of its cells are blank
}

// File answers with bytes to be saved by the person.
type File struct {
	ID    int
	Name  string
	Mime  string
	Bytes []byte
}

// Notice is a sentence for the person.
type Notice struct {
	ID    int // of the command it answers, or 0
	Error bool
	Text  string
}

// Fatal is made by the glue when the trainer died; nothing follows from that trainer.
type Fatal struct{ Text string }

func (Hello) event()    {}
func (State) event()    {}
func (Progress) event() {}
func (History) event()  {}
func (Planes) event()   {}
func (Probed) event()   {}
func (Table) event()    {}
func (File) event()     {}
func (Notice) event()   {}
func (Fatal) event()    {}

// DefaultSettings is how the page trains at first.
func DefaultSettings() Settings {
	return Settings{LearningRate: 0.005, Batch: 256, Speed: "max"}
}
