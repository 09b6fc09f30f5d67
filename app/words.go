package app

import "nicelab/wasm/protocol"

// Word is what a control is called and what it does, in one sentence.
type word struct{ Label, Tip string }

// words is every sentence that a person can read on the page; formats take the values in the order shown.
type words struct {
	Title, Sentence, Unit, Bar string

	Theme              word
	ThemeNames         map[string]string
	Play, Pause        word
	Step, Reset, Dice  word
	Speed              word
	SpeedNames         map[string]string
	StatStep, StatRate string
	StatNLL, StatError string
	StatGap            word
	Status             map[protocol.Phase]string

	Model, Training, Controls               string
	Couplings, Layers, Width                word
	Activation, Prior, Seed                 word
	Rate, Batch, Adam, Stop                 word
	ActivationNames, PriorNames, PresetName map[string]string
	AdamUsual, AdamPaper                    string
	Plateau, AfterSteps                     string

	Data, DataHead                    string
	Preset, Points, Noise             word
	Drop                              word
	Choose                            string
	Columns, ColumnsHint, DroppedHead string
	DropAnywhere, Checkpoint, More    string

	XPlane, XSub, XBare, ZPlane, ZSub  string
	XSum, XEmpty, ZSum, ZEmpty         string
	Dots, Samples                      word
	AcrossX, AcrossY                   word
	Slice, SliceSample                 string
	Lines, SliceLines, Terms           string
	LogP, LogPrior, LogScale, LogUnits string
	ProbeHint                          string

	Loss, LossSub, LossLimits, LossNone string
	LossSum, LossEmpty                  string
	Figures                             string
	FigBest, FigH, FigFloor             word
	FigWeights                          word

	Away, AwaySub                string
	SampleCount, Temperature     word
	SampleCSV, Score, Save, Open word

	Learned, NotReady, NothingTrained, TwoColumns             string
	Reading, Opening, OpeningTable, Scoring, Saving, Sampling string
	OpenedTable, Downloaded                                   string
	TooLarge, Unreadable, NotANumber, Clamped                 string
	HiddenRange, LinkHidden, LinkChoice, LinkRange, AndMore   string
	OpenAgain, Later                                          string
	Dismiss, CrashHead, CrashText, Restart, DropOneFile       string
}

