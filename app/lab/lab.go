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
	Line
	Report
	Source
	Choice
	Address
	Notices

	Sight   `rev:"-"`
	Shown   protocol.Show
	Probe   `rev:"-"`
	Picking `rev:"-"`
	Layers  `rev:"-"`
	Net     `rev:"-"`
	Time    `rev:"-"`
	Imaging
	Thumbs
	Views []*Viewing `rev:"-"`

	Drawing
	Hub
	Keep
	Offline
}

// New returns a lab of the default run, without a trainer.
func New() *Lab {
	l := &Lab{
		Line: newLine(), Report: newReport(), Choice: newChoice(), Address: newAddress(), Keep: newKeep(),
		Source: Source{Trials: map[int]protocol.Command{}}, Sight: Sight{Dots: true}, Shown: FirstShow,
		Drawing: NewDrawing(), Views: newViews(),
	}
	l.Line.sent = func(c protocol.Command) {
		l.Keep.mark(c, l.State.Model)
		l.Keep.keepOn()
	}
	l.bare = l.Bare
	l.Probe.to, l.Picking.to, l.Layers.of, l.Net.of, l.Time.to, l.Thumbs.to = l, l, l, l, l, l
	l.Hub.to, l.Hub.fetch = l, func(r Request, take func(Response)) { l.Effect.Fetch(r, take) }
	l.Keep.to = l
	return l
}

var FirstShow = protocol.DefaultShow()

// Handle takes one event of the trainer.
func (l *Lab) Handle(e protocol.Event) {
	l.Alive = Alive{}
	switch e := e.(type) {
	case protocol.Hello:
		l.hello(e)
	case protocol.State:
		l.newState(e)
	case protocol.Progress:
		l.Net.outdate(e, l.Run.Train.Speed == "slow")
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
		l.probed(e)
	case protocol.Table:
		l.Table = &e
	case protocol.File:
		if l.upload(e) {
			delete(l.pending, e.ID)
			return
		}
		if _, waiting := l.pending[e.ID]; waiting {
			l.Tell(fmt.Sprintf(words.Say.Downloaded, e.Name, words.Size(len(e.Bytes))))
		}
		delete(l.pending, e.ID)
		l.Effect.Download(e)
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
	l.Thumbs.begin(e.Presets)
	l.Phase = protocol.Empty
	acted := l.Keep.acted
	l.Keep.anew()
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
	l.WatchViews()
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
	l.unpublished(text, e.ID)
	if e.Error || e.ID != 0 || !l.Notice.Error {
		l.notify(text, e.Error)
	}
	if e.Error {
		l.Probe.failed(e.ID)
	}
	if e.Error && e.ID == 0 {
		asked := l.Run
		l.adopt()
		l.Own.Follow(asked, l.Run)
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
	clear(l.Trials)
	l.hangUp()
	l.unpublished(words.Say.CrashHead, l.Hub.waiting()...)
	l.Probe.asked = false
}

// Restart launches a new trainer; its Hello gets the present settings and data.
func (l *Lab) Restart() {
	l.waitNoMore()
	if l.Data != nil || l.Keep.Present {
		l.Intent.want(l.Phase == protocol.Training)
	}
	l.Keep.restarted(l.Shown)
	l.Report.restarted()
	l.Time.restarted()
	l.Notice, l.Alive = notice{}, Alive{}
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
