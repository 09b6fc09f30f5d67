package session

import (
	"bytes"
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

// rowsView is what the page says where it shows a window of the table.
func rowsView(a protocol.RowsArgs) protocol.Watch {
	if a.Length == 0 {
		a.Length = protocol.MaxWindow
	}
	return protocol.Watch{View: "rows", Open: true, Args: protocol.Args{Rows: a}}
}

func whyView(row int) protocol.Watch {
	return protocol.Watch{View: "why", Open: true, Args: protocol.Args{Why: protocol.WhyArgs{Row: row}}}
}

// shuffled is a table of n rows of d columns that hang together, beside a column of text.
func shuffled(n, d int) protocol.OpenTable {
	rng := rand.New(rand.NewPCG(8, uint64(n)))
	var b bytes.Buffer
	b.WriteString("kind")
	for j := range d {
		fmt.Fprintf(&b, ",c%d", j+1)
	}
	for i := range n {
		fmt.Fprintf(&b, "\n%s", []string{"Ada", "Bo"}[i%2])
		v := rng.NormFloat64()
		for range d {
			v = 0.7*v + 0.5*rng.NormFloat64()
			fmt.Fprintf(&b, ",%.4f", v)
		}
	}
	return protocol.OpenTable{ID: 1, Name: "shuffled.csv", Bytes: b.Bytes()}
}

// The table lists every row once, the least likely first, with the log p that the flow gives it and its share among the
// rows trained on, counted one by one.
func TestRowsAreRankedExactly(t *testing.T) {
	d := newDesk(t)
	d.do(capped(40), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}, protocol.Play{},
		rowsView(protocol.RowsArgs{}))
	want := d.flow.LogProb(nil, d.data.x)
	held := d.trainer.Held()
	var order []int
	for first := 0; ; first += protocol.MaxWindow {
		d.do(rowsView(protocol.RowsArgs{First: first}))
		e := last[protocol.Rows](d)
		if e.Total != 342 || e.Found != 342 || e.First != first || !e.Ranked || e.Step != 40 {
			t.Fatalf("the window from %d: %d rows, %d found, from %d, at step %d", first, e.Total, e.Found, e.First, e.Step)
		}
		if got := strings.Join(e.Names,
			" "); got != "species island sex bill_length_mm bill_depth_mm flipper_length_mm body_mass_g" || e.Texts != 3 ||
			e.Left != 0 {
			t.Fatalf("the columns are %s, %d of text", got, e.Texts)
		}
		for i, number := range e.Numbers {
			row, ok := slices.BinarySearch(d.data.numbers, number)
			if !ok || e.LogP[i] != want[row] {
				t.Fatalf("row %d has a log p of %v, want %v", number, e.LogP[i], want[row])
			}
			below := 0
			for r, lp := range want {
				if lp <= want[row] && !slices.Contains(held, int32(r)) {
					below++
				}
			}
			if share := float64(below) / float64(342-len(held)); math.Abs(e.Share[i]-share) > 1e-12 {
				t.Errorf("row %d: share %v, want %v", number, e.Share[i], share)
			}
			for j := range 4 {
				if got := e.Cells[7*i+3+j]; got != strconv.FormatFloat(float64(d.data.x[4*row+j]), 'f', -1, 32) {
					t.Errorf("row %d, column %d is written %s", number, j, got)
				}
			}
			order = append(order, row)
		}
		if first+len(e.Numbers) == 342 {
			break
		}
	}
	if !slices.IsSortedFunc(order, func(a, b int) int { return cmp.Compare(want[a], want[b]) }) {
		t.Error("the rows are out of order")
	}
	slices.Sort(order)
	if order = slices.Compact(order); len(order) != 342 {
		t.Errorf("%d different rows are listed", len(order))
	}
	if e := last[protocol.Rows](d); e.Cells[0] == "" || !slices.Contains([]string{"Adelie", "Gentoo", "Chinstrap"},
		e.Cells[0]) {
		t.Errorf("the first cell is %q", e.Cells[0])
	}
}

