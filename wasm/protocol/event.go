package protocol

import "nicelab/flow"

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
	Over     Phase = "over"  // stopped by itself, at the end of its run or at the plateau
	Failed   Phase = "error" // diverged; the last good weights are in place
)

// State is the whole state that changes rarely; it follows every command that changes it.
type State struct {
	ID       int // of the OpenTable, Open or GoOn that it answers, or 0
	Phase    Phase
	Source   string // "preset", "table" or "checkpoint"
	Kind     Kind
	Picture  Shape    // of each row, where Kind is KindPicture
	Pictured bool     // the rows are pictures since a person says so; they may be a table again
	Name     string   // preset or file name
	Noise    float64  // of a preset
	Columns  []string // names of the modelled columns
	Texts    []string // names of the columns of text, which no model takes
	Rows     int      // rows trained and validated on; 0 where a checkpoint came without data
	Dropped  []string // sentences: rows and columns left out, and why
	Far      int      // rows of a table that lie so far beyond all others that they alone make a column's spread
	FarKept  bool     // they are trained on; otherwise they are left out
	Model    flow.Config
	Train    Settings
	Default  Setup // what fits this data
	Weights  int   // trainable numbers in the model
	Show     Show  // what the planes draw

	KnownDensity bool    // Entropy, Floor and Price hold
	Entropy      float64 // H of the data's density, nats
	Floor        float64 // the NICE floor under the model's prior, nats
	Price        float64 // Floor - Entropy: what constant volume costs at least
}

// Kind is what the rows are to a person.
type Kind string

const (
	KindPlane   Kind = "plane" // points of two columns
	KindTable   Kind = "table"
	KindPicture Kind = "picture"
)

// Shape is that of pictures, in pixels.
type Shape struct {
	Height, Width, Channels int
	Levels                  int // of brightness: a row has its numbers in units of all of them
	Tests                   int // rows held out that are a test set which came with the others
}

// Progress is sent with every picture while training, or about seven times a second, and after every stop.
type Progress struct {
	Phase Phase
	Step  int
	Train float64 // NLL, nats a row: running mean over the last batches; NaN before the first
	Valid float64 // NLL of the held-out rows at the last evaluation; NaN before the first
	Error float64 // standard error of Valid: the held-out rows are a sample
	Best  float64 // lowest Valid so far
	Bits  float64 // Valid in bits a pixel, where rows are pictures; NaN elsewhere
	At    int     // step of the weights that it is of; at the end of a run on rows that are not fresh, those in place

	// How far the NLL is above the entropy, which is KL(data || model), and above the NICE floor, judged on the held-out
	// rows against what the true density gives them; both have the same standard error. NaN where the density is unknown.
	Divergence, AboveFloor, AboveFloorError float64
	StepsPerSecond                          float64
}

// History is the loss curve so far, thinned to some hundreds of points.
type History struct {
	Steps []float64
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
	// SliceRow is the row of the file, from 1, whose other coordinates the slice holds; 0 in two dimensions, and where a
	// sample of the model holds them.
	SliceRow int

	Marginal int // the density is of so many samples, whatever the other coordinates are; 0: it is exact, of the slice

	Marked []float32 // the row Show.Row: x, y and its two latents; empty where none is marked

	Data    []float32 // n rows of 2: the columns shown, at most 2,000 rows; empty where a checkpoint came without data
	Samples []float32 // n rows of 2, empty unless asked for

	// What the column Show.Label says of each row of Data: an index into Kinds, the most frequent words first, or MaxKinds
	// for all others. Empty where rows are not coloured.
	Kind  []byte
	Kinds []string

	// The z-plane: the rows of Data under z = f(x), same two coordinates; without data those of Samples.
	Latent []float32

	// The regions of highest density that hold 50, 90 and 99% of the model. In two dimensions Contours are
	// their borders; in more, the slice crosses them at these Levels of log p, or they are those of the marginal, as far
	// as they lie in the picture.
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
	Picture Shape // of each row, if a person says that it is one; of no height where it cannot be
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
	Name    string // relaxed, strict, plain, ...
	InUse   bool   // the page trains with it here
	Helpers int    // threads beside the trainer's own
	// GFLOP/s of its instructions in registers alone, times its threads: an upper bound; 0 where that is not known
	Peak float64
	Mark float64 // Peak as a share of the highest of all
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
	On       bool
	Place    int // this tab's; 0 where it has none
	Steps    int // of this tab's run, as it was last kept; -1 before the first time
	Runs     []KeptRun
	Looking  bool     // runs may come: other tabs have places, and may be about to end
	Problems []Notice // why nothing is kept, or not all of it
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
type Fatal struct {
	Text  string
	Ended bool // its worker is gone, and could say nothing
}

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

// Rings are the points of the contours, each n rows of 2.
func (p Planes) Rings() [][]float32 {
	rings := make([][]float32, len(p.Contours))
	for i, c := range p.Contours {
		rings[i] = c.Points
	}
	return rings
}
