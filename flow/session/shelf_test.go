package session

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/keep"
	"nicelab/flow/keep/keeptest"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// steps trains n steps.
func (d *desk) stepsOn(n int) {
	d.t.Helper()
	d.do(slices.Repeat([]protocol.Command{protocol.Step{}}, n)...)
}

// file is the checkpoint of the run as it is.
func (d *desk) file() []byte {
	d.t.Helper()
	d.do(protocol.Save{ID: 99})
	return bytes.Clone(last[protocol.File](d).Bytes)
}

// figures are what the page shows of a run.
func (d *desk) figures() (protocol.Progress, protocol.History) {
	p := last[protocol.Progress](d)
	p.StepsPerSecond = 0
	return p, last[protocol.History](d)
}

func same(t *testing.T, what string, a, b *desk) {
	t.Helper()
	if !bytes.Equal(a.file(), b.file()) {
		t.Errorf("%s: the checkpoints differ", what)
	}
	pa, ha := a.figures()
	pb, hb := b.figures()
	if diff := cmp.Diff([]any{pa, ha}, []any{pb, hb}, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("%s: the figures differ (-uninterrupted +resumed):\n%s", what, diff)
	}
}

// A run that is saved, opened in another tab and trained on is the run that went on, curve and settings included.
func TestARunGoesOnInAnotherTab(t *testing.T) {
	gaussiansAlone(t)
	table := protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}
	paper := small()
	paper.Train.PaperAdam, paper.Train.Batch, paper.Train.LearningRate = true, 64, 0.01
	for name, c := range map[string]struct {
		setup  []protocol.Command
		before []protocol.Command // in the other tab, besides what any visit begins with
	}{
		"preset":         {setup: []protocol.Command{small(), crescent}},
		"other settings": {setup: []protocol.Command{paper, crescent}},
		"table":          {setup: []protocol.Command{small(), table}, before: []protocol.Command{table}},
	} {
		for _, cut := range []int{0, 1, 30, 52} {
			a, b, d := newDesk(t), newDesk(t), newDesk(t)
			a.do(c.setup...)
			b.do(c.setup...)
			b.stepsOn(cut)
			ck := b.file()
			d.do(append([]protocol.Command{small(), protocol.UsePreset{Name: "rings", N: 300, Noise: 0.1, Seed: 1}},
				c.before...)...)
			d.do(protocol.Open{ID: 3, Name: "a.safetensors", Bytes: bytes.Clone(ck)})
			if !bytes.Equal(d.file(), ck) {
				t.Errorf("%s, %d steps: opened and saved again, the file has other bytes", name, cut)
			}
			a.stepsOn(60)
			d.stepsOn(60 - cut)
			same(t, name, a, d)
		}
	}
}

// A run goes on with the options it was trained with, whether the page offers them or not, until a person chooses
// others.
func TestOptionsBeyondThePage(t *testing.T) {
	a, b := newDesk(t), newDesk(t)
	a.do(small(), crescent)
	own := flow.Options{LearningRate: 0.01, Beta1: 0.8, Beta2: 0.95, Eps: 1e-6, Batch: 16, Holdout: 0.2, EvalEvery: 7,
		Patience: 33, MinGain: 0.01}
	if err := a.trainer.SetOptions(own); err != nil {
		t.Fatal(err)
	}
	a.stepsOn(10)
	ck := a.file()
	b.do(small(), protocol.Open{ID: 1, Name: "a.safetensors", Bytes: bytes.Clone(ck)})
	if !bytes.Equal(b.file(), ck) {
		t.Error("opened and saved again, the file has other bytes")
	}
	if now := last[protocol.State](b).Train; now.LearningRate != 0.01 || now.Batch != recipe.Plain().Train.Batch ||
		now.PaperAdam {
		t.Errorf("the page shows %+v", now)
	}
	slow := protocol.Configure{Model: b.model, Train: b.settings}
	slow.Train.Speed = "1x" // no matter of the result
	b.do(slow)
	a.stepsOn(30)
	b.stepsOn(30)
	same(t, "its own options", a, b)
	slow.Train.Batch = 64
	b.do(slow)
	if o := b.trainer.Snapshot().Options; o.Batch != 64 || o.EvalEvery == own.EvalEvery {
		t.Errorf("a person's choice gives %+v", o)
	}
}

