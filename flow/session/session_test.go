package session

import (
	"bytes"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/flow/keep/keeptest"
	"nicelab/flow/layer"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// desk drives a session and keeps what it said.
type desk struct {
	*Session
	t      *testing.T
	events []protocol.Event
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t}
	d.Session = New(func(e protocol.Event) { d.events = append(d.events, e) })
	return d
}

// turnOf is the background work of a name.
func (d *desk) turnOf(name string) *turn {
	return d.background[slices.IndexFunc(d.background, func(t *turn) bool { return t.name == name })]
}

// rest works until there is nothing left to do.
func (d *desk) rest() {
	d.t.Helper()
	deadline := time.Now().Add(2 * time.Minute)
	for {
		more, wait := d.Work(20 * time.Millisecond)
		if !more || wait > time.Second && !d.keepsSoon() { // what else is due later is no unrest
			return
		}
		time.Sleep(wait)
		if time.Now().After(deadline) {
			d.t.Fatal("the session does not come to rest")
		}
	}
}

// keepsSoon reports whether a run that stands still is to be kept yet: later, where the last time took long, as on a
// busy machine.
func (d *desk) keepsSoon() bool {
	_, behind := d.shelf.keeping(d.now(), d.atHand())
	return behind && d.keeps() && d.shelf.problems == nil && d.phase != protocol.Training
}

// do handles commands and works until rest.
func (d *desk) do(cs ...protocol.Command) {
	d.t.Helper()
	for _, c := range cs {
		d.Handle(c)
	}
	d.rest()
}

// last returns the last event of a type.
func last[E protocol.Event](d *desk) E {
	d.t.Helper()
	for i := len(d.events) - 1; i >= 0; i-- {
		if e, ok := d.events[i].(E); ok {
			return e
		}
	}
	var none E
	d.t.Fatalf("there was no %T", none)
	return none
}

// small is a model that trains in no time.
func small() protocol.Configure {
	c := flow.Default()
	c.Hidden = []int{16}
	train := recipe.Plain().Train
	train.Speed = "max"
	return protocol.Configure{Model: c, Train: train}
}

var crescent = protocol.UsePreset{Name: "crescent", N: 1000, Noise: 0.1, Seed: 3}

func TestAPresetTrainsToItsPlateau(t *testing.T) {
	d := newDesk(t)
	if h := d.events[0].(protocol.Hello); len(h.Presets) != 10 || h.Presets[0].Name != "crescent" {
		t.Fatalf("hello lists %d presets", len(h.Presets))
	}
	play := crescent
	play.Play = true
	d.do(small(), play)
	st, p, pl, h := last[protocol.State](d), last[protocol.Progress](d), last[protocol.Planes](d),
		last[protocol.History](d)
	if st.Phase != protocol.Over || p.Phase != protocol.Over {
		t.Fatalf("the phase is %q", st.Phase)
	}
	if !st.KnownDensity || st.Floor < st.Entropy-1e-3 || p.Best < st.Floor-0.2 || p.Best > st.Floor+0.4 {
		t.Errorf("H %v, floor %v, best NLL %v", st.Entropy, st.Floor, p.Best)
	}
	// KL to the true density is what is left of the NLL above the floor; the crescent's floor is its entropy.
	if p.AboveFloor < -0.03 || p.AboveFloor > 0.3 || !(p.AboveFloorError > 0 && p.AboveFloorError < p.Error) {
		t.Errorf("above the floor by %v ± %v", p.AboveFloor, p.AboveFloorError)
	}
	if len(pl.Contours) != 3 || len(pl.Contours[0].Points) < 2*leastVertices {
		t.Errorf("%d contours", len(pl.Contours))
	}
	if p.Valid != p.Best || p.Step < 100 || st.Rows != 1000 || st.Model.Dim != 2 {
		t.Errorf("progress is %+v", p)
	}
	if !pl.Exact || pl.N != fineGrid || len(pl.LogP) != pl.N*pl.N || len(pl.Data) != 2000 || len(pl.Latent) != 2000 ||
		len(pl.Levels) != 3 {
		t.Errorf("the picture has N %d, %d log p, %d data, %d latents", pl.N, len(pl.LogP), len(pl.Data), len(pl.Latent))
	}
	if len(h.Steps) < 4 || len(h.Steps) != len(h.Train) || len(h.Steps) != len(h.Valid) ||
		h.Valid[0] < h.Valid[len(h.Valid)-1] {
		t.Errorf("the history has %d steps, from %v to %v", len(h.Steps), h.Valid[0], h.Valid[len(h.Valid)-1])
	}
	rough := 0
	for _, e := range d.events {
		if p, ok := e.(protocol.Planes); ok && !p.Exact {
			rough++
		}
	}
	if rough == 0 {
		t.Error("there was no picture while training")
	}
}

