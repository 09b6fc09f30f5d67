package lab

import (
	"fmt"
	"math"
	"slices"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Engine is a trainer as the page sees it: a Web Worker in the browser, a fake in tests.
type Engine interface {
	Send(protocol.Command)
	Close()
}

// Launch starts a trainer. It may call on from any goroutine, and not before it returned.
type Launch func(on func(protocol.Event)) Engine

// Lab is what the page knows and what it does about it, without a line of HTML: the commands of the
// person and the events of the trainer go in, commands to the trainer come out.
type Lab struct {
	Start  func() Engine // nil on the server: the page stays in its loading state
	Eng    Engine
	Effect effects

	Run    link.Run
	Own    link.Run       // what the person chose of it, by hand or by link, over base: new data begins with it
	Base   protocol.Setup // the defaults of the present data
	judged bool           // what came of the run was said
	link.Options
	Intent Intent // whether new data trains at once
	Shown  protocol.Show
	Dots   bool   // the data is drawn over the density
	Linked string // the hash as it was last written or read
	enters bool   // the next one to be written is another place of the browser's history

	presets []protocol.Preset
	State   protocol.State
	Phase   protocol.Phase // "" until Hello
	before  bool           // and until then the figures are those of the run that the trainer has begun
	Now     protocol.Progress
	Rest    protocol.Progress // as it was at the last stop: what texts say, which must not change ten times a second
	history protocol.History
	Planes  protocol.Planes
	Imaging imaging
	pair    [2]int // the columns that planes has
	Table   *protocol.Table
	Fatal   *protocol.Fatal
	Notice  notice
	Told    int            // how many notices there were: on a small screen each vanishes after its own while
	pending map[int]string // what the trainer still owes, by ID
	slow    int            // of these, the last that can be cancelled
	LastID  int
	edited  int // lastID when the model or its training was last changed by hand

	Data    []protocol.Command       // brings the present data, and a checkpoint on it, back in a new trainer
	Trials  map[int]protocol.Command // each OpenTable, Open and GoOn that the trainer has not taken yet, as data would keep it, by ID
	Probe   probe
	Samples sampling
	Refused map[string]refusal // what stands in a field and is not acted on, by the field's id
	Hub     hub
	Keep    keeping
	Drawing drawing
	Picking picking
	Offline offline
	Net     network
	Time    timeline
	Thumbs  thumbs
	Layers  layering
	Rivals  protocol.Baselines
	Alive   alive
	Views   []*Viewing
	Caveats []protocol.Warning
	wanting errand
	Gallery bool     // it was opened once
	builtin struct { // the built-in table that was opened last
		id   int // of its OpenTable
		name string
	}
	Wanted  string // the built-in table that a link asks for, before there is data
	choices int    // grows with every choice of what to train on: what was being fetched is then for nothing
	Rev     int    // grows when something that changes rarely did
	drawn   int    // grows with every picture of the planes
	curved  int    // and with every loss curve
}

// effects are what reaches out of the page; each is a no-op in tests that do not look.
type effects struct {
	Download func(protocol.File)
	Link     func(hash string)             // the address of this run is another
	Enter    func(hash string)             // and of another run, from which Back returns to this one
	Fetch    func(Request, func(Response)) // the answer comes later, and once
	Remember func(keep bool)
	Ship     func(files []string, take func([][]byte)) // files of the site, or nil where they cannot be had
}

type notice struct {
	Text  string
	Error bool
}

// sampling holds the fields beside the buttons of files.
type sampling struct {
	N    int
	Temp float64
	seed int
	Why  bool // scores are to say why, too
}

// New returns a lab of the default run, without a trainer.
func New() *Lab {
	d := link.Default()
	return &Lab{
		Run: d.Run, Own: d.Run, Base: d.Run.Setup(), Options: d.Options, Intent: Going, Dots: true,
		Now:     unmeasured(),
		Rest:    unmeasured(),
		Shown:   FirstShow,
		pending: map[int]string{},
		Trials:  map[int]protocol.Command{},
		Samples: sampling{N: 1000, Temp: 1},
		Refused: map[string]refusal{},
		Drawing: NewDrawing(),
		Views:   newViews(),
		Keep:    keeping{Wanted: true, Kept: protocol.Kept{Steps: -1}},
		Effect: effects{
			Download: func(protocol.File) {}, Link: func(string) {}, Enter: func(string) {}, Fetch: func(Request, func(Response)) {}, Remember: func(bool) {},
			Ship: func([]string, func([][]byte)) {},
		},
	}
}

var FirstShow = protocol.DefaultShow()

func unmeasured() protocol.Progress {
	nan := math.NaN()
	return protocol.Progress{Train: nan, Valid: nan, Best: nan, Divergence: nan, AboveFloor: nan}
}

func (l *Lab) send(c protocol.Command) {
	if l.Eng != nil {
		l.Eng.Send(c)
		l.Alive.awaited = true
		l.mark(c)
		l.keepOn()
	}
}

// ask numbers a command and remembers what to say while its answer is awaited.
func (l *Lab) ask(doing string) int {
	l.LastID++
	l.pending[l.LastID] = doing
	l.Rev++
	return l.LastID
}

// askSlowly is ask for what a person may cancel.
func (l *Lab) askSlowly(doing string) int {
	l.slow = l.ask(doing)
	return l.slow
}

// Cancellable reports whether such an answer is awaited.
func (l *Lab) Cancellable() bool {
	_, waiting := l.pending[l.slow]
	return waiting
}

func (l *Lab) Cancel() {
	if l.Cancellable() {
		l.send(protocol.Cancel{ID: l.slow})
	}
}

func (l *Lab) Ready() bool { return l.Phase != "" && l.Fatal == nil }

// Empty reports whether there is no model to train or to look at yet.
func (l *Lab) Empty() bool { return !l.Ready() || l.Phase == protocol.Empty || !l.Known() }

// Known reports whether there are figures to show; they outlive the trainer.
func (l *Lab) Known() bool { return l.State.Name != "" }

// Watched takes the figures of a run that was watched before the page was there, so that they stand until the trainer says more.
func (l *Lab) Watched(step int, perSecond, valid, aboveFloor float64) {
	l.before = true
	l.Now.Step, l.Now.StepsPerSecond, l.Now.Valid, l.Now.AboveFloor = step, perSecond, valid, aboveFloor
}

// Watching reports whether nothing else is known yet.
func (l *Lab) Watching() bool { return l.before && !l.Known() }

// Accept clears the sentence of an earlier action; what the new one has to say comes after.
func (l *Lab) Accept() { l.Tell("") }

func (l *Lab) Tell(text string) { l.notify(text, false) }
func (l *Lab) Warn(text string) { l.notify(text, true) }

func (l *Lab) notify(text string, error bool) {
	l.Notice = notice{text, error}
	l.Told++
	l.Rev++
}

// Handle takes one event of the trainer.
func (l *Lab) Handle(e protocol.Event) {
	l.spoke()
	switch e := e.(type) {
	case protocol.Hello:
		l.hello(e)
	case protocol.State:
		l.newState(e)
	case protocol.Progress:
		l.Now = e
		l.outdate(e)
		if e.Phase != protocol.Training {
			l.Rest = e
		}
		l.setPhase(e.Phase)
		l.judge()
	case protocol.History:
		l.history = e
		l.curved++
	case protocol.Planes:
		l.keepPicks(e)
		if len(e.Kind) != len(l.Planes.Kind) || !slices.Equal(e.Kinds, l.Planes.Kinds) {
			l.Rev++ // rows have other colours
		}
		l.Planes = e
		l.drawn++
		l.probeAgain()
	case protocol.Grid:
		l.Imaging.Grid = e
		l.Imaging.Rev++
	case protocol.Network:
		l.newNetwork(e)
	case protocol.Explained:
		l.newExplained(e)
	case protocol.Layers:
		l.layersCame(e)
	case protocol.Probed:
		l.probed(e)
	case protocol.Table:
		l.Table = &e
		l.Rev++
	case protocol.File:
		if l.upload(e) {
			return
		}
		if _, waiting := l.pending[e.ID]; waiting {
			l.Tell(fmt.Sprintf(words.Say.Downloaded, e.Name, words.Size(len(e.Bytes))))
		}
		delete(l.pending, e.ID)
		l.Rev++
		l.Effect.Download(e)
	case protocol.Drawing:
		l.drewBefore(e)
	case protocol.Kept:
		l.keptNow(e)
	case protocol.Baselines:
		l.Rivals = e
		l.judge()
	case protocol.Times:
		l.timesNow(e)
	case protocol.Previews:
		l.previewed(e)
	case protocol.Progressed:
		if doing, waiting := l.pending[e.ID]; waiting && !l.Notice.Error {
			l.Tell(fmt.Sprintf("%s %d%%", doing, int(100*e.Done)))
		}
	case protocol.Notice:
		l.answered(e)
	case protocol.Fatal:
		l.died(e)
	case protocol.Watched:
		l.viewGot(e)
	case protocol.Warnings:
		l.warned(e)
	default:
		l.viewTook(e)
	}
}

func (l *Lab) hello(e protocol.Hello) {
	l.presets = e.Presets
	l.Thumbs = thumbs{drawn: protocol.DefaultPreview(), Rev: l.Thumbs.Rev + 1}
	l.setPhase(protocol.Empty)
	l.Rev++
	acted := l.Keep.acted
	l.Keep.acted, l.Keep.asked = false, false
	if e.Begun && (l.Goes() || l.Intent == Unseen) && l.Data == nil && l.Run.Equal(link.DefaultRun()) {
		l.Intent = Going // and somebody saw it begin
		l.Phase, l.Data = protocol.Training, []protocol.Command{l.usedPreset()}
		l.askLayersAnew()
	} else {
		l.before = false
		l.send(l.configure())
		l.askLayersAnew()
		if l.Keep.Back > 0 {
			l.takeBack(l.Keep.Back, l.Goes())
		} else {
			l.begin()
		}
	}
	l.Keep.acted = acted // what a page begins with is nobody's doing
	l.watchAnew()
	l.watchViewsAnew()
}

func (l *Lab) showAgain() {
	if l.Shown != FirstShow {
		l.send(l.Shown)
	}
}

func (l *Lab) newState(e protocol.State) {
	fresh := e.Source != l.State.Source || e.Kind != l.State.Kind || e.Name != l.State.Name || !slices.Equal(e.Columns, l.State.Columns)
	other := fresh || e.Rows != l.State.Rows
	if other && !l.Watching() {
		l.Now, l.Rest = unmeasured(), unmeasured() // the figures were another model's
	}
	l.State, l.Shown = e, e.Show
	l.setPhase(e.Phase)
	if fresh {
		l.Probe = probe{}
		l.Picking.Rows = nil
		l.Imaging = imaging{Rev: l.Imaging.Rev + 1}
		if l.Pictures() {
			l.Planes = protocol.Planes{} // pictures have none
		}
		l.forgetNetwork()
	}
	if other {
		l.forgetViews()
		l.Caveats = nil
	}
	if e.Source == "table" {
		l.markUsed()
		if _, opened := l.Trials[e.ID]; fresh && !opened { // other columns of the same table
			l.adopt()
		}
	} else {
		l.Table = nil
	}
	if c, ok := l.Trials[e.ID]; ok {
		l.taken(c)
	}
	l.Answer(e.ID)
	l.Rev++
	l.drawn++
	l.curved++
	l.WatchViews()
}

func (l *Lab) setPhase(p protocol.Phase) {
	if p == l.Phase {
		return
	}
	l.Phase = p
	l.Rev++
}

func (l *Lab) answered(e protocol.Notice) {
	refused := e.Error && e.ID != 0 && e.ID == l.Keep.backID
	l.Answer(e.ID)
	text := words.Worded(e)
	l.unpublished(text, e.ID)
	if e.Error || e.ID != 0 || !l.Notice.Error {
		l.notify(text, e.Error)
	}
	if e.Error && e.ID == l.Probe.Id {
		l.Probe.asked = false
	}
	if e.Error && e.ID == 0 {
		asked := l.Run
		l.adopt()
		l.Own.Follow(asked, l.Run)
	}
	l.Rev++
	if refused {
		if l.Keep.backID = 0; l.Empty() {
			l.begin() // a new trainer that has nothing else
		}
	}
}

// died keeps the page alive: what was drawn stays, and a new trainer is one click away.
func (l *Lab) died(e protocol.Fatal) {
	l.Fatal = &e
	l.waitNoMore()
	if l.Eng != nil {
		l.Eng.Close()
		l.Eng = nil
	}
	l.Rev++
}

// waitNoMore gives up what the trainer owes: it is gone, or nobody listens to it any more.
func (l *Lab) waitNoMore() {
	clear(l.Trials)
	clear(l.pending)
	l.unpublished(words.Say.CrashHead, l.Hub.waiting()...)
	l.Probe.asked = false
}

// Restart launches a new trainer; its Hello gets the present settings and data.
func (l *Lab) Restart() {
	l.waitNoMore()
	if l.Eng != nil {
		l.Eng.Close()
	}
	if l.Data != nil {
		l.Intent.want(l.Phase == protocol.Training)
	}
	if l.Keep.Back = 0; l.Keep.Present {
		l.Keep.Back, l.Keep.show = l.Keep.Place, l.Shown
		l.Intent.want(l.Phase == protocol.Training)
	}
	l.Keep.backID, l.Keep.Kept = 0, protocol.Kept{Steps: -1}
	l.Fatal, l.Phase, l.State, l.Time = nil, "", protocol.State{}, timeline{}
	l.Now, l.Rest, l.history, l.Rivals = unmeasured(), unmeasured(), protocol.History{}, protocol.Baselines{}
	l.Notice, l.before, l.Alive = notice{}, false, alive{}
	l.Rev++
	if l.Start != nil {
		l.Eng = l.Start()
	}
}

// Status is the word on the body that outside scripts wait for.
func (l *Lab) Status() string {
	switch {
	case l.Fatal != nil:
		return "error"
	case l.Phase == "":
		return "loading"
	}
	if l.Phase == protocol.Over {
		if v, _, _ := l.outcome(); v == learned {
			return "learned"
		}
		return "stopped"
	}
	return string(l.Phase)
}
