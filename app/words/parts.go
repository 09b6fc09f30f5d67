package words

// benchWords is every sentence of the benchmark's page; formats take the values in the order shown.
type benchWords struct {
	Title, Head, Sentence, Description, Back, Bar string

	Start, Stop, Again    Word
	Idle, Starting, Doing string
	Done, Stopped, Failed string

	Table, Kernel, Steps, Gflops, Share string
	ModelHead, Kernels, InUse, Helpers  string
	LeftOut, Waiting, Peaks             string
	Models                              By[string, string] // what a model is, by name
	KernelTips                          By[string, string] // what a kernel is, by name

	Meaning, Result, ResultLabel   string
	Means                          [][2]string // a term, and a sentence about it
	Copy                           Word
	Copied, Refused                string
	MarkHead, MarkHost, MarkColumn string
}

// timeWords is what the page says of a run's course.
type timeWords struct {
	Ready, LookingBack string // of the data; of a step and the data

	Time, TimeNow                Word
	TimeText                     string // of a step and of the newest
	TimeNone, TimeHint, TimeBack string
	TimeTooMany                  string
}

// drawWords are the sentences of drawing data and of selecting rows.
type drawWords struct {
	Draw                        Word
	DrawSub, Board, Tools       string
	Brush, Eraser               Word
	BrushSize, BrushDensity     Word
	Undo, Redo, Clear, FromData Word
	LearnIt, Cancel             Word

	DrawFew, DrawCount, DrawFull string
	DrawnNote, DrawnBefore       string
	DrawnEarlier                 string
	DrawingName                  string
	DrawLearning                 string

	TypeHead, TypePoints           Word
	TypeHint                       string
	AddPoints, TakePoints, Listing Word
	PointsAdded, PointsTaken       string
	NothingTyped                   string
	LineNotTwo, LineNotANumber     string
	LineTooFar, LineTooMany        string

	Select         Word
	SelectHint     string
	SelectNone     string
	Selected       string
	ClearSelection Word
	ZKeys          string

	CameTrained, CameAt string
}

// Lost is said where the page's program cannot start, or has ended. The site's scripts say it.
type Lost struct {
	Reload  string `json:"reload"`
	Old     string `json:"old"`     // the browser
	Stopped string `json:"stopped"` // the program
	Missing string `json:"missing"` // the program, and why, in the browser's words
}

// offlineWords are about the page as a program that the browser keeps.
type offlineWords struct {
	Newer             string
	Renew, RenewLater Word
	Install           Word
	Skip              string
}

// aliveWords are about a trainer that has died or does not answer.
type aliveWords struct {
	SilentHead, SilentText, EndedText, FromKept string
}

// networkWords are the sentences of the network, of a step that is explained, and of what the limits in the loss chart
// mean.
type networkWords struct {
	NetCurves, NetMany, NetOpen, NetTip   string
	NetCurvesText, NetManyText            string
	NetFew, NetTurned, NetMapped          string
	NetCurve, NetCurveSum, NetCurveEmpty  string
	NetSpectrum, NetSpectrumText          string
	NetSpectrumSum, NetScales             string
	NetSpreadText, NetSpreadSum           string
	NetPit, NetPitText, NetPitAll         string
	NetPitSum, NetPitFigure, NetPitAlone  string
	NetIs, NetIsNot, NetOf, NetNoRows     string
	NetAtRest, ChanceBelow, ChanceIs      string
	StepHead, StepSub                     string
	StepBatch, StepBatchBig, StepBatchWhy string
	StepFreshBig, StepFreshWhy            string
	StepForward, StepLoss, StepForwardWhy string
	StepBack, StepSlope, StepBackWhy      string
	StepAdam, StepMove, StepAdamWhy       string
	StepAgain, StepLower, StepHigher      string
	StepPart, StepScaling, StepPicture    string
	LossIs, LossNegative                  string
	LossHIs, LossFloorIs, LossPrice       string
	PriceHere                             string
	FigKL, FigPrice                       Word
}

