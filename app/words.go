package app

import "nicelab/wasm/protocol"

// Word is what a control is called and what it does, in one sentence.
type word struct{ Label, Tip string }

// plural is a format that takes a number, for one and for several.
type plural struct{ One, Many string }

// words is every sentence that a person can read, in one language; formats take the values in the order shown, or by index. A part of the page
// that has a table of its own embeds it, and adds its line to each language below.
type words struct {
	Lang string // as in the key lang and in HTML
	pageWords
	Bench benchWords
	timeWords
	drawWords
	offlineWords
	aliveWords
	networkWords
	layersWords
	rivalWords
	tableWords
	rowsWords
	cornerWords
	pictureWords
	endsWords
	longRunWords
	imagingWords
	whatIfWords
	warningWords
	Article articleWords
}

var english = words{
	Lang:         "en",
	pageWords:    pageEN,
	Bench:        benchEN,
	timeWords:    timeEN,
	drawWords:    drawEN,
	offlineWords: offlineEN,
	aliveWords:   aliveEN,
	networkWords: networkEN,
	layersWords:  layersEN,
	rivalWords:   rivalEN,
	tableWords:   tableEN,
	rowsWords:    rowsEN,
	cornerWords:  cornerEN,
	pictureWords: pictureEN,
	endsWords:    endsEN,
	longRunWords: longRunEN,
	imagingWords: imagingEN,
	whatIfWords:  whatIfEN,
	warningWords: warningEN,
	Article:      articleEN,
}

var korean = words{
	Lang:         "ko",
	pageWords:    pageKO,
	Bench:        benchKO,
	timeWords:    timeKO,
	drawWords:    drawKO,
	offlineWords: offlineKO,
	aliveWords:   aliveKO,
	networkWords: networkKO,
	layersWords:  layersKO,
	rivalWords:   rivalKO,
	tableWords:   tableKO,
	rowsWords:    rowsKO,
	cornerWords:  cornerKO,
	pictureWords: pictureKO,
	endsWords:    endsKO,
	longRunWords: longRunKO,
	imagingWords: imagingKO,
	whatIfWords:  whatIfKO,
	warningWords: warningKO,
	Article:      articleKO,
}

// languages are the values of the key lang, and tables what each stands for.
var (
	languages = []string{"en", "ko"}
	tables    = map[string]*words{"en": &english, "ko": &korean}
)

// say is the language of the page. What is shown takes its words when it is drawn, so changing it and drawing again
// is all that a switch has to do.
var say = &english

type pageWords struct {
	Title, DocTitle, Description string // the name, and what a search engine shows
	Sentence, Unit, Bar, ToBench string

	Language      word
	LanguageNames map[string]string // each in itself

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

	Model, Training, Controls   string
	Couplings, Layers, Width    word
	Activation, Prior, Seed     word
	Mix, Whiten, Slower         word
	MixNames                    map[string]string
	Rate, Batch, Adam, Stop     word
	ActivationNames, PriorNames map[string]string
	PresetName, PresetNote      map[string]string // the note is one line: what to look for
	AdamUsual, AdamPaper        string
	Plateau, AfterSteps         string
	Last, Smooth, Fresh         word
	RunLength                   word
	RunOver, Mine, Usual        string // Mine marks what is not the default
	Defaults, TrainOn           word
	Ended, ByHeart, Luck        string
	StoppedAbove, StoppedBehind string

	Data, DataRows                                string
	Preset, Points, Noise                         word
	Drop                                          word
	Choose                                        string
	Columns, ColumnsHint, DroppedHead, DroppedTip string
	DropAnywhere, Checkpoint, More                string

	XPlane, XSub, XBare, ZPlane, ZSub  string
	XSum, XEmpty, ZSum, ZEmpty         string
	Dots, Samples                      word
	AcrossX, AcrossY                   word
	Slice, SliceSample                 string
	Lines, SliceLines, Terms           string
	LogP, LogPrior, LogScale, LogUnits string
	ProbeHint                          string

	Loss, LossSub, LossNone        string
	LossTrain, LossHeld, LossFloor string // in the chart
	LossSum, LossEmpty             string
	Figures                        string
	FigBest, FigH, FigFloor        word
	FigWeights                     word

	Away, AwaySub                string
	SampleCount, Temperature     word
	SampleCSV, Score, Save, Open word
	OnnxLogP, OnnxSample         word
	Picture                      word

	Gallery                                        word
	GalleryItem, GalleryNote, Fetching, NotFetched string
	Pictures, PictureDiffers, Exporting            string

	Hub, HubSub, HubHere, HubNameHint                    string
	HubAddress, HubList, HubStop, HubOpen, HubMore       word
	HubName, HubToken, HubPublish                        word
	HubListing, HubFetching, HubPublishing, HubPublished string
	HubEmpty, HubReadOnly, HubNone, HubNoHub             string
	HubSilent, HubRefused, HubAddressWrong               string
	HubStopped, HubSlow, HubBroken, HubClosed            string
	HubLongList, HubManyRows, HubOtherSize               string
	HubNoName, HubNoToken, HubTooLarge                   string
	HubColumns, HubEntry                                 string

	Learned, NotReady, NothingTrained, TwoColumns             string
	Reading, Opening, OpeningTable, Scoring, Saving, Sampling string
	OpenedTable, Downloaded                                   string
	TooLarge, Unreadable, NotANumber, NotWhole, OutOfRange    string
	NoPicture                                                 string
	HiddenRange, LinkHidden, LinkChoice, LinkRange, AndMore   string
	LinkUnknown, LinkMisspelt, LinkBlank                      string
	OpenAgain, Later                                          string
	Keep, GoOn, Discard, NotNow                               word
	OfferHead, OfferText, KeepOff, KeptAt, KeepIdle, GoingOn  string
	AgoNow                                                    string
	AgoMinutes, AgoHours, AgoDays                             plural
	Notices                                                   map[string]string // of the trainer, by Notice.Key
	Detail                                                    string            // how a sentence of the trainer is told that it wrote itself, in English
	CrashHead, CrashText                                      string
	DropOneFile, DropFolder, DropText, PictureBroken          string
	Dismiss, Restart                                          word
}
