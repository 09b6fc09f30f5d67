package browser

import (
	"maps"
	"math"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Marks are the state on the body, for outside scripts.
type Marks map[string]string

// Write writes what a lab knows, and more that holds; what is not known is absent.
func (m *Marks) Write(l *lab.Lab, more ...string) {
	attrs := map[string]string{"data-state": l.Status()}
	if l.Known() {
		for _, mark := range protocol.Marks(l.State, l.Now) {
			attrs["data-"+mark.Name] = mark.Value
		}
		attrs["data-rows"] = strconv.Itoa(l.State.Rows)
		put := func(name string, v float64) {
			if !math.IsNaN(v) {
				attrs[name] = words.Exact(v)
			}
		}
		if l.Pictures() {
			put("data-bits-dim", l.Now.Bits)
		}
		attrs["data-kind"] = string(l.State.Kind)
		for _, rival := range l.Rivals.Models {
			put("data-baseline-"+rival.Name, rival.NLL)
		}
	}
	for _, name := range more {
		attrs[name] = "yes"
	}
	if l.Keep.On && l.Keep.Steps >= 0 {
		attrs["data-kept"] = strconv.Itoa(l.Keep.Steps)
	}
	if step, back := l.Time.LookedAt(); back {
		attrs["data-back"] = strconv.Itoa(step)
	}
	if n := l.Keep.Offered(); n > 0 {
		attrs["data-offers"] = strconv.Itoa(n)
	}
	body := ui.Window().Get("document").Get("body")
	gone := slices.Collect(maps.Keys(*m))
	if l.Known() {
		for _, name := range protocol.MarksAtTimes { // the stage may have put them there
			gone = append(gone, "data-"+name)
		}
	}
	for _, name := range gone {
		if _, ok := attrs[name]; !ok {
			body.Call("removeAttribute", name)
		}
	}
	for name, v := range attrs {
		if (*m)[name] != v {
			body.Call("setAttribute", name, v)
		}
	}
	*m = attrs
}