// The heatmap, the probe and a scored file say the same of a point.
func TestNumbersAgree(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{}, protocol.Step{})
	pl := last[protocol.Planes](d)
	i := 3*pl.N/4*pl.N + pl.N/3
	x := pl.MinX + (pl.MaxX-pl.MinX)*float64(i%pl.N)/float64(pl.N-1)
	y := pl.MinY + (pl.MaxY-pl.MinY)*float64(i/pl.N)/float64(pl.N-1)
	d.do(protocol.Probe{ID: 4, X: x, Y: y})
	a := last[protocol.Probed](d)
	if a.ID != 4 || math.Abs(a.LogP-(a.LogPrior+a.LogScale+a.LogUnits)) > 1e-12 ||
		math.Abs(a.LogP-float64(pl.LogP[i])) > 1e-3 {
		t.Errorf("the probe says %+v, the heatmap %v", a, pl.LogP[i])
	}
	if end := a.Path[len(a.Path)-2:]; len(a.Path) != 2*(last[protocol.State](d).Model.Couplings+2) ||
		!slices.Equal(end, a.Z) {
		t.Errorf("the way of the probe's point %v does not end at its z %v", a.Path, a.Z)
	}
	line := strconv.FormatFloat(x, 'g', -1, 64) + "," + strconv.FormatFloat(y, 'g', -1, 64)
	d.do(protocol.Score{ID: 5, Name: "p.csv", Bytes: []byte("x1,x2\n" + line + "\n" + line + "\n")})
	f := last[protocol.File](d)
	rows := strings.Split(string(f.Bytes), "\n")
	if f.Name != "p-scored.csv" || rows[0] != "x1,x2,log_p" || !strings.HasPrefix(rows[1], line+",") {
		t.Fatalf("the scored file is %q", f.Bytes)
	}
	lp, _ := strconv.ParseFloat(rows[1][len(line)+1:], 64)
	if math.Abs(lp-a.LogP) > 1e-6*max(1, math.Abs(lp)) {
		t.Errorf("scored %v, probed %v", lp, a.LogP)
	}
}

func TestPauseStepResetAndSeed(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	if st := last[protocol.State](d); st.Phase != protocol.Paused {
		t.Fatalf("without Play the phase is %q", st.Phase)
	}
	for i := 1; i <= 3; i++ {
		d.do(protocol.Step{})
		if p := last[protocol.Progress](d); p.Step != i || p.Phase != protocol.Paused {
			t.Fatalf("after step %d: %+v", i, p)
		}
	}
	loss := last[protocol.Progress](d).Train
	d.do(protocol.Reset{})
	if p := last[protocol.Progress](d); p.Step != 0 || !math.IsNaN(p.Train) {
		t.Fatalf("after the reset: %+v", p)
	}
	d.do(protocol.Step{}, protocol.Step{}, protocol.Step{})
	d.do(protocol.Step{}, protocol.Pause{})
	e := newDesk(t)
	e.do(small(), crescent)
	for range 3 {
		e.do(protocol.Step{})
	}
	if got := last[protocol.Progress](e).Train; got != loss {
		t.Errorf("the same seed gave a loss of %v, then %v", loss, got)
	}
	d.Handle(protocol.Play{})
	d.Work(30 * time.Millisecond)
	d.Handle(protocol.Pause{})
	at := last[protocol.Progress](d).Step
	d.rest()
	if p := last[protocol.Progress](d); p.Step != at || p.Phase != protocol.Paused {
		t.Errorf("training went on after the pause: step %d, then %d", at, p.Step)
	}
}