// A file may lack the curve of a run that stopped just before a validation; what comes of it can be saved.
func TestResumingWithoutTheCurve(t *testing.T) {
	for _, steps := range []int{1, 25} {
		a := newDesk(t)
		a.do(small(), crescent)
		for a.start(); a.trainer.Steps < steps || !a.trainer.Snapshot().Due; {
			a.advance()
		}
		a.Handle(protocol.Save{ID: 1})
		f, err := checkpoint.Unmarshal(last[protocol.File](a).Bytes)
		if err != nil {
			t.Fatal(err)
		}
		f.Extra = nil
		b, err := checkpoint.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		d := newDesk(t)
		d.do(small(), protocol.Open{ID: 1, Name: "a.safetensors", Bytes: b})
		d.stepsOn(2)
		if h := last[protocol.History](d); d.trainer.Steps != steps+2 || len(h.Steps) != 1 || int(h.Steps[0]) != steps {
			t.Errorf("at step %d the curve is %+v", d.trainer.Steps, h)
		}
		d.file() // which no Notice says is impossible
	}
}

// A checkpoint that goes on from its weights alone, and whose loss is lost before the first validation, is back at its
// own step.
func TestACheckpointThatDivergesIsBackAtItsOwnStep(t *testing.T) {
	a := newDesk(t)
	a.do(small(), crescent)
	a.stepsOn(30)
	f, err := checkpoint.Unmarshal(a.file())
	if err != nil {
		t.Fatal(err)
	}
	f.Resume, f.Extra = nil, nil
	b, err := checkpoint.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(small(), protocol.Open{ID: 1, Name: "a.safetensors", Bytes: b})
	good := slices.Clone(d.flow.Weights)
	d.flow.Weights[5] = float32(math.NaN())
	d.do(protocol.Step{})
	if n := last[protocol.Notice](d); !n.Error || !strings.Contains(n.Text, "after step 30") ||
		!strings.Contains(n.Text, "weights of step 30 are back") {
		t.Errorf("it says %q", n.Text)
	}
	if !slices.Equal(d.flow.Weights, good) {
		t.Error("the weights are not those of the file")
	}
}

// A curve whose running sum or counts no run can have is not taken; the run goes on without it, in finite numbers.
func TestACurveThatMakesNoSense(t *testing.T) {
	a := newDesk(t)
	a.do(small(), crescent)
	a.stepsOn(30)
	good, err := checkpoint.Unmarshal(a.file())
	if err != nil {
		t.Fatal(err)
	}
	points := len(last[protocol.History](a).Steps)
	for name, c := range map[string]struct {
		curve historyMeta
		taken bool
	}{
		"as it is":   {historyMeta{Sum: 9, N: 5, Every: 1}, true},
		"huge":       {historyMeta{Sum: 1e308, N: 5}, false},
		"negative":   {historyMeta{Sum: -1e300, N: 5}, false},
		"of nothing": {historyMeta{Sum: 1}, false},
		"many":       {historyMeta{N: math.MaxInt64}, false},
		"rare":       {historyMeta{Every: math.MaxInt64 / 2}, false},
	} {
		f := good
		var meta trainMeta
		if err := json.Unmarshal(good.Train, &meta); err != nil {
			t.Fatal(err)
		}
		meta.Curve = &c.curve
		if f.Train, err = json.Marshal(meta); err != nil {
			t.Fatal(err)
		}
		b, err := checkpoint.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		d := newDesk(t)
		d.do(small(), protocol.Open{ID: 1, Name: "a.safetensors", Bytes: b})
		h := last[protocol.History](d)
		if taken := len(h.Steps) == points; taken != c.taken || !taken && len(h.Steps) > 0 {
			t.Errorf("%s: the curve has %d points of %d", name, len(h.Steps), points)
		}
		d.stepsOn(30)
		for _, v := range last[protocol.History](d).Train {
			if !(math.Abs(float64(v)) < 100) {
				t.Errorf("%s: the curve holds %g", name, v)
			}
		}
	}
}

// The data may come after the checkpoint, and still it is the same run.
func TestDataComesAfterItsCheckpoint(t *testing.T) {
	table := protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}
	a, b := newDesk(t), newDesk(t)
	a.do(small(), table)
	a.stepsOn(30)
	b.do(small(), protocol.Open{ID: 1, Name: "a.safetensors", Bytes: a.file()})
	if st := last[protocol.State](b); st.Source != "checkpoint" || b.trainer != nil {
		t.Fatalf("without data: %+v", st)
	}
	b.do(table)
	if text := last[protocol.Notice](b).Text; !strings.Contains(text, "exactly where") {
		t.Errorf("it says %q", text)
	}
	same(t, "at once", a, b)
	a.stepsOn(30)
	b.stepsOn(30)
	same(t, "after 30 steps", a, b)
}

