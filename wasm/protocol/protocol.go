// Package protocol is what the page and the trainer say to each other: plain
// structs that travel as JavaScript objects, their []float32 and []byte fields as
// transferred buffers. It holds no code of either side alone.
//
// The page sends a Command; the trainer answers with Events. Commands are handled in the
// order they were sent, but Pause, Probe, Painted and Crash wait for none. Where a command carries an ID, its answer (or the Notice that says
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

// MaxSampled bounds the numbers of a file of samples, rows times columns: as text some 250 MB, of which the trainer holds two or three copies.
const MaxSampled = 1 << 24

// MaxKept is how many bytes of a table's file are kept for a trainer to go on with: the page's next one, or that of another visit.
const MaxKept = 128 << 20

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

// DefaultPreset is what a first visit trains on.
func DefaultPreset() UsePreset {
	return UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: int(flow.Default().Seed), Play: true}
}

// OpenTable reads a text table (CSV, TSV, semicolons), a NumPy array (npy, npz) or an idx file, under gzip or not. Every usable
// numeric column is taken at first, but for those of a few different numbers, which are labels rather than measurements; the answer is a Table and a State. A failure leaves everything as it was.
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
	Speed        string // "slow" (2 steps/s), "1x" (60 steps/s at first, where every step shows, and 1,200 from step 570 on), "max"
	MaxSteps     int    // stop after so many steps, with the weights of the last one; 0: at the plateau, with the best weights
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

// Sample asks for a CSV file of N rows, MaxSampled numbers at most, drawn at Temperature (1: the model itself) with Seed; the answer is a File.
type Sample struct {
	ID          int
	N           int
	Temperature float64
	Seed        int
}

// Score asks for the lines of a text table, verbatim, with a log_p column appended, or for an npy file of the log p of an array's
// rows; the answer is a File.
type Score struct {
	ID    int
	Name  string
	Bytes []byte
}

// Save asks for the checkpoint; the answer is a File.
type Save struct {
	ID      int
	Publish bool // for others: the model and the names of its columns, without the data and what only this run needs to go on
}

// Export asks for the model in ONNX: log p or, with Sampler, the map from latents to data; the answer is a File.
type Export struct {
	ID      int
	Sampler bool
}

// Open loads a checkpoint, and draws its data where it brings the recipe of a preset; the answer is a State. A failure leaves everything as it was.
type Open struct {
	ID    int
	Name  string
	Bytes []byte
}

// Measure asks how fast this browser trains. The answer is a Bench at once, and another after each turn; it has no data and no
// end but the last turn, so it wants a trainer of its own, which is closed to stop it.
type Measure struct {
	Short bool // one brief turn each, to see that all works
}

// Keep says whether this tab's run is kept in the browser: at every stop and every few seconds of training. Until it came nothing is kept. Off forgets
// every run that no other tab has in hand. The answer is a Kept.
type Keep struct{ On bool }

// GoOn goes on with a kept run, where it stopped, paused; the answer is a State. A failure leaves everything as it was.
type GoOn struct {
	ID    int
	Place int // of Kept.Runs or Kept.Place
}

// Discard forgets a kept run; the answer is a Kept.
type Discard struct{ Place int }

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
func (Export) command()     {}
func (Open) command()       {}
func (Measure) command()    {}
func (Crash) command()      {}
func (Keep) command()       {}
func (GoOn) command()       {}
func (Discard) command()    {}

// Hello is the trainer's first message.
type Hello struct {
	Presets []Preset
	Begun   bool // it trains DefaultPreset already, with the default model and settings
}

// Preset describes one built-in data set, with a few of its points for a thumbnail.
type Preset struct {
	Name   string    // stable: crescent, s-curve, ...
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
	ID      int // of the OpenTable, Open or GoOn that it answers, or 0
	Phase   Phase
	Source  string   // "preset", "table" or "checkpoint"
	Name    string   // preset or file name
	Noise   float64  // of a preset
	Columns []string // names of the modelled columns
	Rows    int      // rows trained and validated on; 0 where a checkpoint came without data
	Dropped []string // sentences: rows and columns left out, and why
	Model   flow.Config
	Train   Settings
	Weights int  // trainable numbers in the model
	Show    Show // what the planes draw

	KnownDensity bool    // Entropy, Floor and Price hold
	Entropy      float64 // H of the data's density, nats
	Floor        float64 // the NICE floor under the model's prior, nats
	Price        float64 // Floor - Entropy: what constant volume costs at least
}

