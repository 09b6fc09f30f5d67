package session

import (
	"bytes"
	"cmp"
	"math"
	"os"
	"slices"
	"testing"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/keep/keeptest"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// digits are pictures with labels and a test set, as the site ships them.
func digits(t *testing.T) []byte {
	t.Helper()
	b, err := os.ReadFile("../../web/pictures/digits.npz")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wishing opens pictures with a small model of theirs.
func wishing(b []byte, whiten bool) protocol.OpenTable {
	r := recipe.Pictures(4779, 64)
	w := protocol.Wish{Setup: protocol.Setup(r), Defaults: protocol.Setup(r)}
	w.Model.Hidden, w.Model.Whiten = []int{32}, whiten
	return protocol.OpenTable{Name: "digits.npz", Bytes: b, Wish: w}
}

// Of a test set so much is held out as a trainer holds out, whatever the seed, and none of it is trained on.
func TestATestSetIsHeldOut(t *testing.T) {
	for _, c := range []struct{ train, test, tests int }{
		{60_000, 10_000, 10_000}, {3823, 1797, 956}, {100, 0, 0}, {100, 3, 3}, {40, 400, 10}, {21, 1, 1},
	} {
		p := newPictures(&dataset.Pixels{Shape: dataset.Shape{Height: 1, Width: 2, Channels: 1},
			Train: make([]byte, 2*c.train), Test: make([]byte, 2*c.test)})
		if got := p.tests(); got < c.tests-1 || got > c.tests || p.Len() != c.train+got {
			t.Errorf("%d and %d pictures: %d of the test set are held out, of %d rows", c.train, c.test, got, p.Len())
		}
		for _, seed := range []uint64{1, 7} {
			m := flow.Config{Seed: seed}
			q := p.arranged(m)
			held, train := m.Split(q.Len(), 0)
			for i, r := range held {
				if inTest := int(q.order[r]) >= c.train; inTest != (i < q.tests()) {
					t.Fatalf("picture %d of %d is held out as number %d", q.order[r], c.train, i)
				}
			}
			seen := make([]bool, q.Len())
			for _, r := range slices.Concat(held, train) {
				seen[q.order[r]] = true
			}
			for _, r := range train {
				if int(q.order[r]) >= c.train {
					t.Fatalf("picture %d of the test set is trained on", q.order[r])
				}
			}
			if slices.Contains(seen, false) {
				t.Error("a picture is in no row")
			}
		}
	}
}

// A file of pictures is known as such, begins at a full Gaussian of its pixels, and trains.
func TestPicturesAreLearned(t *testing.T) {
	d := newDesk(t)
	open := wishing(digits(t), true)
	d.do(open)
	st := last[protocol.State](d)
	want := protocol.Shape{Height: 8, Width: 8, Channels: 1, Levels: 17, Tests: d.data.pictures.tests()}
	if st.Kind != protocol.KindPicture || st.Picture != want || want.Tests < 900 || st.Rows != 3823+want.Tests ||
		len(st.Columns) != 64 {
		t.Fatalf("%+v", st)
	}
	g := last[protocol.Grid](d)
	if !g.Exact || len(g.Pixels) != 64*protocol.GridPictures || len(g.LogP) != protocol.GridPictures {
		t.Fatalf("a grid of %d pixels, %d log p", len(g.Pixels), len(g.LogP))
	}
	for _, e := range d.events {
		if _, ok := e.(protocol.Planes); ok {
			t.Fatal("pictures have a plane")
		}
	}
	// The whitening makes the covariance of the rows trained on the identity, but for what keeps it finite.
	m := d.model
	_, train := m.Split(d.data.rows(), 0)
	x := make([]float32, 64*len(train))
	d.data.of(d.flow).Read(x, train, nil)
	stages := d.flow.Layers(x)
	white := stages[slices.IndexFunc(m.Stages(), func(s flow.Stage) bool { return s.Kind == flow.Whitening })]
	for i := range 64 {
		for j := range i + 1 {
			var sum float64
			for r := range train {
				sum += float64(white[r*64+i]) * float64(white[r*64+j])
			}
			got := sum / float64(len(train)) / math.Pow(d.flow.Prior.Width(), 2)
			if i != j && math.Abs(got) > 0.08 || i == j && (got > 1.1 || got < 0.9) {
				t.Fatalf("covariance of %d and %d is %v", i, j, got)
			}
		}
	}
	d.do(protocol.Step{})
	first := last[protocol.Progress](d)
	c := protocol.Configure{Model: d.model, Train: d.settings}
	c.Train.Run = 100
	d.do(c, protocol.Play{})
	p := last[protocol.Progress](d)
	if p.Phase != protocol.Over || !(p.Valid < first.Valid-5) {
		t.Errorf("from %v to %v nats in %d steps", first.Valid, p.Valid, p.Step)
	}
	t.Logf("from %v to %v nats in %d steps", first.Valid, p.Valid, p.Step)
	if want := p.Valid/(64*math.Ln2) + math.Log2(17); math.Abs(p.Bits-want) > 1e-9 ||
		!(p.Bits > 0 && p.Bits < math.Log2(17)) {
		t.Errorf("%v bits, want %v", p.Bits, want)
	}
	again := last[protocol.Grid](d)
	if again.Step != p.Step || bytes.Equal(again.Pixels, g.Pixels) {
		t.Error("the samples have not moved")
	}

	// At temperature 0 there are no more samples than modes, and not all are one.
	show := last[protocol.State](d).Show
	show.Temperature = 0
	d.do(show)
	g, seen := last[protocol.Grid](d), map[string]bool{}
	for cold := range slices.Chunk(g.Pixels, 64) {
		seen[string(cold)] = true
	}
	if n := len(seen); n < 2 || n > d.model.Modes || n == protocol.GridPictures {
		t.Errorf("at temperature 0 there are %d samples of %d modes", n, d.model.Modes)
	}
}

// A run on pictures that was saved goes on bit for bit, fresh noise included.
func TestPicturesGoOnExactly(t *testing.T) {
	file := digits(t)
	a := newDesk(t)
	a.do(wishing(file, true))
	for range 7 {
		a.do(protocol.Step{})
	}
	a.do(protocol.Save{ID: 5})
	saved := last[protocol.File](a).Bytes
	b := newDesk(t)
	b.do(wishing(file, false), protocol.Open{Name: "run.safetensors", Bytes: saved})
	for range 5 {
		a.do(protocol.Step{})
		b.do(protocol.Step{})
	}
	if !slices.Equal(a.flow.Weights, b.flow.Weights) || a.trainer.Loss != b.trainer.Loss {
		t.Error("other weights")
	}
	// After a reset the units, which came with the file, are worked out.
	b.do(protocol.Reset{})
	a.do(protocol.Reset{})
	if !slices.Equal(a.flow.Weights, b.flow.Weights) || !slices.Equal(a.flow.Mean, b.flow.Mean) {
		t.Error("after a reset another flow")
	}
}

// Whitening is worked out in slices, and a pause is heard meanwhile.
func TestUnitsAreWorkedOutInSlices(t *testing.T) {
	d := newDesk(t)
	open := wishing(digits(t), true)
	open.ID, open.Play = 3, true
	d.progress.every = 0
	d.Handle(open)
	for slices := 0; d.flow == nil; slices++ {
		if d.chunk(); slices == 60 {
			d.Handle(protocol.Pause{})
		}
		if slices > 5000 {
			t.Fatal("no end")
		}
	}
	d.rest()
	told := 0
	for _, e := range d.events {
		if p, ok := e.(protocol.Progressed); ok && p.ID == 3 {
			told++
		}
	}
	if told < 5 {
		t.Errorf("%d words of how far it is", told)
	}
	if d.trainer.Steps != 0 {
		t.Errorf("it trained %d steps after a pause", d.trainer.Steps)
	}
}

// The album has every picture once, with its label, and ranks those held out; a close look finds the nearest picture.
func TestAlbum(t *testing.T) {
	d := newDesk(t)
	d.do(wishing(digits(t), false))
	watch := func(a protocol.AlbumArgs) protocol.Album {
		d.do(protocol.Watch{View: "album", Open: true, Live: true, Args: protocol.Args{Album: a}})
		return last[protocol.Album](d)
	}
	p := d.data.pictures
	e := watch(protocol.AlbumArgs{First: 3800})
	if e.Of != 5620 || len(e.Numbers) != protocol.GridPictures || e.Numbers[0] != 3801 || e.Labels[30] != p.Labels[3830] ||
		len(e.Pixels) != 64*64 {
		t.Fatalf("%d of %d, %v", len(e.Numbers), e.Of, e.Numbers[:2])
	}
	if e.Pixels[3] != byte(math.Round(float64(p.Train[3800*64+3])*255/16)) {
		t.Errorf("pixel %d of brightness %d", e.Pixels[3], p.Train[3800*64+3])
	}
	least, most := watch(protocol.AlbumArgs{Order: protocol.AlbumLeast}),
		watch(protocol.AlbumArgs{Order: protocol.AlbumMost})
	if least.Of != len(d.trainer.Held()) || !slices.IsSorted(least.LogP) ||
		!slices.IsSortedFunc(most.LogP, func(a, b float64) int { return cmp.Compare(b, a) }) ||
		most.LogP[0] <= least.LogP[0] {
		t.Error("they are in no order")
	}
	for i, number := range least.Numbers {
		if number <= 3823 && p.tests() == len(d.trainer.Held()) {
			t.Errorf("picture %d is trained on", number)
		}
		x := make([]float32, 64)
		p.Put(x, number-1, nil)
		if got := d.flow.LogProb(nil, x)[0]; got != least.LogP[i] {
			t.Errorf("log p of %d is %v, told %v", number, got, least.LogP[i])
		}
	}

	look := func(a protocol.CloseupArgs) protocol.Closeup {
		d.do(protocol.Watch{View: "closeup", Open: true, Live: true, Args: protocol.Args{Closeup: a}})
		return last[protocol.Closeup](d)
	}
	for _, picture := range []int{1, 500, 4000} {
		c := look(protocol.CloseupArgs{Picture: picture})
		at, least := 0, math.Inf(1)
		for i := range 3823 {
			var sum float64
			for j, v := range p.Picture(i) {
				u := float64(v) - float64(p.Picture(picture - 1)[j])
				sum += u * u
			}
			if sum < least && i != picture-1 {
				at, least = i+1, sum
			}
		}
		if c.Nearest != at || math.Abs(c.Distance-math.Sqrt(least/64)/16) > 1e-12 || c.NearIs != p.Labels[at-1] ||
			c.Held != (picture > 3823) || c.Label != p.Labels[picture-1] {
			t.Errorf("picture %d: %+v, want %d at %v", picture, c, at, least)
		}
	}
	if c := look(protocol.CloseupArgs{Sample: 5, Temperature: 1}); !bytes.Equal(c.Pixels,
		last[protocol.Grid](d).Pixels[4*64:5*64]) || c.LogP != last[protocol.Grid](d).LogP[4] || c.Nearest == 0 {
		t.Errorf("sample 5 is another: log p %v, %v", c.LogP, last[protocol.Grid](d).LogP[4])
	}
}

// A kept run of pictures comes back.
func TestPicturesAreKept(t *testing.T) {
	m := &keeptest.Memory{}
	a := visit(t, m)
	a.do(wishing(digits(t), true), protocol.Keep{On: true})
	a.stepsOn(5)
	m.End()
	b := visit(t, m)
	b.do(protocol.GoOn{ID: 5, Place: last[protocol.Kept](b).Runs[0].Place})
	same(t, "at once", a, b)
	a.stepsOn(5)
	b.stepsOn(5)
	same(t, "after 5 steps", a, b)
	if st := last[protocol.State](b); st.Kind != protocol.KindPicture || st.Picture.Tests == 0 {
		t.Errorf("they are no pictures any more: %+v", st)
	}
}

// A walk begins at one picture and ends at the other; a sheet holds everything but two latents.
func TestWalk(t *testing.T) {
	d := newDesk(t)
	d.do(wishing(digits(t), true))
	walk := func(a protocol.WalkArgs) []byte {
		d.do(protocol.Watch{View: "walk", Open: true, Live: true, Args: protocol.Args{Walk: a}})
		w := last[protocol.Walked](d)
		if w.Args != a || len(w.Pixels) != 64*protocol.GridPictures {
			t.Fatalf("%+v of %d pixels", w.Args, len(w.Pixels))
		}
		return w.Pixels
	}
	p := d.data.pictures
	way := walk(protocol.WalkArgs{From: 5, To: 4000})
	for k, picture := range map[int]int{0: 5, protocol.GridPictures - 1: 4000} {
		other := 0
		for i, v := range p.Picture(picture - 1) {
			if want := byte(math.Round(float64(v) * 255 / 16)); way[64*k+i] != want {
				other++ // there and back, a number may come to lie beyond the edge of its step
			}
		}
		if other > 3 {
			t.Errorf("of picture %d, %d pixels are others", picture, other)
		}
	}
	half := way[64*32 : 64*33]
	if bytes.Equal(half, way[:64]) || bytes.Equal(half, way[64*63:]) {
		t.Error("there is nothing between the two")
	}

	sheet := walk(protocol.WalkArgs{From: 5, Sheet: true})
	seen := map[string]bool{}
	for k := range protocol.GridPictures {
		seen[string(sheet[64*k:64*(k+1)])] = true
	}
	if len(seen) < 50 {
		t.Errorf("a sheet has %d different pictures", len(seen))
	}
}