func TestPublishedCheckpointsHoldTheModelAlone(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.stepsOn(3)
	d.do(protocol.Save{ID: 1, Publish: true})
	b := last[protocol.File](d).Bytes
	f, err := checkpoint.Unmarshal(b)
	if err != nil || f.Resume != nil || len(f.Extra) > 0 || bytes.Contains(b, []byte("train.")) {
		t.Errorf("resume %v, extra %v, error %v", f.Resume, f.Extra, err)
	}
	if whole := d.file(); len(b) > len(whole)/2 {
		t.Errorf("%d bytes published, %d saved", len(b), len(whole))
	}
	e := newDesk(t)
	e.do(small(), protocol.Open{ID: 2, Name: "a.safetensors", Bytes: bytes.Clone(b)})
	if st, p := last[protocol.State](e), last[protocol.Progress](e); st.Source != "checkpoint" || st.Rows != 0 ||
		p.Step != 0 {
		t.Errorf("opened it is %+v, %+v", st, p)
	}
}

// visit is a session with a store in m.
func visit(t *testing.T, m *keeptest.Memory) *desk {
	d := newDesk(t)
	d.Shelve(keep.New(m))
	return d
}

// keys are those of what keeps a run from being kept.
func keys(k protocol.Kept) string {
	var all []string
	for _, p := range k.Problems {
		all = append(all, p.Key)
	}
	return strings.Join(all, " ")
}

// A tab that may be about to end has its run kept as it is, whatever is due; while somebody looks back nothing is, and
// where nothing is kept nothing happens.
func TestARunIsKeptBeforeTheTabEnds(t *testing.T) {
	m := &keeptest.Memory{}
	d := visit(t, m)
	d.Handle(protocol.KeepNow{})
	capped := small()
	capped.Train.MaxSteps = 1 << 30
	d.do(capped, crescent, protocol.KeepNow{})
	if d.shelf.steps != -1 {
		t.Error("a run is kept that nobody asked to keep")
	}
	d.do(protocol.Keep{On: true})
	d.Handle(protocol.Play{})
	for d.trainer.Steps < 9 {
		d.Work(0)
	}
	d.Handle(protocol.KeepNow{})
	if d.shelf.steps != 9 {
		t.Errorf("step %d is kept of 9", d.shelf.steps)
	}
	m.End()
	if k := last[protocol.Kept](visit(t, m)); len(k.Runs) != 1 || k.Runs[0].Steps != 9 {
		t.Errorf("the next visit is offered %+v", k)
	}
}

func TestTheLastRunIsOffered(t *testing.T) {
	for name, setup := range map[string][]protocol.Command{
		"preset": {small(), crescent},
		"table": {small(), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")},
			protocol.UseColumns{Columns: []int{2, 4}}},
	} {
		m := &keeptest.Memory{}
		a := visit(t, m)
		if k := last[protocol.Kept](a); len(k.Runs) != 0 || k.Place == 0 || k.Steps != -1 || k.Problems != nil {
			t.Errorf("%s: at first %+v", name, k)
		}
		a.do(setup...)
		a.stepsOn(3)
		if k := last[protocol.Kept](a); k.Steps != -1 {
			t.Errorf("%s: it was kept before anybody asked: %+v", name, k)
		}
		a.do(protocol.Keep{On: true})
		a.stepsOn(27)
		if k := last[protocol.Kept](a); k.Steps != 30 || !k.On {
			t.Errorf("%s: kept %+v", name, k)
		}
		m.End()
		b := visit(t, m)
		k := last[protocol.Kept](b)
		if len(k.Runs) != 1 || k.Runs[0].Steps != 30 || k.Runs[0].Source != name || k.Runs[0].Age > 60 {
			t.Fatalf("%s: offered %+v", name, k)
		}
		b.do(small(), protocol.UsePreset{Name: "rings", N: 300, Noise: 0.1, Seed: 1, Play: true}, protocol.Pause{},
			protocol.GoOn{ID: 5, Place: k.Runs[0].Place})
		same(t, name+" at once", a, b)
		if k := last[protocol.Kept](b); len(k.Runs) != 0 || k.Steps != 30 || !k.On {
			t.Errorf("%s: after going on %+v", name, k)
		}
		a.stepsOn(30)
		b.stepsOn(30)
		same(t, name+" after 30 steps", a, b)
		if len(setup) == 3 {
			b.do(protocol.UseColumns{Columns: []int{2, 3, 4}})
			if st := last[protocol.State](b); len(st.Columns) != 3 {
				t.Errorf("the table is not open: %+v", st)
			}
		}
	}
}