// Orders, searches, selections and windows.
func TestRowsAreFound(t *testing.T) {
	gaussiansAlone(t)
	d := newDesk(t)
	d.do(small(), shuffled(3000, 3), rowsView(protocol.RowsArgs{}))
	x := d.data.x
	ask := func(a protocol.RowsArgs) protocol.Rows {
		t.Helper()
		d.do(rowsView(a))
		e := last[protocol.Rows](d)
		if !e.Args.Equal(rowsView(a).Args.Rows) {
			t.Fatalf("%+v is answered with %+v", a, e.Args)
		}
		return e
	}
	strangest := ask(protocol.RowsArgs{Length: 1}).Numbers[0]
	if e := ask(protocol.RowsArgs{Back: true, First: 2999}); len(e.Numbers) != 1 || e.Numbers[0] != strangest {
		t.Errorf("the last of all, backwards, is %v and not %d", e.Numbers, strangest)
	}
	if e := ask(protocol.RowsArgs{First: 5000}); e.First != 2999 || len(e.Numbers) != 1 {
		t.Errorf("beyond the end the window begins at %d and has %d rows", e.First, len(e.Numbers))
	}
	if e := ask(protocol.RowsArgs{Order: protocol.ByNumber, First: 40, Length: 3}); !slices.Equal(e.Numbers,
		[]int{41, 42, 43}) {
		t.Errorf("by number: %v", e.Numbers)
	}
	e := ask(protocol.RowsArgs{Order: protocol.ByColumn, Column: 1})
	if !slices.IsSortedFunc(e.Numbers, func(a, b int) int { return cmp.Compare(x[3*(a-1)+1], x[3*(b-1)+1]) }) {
		t.Errorf("by column: %v", e.Cells)
	}
	if e := ask(protocol.RowsArgs{Search: "#1234"}); e.Found != 1 || e.Numbers[0] != 1234 {
		t.Errorf("#1234: %v", e.Numbers)
	}
	if e := ask(protocol.RowsArgs{Search: " ADA "}); e.Found != 1500 || e.Numbers[0]%2 != 1 {
		t.Errorf("Ada is found %d times", e.Found)
	}
	sought := strconv.FormatFloat(float64(x[3*776+2]), 'f', -1, 32)
	for _, text := range []string{sought, strings.Replace(sought, "-", "−", 1)} {
		if e := ask(protocol.RowsArgs{Search: text}); !slices.Contains(e.Numbers, 777) || e.Found > 20 {
			t.Errorf("%s is found in %v", text, e.Numbers)
		}
	}
	if e := ask(protocol.RowsArgs{Search: "nothing at all"}); e.Found != 0 || len(e.Numbers) != 0 || e.First != 0 {
		t.Errorf("nothing: %+v", e)
	}
	shown := d.data.shown.picked
	if e := ask(protocol.RowsArgs{Among: []int{5, 9, 1999}, Order: protocol.ByNumber}); e.Found != 3 ||
		!slices.Contains(e.Numbers, shown[1999]+1) {
		t.Errorf("of %d, %d and %d the table lists %v", shown[5]+1, shown[9]+1, shown[1999]+1, e.Numbers)
	}
}

// What is listed is exported, in its order, with log p and percentile.
func TestRowsAreExported(t *testing.T) {
	d := newDesk(t)
	d.do(capped(5), shuffled(300, 2), protocol.Play{})
	a := protocol.RowsArgs{Search: "bo"}
	d.do(protocol.SaveView{ID: 9, View: "rows", Args: protocol.Args{Rows: a}})
	f := last[protocol.File](d)
	lines := strings.Split(strings.TrimSpace(string(f.Bytes)), "\n")
	if f.ID != 9 || f.Name != "rows.csv" || lines[0] != "row,kind,c1,c2,log_p,percentile" || len(lines) != 151 {
		t.Fatalf("%s has %d lines and begins with %s", f.Name, len(lines), lines[0])
	}
	d.do(rowsView(a))
	e := last[protocol.Rows](d)
	for i, number := range e.Numbers {
		want := fmt.Sprintf("%d,Bo,%s,%s,%s,%.2f", number, e.Cells[3*i+1], e.Cells[3*i+2],
			strconv.FormatFloat(e.LogP[i], 'g', 9, 64), 100*e.Share[i])
		if lines[1+i] != want {
			t.Fatalf("line %d is %s, want %s", i+1, lines[1+i], want)
		}
	}
	d.do(protocol.SaveView{ID: 11, View: "rows",
		Args: protocol.Args{Rows: protocol.RowsArgs{Among: []int{4, 8, 7}, Search: "ada", Order: protocol.ByNumber}}})
	lines = strings.Split(strings.TrimSpace(string(last[protocol.File](d).Bytes)), "\n")
	if len(lines) != 3 || !strings.HasPrefix(lines[1], "5,Ada,") || !strings.HasPrefix(lines[2], "9,Ada,") {
		t.Errorf("of those selected in a plane it exports %q", lines)
	}
	d.do(protocol.UsePreset{Name: "moons", N: 400, Noise: 0.1, Seed: 1}, protocol.SaveView{ID: 10, View: "rows"})
	if n := last[protocol.Notice](d); n.ID != 10 || !n.Error {
		t.Errorf("without a table the answer is %+v", n)
	}
}

