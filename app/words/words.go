package words

import (
	"nicelab/wasm/protocol"
)

// Word is what a control is called and what it does, in one sentence.
type Word struct{ Label, Tip string }

// Plural is a format that takes a number, one for each form that the language has.
type Plural []string

// By is what there is by name.
type By[K ~string, V any] = protocol.By[K, V]

// Table is every sentence that a person can read, in one language, and how it writes numbers. Formats take the values
// in the order shown, or by index. A part of the page that has a table of its own embeds it.
type Table struct {
	Lang, Name         string             // as in the key lang and in HTML; and what the language calls itself
	Thousands, Decimal string             // what stands between the digits of a number
	Form               func(n int) int    // which form of a plural goes with a number
	Files              By[string, string] // what readers say, by the English format ("(s)": an s or nothing); nil in English
	pageWords
	Lost  Lost
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

// Tables are the languages of the page, the one that it comes in first.
var Tables = []*Table{&English, &Korean}

// Of returns the table of a language, or nil where there is none.
func Of(lang string) *Table {
	for _, t := range Tables {
		if t.Lang == lang {
			return t
		}
	}
	return nil
}

// Languages are the values of the key lang.
func Languages() []string {
	all := make([]string, len(Tables))
	for i, t := range Tables {
		all[i] = t.Lang
	}
	return all
}

// Say is the language of the page. What is shown takes its words when it is drawn, so changing it and drawing again
// is all that a switch has to do.
var Say = &English

// Speak makes a language the page's.
func Speak(lang string) {
	if t := Of(lang); t != nil {
		Say = t
	}
}

// PresetName is what a preset, or another model of the gallery, is called.
func PresetName(name string) string {
	if title := Say.PresetName.Of(name); title != "" {
		return title
	}
	return name
}

type pageWords struct {
	Title, DocTitle, Description string // the name, and what a search engine shows
	Sentence, Unit, Bar, ToBench string

	Language Word

	Theme              Word
	ThemeNames         By[string, string]
	Play, Pause        Word
	Step, Reset, Dice  Word
	Speed              Word
	SpeedNames         By[string, string]
	StatStep, StatRate string
	StatNLL, StatError string
	StatGap            Word
	Status             By[protocol.Phase, string]

	Model, Training, Controls   string
	Couplings, Layers, Width    Word
	Activation, Prior, Seed     Word
	Mix, Whiten, Slower         Word
	Modes                       Word
	OneMode                     string
	Clusters                    Word
	NoClusters                  string
	MixNames                    By[string, string]
	Rate, Batch, Adam, Stop     Word
	ActivationNames, PriorNames By[string, string]
	PresetName, PresetNote      By[string, string] // the note is one line: what to look for
	AdamUsual, AdamPaper        string
	Plateau, AfterSteps         string
	Last, Smooth, Fresh         Word
	RunLength                   Word
	RunOver, Mine, Usual        string // Mine marks what is not the default
	Defaults, TrainOn           Word
	Ended, ByHeart, Luck        string
	StoppedAbove, StoppedBehind string

	Data, DataRows                                string
	Preset, Points, Noise                         Word
	Drop                                          Word
	Choose                                        string
	Columns, ColumnsHint, DroppedHead, DroppedTip string
	DropAnywhere, Checkpoint, More                string

	XPlane, XSub, XBare, ZPlane, ZSub, ZBare string
	XSum, XEmpty, ZSum, ZEmpty               string
	Dots, Samples                            Word
	AcrossX, AcrossY                         Word
	Slice, SliceSample                       string
	Lines, SliceLines, Terms                 string
	LogP, LogPrior, LogScale, LogUnits       string
	ProbeHint                                string

	Loss, LossSub, LossNone        string
	LossTrain, LossHeld, LossFloor string // in the chart
	LossSum, LossEmpty             string
	Figures                        string
	FigBest, FigH, FigFloor        Word
	FigWeights                     Word

	Away, AwaySub                string
	SampleCount, Temperature     Word
	SampleCSV, Score, Save, Open Word
	OnnxLogP, OnnxSample         Word
	Picture                      Word

	Gallery                                        Word
	GalleryItem, GalleryNote, Fetching, NotFetched string
	Pictures, PictureDiffers, Exporting            string

	Hub, HubSub, HubHere, HubNameHint                    string
	HubAddress, HubList, HubStop, HubOpen, HubMore       Word
	HubName, HubToken, HubPublish                        Word
	HubListing, HubFetching, HubPublishing, HubPublished string
	HubEmpty, HubReadOnly, HubNone, HubNoHub             string
	HubSilent, HubRefused, HubAddressWrong               string
	HubStopped, HubSlow, HubBroken, HubClosed            string
	HubLongList, HubManyRows, HubOtherSize               string
	HubNoName, HubNoToken, HubTooLarge                   string
	HubColumns, HubEntry                                 string

	Learned, NotReady, NothingTrained, TwoColumns             string
	LearnedTable, LearnedPictures                             string
	Reading, Opening, OpeningTable, Scoring, Saving, Sampling string
	OpenedTable, Downloaded                                   string
	TooLarge, Unreadable, NotANumber, NotWhole, OutOfRange    string
	NoPicture                                                 string
	HiddenRange, LinkHidden, LinkChoice, LinkRange, AndMore   string
	LinkUnknown, LinkMisspelt, LinkBlank                      string
	OpenAgain, Later                                          string
	Keep, GoOn, Discard, NotNow                               Word
	OfferHead, OfferText, KeepOff, KeptAt, KeepIdle, GoingOn  string
	AgoNow                                                    string
	AgoMinutes, AgoHours, AgoDays                             Plural
	Notices                                                   By[string, string] // of the trainer, by Notice.Key
	Detail                                                    string             // how a sentence of the trainer's own, in English, is told
	CrashHead, CrashText                                      string
	DropOneFile, DropFolder, DropText, PictureBroken          string
	Dismiss, Restart                                          Word
}