var say = words{
	Title:    "NICE Lab",
	Sentence: "Train a normalizing flow here. Your data never leaves this tab.",
	Unit:     "nats",
	Bar:      "Run",

	Theme:      word{"Theme", "Follow the system's appearance, or choose light or dark."},
	ThemeNames: map[string]string{"auto": "Auto", "light": "Light", "dark": "Dark"},
	Play:       word{"Play", "Train until the held-out loss stops falling (Space)."},
	Pause:      word{"Pause", "Stop training here (Space)."},
	Step:       word{"Step", "Train on one batch and pause (S)."},
	Reset:      word{"Reset", "Go back to the first weights of this seed (R)."},
	Dice:       word{"Another seed", "Draw another seed and start anew."},
	Speed:      word{"Speed", "How fast the steps go by: slow motion is two a second, 1x is sixty."},
	SpeedNames: map[string]string{"slow": "Slow", "1x": "1x", "max": "Max"},
	StatStep:   "step", StatRate: "steps / s",
	StatNLL:   "NLL held out, nats",
	StatError: "The NLL of rows that training does not see. They are a sample: ± is one standard error, so chance alone can take it below the floor.",
	StatGap:   word{"above the NICE floor", "How far the NLL is above the least that any flow of constant volume can reach, judged on the held-out rows against the true density; ± is one standard error."},
	Status: map[protocol.Phase]string{
		"": "Starting the trainer …", protocol.Empty: "Choose a data set, or drop a file.",
		protocol.Training: "Training on %s.", protocol.Paused: "Paused on %s.",
		protocol.Learned: "Learned %s.", protocol.Failed: "The loss left the numbers; the last good weights are back.",
	},

	Model: "Model", Training: "Training", Controls: "Model and training",
	Couplings:       word{"Couplings", "Additive couplings in a row, 2 to 8; three already mix every coordinate."},
	Layers:          word{"Hidden layers", "Hidden layers of each coupling's network, 1 to 5."},
	Width:           word{"Width", "Units in each hidden layer, 8 to 1024; a list such as 64,32 sets the layers one by one."},
	Activation:      word{"Activation", "The nonlinearity between the layers of each coupling."},
	Prior:           word{"Prior", "The density that the data is mapped to."},
	Seed:            word{"Seed", "Decides the draw, the first weights and the order of the batches: same seed, same run."},
	Rate:            word{"Learning rate", "The step size of Adam; it can change while training goes on."},
	Batch:           word{"Batch", "Rows in one step, 32 to 1024; it can change while training goes on."},
	Adam:            word{"Adam", "Usual: beta2 0.999 and eps 1e-8. The paper's: beta2 0.99 and eps 1e-4."},
	Stop:            word{"Stop", "When training ends by itself."},
	ActivationNames: map[string]string{"relu": "ReLU", "tanh": "tanh"},
	PriorNames:      map[string]string{"gaussian": "Gaussian", "logistic": "Logistic"},
	PresetName: map[string]string{
		"crescent": "Crescent", "s-curve": "S-curve", "moons": "Two moons", "circles": "Circles", "rings": "Rings",
		"gaussians": "8 Gaussians", "pinwheel": "Pinwheel", "spirals": "Spirals", "checkerboard": "Checkerboard", "two-scales": "Two scales",
	},
	AdamUsual: "Usual", AdamPaper: "The paper's",
	Plateau: "At the plateau", AfterSteps: "%s steps",

	Data: "Data", DataHead: "%s · %s rows",
	Preset: word{"%s", "Draw fresh points of %s and learn them."},
	Points: word{"Points", "How many points to draw, 200 to 10,000."},
	Noise:  word{"Noise", "The standard deviation of the Gaussian noise, 0.01 to 0.5."},
	Drop:   word{"Drop your table here or", "Open a table (CSV, TSV or semicolons) or a checkpoint."}, Choose: "choose a file",
	Columns: "Columns", ColumnsHint: "Ticked columns are modelled.", DroppedHead: "%s left out",
	DropAnywhere: "Drop a table to learn it, or a .safetensors checkpoint to go on from it.",
	More:         "… and %s more.",
	Checkpoint:   "This model came without data. Choose a data set or drop a table to train it anew.",

	XPlane: "x", XSub: "your data over p(x)", XBare: "samples of the model over p(x)", ZPlane: "z = f(x)", ZSub: "the same points, and the prior's rings",
	XSum:    "The density that the model gives the plane of %s and %s, with the data over it, after %s steps. Use the arrow keys to read log p.",
	XEmpty:  "The data plane; empty until the trainer has started.",
	ZSum:    "The data mapped by the flow to %s and %s, over the rings that hold 50, 90 and 99 percent of the %s prior, after %s steps.",
	ZEmpty:  "The latent plane; empty until the trainer has started.",
	Dots:    word{"Data", "Draw your data over the density, in orange."},
	Samples: word{"Samples", "Draw points of the model over the data, in white."},
	AcrossX: word{"Across", "The column along the horizontal axis of both planes."},
	AcrossY: word{"Up", "The column along the vertical axis of both planes."},
	Slice:   "A slice: the other columns are held at row %s of the file.", SliceSample: "A slice: the other columns are held at a typical sample of the model.",
	Lines: "Lines: 50, 90 and 99% of the model.", SliceLines: "Lines: where the slice crosses the model's 50, 90 and 99% regions.",
	Terms: "log S: the scaling layer's log-determinant. units: that of standardising your columns.",
	LogP:  "log p(x)", LogPrior: "log p(z)", LogScale: "log S", LogUnits: "units",
	ProbeHint: "Hover, tap or use the arrow keys for log p",

	Loss: "NLL", LossSub: "train and held out, nats a row",
	LossLimits: "Dashed: the entropy H of the data. Dotted: the NICE floor, the best that any flow of constant volume can do.",
	LossNone:   "The density behind this data is unknown, so there is no entropy and no floor to compare with.",
	LossSum:    "Negative log-likelihood over %s steps; held out it is now %s nats a row.",
	LossEmpty:  "Negative log-likelihood against the step; empty until training starts.",
	Figures:    "Figures",
	FigBest:    word{"best held out", "The lowest held-out NLL so far, in nats a row; the plateau goes back to these weights."},
	FigH:       word{"entropy H", "The entropy of the data's density: no model can do better."},
	FigFloor:   word{"NICE floor", "The least NLL of any flow with constant volume under this prior."},
	FigWeights: word{"weights", "Trainable numbers in the model."},

	Away: "Take away", AwaySub: "nothing is uploaded",
	SampleCount: word{"How many", "Rows to draw from the model, 1 to 1,000,000."},
	Temperature: word{"Temperature", "Scales z before it is mapped back; 1 is the model itself."},
	SampleCSV:   word{"Samples .csv", "Download fresh rows drawn from the model."},
	Score:       word{"Score a file", "Choose a table and get its lines back with a log_p column."},
	Save:        word{"Save checkpoint", "Download the model as a .safetensors file that PyTorch reads."},
	Open:        word{"Open checkpoint", "Choose a checkpoint; where its data is here, training goes on from its weights."},

	Learned:        "Learned. Hover or tap for the exact log p, sample, or upload your own file.",
	NotReady:       "The trainer has not started yet; try again in a moment.",
	NothingTrained: "There is no model yet; choose a data set first.",
	TwoColumns:     "A flow needs at least two columns; tick another one first.",
	Reading:        "Reading %s (%s) …",
	Opening:        "Opening the checkpoint …", OpeningTable: "Reading the table …", Scoring: "Scoring …", Saving: "Writing the checkpoint …", Sampling: "Sampling …",
	OpenedTable: "%s is open: %s rows, %d columns.",
	Downloaded:  "%s (%s) is in your downloads.",
	TooLarge:    "%s has %s; the page takes files up to 1 GiB. Take a part of the rows.",
	Unreadable:  "%s could not be read; check that the file is still there and try again.",
	NotANumber:  "%s: “%s” is not a number, so it stays at %s.",
	Clamped:     "%s goes from %s to %s; it is now %s.",
	HiddenRange: "Width: “%s” does not fit; give %d to %d widths from %d to %d, such as 64 or 64,32. It stays at %s.",
	LinkHidden:  "The link's hidden=%s does not fit: give %d to %d widths from %d to %d.",
	LinkChoice:  "The link's %s=%s is unknown (choose from %s), so it is %s.",
	AndMore:     "%s; and %s more.",
	LinkRange:   "The link's %s=%s is out of range (%s to %s), so it is %s.",
	Dismiss:     "Dismiss this message",
	CrashHead:   "The trainer stopped.",
	CrashText:   "The page and your settings are still here. What happened: %s",
	Restart:     "Start a new trainer",
	OpenAgain:   "%s was too large to keep; open it again.",
	Later:       "%s will be drawn by the new trainer.",
	DropOneFile: "Drop one file at a time.",
}