// While it trains nothing is worked out of weights that move; rows are listed as they lie, and ranked when it stops.
func TestRowsWhileTraining(t *testing.T) {
	d := newDesk(t)
	d.do(small(), shuffled(300, 2))
	d.Handle(protocol.Play{})
	d.Work(30 * time.Millisecond)
	d.Handle(rowsView(protocol.RowsArgs{Length: 5}))
	for len(d.of("Rows")) == 0 {
		d.Work(10 * time.Millisecond)
	}
	if e := last[protocol.Rows](d); e.Ranked || !slices.Equal(e.Numbers, []int{1, 2, 3, 4, 5}) || !math.IsNaN(e.LogP[0]) {
		t.Errorf("while training: %+v", e)
	}
	d.Handle(protocol.SaveView{ID: 3, View: "rows"})
	if n := last[protocol.Notice](d); n.ID != 3 || n.Key != "rows-moving" || !n.Error {
		t.Errorf("an export while training is answered with %+v", n)
	}
	d.do(protocol.Pause{})
	e := last[protocol.Rows](d)
	if want := d.flow.LogProb(nil, d.data.x[2*(e.Numbers[0]-1):2*e.Numbers[0]]); !e.Ranked || e.Step != d.trainer.Steps ||
		e.LogP[0] != want[0] {
		t.Errorf("at rest: %+v, want log p %v at step %d", e, want, d.trainer.Steps)
	}
	// The past is another model.
	d.do(protocol.Look{Step: 0})
	if p := last[protocol.Rows](d); p.Step != 0 || p.LogP[0] == e.LogP[0] {
		t.Errorf("at step 0: %+v", p)
	}
	d.do(protocol.Look{Now: true})
	if p := last[protocol.Rows](d); p.Step != e.Step || p.LogP[0] != e.LogP[0] {
		t.Errorf("back: %+v", p)
	}
	// Another model of the same rows, which trains at once, has nothing of the one before.
	n := len(d.of("Rows"))
	d.Handle(protocol.Play{})
	c := small()
	c.Model.Couplings = 3
	d.Handle(c)
	for len(d.of("Rows")) == n {
		d.Work(5 * time.Millisecond)
	}
	if p := last[protocol.Rows](d); p.Ranked {
		t.Errorf("of another model: %+v", p)
	}
}

// of lists the events of a type, by name.
func (d *desk) of(name string) (found []protocol.Event) {
	for _, e := range d.events {
		if fmt.Sprintf("%T", e) == "protocol."+name {
			found = append(found, e)
		}
	}
	return found
}

// A large table is ranked beside everything else: it says how far it is, commands are answered meanwhile, a window
// that is turned to does not begin anew, and what is kept of the rows is their order and their log p.
func TestRankingHoldsUpNothing(t *testing.T) {
	gaussiansAlone(t)
	const n = 60_000
	d := newDesk(t)
	d.do(small(), shuffled(n, 6))
	before := heap()
	d.views.tell = 0
	d.Handle(rowsView(protocol.RowsArgs{Length: 50}))
	var shares []float64
	asked, slowest := 0, time.Duration(0)
	for more := true; more; {
		start := time.Now()
		more, _ = d.Work(12 * time.Millisecond)
		slowest = max(slowest, time.Since(start))
		for _, e := range d.of("Watched")[len(shares):] {
			shares = append(shares, e.(protocol.Watched).Done)
		}
		if len(shares) > 0 && asked < 3 {
			asked++
			d.Handle(rowsView(protocol.RowsArgs{Length: 50, First: 50 * asked}))
			d.Handle(protocol.Probe{ID: asked, X: 0.1, Y: 0.1})
			if a := last[protocol.Probed](d); a.ID != asked {
				t.Fatalf("probe %d is not answered at once", asked)
			}
			for range 40 { // turned to before it is ranked
				if d.Work(12 * time.Millisecond); last[protocol.Rows](d).First == 50*asked {
					break
				}
			}
			if e := last[protocol.Rows](d); e.First != 50*asked || e.Ranked {
				t.Fatalf("the window from %d is answered with that from %d; ranked %v", 50*asked, e.First, e.Ranked)
			}
		}
	}
	if asked < 3 || shares[len(shares)-1] != 1 || !slices.IsSorted(shares) {
		t.Fatalf("asked %d times; the shares are %v", asked, shares)
	}
	if e := last[protocol.Rows](d); !e.Ranked || e.Total != n || e.First != 150 || len(e.Numbers) != 50 {
		t.Fatalf("%d rows from %d, ranked %v", len(e.Numbers), e.First, e.Ranked)
	}
	if grown := heap() - before; grown > 16*n {
		t.Errorf("it holds %d bytes more, %.1f a row", grown, float64(grown)/n)
	}
	t.Logf("the longest slice took %v", slowest)
}