// layersWords are the sentences about the plane between x and z; formats take the values in the order shown.
type layersWords struct {
	LayersHead, LayersAll        string
	LayersNote, LayersBackNote   string
	LayersTwo                    string
	Layer                        Word
	LayersWay                    Word
	LayersForth, LayersBack      Word
	LayersPlay, LayersPause      Word
	Grid                         Word
	LayerX, LayerAfter           string
	LayerAt, LayerS              string
	LayerXSub, LayerUp, LayerGo  string
	LayerAcross, LayerScales     string
	LayerWhite, LayerWhitens     string
	LayerTurns, LayersMore       string
	LayerStretches, LayersVary   string
	LayerSum                     string
	CellArea, CellGrows, CellNow string
}

// rivalWords is what the page says of simpler models on the same rows.
type rivalWords struct {
	Base, BaseSub, BaseModel, BaseNLL string
	BaseLead, BaseFlow                Word
	BaseNames                         By[string, Word]
	BaseComponents                    string             // of their number
	BaseRows                          string             // of how many, of how many
	BaseBusy                          string             // in place of a figure
	BaseBits                          string             // of a number
	BaseSome                          string             // of how many rows that are compared, of how many held out
	BaseWhy                           By[string, string] // likewise

	// What comes of it. Ahead, level and behind are of the best model's name, the distance and its standard error.
	BaseBegun, BaseTrain            string
	BaseAhead, BaseLevel, BaseLoses string
}

// tableWords is what the page says of the tables that it ships. A tip says what the rows are, and where they are from.
type tableWords struct {
	TablesHead string
	Tables     By[string, Word]

	Fill, FillDraws, FillTest Word
	Filling, FillTesting      string
	ScoreWhy                  Word
}

// rowsWords are the sentences of the table of rows, and of what explains one of them.
type rowsWords struct {
	Rows, RowsTip          string
	RowsBy                 By[string, [2]string] // in which order, by protocol.RowsArgs.Order; and the other way round
	RowsHow, RowsMoving    string
	RowsBusy, RowsOld      string // of a share; of a step
	RowsBegun              string
	RowsSearch             Word
	RowsSearchHint         string
	RowsExport             Word
	RowsExporting          string
	RowsAll, RowsNone      string // of their number; of what was looked for
	RowsFound, RowsAmong   string // of how many, of how many
	RowsWindow             string // from, to, of how many
	RowsBack, RowsNext     Word
	RowsNumber, RowsLogP   Word
	RowsShare              Word
	RowsColumn, RowsLeft   string // of a column; of how many
	RowsChoose, RowsChosen string
	Why, WhySub, WhyTip    string
	WhyText, WhyNone       string
	WhyMoving, WhyOld      string // of a step
	WhyBusy                string // of a share
	WhySurprise            string // of nats
	WhyOneIn, WhyBelow     string // of how many
	WhyUsual, WhyUnknown   string
	WhyTypical             string // of the median and the two ends of the interval
	WhyLeft, WhyPassed     string
}

// cornerWords are the sentences of the corner plot.
type cornerWords struct {
	Corner, CornerSub, CornerTip            string
	CornerHow, CornerWait                   string
	CornerMoving                            string // of how many samples, at which step
	CornerBusy                              string // a share
	CornerRest                              string // of how many samples and rows, at which step
	CornerPart                              string // of how many samples, and rows of how many, at which step
	CornerSum                               string // of the columns
	CornerColumns, CornerColumn             string // of a column
	CornerFull, CornerAddHint               string
	CornerAdd                               Word
	CornerMasses, CornerMass                string // of a share
	CornerMissing                           string // of shares
	CornerAs                                Word
	CornerDots, CornerOutlined              string
	CornerData, CornerModel                 string
	CornerFar                               string // of a KS and of what it is by chance
	CornerCell, CornerShows                 string // of the column across and the one upwards
	CornerGo                                Word
	CornerFigures, CornerName, CornerFromTo string
	CornerKS, CornerChance                  Word
	CornerLog, CornerLogTip, CornerNoLog    string // of a column
	PlaneAs                                 Word
	PlaneSlice, PlaneMarginal               string
	Marginal                                string // of how many samples
	MarginalLines                           string
	KindBy                                  Word
	KindNone, KindOther                     string
}

