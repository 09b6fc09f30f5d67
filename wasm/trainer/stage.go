//go:build js && wasm

package main

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"syscall/js"
	"time"

	"nicelab/app/plot"
	"nicelab/flow/session"
	"nicelab/wasm/paint"
	"nicelab/wasm/protocol"
)

// stage is where a first visit sees the model learn before the page's own program is there: the trainer begins by itself, paints what is in view,
// and says how far it is. What it would tell the page it keeps, the newest of each kind, until the page takes over. web/stage.js is its other end.
type stage struct {
	open    bool
	areas   map[string]area // by the canvas's id
	theme   plot.Theme
	words   plot.LossWords
	scale   float64 // pixels to the unit
	state   protocol.State
	layered time.Time // when the layers were painted last
	held    []protocol.Event
	begun   bool // the first picture is on the screen
	shown   bool // a picture that was painted is on the screen
	frame   js.Func
}

// layersEvery is how often the small pictures of the layers are painted: they are many.
const layersEvery = 200 * time.Millisecond

// area is the context of a canvas and its size in units.
type area struct {
	g    js.Value
	w, h float64
}

func isStage(data js.Value) bool {
	return data.Type() == js.TypeObject && data.Get("type").String() == "Stage"
}

// newStage returns the stage that the page gives to its first trainer, or a closed one.
func newStage(in *inbox) *stage {
	if !strings.HasPrefix(js.Global().Get("name").String(), "first ") {
		return &stage{}
	}
	for js.Global().Get("stage").IsUndefined() {
		<-in.arrived
	}
	in.wake() // for what came with it
	given := js.Global().Get("stage")
	st := &stage{}
	switch {
	case given.Get("areas").IsUndefined():
		return st
	case js.Global().Get("requestAnimationFrame").IsUndefined(): // nor will the browser paint from here
		st.say("Wanted")
		return st
	}
	words := make([]string, given.Get("words").Length())
	for i := range words {
		words[i] = given.Get("words").Index(i).String()
	}
	*st = stage{open: true, areas: map[string]area{}, theme: plot.Light, words: plot.LossWordsOf(words), scale: given.Get("density").Float()}
	for i := range given.Get("areas").Length() {
		v := given.Get("areas").Index(i)
		st.areas[v.Get("name").String()] = area{v.Get("canvas").Call("getContext", "2d"), v.Get("width").Float(), v.Get("height").Float()}
	}
	if given.Get("dark").Bool() {
		st.theme = plot.Dark
	}
	st.frame = js.FuncOf(func(js.Value, []js.Value) any {
		if st.open && !st.begun {
			st.begun = true
			st.say("Begun")
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

// say tells web/stage.js something.
func (st *stage) say(kind string) {
	js.Global().Call("postMessage", map[string]any{"type": kind})
}

// tell says how far the run is: the figures of the bar, and what the body says to outside scripts.
func (st *stage) tell(p protocol.Progress) {
	marks := map[string]any{"state": string(protocol.Training), "step": p.Step, "dim": len(st.state.Columns)} // learned it is once the page can say so
	measured := map[string]float64{"nllTrain": p.Train, "nllValid": p.Valid}
	if st.state.KnownDensity {
		measured["entropy"], measured["floor"] = st.state.Entropy, st.state.Floor
	}
	for name, v := range measured {
		if !math.IsNaN(v) {
			marks[name] = v
		}
	}
	figures := []any{p.Step, p.StepsPerSecond, p.Valid, p.AboveFloor}
	js.Global().Call("postMessage", map[string]any{"type": "Told", "figures": figures, "marks": marks})
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
			st.say("Wanted")
		}
	case protocol.Kept:
		if len(o.Runs) > 0 { // there is something to offer
			st.say("Wanted")
		}
	case protocol.Notice:
		st.say("Wanted")
	}
	kind := reflect.TypeOf(e)
	st.held = append(slices.DeleteFunc(st.held, func(o protocol.Event) bool { return reflect.TypeOf(o) == kind }), e)
}

func (st *stage) paintPlanes(p protocol.Planes) {
	st.paint("x-plane", func(w, h float64) plot.Scene {
		return plot.XPlane(st.theme, plot.XPlaneInput{
			View: plot.View{MinX: p.MinX, MaxX: p.MaxX, MinY: p.MinY, MaxY: p.MaxY, W: w, H: h},
			N:    p.N, LogP: p.LogP, Levels: p.Levels, Rings: p.Rings(), Data: p.Data, NameX: "x1", NameY: "x2",
		})
	})
	st.paint("z-plane", func(w, h float64) plot.Scene {
		return plot.ZPlane(st.theme, plot.ZPlaneInput{View: plot.LatentView(false, w, h), Latent: p.Latent, NameX: "z1", NameY: "z2"})
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
				View: plot.LatentView(false, w, h), Lattice: plot.Lattice{Points: a.Lattice, Cells: e.Cells, Fine: e.Fine}, Cell: a.Cell, Data: a.Data,
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

// takes handles the word with which the page takes over, and reports whether it was that.
func (st *stage) takes(s *session.Session, data js.Value) bool {
	if data.Type() != js.TypeObject || data.Get("type").String() != "Leave" {
		return false
	}
	st.leave(s)
	return true
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
