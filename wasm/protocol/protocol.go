// Package protocol is what the page and the trainer say to each other: plain
// structs that travel as JavaScript objects, their []float32, []float64 and []byte fields as
// transferred buffers. It holds no code of either side alone.
//
// The page sends a Command; the trainer answers with Events. Commands are handled in the
// order they were sent, but Pause, Cancel, Probe, Painted and Crash wait for none. Where a command carries an ID, its
// answer (or the Notice that says why there is none) carries the same one. Numbers are in nats per row and in the
// user's units.
package protocol

import "nicelab/flow"

// Ranges of the page's controls; the trainer refuses what lies outside.
const (
	MinLast, MaxLast       = 0.001, flow.MaxLast
	MinPoints, MaxPoints   = 200, 10_000
	MinRate, MaxRate       = 1e-4, 1e-1
	MinBatch, MaxBatch     = 32, 1024
	MaxDraws               = 20 // of a blank
	MinSamples, MaxSamples = 1, 1_000_000
	MinTemp, MaxTemp       = 0.0, 5.0
	MinRun, MaxRun         = 100, 1_000_000 // 0: to the plateau
	MinSmooth, MaxSmooth   = 0.0, 1.0
)

// MaxSampled bounds the numbers of a file of samples, rows times columns: as text some 250 MB, of which the trainer
// holds two or three copies.
const MaxSampled = 1 << 24

// MaxKept is how many bytes of a table's file are kept for a trainer to go on with: the page's next one, or that of
// another visit.
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
	Wish  Wish
}

// Setup is a model and its training.
type Setup struct {
	Model flow.Config
	Train Settings
}

// Wish says what new data is modelled and trained with: the defaults that fit it, but for what a person wants
// otherwise, which is what differs in Setup from the Defaults that they saw. Without Defaults what there is stays as it
// is.
type Wish struct {
	Setup
	Defaults Setup
}

// DefaultPreset is what a first visit trains on.
func DefaultPreset() UsePreset {
	return UsePreset{Name: "crescent", N: 2000, Noise: 0.05, Seed: int(flow.Default().Seed), Play: true}
}

// Lend is the size in bytes of a file from which on the page sends it as it is, a reference that the browser holds
// under the number Lent. Its message is without Bytes on the page and has them for the trainer, which reads the file
// itself: it lies in one memory then, where it would have lain in four.
const Lend = 8 << 20

// OpenTable reads a text table (CSV, TSV, semicolons), a NumPy array (npy, npz) or an idx file, under gzip or not.
// Every usable numeric column is taken at first, but for those of a few different numbers, which are labels rather than
// measurements; the answer is a Table and a State. A failure leaves everything as it was.
type OpenTable struct {
	ID    int
	Name  string // of the file
	Bytes []byte
	Lent  int // see Lend
	Play  bool
	Wish  Wish

	Pictures bool // a table with as many columns as a square picture has pixels is taken as pictures
}

// UseColumns models the columns with these indices (into Table.Columns) of the table that is open; where its rows were
// pictures, none are those that are taken at first.
type UseColumns struct {
	Columns  []int
	Pictures bool // the rows are pictures, of which Columns says nothing
	Far      bool // the rows that lie far beyond all others are taken too
	Play     bool
	Wish     Wish
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
	PaperAdam    bool // the paper's beta2 .99 and eps 1e-4 in place of .999 and 1e-8
	// "slow" (2 steps/s), "1x" (60 steps/s at first, where every step shows, and 3,000 from step 1,470 on), "max"
	Speed string
	Run   int  // steps of a run, along which the rate falls to 0; 0: the rate stays, until the plateau
	Fresh bool // a preset's rows are drawn anew for every batch: those that were drawn at first are only looked at
	// Smooth is the std of the noise that every batch is trained with, in units of the standardised data; none is in what
	// is judged.
	Smooth     float64
	Dequantize bool // values of a table that lie on a grid are spread evenly over its step in every batch
	MaxSteps   int  // stop after so many steps, with the weights of the last one; 0: at the plateau, with the best weights
}