func TestConfigureGoesOnOrStartsAnew(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	c := small()
	c.Train.LearningRate = 0.01
	d.do(c)
	if p := last[protocol.Progress](d); p.Step != 1 {
		t.Errorf("a new learning rate went to step %d", p.Step)
	}
	d.do(protocol.ShowNetwork{Open: true})
	if h, n := last[protocol.History](d), last[protocol.Network](d); len(h.Steps) != 1 || len(n.Curves) != 4 {
		t.Errorf("before: %d steps in the curve, %d curves", len(h.Steps), len(n.Curves))
	}
	c.Model.Couplings = 6
	d.do(c)
	if p, st := last[protocol.Progress](d), last[protocol.State](d); p.Step != 0 || st.Model.Couplings != 6 {
		t.Errorf("six couplings: step %d, %+v", p.Step, st.Model)
	}
	// The curve of the loss, the spectrum and the histograms of the model before go with it.
	if h, n := last[protocol.History](d), last[protocol.Network](d); len(h.Steps) != 0 || len(n.Curves) != 6 ||
		n.Step != 0 || len(n.Pits) != 2 {
		t.Errorf("six couplings: %d steps in the curve, %d curves of step %d", len(h.Steps), len(n.Curves), n.Step)
	}
	c.Train.MaxSteps = 5
	d.do(c, protocol.Play{})
	if p := last[protocol.Progress](d); p.Step != 5 || p.Phase != protocol.Paused {
		t.Errorf("the cap of 5 steps: %+v", p)
	}
	for _, bad := range []func(*protocol.Configure){
		func(c *protocol.Configure) { c.Train.Batch = 1 },
		func(c *protocol.Configure) { c.Train.LearningRate = math.NaN() },
		func(c *protocol.Configure) { c.Train.Speed = "warp" },
		func(c *protocol.Configure) { c.Model.Couplings = 0 },
		func(c *protocol.Configure) { c.Model.Hidden = nil },
	} {
		b := c
		bad(&b)
		d.do(b)
		if n, p, st := last[protocol.Notice](d), last[protocol.Progress](d), last[protocol.State](d); !n.Error ||
			p.Step != 5 || st.Model.Couplings != 6 {
			t.Errorf("a bad configuration: %+v, step %d, %+v", n, p.Step, st.Model)
		}
	}
}

// Reset and Play is the same run again, whatever was looked at, and another seed is another.
func TestResetRepeatsTheRun(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Train.MaxSteps = 300
	d.do(c, crescent, protocol.Play{})
	first, p := slices.Clone(d.flow.Weights), last[protocol.Progress](d)
	d.do(protocol.Look{Step: 100}, protocol.Show{ColumnY: 1, Samples: true}, protocol.Reset{}, protocol.Play{})
	if again := last[protocol.Progress](d); again.Train != p.Train || again.Valid != p.Valid ||
		!slices.Equal(d.flow.Weights, first) {
		t.Errorf("the second time the NLL is %v and %v, not %v and %v", again.Train, again.Valid, p.Train, p.Valid)
	}
	c.Model.Seed++
	d.do(c, protocol.Play{})
	if other := last[protocol.Progress](d); other.Step != 300 || other.Train == p.Train {
		t.Errorf("another seed: %+v", other)
	}
}

// With a cap, training goes on past where the plateau would have been, ends at the cap and keeps the weights of its
// last step.
func TestTheStepCapOutlastsThePlateau(t *testing.T) {
	free, capped, stepped := newDesk(t), newDesk(t), newDesk(t)
	c := small()
	c.Model.Hidden = []int{8}
	free.do(c, crescent, protocol.Play{})
	if free.phase != protocol.Over {
		t.Fatalf("without a cap it is %s", free.phase)
	}
	c.Train.MaxSteps = free.trainer.Steps + 60
	capped.do(c, crescent, protocol.Play{})
	if p := last[protocol.Progress](capped); p.Phase != protocol.Paused || p.Step != c.Train.MaxSteps {
		t.Errorf("with a cap of %d: %s at step %d", c.Train.MaxSteps, p.Phase, p.Step)
	}
	capped.do(protocol.Play{})
	if p := last[protocol.Progress](capped); p.Step != c.Train.MaxSteps {
		t.Errorf("asked to go on past the cap it is at step %d", p.Step)
	}
	stepped.do(c, crescent)
	stepped.stepsOn(c.Train.MaxSteps)
	if !slices.Equal(capped.flow.Weights, stepped.flow.Weights) {
		t.Error("the weights are not those of the last step")
	}
	// A choice of the plateau counts from here on.
	c.Train.MaxSteps = 0
	capped.do(c, protocol.Play{})
	if p := last[protocol.Progress](capped); p.Phase != protocol.Over {
		t.Errorf("without the cap again: %s at step %d", p.Phase, p.Step)
	}
}

func TestSlowSpeedWaits(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Train.Speed = "slow"
	d.do(c, crescent)
	d.Handle(protocol.Play{})
	var wait time.Duration
	for more := true; more && wait == 0; {
		more, wait = d.Work(time.Millisecond)
	}
	if wait <= 0 || wait > time.Second {
		t.Errorf("the slow speed waits %v", wait)
	}
}

