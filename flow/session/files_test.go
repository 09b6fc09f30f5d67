package session

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// withoutRecipe returns a checkpoint that does not say how its data was drawn.
func withoutRecipe(t *testing.T, b []byte) []byte {
	t.Helper()
	ck, err := checkpoint.Unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var train map[string]any
	if err := json.Unmarshal(ck.Train, &train); err != nil {
		t.Fatal(err)
	}
	if _, ok := train["recipe"]; !ok {
		t.Fatal("the checkpoint of a preset has no recipe")
	}
	delete(train, "recipe")
	if ck.Train, err = json.Marshal(train); err != nil {
		t.Fatal(err)
	}
	if b, err = checkpoint.Marshal(ck); err != nil {
		t.Fatal(err)
	}
	return b
}

// npy writes n rows of float32 as a NumPy array.
func npy(rows, cols int, value func(i, j int) float32) []byte {
	header := fmt.Sprintf("{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }\n", rows, cols)
	b := append([]byte("\x93NUMPY\x01\x00"), byte(len(header)), byte(len(header)>>8))
	b = append(b, header...)
	for i := range rows {
		for j := range cols {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(value(i, j)))
		}
	}
	return b
}

// An array is a table without a text: it trains, and its score is an array too.
func TestAnArrayIsScoredIntoAnArray(t *testing.T) {
	value := func(i, j int) float32 {
		switch {
		case j == 2:
			return 5 // constant
		case i == 7 && j == 1:
			return float32(math.NaN())
		}
		return float32(math.Sin(float64(3*i + 50*j)))
	}
	d := newDesk(t)
	file := npy(60, 3, value)
	d.do(small(), protocol.OpenTable{Name: "rows.npy", Bytes: bytes.Clone(file)}, protocol.Step{})
	st := last[protocol.State](d)
	if st.Rows != 59 || len(st.Columns) != 2 || st.Columns[0] != "x1" || d.trainer.Steps != 1 {
		t.Fatalf("%+v", st)
	}
	if all := strings.Join(st.Dropped, " "); !strings.Contains(all, "Row 8: x2 is not a finite number.") ||
		!strings.Contains(all, "Column x3 is left out: constant") {
		t.Errorf("dropped: %s", all)
	}
	d.do(protocol.Score{ID: 3, Name: "rows.npy", Bytes: bytes.Clone(file)})
	f := last[protocol.File](d)
	if f.Name != "rows-log_p.npy" {
		t.Errorf("the file is called %s", f.Name)
	}
	back, err := dataset.Read(f.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	x, rows, _ := back.Matrix([]int{0})
	if back.Rows != 60 || len(rows) != 59 || rows[7] != 9 {
		t.Fatalf("%d rows, %d of them with a log p", back.Rows, len(rows))
	}
	for i, v := range d.flow.LogProb(nil, d.data.x) {
		if float32(v) != x[i] {
			t.Fatalf("row %d: %v, want %v", rows[i], x[i], v)
		}
	}
	if n := last[protocol.Notice](d); !strings.Contains(n.Text, "59 of 60") {
		t.Errorf("%q", n.Text)
	}
}

// A row so far out that its log p is not finite stays blank like one that cannot be read, and is counted.
func TestRowsWithoutAFiniteLogPStayBlank(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent)
	d.flow.Std[0] = 1e-15 // so that what a file may hold is beyond float32 once it is standardised
	far := func(i, j int) float32 { return map[bool]float32{true: 1e29, false: 0.1}[i == 1] }
	d.do(protocol.Score{ID: 1, Name: "far.csv", Bytes: []byte("x1,x2\n0.1,0.1\n1e29,1e29\n0.1,0.1\n,0.1\n")})
	lines := strings.Split(string(last[protocol.File](d).Bytes), "\n")
	if lines[2] != "1e29,1e29," || lines[4] != ",0.1," || strings.HasSuffix(lines[1], ",") || lines[3] != lines[1] {
		t.Errorf("scored: %q", lines)
	}
	if n := last[protocol.Notice](d).Text; !strings.HasPrefix(n, "Scored 2 of 4 rows of far.csv. 2 could not be scored") ||
		!strings.Contains(n, "no number in x1; log p is not a finite number in 1,") {
		t.Errorf("it says %q", n)
	}
	d.do(protocol.Score{ID: 2, Name: "far.npy", Bytes: npy(3, 2, far)})
	back, err := dataset.Read(last[protocol.File](d).Bytes)
	if err != nil {
		t.Fatal(err)
	}
	if _, rows, _ := back.Matrix([]int{0}); !slices.Equal(rows, []int{1, 3}) || back.Columns[0].Blank != 1 {
		t.Errorf("rows %v have a log p; %+v", rows, back.Columns[0])
	}
}

