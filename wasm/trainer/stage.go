//go:build js && wasm

package main

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"nicelab/app/numeral"
	"nicelab/app/plot"
	"nicelab/flow/prior"
	"nicelab/flow/session"
	"nicelab/wasm/paint"
	"nicelab/wasm/protocol"
	"nicelab/wasm/wire"
)

// stage is where a first visit sees the model learn before the page's own program is there: the trainer begins by
// itself, paints what is in view, and says how far it is. What it would tell the page it keeps, the newest of each
// kind, until the page takes over. web/stage.js is its other end.
type stage struct {
	open    bool
	areas   map[string]area // by the canvas's id
	theme   plot.Theme
	words   plot.LossWords
	style   numeral.Style
	scale   float64 // pixels to the unit
	state   protocol.State
	layered time.Time // when the layers were painted last
	held    []protocol.Event
	begun   bool // the first picture is on the screen
	shown   bool // a picture that was painted is on the screen
	paused  bool // by the person, which the page will hear of once it is there
	frame   js.Func
}

// layersEvery is how often the small pictures of the layers are painted: they are many.
const layersEvery = 200 * time.Millisecond

// area is the context of a canvas and its size in units.
type area struct {
	g    js.Value
	w, h float64
}

// newStage returns the stage that the page gives to its first trainer, or a closed one. It waits for the page's word.
func newStage(in *inbox) *stage {
	if !strings.HasPrefix(js.Global().Get("name").String(), "first ") {
		return &stage{}
	}
	data := in.first("Stage", "NoStage")
	msg, err := wire.Decode(data)
	given, ok := msg.(protocol.Stage)
	switch {
	case err != nil:
		post(misunderstood(err))
		return &stage{}
	case !ok:
		return &stage{}
	case js.Global().Get("requestAnimationFrame").IsUndefined(): // nor will the browser paint from here
		postAside(protocol.Wanted{})
		return &stage{}
	}
	st := &stage{
		open: true, areas: map[string]area{}, theme: plot.Light, scale: given.Density,
		words: plot.LossWords(given.Words.Chart),
		style: numeral.Style{Thousands: given.Words.Thousands, Decimal: given.Words.Decimal},
	}
	for i, a := range given.Areas {
		canvas := data.Get("areas").Index(i).Get("canvas")
		st.areas[a.Name] = area{canvas.Call("getContext", "2d"), a.Width, a.Height}
	}
	if given.Dark {
		st.theme = plot.Dark
	}
	st.frame = js.FuncOf(func(js.Value, []js.Value) any {
		if st.open && !st.begun {
			st.begun = true
			postAside(protocol.Begun{})
		}
		st.shown = true
		in.wake()
		return nil
	})
	return st
}

func (st *stage) begin(s *session.Session) {
	_, layers := st.areas["layer-picture-0"]
	s.Handle(protocol.ShowLayers{On: layers})
	s.Handle(protocol.DefaultPreset())
}

// tell says how far the run is: the figures of the bar, and what the body says to outside scripts.
func (st *stage) tell(p protocol.Progress) {
	state := protocol.Mark{Name: "state", Value: string(protocol.Training)} // learned it is once the page can say so
	postAside(protocol.Told{
		Step: p.Step, StepsPerSecond: p.StepsPerSecond, Valid: p.Valid, AboveFloor: p.AboveFloor,
		Figures: []string{
			st.style.Count(p.Step), st.style.Rate(p.StepsPerSecond), st.style.Nats(p.Valid), st.style.Nats(p.AboveFloor),
		},
		Marks: append(protocol.Marks(st.state, p), state),
	})
}