// heap is how many bytes are in use.
func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// A row that is chosen is marked, the slice goes through it, and its values are told with the most surprising first;
// other data forgets it.
func TestARowIsMarkedAndExplained(t *testing.T) {
	d := newDesk(t)
	show := protocol.DefaultShow()
	show.Row = 2
	d.do(capped(60), shuffled(500, 3), protocol.Play{}, whyView(2), show)
	x := d.data.x[3:6]
	pl, z := last[protocol.Planes](d), d.flow.Forward(nil, x)
	if pl.SliceRow != 2 || !slices.Equal(pl.Marked, []float32{x[0], x[1], z[0], z[1]}) {
		t.Errorf("the slice goes through row %d; marked is %v, want %v and %v", pl.SliceRow, pl.Marked, x[:2], z[:2])
	}
	d.do(protocol.Probe{ID: 5, X: float64(x[0]), Y: float64(x[1])})
	if a, lp := last[protocol.Probed](d), d.flow.LogProb(nil, x)[0]; math.Abs(a.LogP-lp) > 1e-6*math.Abs(lp) {
		t.Errorf("at the row the probe says %v, want %v", a.LogP, lp)
	}
	e := last[protocol.Why](d)
	if e.Row != 2 || e.Step != 60 || len(e.Columns) != 3 || e.Left != 0 {
		t.Fatalf("%+v", e)
	}
	if !slices.IsSortedFunc(e.Columns, func(a, b protocol.Surprise) int { return cmp.Compare(b.Surprise, a.Surprise) }) {
		t.Error("the most surprising is not the first")
	}
	for _, c := range e.Columns {
		if c.Value != float64(x[c.Column]) || !(c.Lo < c.Median && c.Median < c.Hi) || !(c.Tail > 0 && c.Tail <= 1) ||
			len(c.X) < 10 || len(c.X) != len(c.P) {
			t.Errorf("%+v", c)
		}
		if want := -math.Log(brute(d, x, c.Column) * float64(d.flow.Std[c.Column])); math.Abs(c.Surprise-want) > 2e-3 {
			t.Errorf("column %d has a surprise of %v, by brute force %v", c.Column, c.Surprise, want)
		}
	}
	d.do(protocol.Show{ColumnY: 1, Row: 501})
	if st := last[protocol.State](d); st.Show.Row != 0 {
		t.Errorf("row 501 of 500 is marked")
	}
	d.do(show, shuffled(400, 3))
	if st, pl := last[protocol.State](d), last[protocol.Planes](d); st.Show.Row != 0 || len(pl.Marked) != 0 {
		t.Errorf("of other data row %d is marked", st.Show.Row)
	}
}

