package app

import (
	"fmt"
	"math"
	"slices"

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

// lab is what the page knows and what it does about it, without a line of HTML: the commands of the
// person and the events of the trainer go in, commands to the trainer come out.
type lab struct {
	start  func() Engine // nil on the server: the page stays in its loading state
	eng    Engine
	effect effects

	run      Run
	own      Run            // what the person chose of it, by hand or by link, over base: new data begins with it
	base     protocol.Setup // the defaults of the present data
	judged   bool           // what came of the run was said
	theme    string
	lang     string // chosen on this visit, by hand or by link
	autoplay bool   // what the link says of training without being asked
	embed    bool   // and of being part of another page
	going    bool   // new data trains at once: the person has not stopped
	unseen   bool   // it does not only because nobody sees the tab
	held     bool   // it does not only because a link said so
	shown    protocol.Show
	dots     bool   // the data is drawn over the density
	linked   string // the hash as it was last written or read
	enters   bool   // the next one to be written is another place of the browser's history

	presets []protocol.Preset
	state   protocol.State
	phase   protocol.Phase // "" until Hello
	before  bool           // and until then the figures are those of the run that the trainer has begun
	now     protocol.Progress
	rest    protocol.Progress // as it was at the last stop: what texts say, which must not change ten times a second
	history protocol.History
	planes  protocol.Planes
	imaging imaging
	pair    [2]int // the columns that planes has
	table   *protocol.Table
	fatal   *protocol.Fatal
	notice  notice
	told    int            // how many notices there were: on a small screen each vanishes after its own while
	pending map[int]string // what the trainer still owes, by ID
	slow    int            // of these, the last that can be cancelled
	lastID  int
	edited  int // lastID when the model or its training was last changed by hand

	data    []protocol.Command       // brings the present data, and a checkpoint on it, back in a new trainer
	trials  map[int]protocol.Command // each OpenTable, Open and GoOn that the trainer has not taken yet, as data would keep it, by ID
	probe   probe
	samples sampling
	refused map[string]refusal // what stands in a field and is not acted on, by the field's id
	hub     hub
	keep    keeping
	drawing drawing
	picking picking
	offline offline
	net     network
	time    timeline
	thumbs  thumbs
	layers  layering
	rivals  protocol.Baselines
	alive   alive
	views   []*viewing
	caveats []protocol.Warning
	wanting errand
	gallery bool     // it was opened once
	imaged  bool     // tables with as many columns as a square picture has pixels are opened as pictures
	builtin struct { // the built-in table that was opened last
		id   int // of its OpenTable
		name string
	}
	wanted  string // the built-in table that a link asks for, before there is data
	choices int    // grows with every choice of what to train on: what was being fetched is then for nothing
	rev     int    // grows when something that changes rarely did
	drawn   int    // grows with every picture of the planes
	curved  int    // and with every loss curve
}

// effects are what reaches out of the page; each is a no-op in tests that do not look.
type effects struct {
	download func(protocol.File)
	link     func(hash string)             // the address of this run is another
	enter    func(hash string)             // and of another run, from which Back returns to this one
	fetch    func(request, func(response)) // the answer comes later, and once
	remember func(keep bool)
	ship     func(files []string, take func([][]byte)) // files of the site, or nil where they cannot be had
}

type notice struct {
	text  string
	error bool
}

// sampling holds the fields beside the buttons of files.
type sampling struct {
	n    int
	temp float64
	seed int
	why  bool // scores are to say why, too
}

func newLab() *lab {
	d := defaultLink()
	return &lab{
		run: d.Run, own: d.Run, base: d.Run.setup(), autoplay: true, going: true, dots: true, theme: d.Theme,
		now:     unmeasured(),
		rest:    unmeasured(),
		shown:   firstShow,
		pending: map[int]string{},
		trials:  map[int]protocol.Command{},
		samples: sampling{n: 1000, temp: 1},
		refused: map[string]refusal{},
		drawing: newDrawing(),
		views:   newViews(),
		keep:    keeping{wanted: true, Kept: protocol.Kept{Steps: -1}},
		effect: effects{
			download: func(protocol.File) {}, link: func(string) {}, enter: func(string) {}, fetch: func(request, func(response)) {}, remember: func(bool) {},
			ship: func([]string, func([][]byte)) {},
		},
	}
}

var firstShow = protocol.DefaultShow()

func unmeasured() protocol.Progress {
	nan := math.NaN()
	return protocol.Progress{Train: nan, Valid: nan, Best: nan, Divergence: nan, AboveFloor: nan}
}

func (l *lab) send(c protocol.Command) {
	if l.eng != nil {
		l.eng.Send(c)
		l.alive.awaited = true
		l.mark(c)
		l.keepOn()
	}
}

// ask numbers a command and remembers what to say while its answer is awaited.
func (l *lab) ask(doing string) int {
	l.lastID++
	l.pending[l.lastID] = doing
	l.rev++
	return l.lastID
}

// askSlowly is ask for what a person may cancel.
func (l *lab) askSlowly(doing string) int {
	l.slow = l.ask(doing)
	return l.slow
}

// cancellable reports whether such an answer is awaited.
func (l *lab) cancellable() bool {
	_, waiting := l.pending[l.slow]
	return waiting
}

func (l *lab) cancel() {
	if l.cancellable() {
		l.send(protocol.Cancel{ID: l.slow})
	}
}

func (l *lab) ready() bool { return l.phase != "" && l.fatal == nil }

// empty reports whether there is no model to train or to look at yet.
func (l *lab) empty() bool { return !l.ready() || l.phase == protocol.Empty || !l.known() }

// known reports whether there are figures to show; they outlive the trainer.
func (l *lab) known() bool { return l.state.Name != "" }

// watched takes the figures of a run that was watched before the page was there, so that they stand until the trainer says more.
func (l *lab) watched(step int, perSecond, valid, aboveFloor float64) {
	l.before = true
	l.now.Step, l.now.StepsPerSecond, l.now.Valid, l.now.AboveFloor = step, perSecond, valid, aboveFloor
}

// watching reports whether nothing else is known yet.
func (l *lab) watching() bool { return l.before && !l.known() }

// accept clears the sentence of an earlier action; what the new one has to say comes after.
func (l *lab) accept() { l.tell("") }

func (l *lab) tell(text string) { l.notify(text, false) }
func (l *lab) warn(text string) { l.notify(text, true) }

func (l *lab) notify(text string, error bool) {
	l.notice = notice{text, error}
	l.told++
	l.rev++
}

// handle takes one event of the trainer.
func (l *lab) handle(e protocol.Event) {
	l.spoke()
	switch e := e.(type) {
	case protocol.Hello:
		l.hello(e)
	case protocol.State:
		l.newState(e)
	case protocol.Progress:
		l.now = e
		l.outdate(e)
		if e.Phase != protocol.Training {
			l.rest = e
		}
		l.setPhase(e.Phase)
		l.judge()
	case protocol.History:
		l.history = e
		l.curved++
	case protocol.Planes:
		l.keepPicks(e)
		if len(e.Kind) != len(l.planes.Kind) || !slices.Equal(e.Kinds, l.planes.Kinds) {
			l.rev++ // rows have other colours
		}
		l.planes = e
		l.drawn++
		l.probeAgain()
	case protocol.Grid:
		l.imaging.grid = e
		l.imaging.rev++
	case protocol.Network:
		l.newNetwork(e)
	case protocol.Explained:
		l.newExplained(e)
	case protocol.Layers:
		l.layersCame(e)
	case protocol.Probed:
		l.probed(e)
	case protocol.Table:
		l.table = &e
		l.rev++
	case protocol.File:
		if l.upload(e) {
			return
		}
		if _, waiting := l.pending[e.ID]; waiting {
			l.tell(fmt.Sprintf(words.Say.Downloaded, e.Name, words.Size(len(e.Bytes))))
		}
		delete(l.pending, e.ID)
		l.rev++
		l.effect.download(e)
	case protocol.Drawing:
		l.drewBefore(e)
	case protocol.Kept:
		l.keptNow(e)
	case protocol.Baselines:
		l.rivals = e
		l.judge()
	case protocol.Times:
		l.timesNow(e)
	case protocol.Previews:
		l.previewed(e)
	case protocol.Progressed:
		if doing, waiting := l.pending[e.ID]; waiting && !l.notice.error {
			l.tell(fmt.Sprintf("%s %d%%", doing, int(100*e.Done)))
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

func (l *lab) hello(e protocol.Hello) {
	l.presets = e.Presets
	l.thumbs = thumbs{drawn: protocol.DefaultPreview(), rev: l.thumbs.rev + 1}
	l.setPhase(protocol.Empty)
	l.rev++
	acted := l.keep.acted
	l.keep.acted, l.keep.asked = false, false
	if e.Begun && (l.going || l.unseen) && l.data == nil && l.run.equal(defaultRun()) {
		l.going = true // and somebody saw it begin
		l.phase, l.data = protocol.Training, []protocol.Command{l.usedPreset()}
		l.askLayersAnew()
	} else {
		l.before = false
		l.send(l.configure())
		l.askLayersAnew()
		if l.keep.back > 0 {
			l.takeBack(l.keep.back, l.going)
		} else {
			l.begin()
		}
	}
	l.keep.acted = acted // what a page begins with is nobody's doing
	l.watchAnew()
	l.watchViewsAnew()
}

func (l *lab) showAgain() {
	if l.shown != firstShow {
		l.send(l.shown)
	}
}

func (l *lab) newState(e protocol.State) {
	fresh := e.Source != l.state.Source || e.Kind != l.state.Kind || e.Name != l.state.Name || !slices.Equal(e.Columns, l.state.Columns)
	other := fresh || e.Rows != l.state.Rows
	if other && !l.watching() {
		l.now, l.rest = unmeasured(), unmeasured() // the figures were another model's
	}
	l.state, l.shown = e, e.Show
	l.setPhase(e.Phase)
	if fresh {
		l.probe = probe{}
		l.picking.Rows = nil
		l.imaging = imaging{rev: l.imaging.rev + 1}
		if l.pictures() {
			l.planes = protocol.Planes{} // pictures have none
		}
		l.forgetNetwork()
	}
	if other {
		l.forgetViews()
		l.caveats = nil
	}
	if e.Source == "table" {
		l.markUsed()
		if _, opened := l.trials[e.ID]; fresh && !opened { // other columns of the same table
			l.adopt()
		}
	} else {
		l.table = nil
	}
	if c, ok := l.trials[e.ID]; ok {
		l.taken(c)
	}
	l.answer(e.ID)
	l.rev++
	l.drawn++
	l.curved++
	l.watchViews()
}

func (l *lab) setPhase(p protocol.Phase) {
	if p == l.phase {
		return
	}
	l.phase = p
	l.rev++
}

func (l *lab) answered(e protocol.Notice) {
	refused := e.Error && e.ID != 0 && e.ID == l.keep.backID
	l.answer(e.ID)
	text := words.Worded(e)
	l.unpublished(text, e.ID)
	if e.Error || e.ID != 0 || !l.notice.error {
		l.notify(text, e.Error)
	}
	if e.Error && e.ID == l.probe.id {
		l.probe.asked = false
	}
	if e.Error && e.ID == 0 {
		asked := l.run
		l.adopt()
		l.own.follow(asked, l.run)
	}
	l.rev++
	if refused {
		if l.keep.backID = 0; l.empty() {
			l.begin() // a new trainer that has nothing else
		}
	}
}

// died keeps the page alive: what was drawn stays, and a new trainer is one click away.
func (l *lab) died(e protocol.Fatal) {
	l.fatal = &e
	clear(l.trials)
	clear(l.pending)
	l.unpublished(words.Say.CrashHead, l.hub.waiting()...)
	l.probe.asked = false
	if l.eng != nil {
		l.eng.Close()
		l.eng = nil
	}
	l.rev++
}

// restart launches a new trainer; its Hello gets the present settings and data.
func (l *lab) restart() {
	if l.eng != nil {
		l.eng.Close()
	}
	if l.data != nil {
		l.going = l.phase == protocol.Training
	}
	if l.keep.back = 0; l.keep.present {
		l.keep.back, l.going, l.keep.show = l.keep.Place, l.phase == protocol.Training, l.shown
	}
	l.keep.backID, l.keep.Kept = 0, protocol.Kept{Steps: -1}
	l.fatal, l.phase, l.state, l.time = nil, "", protocol.State{}, timeline{}
	l.now, l.rest, l.history, l.rivals = unmeasured(), unmeasured(), protocol.History{}, protocol.Baselines{}
	l.notice, l.before, l.alive = notice{}, false, alive{}
	l.rev++
	if l.start != nil {
		l.eng = l.start()
	}
}

// status is the word on the body that outside scripts wait for.
func (l *lab) status() string {
	switch {
	case l.fatal != nil:
		return "error"
	case l.phase == "":
		return "loading"
	}
	if l.phase == protocol.Over {
		if v, _, _ := l.outcome(); v == learned {
			return "learned"
		}
		return "stopped"
	}
	return string(l.phase)
}