// WithWish returns c with what is wished for, where it brings data.
func WithWish(c Command, w Wish) Command {
	switch d := c.(type) {
	case UsePreset:
		d.Wish = w
		return d
	case OpenTable:
		d.Wish = w
		return d
	case UseColumns:
		d.Wish = w
		return d
	}
	return c
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
	// Marginal draws, in more than two dimensions, the density of these two columns whatever the others are, in place of
	// a slice.
	Marginal    bool
	Label       int     // of State.Texts, from 1, by which rows are coloured; 0: none
	Temperature float64 // of the samples of a Grid; 1: the model itself
	Row         int     // number of a row in the file or the draw, from 1, that is marked and through which the slice goes; 0: none
	Point       int     // of Planes.Data, from 1: its row is to be marked, or no longer; 0, as in State: Row says which
}

// MaxKinds bounds the words of a column of text that rows are coloured by; all others share a colour.
const MaxKinds = 6

// DefaultShow is what the planes draw before anybody chose.
func DefaultShow() Show { return Show{ColumnY: 1, Temperature: 1} }

// Probe asks for the exact log p at (X, Y) of the x-plane; the answer is a Probed. In more than
// two dimensions the other coordinates are those of the slice (Planes.SliceRow).
type Probe struct {
	ID   int
	X, Y float64
}

// Sample asks for a CSV file of N rows, MaxSampled numbers at most, drawn at Temperature (1: the model itself) with
// Seed; the answer is a File.
type Sample struct {
	ID          int
	N           int
	Temperature float64
	Seed        int
}

// Score asks for the lines of a text table, verbatim, with a log_p column appended, or for an npy file of the log p of
// an array's rows; the answer is a File. A text table gets more columns where they are asked for.
type Score struct {
	ID    int
	Name  string
	Bytes []byte
	Lent  int // see Lend

	Percentile bool // of the rows trained on, how many in a hundred are as unlikely or less likely
	Why        bool // the column whose value is the most surprising given all others, and its tail probability
	Surprises  bool // of every column: -log p of its value given all others, in nats, in units of its standard deviation
}

// Fill asks for the lines of a text table with its blanks filled by the model: by the mean of what may stand there
// given all else that the row has. Each column of the model that has blanks gets three more, the 5 %, 50 % and 95 %
// quantiles, and so many draws, of which those of a row with the same number belong together. A last one says how sure
// the chains are that filled a row of several blanks. The answer is a File.
type Fill struct {
	ID    int
	Name  string
	Bytes []byte
	Lent  int // see Lend
	Seed  int
	Draws int // 0 to MaxDraws

	// Test asks, without a file, how well blanks are filled: known cells of rows held out are hidden and filled. The
	// answer is a Notice.
	Test bool
}

// Cancel ends the work on a Score, Fill, Sample or SaveView with that ID; a Notice answers it, unless the work is done.
type Cancel struct{ ID int }

// Save asks for the checkpoint; the answer is a File.
type Save struct {
	ID int
	// Publish is for others: the model and the names of its columns, without the data and what only this run needs to go
	// on.
	Publish bool
}

// Export asks for the model in ONNX: log p or, with Sampler, the map from latents to data; the answer is a File.
type Export struct {
	ID      int
	Sampler bool
}

// Open loads a checkpoint, and draws its data where it brings the recipe of a preset; the answer is a State. A failure
// leaves everything as it was.
type Open struct {
	ID    int
	Name  string
	Bytes []byte
	Lent  int // see Lend
}

// Measure asks how fast this browser trains. The answer is a Bench at once, and another after each turn; it has no data
// and no end but the last turn, so it wants a trainer of its own, which is closed to stop it.
type Measure struct {
	Short bool // one brief turn each, to see that all works
}

// Keep says whether this tab's run is kept in the browser: at every stop and about once a second of training. Until it
// came nothing is kept. Off forgets every run that no other tab has in hand. The answer is a Kept.
type Keep struct{ On bool }

// KeepNow keeps the run as it is, where it is kept at all: the tab may be about to end.
type KeepNow struct{}

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
func (Fill) command()       {}
func (Cancel) command()     {}
func (Save) command()       {}
func (Export) command()     {}
func (Open) command()       {}
func (Measure) command()    {}
func (Crash) command()      {}
func (Keep) command()       {}
func (KeepNow) command()    {}
func (GoOn) command()       {}
func (Discard) command()    {}