// Progress is sent about ten times a second while training, and after every stop.
type Progress struct {
	Phase Phase
	Step  int
	Train float64 // NLL, nats a row: running mean over the last batches; NaN before the first
	Valid float64 // NLL of the held-out rows at the last evaluation; NaN before the first
	Error float64 // standard error of Valid: the held-out rows are a sample
	Best  float64 // lowest Valid so far

	// How far the NLL is above the entropy, which is KL(data || model), and above the NICE floor, judged on the held-out rows against
	// what the true density gives them; both have the same standard error. NaN where the density is unknown.
	Divergence, AboveFloor, AboveFloorError float64
	StepsPerSecond                          float64
}

// History is the loss curve so far, thinned to some hundreds of points.
type History struct {
	Steps []float32
	Train []float32
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
	Path     []float32 // of two columns: where the point is after each layer, rows of 2 from standardised x to z
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

// Bench is how fast this browser trains, as far as it has been measured. Figures are medians of turns.
type Bench struct {
	Kernels []BenchKernel // those that this browser runs, the fastest first
	Models  []BenchModel
	Figures []BenchFigure // a row of len(Kernels) for each model

	Done, Total   int // turns
	Model, Kernel int // of the turn that comes next
}

// BenchKernel is one way to compute.
type BenchKernel struct {
	Name    string  // relaxed, strict, plain, ...
	InUse   bool    // the page trains with it here
	Helpers int     // threads beside the trainer's own
	Peak    float64 // GFLOP/s of its instructions in registers alone, times its threads: an upper bound; 0 where that is not known
	Mark    float64 // Peak as a share of the highest of all
}

// BenchModel is a model that is measured.
type BenchModel struct {
	Name    string // dimension, hidden width x layers
	Batch   int    // rows a step
	Weights int
}

// BenchFigure is one model on one kernel.
type BenchFigure struct {
	Turns          int     // measured so far; all below is 0 before the first
	StepsPerSecond float64 // training
	Gflops         float64 // GFLOP/s that these steps are
	Share          float64 // of the kernel's Peak, or of the highest where that is not known
	Length         float64 // Gflops as a share of the highest peak
	StepSeconds    float64 // where it is left out: about how long one step would take
}

// Kept says what is kept in the browser. It follows Hello, and then whatever changes it.
type Kept struct {
	On      bool
	Place   int // this tab's; 0 where it has none
	Steps   int // of this tab's run, as it was last kept; -1 before the first time
	Runs    []KeptRun
	Problem string // a sentence: why nothing is kept, or not all of it; "" where all is well
}

// KeptRun is a run of an earlier visit, newest first.
type KeptRun struct {
	Place  int
	Name   string // preset or file name
	Source string // as State.Source
	Steps  int
	Age    float64 // seconds since it was kept
}

// Notice is a sentence for the person.
type Notice struct {
	ID    int // of the command it answers, or 0
	Error bool
	Text  string   // in English
	Key   string   // under which the page has the sentence in its own language, or ""
	Args  []string // what it puts into it
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
func (Bench) event()    {}
func (Kept) event()     {}
func (Notice) event()   {}
func (Fatal) event()    {}

// DefaultSettings is how the page trains at first.
func DefaultSettings() Settings {
	return Settings{LearningRate: 0.005, Batch: 256, Speed: "1x"}
}

// Rings are the points of the contours, each n rows of 2.
func (p Planes) Rings() [][]float32 {
	rings := make([][]float32, len(p.Contours))
	for i, c := range p.Contours {
		rings[i] = c.Points
	}
	return rings
}