// Pictures are rows of pixels; what is said of them is one sentence, however many pixels there are.
func TestPicturesTrain(t *testing.T) {
	d := newDesk(t)
	d.painted(small(), protocol.OpenTable{Name: "mnist.gz", Bytes: testdata(t, "mnist-100-idx3-ubyte.gz")},
		protocol.Step{})
	st := last[protocol.State](d)
	if st.Rows != 100 || len(st.Columns) != 784 || d.trainer.Steps != 1 || len(st.Dropped) > 0 {
		t.Fatalf("%d rows of %d, %d steps, %q", st.Rows, len(st.Columns), d.trainer.Steps, st.Dropped)
	}
	if g := last[protocol.Grid](d); g.Step != 1 || len(g.Pixels) != 784*protocol.GridPictures {
		t.Error("no picture")
	}

	// Of wide rows the first numbers are taken, and that is said.
	big, rng := dataset.NpyHeader("|u1", 30, 1600), source(1, 1)
	for range 30 * 1600 {
		big = append(big, byte(rng.IntN(256)))
	}
	d.quick(protocol.OpenTable{Name: "big.npy", Bytes: big})
	if n, st, tab := last[protocol.Notice](d), last[protocol.State](d), last[protocol.Table](d); n.Error ||
		!strings.Contains(n.Text, "1600 columns") || !strings.Contains(n.Text, "first 1024") ||
		len(st.Columns) != maxColumns || len(tab.Columns) != 1600 || !tab.Columns[1023].Used || tab.Columns[1024].Used {
		t.Errorf("%+v, %d columns", n, len(st.Columns))
	}
	// From there other columns can be chosen, but no more of them.
	d.quick(protocol.UseColumns{Columns: []int{7, 1599}})
	if st := last[protocol.State](d); !slices.Equal(st.Columns, []string{"x8", "x1600"}) {
		t.Errorf("chosen: %q", st.Columns)
	}
	many := make([]int, maxColumns+1)
	for j := range many {
		many[j] = j
	}
	d.quick(protocol.UseColumns{Columns: many})
	if n, st := last[protocol.Notice](d), last[protocol.State](d); !n.Error ||
		!strings.Contains(n.Text, "1025 columns are too many") || len(st.Columns) != 2 {
		t.Errorf("%+v, %d columns", n, len(st.Columns))
	}
	// One picture is ink, which has no rows to score.
	one := append([]byte{0, 0, 8, 2, 0, 0, 0, 30, 0, 0, 0, 40}, bytes.Repeat([]byte{1, 250, 30}, 400)...)
	d.quick(protocol.OpenTable{Name: "one.png", Bytes: bytes.Clone(one)})
	if st := last[protocol.State](d); st.Rows != 10000 || len(st.Columns) != 2 {
		t.Errorf("%+v", st)
	}
	d.quick(protocol.Score{Name: "one.png", Bytes: one})
	if n := last[protocol.Notice](d); !n.Error || !strings.Contains(n.Text, "single picture") {
		t.Errorf("%+v", n)
	}
}

func TestManyColumnsLeftOutShareASentence(t *testing.T) {
	d := newDesk(t)
	file := npy(100, 300, func(i, j int) float32 {
		switch {
		case j < 200:
			return float32(j)
		case j < 290:
			return float32(i % 3)
		}
		return float32(math.Sin(float64(i * (j + 1))))
	})
	d.do(small(), protocol.OpenTable{Name: "wide.npy", Bytes: file})
	want := []string{
		"200 columns are left out: they are constant (x1, x2, x3, x4 and 196 more).",
		"90 columns are left out: they are of a few different numbers (x201, x202, x203, x204 and 86 more).",
	}
	if got := last[protocol.State](d).Dropped; fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%q", got)
	}
}

// A checkpoint goes on at its own learning rate: its weights are where that left them.
func TestACheckpointGoesOnAtItsLearningRate(t *testing.T) {
	d := newDesk(t)
	c := small()
	c.Train.LearningRate = 0.0007
	d.do(c, crescent, protocol.Step{}, protocol.Save{ID: 1})
	ck := last[protocol.File](d)
	e := newDesk(t)
	e.do(small(), crescent, protocol.Open{Name: ck.Name, Bytes: ck.Bytes})
	if st := last[protocol.State](e); st.Train.LearningRate != 0.0007 || st.Rows != 1000 {
		t.Errorf("%+v", st)
	}
}

// A recipe from outside is followed only where a person could have chosen it.
func TestRecipesAreChecked(t *testing.T) {
	for train, ok := range map[string]bool{
		`{"recipe":{"preset":"moons","n":500,"noise":0.1,"seed":3}}`:     true,
		`{"recipe":{"preset":"two-scales","n":500,"noise":0,"seed":-3}}`: true,
		`{"recipe":{"preset":"moons","n":500,"noise":9,"seed":3}}`:       false,
		`{"recipe":{"preset":"moons","n":1000000000,"noise":0.1}}`:       false,
		`{"recipe":{"preset":"tigers","n":500,"noise":0.1}}`:             false,
		`{"recipe":7}`: false, `{}`: false, `null`: false, ``: false,
	} {
		var m trainMeta
		err := json.Unmarshal([]byte(train), &m)
		if followed := err == nil && m.Recipe != nil && m.Recipe.check() == nil; followed != ok {
			t.Errorf("%s: %+v", train, m.Recipe)
		}
	}
	// One of a model with other columns is not.
	f, err := flow.New(flow.Config{Dim: 3, Couplings: 2, Hidden: []int{8}, Activation: flow.ReLU, Prior: flow.Gaussian})
	if err != nil {
		t.Fatal(err)
	}
	b, err := checkpoint.Marshal(checkpoint.File{Flow: f,
		Train: []byte(`{"recipe":{"preset":"moons","n":500,"noise":0.1,"seed":3}}`)})
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(protocol.Open{Name: "a.safetensors", Bytes: b})
	if st := last[protocol.State](d); st.Source != "checkpoint" || st.Rows != 0 {
		t.Errorf("%+v", st)
	}
}