func testdata(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("../dataset/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestATableOfManyColumns(t *testing.T) {
	d := newDesk(t)
	b := testdata(t, "penguins.csv")
	d.do(small(), protocol.OpenTable{Name: "penguins.csv", Bytes: bytes.Clone(b)})
	st, tab := last[protocol.State](d), last[protocol.Table](d)
	if st.Source != "table" || st.Rows != 342 || len(st.Columns) != 4 || len(tab.Columns) != 8 || st.KnownDensity {
		t.Fatalf("the state is %+v", st)
	}
	if all := strings.Join(st.Dropped, "\n"); !strings.Contains(all, "Row 4: no number in bill_length_mm.") ||
		!strings.Contains(all, "species") || !strings.Contains(all, "Column year is left out: only 3 different numbers.") {
		t.Errorf("dropped: %q", all)
	}
	d.do(protocol.UseColumns{Columns: []int{2, 3, 4, 5}}, protocol.Step{})
	st = last[protocol.State](d)
	if len(st.Columns) != 4 || st.Model.Dim != 4 || st.Rows != 342 {
		t.Fatalf("with four columns: %+v", st)
	}
	d.do(protocol.Show{ColumnX: 3, ColumnY: 1, Samples: true})
	pl := last[protocol.Planes](d)
	if pl.SliceRow < 1 || pl.SliceRow > 344 || len(pl.Samples) != 2*samplesShown || len(pl.Latent) != 2*342 ||
		pl.MaxX < 5000 {
		t.Errorf("the picture: slice %d, %d samples, %d latents, x up to %v", pl.SliceRow, len(pl.Samples), len(pl.Latent),
			pl.MaxX)
	}
	d.do(protocol.Show{ColumnX: 3, ColumnY: 3})
	if n := last[protocol.Notice](d); !n.Error {
		t.Error("a pair of one column was shown")
	}

	d.do(protocol.Score{ID: 2, Name: "penguins.csv", Bytes: bytes.Clone(b)})
	scored := last[protocol.File](d).Bytes
	in, out := strings.Split(string(b), "\n"), strings.Split(string(scored), "\n")
	blank := 0
	for i, line := range in {
		if line == "" {
			continue
		}
		tail, ok := strings.CutPrefix(out[i], line+",")
		if !ok {
			t.Fatalf("line %d was %q and is %q", i, line, out[i])
		}
		if tail == "" {
			blank++
		}
	}
	if n := last[protocol.Notice](d); blank != 2 || !strings.Contains(n.Text, "342 of 344") {
		t.Errorf("%d blank, notice %q", blank, n.Text)
	}

	// A checkpoint of it scores the same rows alike in another session.
	d.do(protocol.Save{ID: 3})
	ck := last[protocol.File](d)
	e := newDesk(t)
	e.do(protocol.Open{ID: 1, Name: ck.Name, Bytes: bytes.Clone(ck.Bytes)})
	if st := last[protocol.State](e); st.Source != "checkpoint" || st.Rows != 0 || len(st.Columns) != 4 {
		t.Fatalf("opened: %+v", st)
	}
	e.do(protocol.Score{ID: 2, Name: "penguins.csv", Bytes: bytes.Clone(b)})
	if !bytes.Equal(last[protocol.File](e).Bytes, scored) {
		t.Error("the checkpoint scores the file differently")
	}
	if pl := last[protocol.Planes](e); len(pl.Samples) == 0 || len(pl.Data) != 0 || len(pl.LogP) == 0 || pl.SliceRow != 0 {
		t.Errorf("a checkpoint without data shows %d samples, %d data, slice %d", len(pl.Samples), len(pl.Data), pl.SliceRow)
	}
	e.do(protocol.Play{})
	if n := last[protocol.Notice](e); !n.Error || !strings.Contains(n.Text, "without its data") {
		t.Errorf("play without data: %+v", n)
	}
	e.do(protocol.OpenTable{Name: "penguins.csv", Bytes: bytes.Clone(b)}, protocol.Step{})
	if st := last[protocol.State](e); st.Rows != 342 || len(st.Columns) != 4 {
		t.Errorf("data for the checkpoint: %+v", st)
	}
	e.do(protocol.Score{ID: 9, Name: "penguins.csv", Bytes: bytes.Clone(b)})
	if bytes.Equal(last[protocol.File](e).Bytes, scored) {
		t.Error("a step on the checkpoint's weights changed nothing")
	}
}

func TestAFailureLeavesEverythingAsItWas(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	before := last[protocol.State](d)
	for name, c := range map[string]protocol.Command{
		"picture":      protocol.OpenTable{Name: "a.png", Bytes: []byte("\x89PNG\r\n\x1a\n\x00\x00")},
		"empty":        protocol.OpenTable{Name: "a.csv"},
		"one column":   protocol.OpenTable{Name: "a.csv", Bytes: []byte("a\n1\n2\n3\n")},
		"no preset":    protocol.UsePreset{Name: "swiss", N: 500, Noise: .1},
		"points":       protocol.UsePreset{Name: "moons", N: 5, Noise: .1},
		"noise":        protocol.UsePreset{Name: "moons", N: 500, Noise: math.NaN()},
		"checkpoint":   protocol.Open{Name: "a.safetensors", Bytes: []byte("hello, this is not one")},
		"no table":     protocol.UseColumns{Columns: []int{0, 1}},
		"score":        protocol.Score{Name: "a.csv", Bytes: []byte("u,v\n1,2\n3,4\n")},
		"many samples": protocol.Sample{N: 1 << 30, Temperature: 1},
		"temperature":  protocol.Sample{N: 10, Temperature: math.Inf(1)},
	} {
		n := len(d.events)
		d.do(c)
		told := false
		for _, e := range d.events[n:] {
			if e, ok := e.(protocol.Notice); ok && e.Error && len(e.Text) > 20 && strings.HasSuffix(e.Text, ".") {
				told = true
			}
		}
		if !told {
			t.Errorf("%s: no sentence: %+v", name, d.events[n:])
		}
		st := last[protocol.State](d)
		if st.Name != before.Name || st.Rows != before.Rows || d.trainer == nil || d.trainer.Steps != 1 {
			t.Errorf("%s: the state became %+v", name, st)
		}
	}
}

func TestSamplesFollowTheSeed(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	get := func(seed int) string {
		d.do(protocol.Sample{ID: seed, N: 700, Temperature: 1, Seed: seed})
		return string(last[protocol.File](d).Bytes)
	}
	a, b, c := get(1), get(1), get(2)
	if a != b || a == c {
		t.Error("samples do not follow the seed")
	}
	if lines := strings.Split(a, "\n"); len(lines) != 702 || lines[0] != "x1,x2" || strings.Count(lines[700], ",") != 1 {
		t.Errorf("%d lines, first %q", len(lines), lines[0])
	}
	tab, err := dataset.Read([]byte(a))
	if err != nil || tab.Rows != 700 {
		t.Errorf("the samples do not read back: %v", err)
	}
}

// A file of samples is bounded by its numbers, not its rows alone, and the sentence says how many rows it may have.
func TestSamplesOfManyColumnsAreBounded(t *testing.T) {
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "wide.npy", Bytes: npy(30, 40,
		func(i, j int) float32 { return float32(math.Sin(float64(3*i + 50*j))) })})
	const most = protocol.MaxSampled / 40
	d.Handle(protocol.Sample{ID: 6, N: most + 1, Temperature: 1})
	if n := last[protocol.Notice](d); !n.Error || n.ID != 6 || len(d.foreground) > 0 ||
		!strings.Contains(n.Text, strconv.Itoa(most)) {
		t.Errorf("%d rows: %+v", most+1, n)
	}
	if d.Handle(protocol.Sample{N: most, Temperature: 1}); len(d.foreground) != 1 {
		t.Errorf("%d rows are not drawn: %+v", most, last[protocol.Notice](d))
	}
}