// A kept run that cannot be read stays where it is, and the run in hand is kept beside it.
func TestAKeptRunThatCannotBeRead(t *testing.T) {
	m := &keeptest.Memory{}
	store, err := keep.New(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Keep(keep.Run{Info: keep.Info{Name: "moons", Source: "preset", Steps: 7, Saved: 1},
		Checkpoint: []byte("of another version")}); err != nil {
		t.Fatal(err)
	}
	m.End()
	d := visit(t, m)
	d.do(small(), crescent, protocol.GoOn{ID: 4, Place: last[protocol.Kept](d).Runs[0].Place})
	if n := last[protocol.Notice](d); !n.Error || n.ID != 4 {
		t.Errorf("it says %+v", n)
	}
	if k := last[protocol.Kept](d); k.Place == 0 || len(k.Runs) != 1 || k.Place == k.Runs[0].Place || k.Problems != nil {
		t.Errorf("afterwards %+v", k)
	}
	d.do(protocol.Keep{On: true})
	d.stepsOn(2)
	m.End()
	if k := last[protocol.Kept](visit(t, m)); len(k.Runs) != 2 || k.Runs[0].Steps != 2 || k.Runs[1].Steps != 7 {
		t.Errorf("the next visit is offered %+v", k)
	}
}

// A tab that has kept its own run stays at its place when another cannot be read: its run is not offered to itself, nor
// twice to the next visit.
func TestARunStaysAtItsPlace(t *testing.T) {
	m := &keeptest.Memory{}
	store, err := keep.New(m)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Keep(keep.Run{Info: keep.Info{Name: "moons", Source: "preset", Steps: 7, Saved: 1},
		Checkpoint: []byte("of another version")}); err != nil {
		t.Fatal(err)
	}
	m.End()
	d := visit(t, m)
	d.do(small(), crescent, protocol.Keep{On: true})
	d.stepsOn(2)
	before := last[protocol.Kept](d)
	d.do(protocol.GoOn{ID: 4, Place: before.Runs[0].Place})
	if k := last[protocol.Kept](d); k.Place != before.Place || len(k.Runs) != 1 || k.Runs[0].Steps != 7 ||
		k.Problems != nil {
		t.Errorf("before %+v, afterwards %+v", before, k)
	}
	d.stepsOn(3)
	m.End()
	if k := last[protocol.Kept](visit(t, m)); len(k.Runs) != 2 || k.Runs[0].Steps != 5 || k.Runs[1].Steps != 7 {
		t.Errorf("the next visit is offered %+v", k)
	}
}

func TestKeepingCanBeSwitchedOff(t *testing.T) {
	m := &keeptest.Memory{}
	for range 2 {
		d := visit(t, m)
		d.do(small(), crescent, protocol.Keep{On: true})
		d.stepsOn(2)
		m.End()
	}
	d := visit(t, m)
	k := last[protocol.Kept](d)
	if len(k.Runs) != 2 {
		t.Fatalf("offered %+v", k)
	}
	d.do(protocol.Discard{Place: k.Runs[0].Place})
	if k := last[protocol.Kept](d); len(k.Runs) != 1 {
		t.Errorf("after discarding one: %+v", k)
	}
	d.do(small(), crescent, protocol.Keep{On: true})
	d.stepsOn(1)
	d.do(protocol.Keep{})
	d.stepsOn(1)
	if k := last[protocol.Kept](d); len(k.Runs) != 0 || k.On || k.Steps != -1 {
		t.Errorf("switched off: %+v", k)
	}
	for name, b := range m.Files {
		if len(b) != 0 {
			t.Errorf("%s holds %d bytes", name, len(b))
		}
	}
}

// Of a model that is large beside the room for one, the weights are kept alone; of a larger one nothing; and the page
// is told.
func TestLargeModels(t *testing.T) {
	m := &keeptest.Memory{}
	a := visit(t, m)
	large := small()
	large.Model.Hidden = []int{300, 300}
	a.do(large, crescent)
	model := 4 * len(a.flow.Weights)
	a.shelf.room = 2 * model
	a.do(protocol.Keep{On: true})
	a.shelf.cost = 0 // on a busy machine it would not be kept again so soon
	a.stepsOn(3)
	if k := last[protocol.Kept](a); k.Steps != 3 || keys(k) != "kept-weights" {
		t.Errorf("of a large model %+v", k)
	}
	for name, b := range m.Files {
		if len(b) > model+1<<14 {
			t.Errorf("%s holds %d bytes of a model of %d", name, len(b), model)
		}
	}
	m.End()
	b := visit(t, m)
	b.do(small(), protocol.GoOn{ID: 5, Place: last[protocol.Kept](b).Runs[0].Place})
	if !slices.Equal(a.flow.Weights, b.flow.Weights) || b.trainer == nil || b.trainer.Steps != 3 {
		t.Error("the weights do not come back")
	}
	b.stepsOn(1)

	huge := large
	huge.Model.Hidden = []int{300, 300, 300}
	b.shelf.room = model
	b.do(huge)
	if k := last[protocol.Kept](b); k.Steps != -1 || !k.On || keys(k) != "kept-nothing" {
		t.Errorf("of a larger one %+v", k)
	}
	b.do(small())
	if k := last[protocol.Kept](b); k.Steps != 0 || k.Problems != nil {
		t.Errorf("of a small one %+v", k)
	}
}

// A table that is too large is not kept, which is said as long as the tab is open; with the same file, the run goes on
// exactly.
func TestLargeTables(t *testing.T) {
	table := protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}
	m := &keeptest.Memory{}
	a := visit(t, m)
	a.shelf.table = len(table.Bytes) - 1
	a.do(small(), table, protocol.Keep{On: true})
	a.shelf.cost = 0
	a.stepsOn(3)
	if k := last[protocol.Kept](a); k.Steps != 3 || keys(k) != "kept-bare" {
		t.Errorf("with a large table: %+v", k)
	}
	m.End()
	b := visit(t, m)
	b.do(small(), protocol.GoOn{ID: 5, Place: last[protocol.Kept](b).Runs[0].Place})
	if st := last[protocol.State](b); st.Source != "checkpoint" || st.Rows != 0 {
		t.Errorf("gone on with: %+v", st)
	}
	b.do(table)
	same(t, "with its table again", a, b)
	if k := last[protocol.Kept](b); k.Problems != nil {
		t.Errorf("with a table that is kept: %+v", k)
	}
}