// pictureWords are the sentences of data that is pictures.
type pictureWords struct {
	Grids, GridSub              string
	GridSum                     string // of how many, at which step
	GridBits                    string // of bits a pixel, at which step
	GridTests                   string // of how many
	GridGaussian                string // of bits a pixel
	GridHow                     string
	GridChosen                  string // of its number
	Warmth                      Word
	Album, AlbumSum             string
	AlbumOrder                  Word
	AlbumOrders                 [3]string // as in the file, the most and the least likely first
	AlbumBack, AlbumNext        Word
	AlbumHow, AlbumMoving       string
	AlbumBegun, AlbumBusy       string // with how far
	AlbumRange                  string // of log p of the first and of the last, at which step
	AlbumLabels                 string // of a list
	Closeup, CloseupTip         string
	CloseupNone, CloseupMoving  string
	CloseupLogP                 string // of nats, of bits, at which step
	CloseupHow                  string
	CloseupSample               string // of its number
	CloseupTrained, CloseupHeld string // of its number
	CloseupNear                 string // of its number and of how far it is
	CloseupLabel                string
	FigBits                     Word
	Paper                       Word
	TimeLeft                    string // of steps, of a duration
	Seconds, Minutes, Hours     string
	GridPaper                   string
	Walk, WalkTip, WalkHow      string
	WalkAs                      Word
	WalkWay, WalkSheet          string
	WalkFrom, WalkTo, WalkTake  string
	WalkNone, WalkMoving        string
	WalkBegun                   string
	WalkWaySaid                 string // of two pictures, at which step
	WalkSheetSaid               string // of a picture, at which step
	Inpaint, InpaintTip         string
	InpaintHow, InpaintMasks    string
	InpaintMaskTip              string
	InpaintMask                 By[string, string] // by its name; "": nothing is hidden
	InpaintErase, InpaintAgain  Word
	InpaintSum                  string
	InpaintOf, InpaintCovered   string // of a number
	InpaintNone, InpaintMoving  string
	InpaintBegun                string
	InpaintSaid                 string // of the steps done, of all, of the best log p and that of the picture itself
}

// whatIfWords are the sentences of a row whose values a person changes.
type whatIfWords struct {
	Try, TryReset Word
	TrySum        string // log p now, and of the row itself
	TryValue      string // of a column
	TryAdd        Word
	TryAddHint    string
}

// warningWords are what the page says beside the trainer's own sentences (protocol.Sentences) of a table that wants
// care, and of what takes long.
type warningWords struct {
	Cancelling Word             // of what takes long
	WarnMore   string           // of how many
	WarnDo     By[string, Word] // by protocol.Warning.Do
}

// endsWords is what the page says of the spectrum of pictures and of its ends.
type endsWords struct {
	Ends, EndsTip, EndsHow, EndsSum, EndsTable string
	EndsBy                                     Word
	EndsScale, EndsPixels                      string
	EndsSaid, EndsSaidPixels                   string // of how many, of the largest, of the smallest, at which step
	EndsMiddle, EndsMoving, EndsBegun          string
	EndsFrom                                   string // of a picture
	EndsPlace, EndsSize, EndsMoves             string
}

// longRunWords is what the page says of runs that take long.
type longRunWords struct {
	RunTitle     string // of the step, of a figure
	RunTitleLeft string // of the time left, of the step, of a figure
	Awake        Word
	AwakeRefused string
}

// imagingWords is what the page says of files that become pictures.
type imagingWords struct {
	AsPictures Word   // the label is of two numbers of pixels
	AsColour   string // likewise
	Together   string // of how many files
}