// A row whose values are tried is told of as any row with those values, in the columns asked for, beside the row itself
// and the limits of the data; what is no row is not answered.
func TestWhatIf(t *testing.T) {
	d := newDesk(t)
	d.do(capped(60), shuffled(500, 3), protocol.Play{}, whyView(7))
	seventh := last[protocol.Why](d)
	x := d.data.x
	tried := whyView(2)
	for _, v := range x[18:21] {
		tried.Args.Why.Values = append(tried.Args.Why.Values, float64(v))
	}
	if !slices.Equal(seventh.Values, tried.Args.Why.Values) || seventh.LogP != seventh.RowLogP {
		t.Errorf("of row 7 it says %+v", seventh)
	}
	d.do(tried)
	e := last[protocol.Why](d)
	lp := d.flow.LogProb(nil, x[3:6])[0]
	if e.Row != 2 || e.LogP != seventh.LogP || e.RowLogP != lp || !slices.Equal(e.Z, d.flow.Forward(nil, x[18:21])) {
		t.Errorf("row 2 as row 7: %+v, want log p %v and %v", e, seventh.LogP, lp)
	}
	for i, c := range e.Columns {
		if w := seventh.Columns[i]; c.Column != w.Column || c.Surprise != w.Surprise || c.Tail != w.Tail ||
			c.Median != w.Median || !slices.Equal(c.P, w.P) {
			t.Errorf("column %d: %+v, want %+v", c.Column, c, w)
		}
		least, most := x[c.Column], x[c.Column]
		for j := c.Column; j < len(x); j += 3 {
			least, most = min(least, x[j]), max(most, x[j])
		}
		if c.Least != float64(least) || c.Most != float64(most) {
			t.Errorf("column %d goes from %v to %v, want %v to %v", c.Column, c.Least, c.Most, least, most)
		}
	}
	tried.Args.Why.Columns = []int{2, 0}
	d.do(tried)
	if e = last[protocol.Why](d); len(e.Columns) != 2 || e.Columns[0].Column != 2 || e.Columns[1].Column != 0 ||
		e.Left != 1 {
		t.Errorf("of columns 2 and 0: %+v", e)
	}
	answers := len(d.of("Why"))
	for _, a := range []protocol.WhyArgs{
		{Row: 2, Values: []float64{1, 2}}, {Row: 2, Values: []float64{1, 2, math.NaN()}},
		{Row: 2, Values: []float64{1, 2, 1e200}},
		{Row: 2, Columns: []int{3}}, {Row: 2, Columns: []int{-1}},
	} {
		d.do(protocol.Watch{View: "why", Open: true, Args: protocol.Args{Why: a}})
		if len(d.of("Why")) != answers {
			t.Errorf("%+v is answered with %+v", a, last[protocol.Why](d))
		}
	}
}

// A point of the picture stands for its row, of a table of which the picture shows a part too; the same point again
// ends it.
func TestARowIsChosenByItsPoint(t *testing.T) {
	gaussiansAlone(t)
	d := newDesk(t)
	point := func(i int) protocol.Show {
		c := protocol.DefaultShow()
		c.Point = i
		return c
	}
	for _, n := range []int{300, 2500} {
		d.do(small(), shuffled(n, 3))
		pl := last[protocol.Planes](d)
		d.do(point(8))
		st, row := last[protocol.State](d), last[protocol.Planes](d)
		if st.Show.Point != 0 || st.Show.Row == 0 || row.SliceRow != st.Show.Row ||
			!slices.Equal(row.Marked[:2], pl.Data[14:16]) {
			t.Errorf("of %d rows: %+v, marked at %v, want %v", n, st.Show, row.Marked, pl.Data[14:16])
		}
		d.do(point(8))
		if st := last[protocol.State](d); st.Show.Row != 0 {
			t.Errorf("of %d rows, chosen again: %+v", n, st.Show)
		}
		d.do(point(1_000_000))
		if st := last[protocol.State](d); st.Show != protocol.DefaultShow() {
			t.Errorf("beyond %d rows: %+v", n, st.Show)
		}
	}
}

// brute is p(x_j | the others) by adding up many values of column j.
func brute(d *desk, x []float32, j int) float64 {
	const n = 20_000
	lo, hi := float64(d.flow.Mean[j])-12*float64(d.flow.Std[j]), float64(d.flow.Mean[j])+12*float64(d.flow.Std[j])
	line := make([]float32, 0, n*len(x))
	for i := range n {
		line = append(line, x...)
		line[i*len(x)+j] = float32(lo + (hi-lo)*(float64(i)+0.5)/n)
	}
	var sum float64
	for _, lp := range d.flow.LogProb(nil, line) {
		sum += math.Exp(lp) * (hi - lo) / n
	}
	return math.Exp(d.flow.LogProb(nil, x)[0]) / sum
}

// A view that nobody shows, or that does not fit, costs nothing and says nothing.
func TestAClosedViewIsSilent(t *testing.T) {
	d := newDesk(t)
	closed := rowsView(protocol.RowsArgs{})
	closed.Open = false
	d.do(small(), shuffled(200, 2), closed, protocol.Step{}, protocol.Watch{View: "no such view", Open: true})
	d.do(rowsView(protocol.RowsArgs{}))
	d.do(crescent, protocol.Step{})
	if n := len(d.of("Rows")); n != 1 { // of the table, while it was open
		t.Errorf("%d windows came", n)
	}
}