// A run is kept a second after it began, and then every few.
func TestARunIsKeptSoon(t *testing.T) {
	d := visit(t, &keeptest.Memory{})
	capped := small()
	capped.Train.MaxSteps = 1 << 30
	d.do(capped, crescent, protocol.Keep{On: true})
	if d.shelf.steps != 0 {
		t.Fatalf("before it began, step %d is kept", d.shelf.steps)
	}
	d.shelf.at = d.shelf.at.Add(-time.Minute)
	d.Handle(protocol.Play{})
	d.Work(0)
	if d.shelf.steps != 0 {
		t.Errorf("as it begins, step %d is kept", d.shelf.steps)
	}
	d.began = d.began.Add(-keepSoon)
	d.Work(0)
	soon := d.shelf.steps
	if soon == 0 || soon != d.trainer.Steps {
		t.Errorf("a second later step %d is kept of %d", soon, d.trainer.Steps)
	}
	d.began = d.began.Add(-keepSoon)
	d.Work(0)
	if d.shelf.steps != soon {
		t.Errorf("another second later step %d is kept", d.shelf.steps)
	}
	d.shelf.at = d.shelf.at.Add(-keepEvery)
	d.Work(0)
	if d.shelf.steps == soon {
		t.Error("five seconds later it is not kept again")
	}
}