func TestDivergenceIsTold(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	d.flow.Weights[5] = float32(math.NaN())
	d.do(protocol.Play{})
	if st, n := last[protocol.State](d), last[protocol.Notice](d); st.Phase != protocol.Failed || !n.Error ||
		!strings.Contains(n.Text, "learning rate") {
		t.Errorf("phase %q, notice %q", st.Phase, n.Text)
	}
	d.do(protocol.Step{})
	if st := last[protocol.State](d); st.Phase != protocol.Paused {
		t.Errorf("after a step the phase is %q", st.Phase)
	}
}

// A step that ruins the model is told in the same words, whoever finds it: the step, the validation that is due, or the
// measurement after a Step. The weights that are back are no worse than the first ones.
func TestDivergenceByStepIsToldAsByPlay(t *testing.T) {
	for name, play := range map[string]protocol.Command{"play": protocol.Play{}, "step": protocol.Step{}} {
		for _, ruined := range []int{0, 3, 24} { // 24: the next step has a validation that is due
			d := newDesk(t)
			d.do(small(), crescent)
			for d.trainer.Steps < ruined {
				d.do(protocol.Step{})
			}
			if err := d.trainer.SetOptions(flow.Options{LearningRate: 1, Batch: d.settings.Batch}); err != nil {
				t.Fatal(err)
			}
			first := d.trainer.Best
			for i := 0; d.phase != protocol.Failed && i < 3; i++ {
				for j := range d.flow.Weights { // finite, and too large for a finite loss after the step
					d.flow.Weights[j] = 1e18
				}
				d.do(play)
			}
			n, st, p := last[protocol.Notice](d), last[protocol.State](d), last[protocol.Progress](d)
			if n.Key != "diverged" || !n.Error || len(n.Args) != 3 || st.Phase != protocol.Failed || p.Phase != protocol.Failed {
				t.Errorf("%s after step %d: notice %+v, state %q, progress %q", name, ruined, n, st.Phase, p.Phase)
			}
			if v := p.Valid; ruined > 0 && !(v <= first) {
				t.Errorf("%s after step %d: the held-out NLL is then %v, it was %v", name, ruined, v, first)
			}
			lower := small()
			lower.Train.LearningRate = 0.001
			d.do(lower, protocol.Step{}) // as the sentence advises
			if v := last[protocol.Progress](d); ruined > 0 && (v.Phase != protocol.Paused || !(v.Valid < first+1)) {
				t.Errorf("%s after step %d, at a lower rate: phase %q, held-out NLL %v, it was %v", name, ruined, v.Phase, v.Valid,
					first)
			}
		}
	}
}

