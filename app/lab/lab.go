package lab

import (
	"fmt"
	"slices"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Lab is what the page knows and what it does about it, without a line of HTML: the commands of the person and the
// events of the trainer go in, commands to the trainer come out. Each of its parts is a type of its own, which is
// handed what it needs of the others; the lab does what takes several.
type Lab struct {
	Line Line
	Report
	Source  Source
	Choice  Choice
	Address Address
	Notices

	Sight   Sight `rev:"-"`
	Shown   protocol.Show
	Probe   Probe   `rev:"-"`
	Picking Picking `rev:"-"`
	Layers  Layers  `rev:"-"`
	Net     Net     `rev:"-"`
	Time    Time    `rev:"-"`
	Imaging Imaging
	Thumbs  Thumbs
	Views   Views `rev:"-"`

	Drawing Drawing
	Hub     Hub
	Keep    Keep
	Offline Offline
}

// New returns a lab of the default run, without a trainer.
func New() *Lab {
	l := &Lab{
		Line: newLine(), Report: newReport(), Choice: newChoice(), Address: newAddress(), Keep: newKeep(),
		Source: Source{Trials: map[int]protocol.Command{}}, Sight: Sight{Dots: true}, Shown: FirstShow,
		Drawing: NewDrawing(),
	}
	l.Line.sent = func(c protocol.Command) {
		l.Keep.mark(c, l.State.Model)
		l.Keep.keepOn()
	}
	l.Source.bare = l.Bare
	l.Choice.to = chosen{l, &l.Source}
	seen := about{&l.Report, &l.Source, &l.Choice, &l.Shown, &l.Sight, &l.Picking, &l.Imaging, &l.Views}
	of := served{seen, &l.Line, &l.Notices}
	l.Views, l.Sight.of, l.Imaging.of = Views{newViews(seen), seen, of}, seen, seen
	l.Probe.to, l.Layers.of, l.Net.of, l.Time.to, l.Thumbs.to, l.Keep.to = of, of, of, of, of, of
	l.Layers.sight, l.Net.sight = &l.Sight, &l.Sight
	l.Drawing.to = sketched{l, &l.Source, &l.Sight, &l.Probe}
	l.Picking.to = planes{&l.Sight, &l.Layers, &l.Probe, &l.Views}
	l.Hub.to, l.Hub.fetch = l, func(r Request, take func(Response)) { l.Line.Effect.Fetch(r, take) }
	return l
}

// served is what parts are handed of the lab: what it knows, and the line to the trainer.
type served struct {
	about
	*Line
	*Notices
}

// sketched is what the drawing is handed.
type sketched struct {
	*Lab
	*Source
	*Sight
	*Probe
}

// planes is what picking is handed.
type planes struct {
	*Sight
	*Layers
	*Probe
	*Views
}

// chosen is what the choice is handed.
type chosen struct {
	*Lab
	*Source
}

var FirstShow = protocol.DefaultShow()

// Handle takes one event of the trainer.
func (l *Lab) Handle(e protocol.Event) {
	l.Line.Alive = Alive{}
	switch e := e.(type) {
	case protocol.Hello:
		l.hello(e)
	case protocol.State:
		l.newState(e)
	case protocol.Progress:
		l.Net.outdate(e, l.Choice.Run.Train.Speed == "slow")
		l.progressed(e)
		l.judge()
	case protocol.History:
		l.history.set(e)
	case protocol.Planes:
		l.newPlanes(e)
	case protocol.Grid:
		l.Imaging.Grid.set(e)
	case protocol.Network:
		l.Net.took(e)
	case protocol.Explained:
		l.Net.explain(&e)
	case protocol.Layers:
		l.Layers.took(e)
	case protocol.Probed:
		l.Probe.probed(e)
	case protocol.Table:
		l.Table = &e
	case protocol.File:
		if l.Hub.upload(e) {
			delete(l.Line.pending, e.ID)
			return
		}
		if _, waiting := l.Line.pending[e.ID]; waiting {
			l.Tell(fmt.Sprintf(words.Say.Downloaded, e.Name, words.Size(len(e.Bytes))))
		}
		delete(l.Line.pending, e.ID)
		l.Line.Effect.Download(e)
	case protocol.Drawing:
		l.drewBefore(e)
	case protocol.Kept:
		l.Keep.took(e)
	case protocol.Baselines:
		l.Rivals.Baselines = e
		l.judge()
	case protocol.Times:
		l.Time.took(e)
	case protocol.Previews:
		l.Thumbs.previewed(e)
	case protocol.Progressed:
		if doing, waiting := l.Line.pending[e.ID]; waiting && !l.Notice.Error {
			l.Tell(fmt.Sprintf("%s %d%%", doing, int(100*e.Done)))
		}
	case protocol.Notice:
		l.answered(e)
	case protocol.Fatal:
		l.died(e)
	case protocol.Watched:
		l.Views.got(e)
	case protocol.Warnings:
		l.warned(e)
	default:
		if l.Views.took(e) {
			l.find()
		}
	}
}

func (l *Lab) hello(e protocol.Hello) {
	l.Thumbs.begin(e.Presets)
	l.Phase = protocol.Empty
	acted := l.Keep.acted
	l.Keep.anew()
	if e.Begun && (l.Choice.Goes() || l.Choice.Intent == Unseen) && l.Source.Data == nil &&
		l.Choice.Run.Equal(link.DefaultRun()) {
		l.Choice.Intent = Going // and somebody saw it begin
		l.Phase, l.Source.Data = protocol.Training, []protocol.Command{l.Choice.usedPreset()}
		l.Layers.askLayersAnew()
	} else {
		l.before = false
		l.Line.send(l.Choice.configure())
		l.Layers.askLayersAnew()
		if l.Keep.Back > 0 {
			l.takeBack(l.Keep.Back, l.Choice.Goes())
		} else {
			l.begin()
		}
	}
	l.Keep.acted = acted // what a page begins with is nobody's doing
	l.Net.watchAnew()
	l.Views.watchAnew()
}

func (l *Lab) showAgain() {
	if l.Shown != FirstShow {
		l.Line.send(l.Shown)
	}
}

func (l *Lab) newState(e protocol.State) {
	fresh := e.Source != l.State.Source || e.Kind != l.State.Kind || e.Name != l.State.Name ||
		!slices.Equal(e.Columns, l.State.Columns)
	other := fresh || e.Rows != l.State.Rows
	if other && !l.Watching() {
		l.Now, l.Rest = unmeasured(), unmeasured() // the figures were another model's
	}
	l.State, l.Shown = e, e.Show
	l.Phase = e.Phase
	if fresh {
		l.Probe.forget()
		l.Picking.Rows = nil
		l.Imaging.forget()
		if l.Pictures() {
			l.Sight.set(protocol.Planes{}) // pictures have none
		}
		l.Net.forget()
	}
	if other {
		l.Views.forget()
		l.Caveats = nil
	}
	if e.Source == "table" {
		l.markUsed()
		if _, opened := l.Source.Trials[e.ID]; other && !opened { // other columns of the same table, or other rows
			l.adopt()
		}
	} else {
		l.Table = nil
	}
	if c, ok := l.Source.Trials[e.ID]; ok {
		l.taken(c)
	}
	l.Answer(e.ID)
	l.Views.Watch()
}

// newPlanes takes a picture of the planes. The selection goes where its rows are others; the pair of columns that is
// shown may change.
func (l *Lab) newPlanes(e protocol.Planes) {
	if l.Sight.took(e, [2]int{l.State.Show.ColumnX, l.State.Show.ColumnY}) {
		l.Picking.drop()
	}
	l.Probe.again()
}

func (l *Lab) answered(e protocol.Notice) {
	refused := e.Error && e.ID != 0 && e.ID == l.Keep.backID
	l.Answer(e.ID)
	text := words.Worded(e)
	l.Hub.unpublished(text, e.ID)
	if e.Error || e.ID != 0 || !l.Notice.Error {
		l.notify(text, e.Error)
	}
	if e.Error {
		l.Probe.failed(e.ID)
	}
	if e.Error && e.ID == 0 {
		asked := l.Choice.Run
		l.adopt()
		l.Choice.Own.Follow(asked, l.Choice.Run)
	}
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
}

// waitNoMore gives up what the trainer owes: it is gone, or nobody listens to it any more.
func (l *Lab) waitNoMore() {
	clear(l.Source.Trials)
	l.Line.hangUp()
	l.Hub.unpublished(words.Say.CrashHead, l.Hub.waiting()...)
	l.Probe.asked = false
}

// Restart launches a new trainer; its Hello gets the present settings and data.
func (l *Lab) Restart() {
	l.waitNoMore()
	if l.Source.Data != nil || l.Keep.Present {
		l.Choice.Intent.want(l.Phase == protocol.Training)
	}
	l.Keep.restarted(l.Shown)
	l.Report.restarted()
	l.Time.restarted()
	l.Notice, l.Line.Alive = notice{}, Alive{}
	if l.Line.Start != nil {
		l.Line.Eng = l.Line.Start()
	}
}