// What training takes, a checkpoint takes: a column that varies too little, or lies too far out, is refused when its
// table is opened, and what was there stays.
func TestAColumnThatCouldNotBeSavedIsRefused(t *testing.T) {
	for value, scale := range map[string]float64{"tiny": 1e-33, "small": 1e-28, "usual": 1, "large": 1e25} {
		var b strings.Builder
		b.WriteString("a,far\n")
		for i := range 60 {
			fmt.Fprintf(&b, "%g,%g\n", math.Sin(float64(i)), scale*math.Cos(float64(3*i)))
		}
		d := newDesk(t)
		d.do(small(), crescent, protocol.OpenTable{ID: 3, Name: "t.csv", Bytes: []byte(b.String())})
		st, n := last[protocol.State](d), last[protocol.Notice]
		if value == "tiny" {
			if n := n(d); st.Source != "preset" || !n.Error || n.ID != 3 || !strings.Contains(n.Text, "Column far") ||
				!strings.Contains(n.Text, "another unit") {
				t.Errorf("%s: the data is %q, notice %+v", value, st.Name, n)
			}
			continue
		}
		if st.Name != "t.csv" {
			t.Errorf("%s: the data is %q", value, st.Name)
			continue
		}
		d.do(protocol.Step{}, protocol.Save{ID: 4})
		if f := last[protocol.File](d); f.ID != 4 || len(f.Bytes) == 0 {
			t.Errorf("%s: it cannot be saved", value)
		}
	}
}

// The case with such a column is refused by its name.
func TestTheCaseOfATinyColumnIsRefused(t *testing.T) {
	b, err := os.ReadFile("../dataset/testdata/cases/f4-std-below-1e-30.csv")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(small(), crescent, protocol.OpenTable{ID: 3, Name: "f4.csv", Bytes: b})
	if n := last[protocol.Notice](d); !n.Error || n.ID != 3 || !strings.Contains(n.Text, "Column y") ||
		last[protocol.State](d).Source != "preset" {
		t.Errorf("it says %+v", n)
	}
}

// The case with dead pixels diverges in its first steps at a rate far too high. What is then in place can be saved, and
// goes on at the rate that the sentence advises.
func TestTheCaseOfDeadPixelsIsSavedAfterItDiverged(t *testing.T) {
	b, err := os.ReadFile("../dataset/testdata/cases/f7-dead-pixels.npy")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	c := small()
	c.Model.Couplings, c.Model.Hidden = 8, []int{256, 256, 256, 256, 256}
	c.Train.LearningRate, c.Train.Batch = 0.1, 32
	d.do(protocol.OpenTable{ID: 3, Name: "f7.npy", Bytes: b}, c)
	for i := 0; d.phase != protocol.Failed && i < 20; i++ {
		d.do(protocol.Step{})
	}
	if n := last[protocol.Notice](d); n.Key != "diverged" {
		t.Fatalf("it says %+v in phase %q", n, d.phase)
	}
	d.do(protocol.Save{ID: 9})
	if f := d.of("File"); len(f) != 1 {
		t.Errorf("it cannot be saved: %+v", last[protocol.Notice](d))
	}
	c.Train.LearningRate = 0.001
	d.do(c, protocol.Step{}, protocol.Step{}, protocol.Save{ID: 10})
	if p := last[protocol.Progress](d); p.Phase != protocol.Paused || !drawn(p.Valid) || len(d.of("File")) != 2 {
		t.Errorf("at a lower rate: phase %q, held-out NLL %v", p.Phase, p.Valid)
	}
}

// A model whose whole training state would not fit into memory while it is written is saved without it, which is said.
func TestALargeModelIsSavedWithoutItsTraining(t *testing.T) {
	d := newDesk(t)
	d.do(small(), crescent, protocol.Step{}, protocol.Save{ID: 1})
	all := len(last[protocol.File](d).Bytes)
	d.exactRoom = len(d.flow.Weights) - 1
	d.do(protocol.Save{ID: 2})
	f, n := last[protocol.File](d), last[protocol.Notice](d)
	if len(f.Bytes) > all/2 || n.Key != "saved-bare" || n.Args[0] != f.Name {
		t.Errorf("%d bytes of %d, notice %+v", len(f.Bytes), all, n)
	}
	d.do(protocol.Open{ID: 3, Name: f.Name, Bytes: f.Bytes})
	if p := last[protocol.Progress](d); p.Step != 1 {
		t.Errorf("it opens at step %d", p.Step)
	}
}