// A model that could not be saved any more is no state of training: the last good weights are back, and are saved and
// kept.
func TestWhatCannotBeSavedIsToldAndUndone(t *testing.T) {
	d := visit(t, &keeptest.Memory{})
	d.do(small(), crescent, protocol.Keep{On: true}, protocol.Step{})
	d.flow.Weights[len(d.flow.Weights)-1] = -layer.MaxLogScale - 0.5
	d.do(protocol.Play{})
	if st, n := last[protocol.State](d), last[protocol.Notice](d); st.Phase != protocol.Failed || n.Key != "unsound" ||
		!strings.Contains(n.Text, "log_scale") {
		t.Errorf("phase %q, notice %+v", st.Phase, n)
	}
	if k := last[protocol.Kept](d); k.Problems != nil {
		t.Errorf("kept: %+v", k)
	}
	if _, err := checkpoint.Unmarshal(d.file()); err != nil {
		t.Error(err)
	}
}

func TestPauseIsHeardBetweenChunksOfALargeModel(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Model.Hidden = []int{1024, 1024}
	c.Train.Batch = 1024
	d.Handle(c)
	d.Handle(crescent)
	d.picture = nil
	d.Handle(protocol.Step{})
	d.Work(0)
	if d.trainer.Steps != 0 {
		t.Fatal("a whole step of a large model was one chunk")
	}
	d.Handle(protocol.Pause{})
	if p := last[protocol.Progress](d); p.Phase != protocol.Paused {
		t.Errorf("the phase is %q", p.Phase)
	}
}

func TestCrashPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	newDesk(t).Handle(protocol.Crash{})
}

func TestHistoryStaysShort(t *testing.T) {
	var h history
	for i := 1; i <= 50_000; i++ {
		h.add(float64(i))
		h.mark(i, 0, float64(i))
	}
	if n := len(h.steps); n < maxHistory/3 || n >= maxHistory {
		t.Errorf("the history has %d points", n)
	}
	for i := 1; i < len(h.steps); i++ {
		if h.steps[i] <= h.steps[i-1] || float64(h.valid[i]) != h.steps[i] || math.Abs(float64(h.train[i])-h.steps[i]) > 400 {
			t.Fatalf("point %d is %v %v %v", i, h.steps[i], h.train[i], h.valid[i])
		}
	}
}

// Commands are handled in the order they were sent, whatever they queue, but for the few that wait for none.
func TestCommandsKeepTheirOrder(t *testing.T) {
	b := testdata(t, "penguins.csv")
	d := newDesk(t)
	d.do(small(), crescent)
	d.do(protocol.Score{ID: 1, Name: "a.csv", Bytes: []byte("x1,x2\n1,2\n")},
		protocol.OpenTable{ID: 2, Name: "penguins.csv", Bytes: b}, protocol.UseColumns{Columns: []int{2, 3}}, protocol.Step{})
	if st := last[protocol.State](d); len(st.Columns) != 2 || d.trainer.Steps != 1 {
		t.Errorf("%d columns, %d steps", len(st.Columns), d.trainer.Steps)
	}
	if f := last[protocol.File](d); f.ID != 1 {
		t.Error("the file was not scored")
	}
}

