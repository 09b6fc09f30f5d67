package lab

import (
	"fmt"
	"testing"

	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// seen is what was last seen of each thing that is drawn by a revision.
type seen map[string]sighting

type sighting struct {
	rev  int
	what string
}

// look returns the name of something that is another than before while its revision is the same, or "".
func (s *seen) look(l *Lab) string {
	const w, h = 120, 90
	scene := func(draw func(plot.Theme, float64, float64) plot.Scene) string {
		return fmt.Sprintf("%v", draw(plot.Light, w, h).Ops)
	}
	now := map[string]sighting{
		"what the panels say": {l.Rev(), panels(l)},
		"the timeline":        {l.Time.Rev(), l.Time.TimeText() + l.Time.TimeNote()},
		"the network": {l.Net.Rev(), fmt.Sprint(l.Net.Scales(), l.Net.Verdict(), l.Net.SpectrumSum(),
			scene(l.Net.DrawSpectrum))},
		"the layers": {l.Rev() + l.Layers.Rev(), fmt.Sprint(l.Layers.ZTitle(), l.Layers.ZSub(), l.Layers.Playing)},
		"the curve":  {l.LossRev(), scene(l.DrawLoss)},
	}
	if l.Sight.Pictured() { // without, neither plane is drawn
		now["the x-plane"] = sighting{l.Sight.PictureRev(), scene(l.Sight.DrawX)}
		now["the right-hand plane"] = sighting{l.Layers.LatentRev(), scene(l.Layers.DrawLatent)}
		now["a line around rows"] = sighting{l.Picking.Rev(), scene(l.Sight.DrawLasso(false))}
	}
	before := *s
	*s = now
	for name, n := range now {
		if b, ok := before[name]; ok && b.rev == n.rev && b.what != n.what {
			return fmt.Sprintf("%s: %.300q, before %.300q:", name, n.what, b.what)
		}
	}
	return ""
}

// panels is what the panels that are drawn by Lab.Rev say.
func panels(l *Lab) string {
	_, _, further := l.Further()
	return fmt.Sprint(
		l.Choice.Run, l.Choice.Base, l.Choice.Refused, l.Choice.Goes(), l.Status(), l.Ready(), l.Empty(),
		l.Line.Alive.Silent, l.Line.Doing(), l.Line.Cancellable(),
		l.Notice, l.Note(), l.DataHead(), l.DataName(), l.Source.OnPreset(), l.Source.OnBuiltin(), l.Address.Theme,
		l.Address.Autoplay, l.Shown,
		l.Drawing.Open, l.Table, l.Caveats, l.Keep.Offers(), l.Keep.KeptText(), l.Hub.Note, l.Hub.Busy, len(l.Hub.List),
		l.Choice.Differs(),
		further, l.MaySlow(), l.MayBePictures(), l.Imaging.Asked, l.Choice.Samples, l.Address.Embed, len(l.Source.Trials),
		l.Untold(),
	)
}

// A field counts without anybody's doing, but for one that says that it does not; so does one deep inside.
func TestRevisionSeesEveryValue(t *testing.T) {
	type inner struct {
		list []int
		at   map[string]float64
		why  any
	}
	type outer struct {
		on   bool
		text string
		deep *inner
		far  float32 `rev:"-"`
	}
	fresh := func() *outer {
		return &outer{deep: &inner{list: []int{1, 2}, at: map[string]float64{"a": 1, "b": 2}}}
	}
	none := revision(fresh())
	if none <= 0 || revision(fresh()) != none {
		t.Fatalf("the same value has the revisions %d and %d", none, revision(fresh()))
	}
	all := map[int]string{none: "as it was"}
	for name, change := range map[string]func(*outer){
		"bool": func(o *outer) { o.on = true }, "text": func(o *outer) { o.text = "x" },
		"element": func(o *outer) { o.deep.list[1] = 3 }, "longer": func(o *outer) { o.deep.list = []int{1, 2, 0} },
		"empty": func(o *outer) { o.deep.list = []int{} }, "nil": func(o *outer) { o.deep.list = nil },
		"value": func(o *outer) { o.deep.at["b"] = 3 }, "swapped": func(o *outer) { o.deep.at["a"], o.deep.at["b"] = 2, 1 },
		"any":          func(o *outer) { o.deep.why = protocol.Play{} },
		"another type": func(o *outer) { o.deep.why = protocol.Pause{} },
		"gone":         func(o *outer) { o.deep = nil },
	} {
		o := fresh()
		change(o)
		rev := revision(o)
		if was, ok := all[rev]; ok {
			t.Errorf("%s has the revision of %s", name, was)
		}
		all[rev] = name
	}
	o := fresh()
	if o.far = 9; revision(o) != none {
		t.Error("what does not count counts")
	}

	// A list that is too long to be read is told from others by where it lies.
	long := make([]float32, 2*longest)
	same, other := revision(long), make([]float32, 2*longest)
	if revision(long) != same || revision(other) == same {
		t.Error("long lists are not told from each other")
	}
}