// post sends an event to the page or, on the stage, shows it and keeps it.
func (st *stage) post(e protocol.Event) {
	if !st.open {
		post(e)
		return
	}
	switch o := e.(type) {
	case protocol.Hello:
		o.Begun = true
		e = o
		for _, p := range o.Presets {
			st.paint("thumb-"+p.Name, func(w, _ float64) plot.Scene { return plot.Thumb(st.theme, w, p.Points) })
		}
	case protocol.State:
		st.state = o
	case protocol.Planes:
		st.paintPlanes(o)
	case protocol.Layers:
		st.paintLayers(o)
	case protocol.History:
		st.paintLoss(o)
	case protocol.Progress:
		st.tell(o)
		if o.Phase == protocol.Over {
			postAside(protocol.Wanted{})
		}
	case protocol.Kept:
		if len(o.Runs) > 0 { // there is something to offer
			postAside(protocol.Wanted{})
		}
	case protocol.Notice:
		postAside(protocol.Wanted{})
	}
	kind := reflect.TypeOf(e)
	st.held = append(slices.DeleteFunc(st.held, func(o protocol.Event) bool { return reflect.TypeOf(o) == kind }), e)
}

// prior is that of the model, which its State has told.
func (st *stage) prior() plot.Law { return prior.Named(string(st.state.Model.Prior)) }

func (st *stage) paintPlanes(p protocol.Planes) {
	st.paint("x-plane", func(w, h float64) plot.Scene {
		return plot.XPlane(st.theme, plot.XPlaneInput{
			View: plot.View{MinX: p.MinX, MaxX: p.MaxX, MinY: p.MinY, MaxY: p.MaxY, W: w, H: h},
			N:    p.N, LogP: p.LogP, Levels: p.Levels, Rings: p.Rings(), Data: p.Data, NameX: "x1", NameY: "x2",
		})
	})
	st.paint("z-plane", func(w, h float64) plot.Scene {
		return plot.ZPlane(st.theme, plot.ZPlaneInput{View: plot.LatentView(st.prior(), w, h), Latent: p.Latent,
			Prior: st.prior(), NameX: "z1", NameY: "z2"})
	})
	js.Global().Call("requestAnimationFrame", st.frame)
}

func (st *stage) paintLayers(e protocol.Layers) {
	if time.Since(st.layered) < layersEvery {
		return
	}
	st.layered = time.Now()
	for i, a := range e.Layers {
		st.paint("layer-picture-"+strconv.Itoa(i), func(w, h float64) plot.Scene {
			return plot.LayerThumb(st.theme, w, plot.LayerInput{
				View: plot.LatentView(st.prior(), w, h), Lattice: plot.Lattice{Points: a.Lattice, Cells: e.Cells, Fine: e.Fine},
				Cell: a.Cell, Data: a.Data,
			})
		})
	}
}

func (st *stage) paintLoss(h protocol.History) {
	st.paint("loss", func(w, height float64) plot.Scene {
		return plot.Loss(st.theme, plot.LossInput{
			W: w, H: height, Steps: h.Steps, Train: h.Train, Valid: h.Valid, Words: st.words,
			HasLimits: st.state.KnownDensity, Entropy: st.state.Entropy, Floor: st.state.Floor,
		})
	})
}

// paint draws on a canvas that is in view.
func (st *stage) paint(name string, draw func(w, h float64) plot.Scene) {
	if a, ok := st.areas[name]; ok {
		paint.Scene(js.Global(), a.g, draw(a.w, a.h), st.scale, func(dst js.Value, src []byte) { js.CopyBytesToJS(dst, src) })
	}
}

// confirm tells the session of a picture that is on the screen, as the page does later.
func (st *stage) confirm(s *session.Session) {
	if st.open && st.shown {
		st.shown = false
		s.Handle(protocol.Painted{})
	}
}

// takes handles the words of web/stage.js.
func (st *stage) takes(s *session.Session, m protocol.Aside) {
	switch m := m.(type) {
	case protocol.TakeOver:
		st.leave(s)
	case protocol.Hold:
		st.paused = st.open && m.On
	}
}

// leave gives way to the page, and tells it what it has missed.
func (st *stage) leave(s *session.Session) {
	if !st.open {
		return
	}
	held := st.held
	*st = stage{}
	s.Handle(protocol.ShowLayers{}) // the page asks for its own
	for _, e := range held {
		post(e)
	}
}