func TestAPauseCancelsWhatWaitsToPlay(t *testing.T) {
	b := testdata(t, "penguins.csv")
	for name, cs := range map[string][]protocol.Command{
		"open":   {protocol.OpenTable{Name: "p.csv", Bytes: b, Play: true}, protocol.Pause{}},
		"play":   {protocol.Score{Name: "a.csv", Bytes: []byte("x1,x2\n1,2\n")}, protocol.Play{}, protocol.Pause{}},
		"preset": {protocol.Score{Name: "a.csv", Bytes: []byte("x1,x2\n1,2\n")}, crescent, protocol.Pause{}},
		"open behind": {protocol.Score{Name: "a.csv", Bytes: []byte("x1,x2\n1,2\n")},
			protocol.OpenTable{Name: "p.csv", Bytes: b, Play: true}, protocol.Pause{}},
	} {
		d := newDesk(t)
		d.do(small(), crescent)
		d.do(cs...)
		if d.trainer.Steps != 0 {
			t.Errorf("%s: it trained %d steps", name, d.trainer.Steps)
		}
	}
}

// Two presets share the names of their columns: a checkpoint of one must not go on with the other's rows.
func TestACheckpointGoesOnOnItsOwnDataAlone(t *testing.T) {
	d := newDesk(t)
	moons := crescent
	moons.Name = "moons"
	d.do(small(), moons, protocol.Step{})
	d.do(protocol.Step{})
	d.do(protocol.Save{ID: 1})
	ck := last[protocol.File](d)
	open := protocol.Open{ID: 7, Name: ck.Name, Bytes: bytes.Clone(ck.Bytes)}

	d.do(protocol.Reset{}, open)
	if st := last[protocol.State](d); st.Source != "preset" || st.Rows != 1000 || d.trainer.Steps != 2 {
		t.Errorf("on its own data: %+v", st)
	}
	answered := false
	for _, e := range d.events {
		if st, ok := e.(protocol.State); ok && st.ID == 7 {
			answered = true
		}
	}
	if !answered {
		t.Error("no state answers the command")
	}

	// Without its recipe it comes without data too.
	e := newDesk(t)
	e.do(small(), crescent, protocol.Open{Name: ck.Name, Bytes: withoutRecipe(t, ck.Bytes)})
	if st := last[protocol.State](e); st.Source != "checkpoint" || st.Rows != 0 || st.KnownDensity {
		t.Errorf("on another preset's data: %+v", st)
	}
	e = newDesk(t)
	e.do(small(), crescent, open)
	if st := last[protocol.State](e); st.Source != "preset" || st.Name != "moons" || st.Rows != 1000 ||
		st.Noise != moons.Noise || !st.KnownDensity || e.trainer.Steps != 2 {
		t.Errorf("with its recipe: %+v", st)
	}
	e.do(protocol.Save{ID: 2})
	if again := last[protocol.File](e); !bytes.Equal(again.Bytes, ck.Bytes) {
		t.Error("saved again, the checkpoint has other bytes")
	}

	// Where the preset draws other points than it was trained on, it comes without data.
	other := open
	other.Bytes = bytes.Replace(open.Bytes, []byte(`\"noise\":0.1`), []byte(`\"noise\":0.2`), 1)
	e.do(crescent, other)
	if st := last[protocol.State](e); st.Source != "checkpoint" || st.Rows != 0 || st.KnownDensity || st.Noise != 0 {
		t.Errorf("with another recipe: %+v", st)
	}
	e.do(protocol.Save{ID: 3})
	if again := last[protocol.File](e); !bytes.Equal(again.Bytes, other.Bytes) {
		t.Error("saved without data, the checkpoint has other bytes")
	}
}

// What is published says nothing of the run or its data, and has the same numbers.
func TestPublishedCheckpoint(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	d.do(protocol.Save{ID: 1})
	own := bytes.Clone(last[protocol.File](d).Bytes)
	d.do(protocol.Save{ID: 2, Publish: true})
	f := last[protocol.File](d)
	a, err := checkpoint.Unmarshal(own)
	b, errPublished := checkpoint.Unmarshal(f.Bytes)
	if err != nil || errPublished != nil || f.ID != 2 {
		t.Fatal(err, errPublished, f.ID)
	}
	if b.Train != nil || len(b.Extra) != 0 || bytes.Contains(f.Bytes, []byte("train")) ||
		bytes.Contains(f.Bytes, []byte(crescent.Name)) {
		t.Errorf("it holds train %s and %d tensors more", b.Train, len(b.Extra))
	}
	if a.Train == nil || !slices.Equal(a.Flow.Weights, b.Flow.Weights) || !slices.Equal(a.Columns, b.Columns) {
		t.Error("what is published is another model")
	}
}