func TestTroubleIsASentence(t *testing.T) {
	refused := visit(t, &keeptest.Memory{Err: keep.ErrRefused})
	refused.do(small(), crescent, protocol.Keep{On: true}, protocol.GoOn{ID: 1, Place: 1}, protocol.Discard{Place: 1})
	refused.stepsOn(2)
	full := visit(t, &keeptest.Memory{Room: 500})
	full.do(small(), crescent, protocol.Keep{On: true})
	full.stepsOn(2)
	m := &keeptest.Memory{}
	for range keep.Places {
		visit(t, m)
	}
	fifth := visit(t, m)
	fifth.shelf.looks = 0
	fifth.do(small(), crescent, protocol.Keep{On: true}, protocol.GoOn{ID: 1, Place: 9})
	for key, d := range map[string]*desk{"kept-refused": refused, "kept-full": full, "kept-busy": fifth} {
		if k := last[protocol.Kept](d); keys(k) != key {
			t.Errorf("%s: %+v", key, k)
		}
	}
}

// Where another tab has its run, that may be about to come free; after a while nobody waits for it any more.
func TestLooksForATabThatCloses(t *testing.T) {
	m := &keeptest.Memory{}
	if k := last[protocol.Kept](visit(t, m)); k.Looking {
		t.Errorf("alone: %+v", k)
	}
	d := visit(t, m)
	for range looks {
		if k := last[protocol.Kept](d); !k.Looking {
			t.Errorf("beside another tab, with %d looks left: %+v", d.shelf.looks, k)
		}
		d.shelf.looked = time.Now().Add(-lookAgain)
		d.Work(time.Millisecond)
	}
	if k := last[protocol.Kept](d); k.Looking {
		t.Errorf("after all looks: %+v", k)
	}
}

// A run that takes long to keep is kept less often, and one that failed not at every chance.
func TestKeepingTakesASmallShare(t *testing.T) {
	m := &keeptest.Memory{}
	d := visit(t, m)
	d.do(small(), crescent, protocol.Keep{On: true})
	d.shelf.cost, d.shelf.at = 10*time.Second, time.Now()
	d.Handle(protocol.Play{})
	kept := d.shelf.steps
	for d.phase == protocol.Training && d.trainer.Steps < 100 {
		d.Work(time.Millisecond)
	}
	if d.shelf.steps != kept {
		t.Errorf("kept again at step %d", d.shelf.steps)
	}
	d.shelf.cost = 0
	d.Handle(protocol.Pause{})
	d.Work(time.Millisecond)
	if d.shelf.steps != d.trainer.Steps {
		t.Errorf("at the stop step %d is kept of %d", d.shelf.steps, d.trainer.Steps)
	}
}

// A tab without a place says at once that its run is not kept.
func TestTheFifthTabSaysThatItKeepsNothing(t *testing.T) {
	m := &keeptest.Memory{}
	for range keep.Places {
		if _, err := keep.New(m); err != nil {
			t.Fatal(err)
		}
	}
	store, err := keep.New(m)
	d := newDesk(t)
	d.Shelve(store, err)
	if k := last[protocol.Kept](d); k.Place != 0 || len(k.Problems) != 1 || k.Problems[0].Key != "kept-busy" {
		t.Errorf("it says %+v", k)
	}
}

// What is offered beside something damaged is told apart from it.
func TestDamageIsSaidBesideAnOffer(t *testing.T) {
	ruin := func(m *keeptest.Memory, name string) {
		if b := m.Files[name]; len(b) > 0 {
			b[len(b)-1] ^= 1
		}
	}
	keepTwo := func(m *keeptest.Memory) {
		d := visit(t, m)
		d.do(small(), crescent, protocol.Keep{On: true})
		d.stepsOn(3)
		m.End()
	}
	newest := func(m *keeptest.Memory, place string) string {
		a, b := m.Files["run-"+place+"a"], m.Files["run-"+place+"b"]
		if binary.LittleEndian.Uint64(a[16:]) > binary.LittleEndian.Uint64(b[16:]) {
			return "run-" + place + "a"
		}
		return "run-" + place + "b"
	}
	for key, c := range map[string]struct{ places, offers int }{"kept-before": {1, 1}, "kept-other": {2, 1},
		"kept-damaged": {1, 0}} {
		m := &keeptest.Memory{}
		for range c.places {
			keepTwo(m)
		}
		at := strconv.Itoa(c.places)
		ruin(m, newest(m, at))
		if key != "kept-before" {
			ruin(m, "run-"+at+"a")
			ruin(m, "run-"+at+"b")
			ruin(m, newest(m, at)) // which was spoilt once already
		}
		d := visit(t, m)
		if n, k := last[protocol.Notice](d), last[protocol.Kept](d); n.Key != key || len(k.Runs) != c.offers {
			t.Errorf("%s: it says %q and offers %+v", key, n.Key, k.Runs)
		}
	}
}
