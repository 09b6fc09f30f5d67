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

// Write writes what is known of the run, what is kept and where one looks, and more that holds; what is not known is
// absent.
func (m *Marks) Write(r *lab.Report, k *lab.Keep, t *lab.Time, more ...string) {
	attrs := map[string]string{"data-state": r.Status()}
	if r.Known() {
		for _, mark := range protocol.Marks(r.State, r.Now) {
			attrs["data-"+mark.Name] = mark.Value
		}
		attrs["data-rows"] = strconv.Itoa(r.State.Rows)
		put := func(name string, v float64) {
			if !math.IsNaN(v) {
				attrs[name] = words.Exact(v)
			}
		}
		if r.Pictures() {
			put("data-bits-dim", r.Now.Bits)
		}
		attrs["data-kind"] = string(r.State.Kind)
		for _, rival := range r.Rivals.Models {
			put("data-baseline-"+rival.Name, rival.NLL)
		}
	}
	for _, name := range more {
		attrs[name] = "yes"
	}
	if k.On && k.Steps >= 0 {
		attrs["data-kept"] = strconv.Itoa(k.Steps)
	}
	if step, back := t.LookedAt(); back {
		attrs["data-back"] = strconv.Itoa(step)
	}
	if n := k.Offered(); n > 0 {
		attrs["data-offers"] = strconv.Itoa(n)
	}
	body := ui.Window().Get("document").Get("body")
	gone := slices.Collect(maps.Keys(*m))
	if r.Known() {
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