func TestTheStateSaysWhatThePlanesDraw(t *testing.T) {
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")},
		protocol.Show{ColumnX: 3, ColumnY: 1})
	if st := last[protocol.State](d); st.Show.ColumnX != 3 || st.Show.ColumnY != 1 {
		t.Errorf("show is %+v", st.Show)
	}
	c := small()
	c.Model.Couplings = 3
	d.do(c)
	if st := last[protocol.State](d); st.Show.ColumnX != 3 {
		t.Errorf("another model shows %+v", st.Show)
	}
	d.do(protocol.UseColumns{Columns: []int{2, 3, 4}})
	if st, pl := last[protocol.State](d), last[protocol.Planes](d); st.Show.ColumnX != 0 || st.Show.ColumnY != 1 ||
		pl.MaxX > 100 {
		t.Errorf("other columns show %+v, x up to %v", st.Show, pl.MaxX)
	}
}

func TestEveryPressOfStepCounts(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.do(protocol.Step{}, protocol.Step{}, protocol.Step{})
	if p := last[protocol.Progress](d); p.Step != 3 || p.Phase != protocol.Paused {
		t.Errorf("three presses: step %d, %s", p.Step, p.Phase)
	}
	// A change of the model in the middle of a step is no wish to train.
	c := small()
	c.Model.Couplings = 3
	d.do(protocol.Step{}, c)
	if p := last[protocol.Progress](d); p.Step != 0 || p.Phase != protocol.Paused {
		t.Errorf("another model: step %d, %s", p.Step, p.Phase)
	}
}

func TestAnOpenedCheckpointIsMeasured(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.do(protocol.Step{})
	want := last[protocol.Progress](d).Valid
	d.do(protocol.Save{ID: 1})
	d.do(protocol.Open{ID: 2, Name: "a.safetensors", Bytes: bytes.Clone(last[protocol.File](d).Bytes)})
	if p := last[protocol.Progress](d); p.Valid != want || p.Step != 1 || p.Phase != protocol.Paused {
		t.Errorf("reopened: %+v, the held-out NLL was %v", p, want)
	}
	// Of one without its data there are no histograms, and no curve of the loss.
	d.do(protocol.ShowNetwork{Open: true}, protocol.Step{}, protocol.Save{ID: 3, Publish: true})
	if n := last[protocol.Network](d); len(n.Pits) != 2 {
		t.Errorf("%d histograms before", len(n.Pits))
	}
	bare := bytes.Clone(last[protocol.File](d).Bytes)
	d.do(protocol.Open{ID: 4, Name: "bare.safetensors", Bytes: bare})
	if h, n := last[protocol.History](d), last[protocol.Network](d); len(h.Steps) != 0 || len(n.Pits) != 0 ||
		len(n.Spectrum) != 2 {
		t.Errorf("opened without data: %d steps in the curve, %d histograms", len(h.Steps), len(n.Pits))
	}
}

// Two measurements that wait for each other are two measurements, and no training.
func TestMeasuringTwiceTrainsNothing(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	weights := slices.Clone(d.flow.Weights)
	d.measure()
	d.measure()
	d.rest()
	if d.trainer.Steps != 1 || !slices.Equal(d.flow.Weights, weights) {
		t.Errorf("afterwards it is step %d", d.trainer.Steps)
	}
}

// A float32 has whole numbers up to 2^24: the curve of a longer run keeps its steps, in hand and in a file.
func TestHistoryKeepsTheStepsOfALongRun(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{})
	const long = 16_777_225 // above 2^24, odd, and a step at which the loss is measured
	d.trainer.StartAt(long - 1)
	d.do(protocol.Step{})
	d.do(protocol.Save{ID: 1})
	want := d.history.steps
	if n := len(want); n != 2 || want[n-1] != long {
		t.Fatalf("the curve has the steps %.0f", want)
	}
	if h := last[protocol.History](d); !slices.Equal(h.Steps, want) {
		t.Errorf("the page is told %.0f", h.Steps)
	}
	other := newDesk(t)
	other.do(protocol.Open{ID: 1, Name: "long.safetensors", Bytes: last[protocol.File](d).Bytes})
	if !slices.Equal(other.history.steps, want) {
		t.Errorf("a file gives back %.0f", other.history.steps)
	}
}
