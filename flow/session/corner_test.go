package session

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

var masses = []float64{0.393, 0.5, 0.865, 0.9, 0.99}

func cornerView(a protocol.CornerArgs) protocol.Watch {
	if a.Most == 0 {
		a.Most = protocol.MaxCorner
	}
	return protocol.Watch{View: "corner", Open: true, Live: true, Args: protocol.Args{Corner: a}}
}

// reader reads a grid of the corner plot off where a row lies, on its own account.
type reader struct {
	data protocol.CornerData
	of   protocol.Contours
}

// at is the density of a pair of columns at a row, whose numbers are in the order of the plot's columns; 0 outside.
func (r reader) at(pair, i, j int, row []float64) float64 {
	n := r.of.N
	grid := r.of.Grids[pair*n*n : (pair+1)*n*n]
	place := func(c int) float64 {
		e, x := r.data.Columns[c], row[c]
		if e.Log {
			x = math.Log10(x)
		}
		u := (x - e.Lo) / (e.Hi - e.Lo) // 0 to 1 in the picture
		return (u + protocol.CornerMargin) / (1 + 2*protocol.CornerMargin) * float64(n-1)
	}
	u, v := place(j), place(i)
	if !(u >= 0 && u < float64(n-1) && v >= 0 && v < float64(n-1)) {
		return 0
	}
	c, l := int(u), int(v)
	s, t := u-float64(c), v-float64(l)
	g := func(l, c int) float64 { return float64(grid[l*n+c]) }
	return (1-t)*((1-s)*g(l, c)+s*g(l, c+1)) + t*((1-s)*g(l+1, c)+s*g(l+1, c+1))
}

// Each contour holds the share of the model that it says, counted on samples that it was not drawn from; and so does
// each interval.
func TestContoursHoldTheirMass(t *testing.T) {
	d := newDesk(t)
	d.do(capped(150), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}, protocol.Play{},
		cornerView(protocol.CornerArgs{Masses: masses, Logs: []int{3}}))
	data, e := last[protocol.CornerData](d), last[protocol.Corner](d)
	if len(data.Columns) != 4 || e.Moving || e.Step != 150 || e.Samples < 50_000 || !data.Columns[3].Log ||
		data.Columns[2].Log {
		t.Fatalf("%d columns, %d samples, moving %v, step %d", len(data.Columns), e.Samples, e.Moving, e.Step)
	}
	const n, bar = 100_000, 0.01
	fresh := d.flow.Sample(nil, n, 1, rand.New(rand.NewPCG(99, 1)))
	r := reader{data, e.Model}
	pair := 0
	for i := 1; i < 4; i++ {
		for j := range i {
			in := make([]float64, len(masses))
			for k := range n {
				row := make([]float64, 4)
				for c, x := range fresh[4*k : 4*k+4] {
					row[c] = float64(x)
				}
				p := r.at(pair, i, j, row)
				for q := range masses {
					if p >= float64(e.Model.Levels[pair*len(masses)+q]) {
						in[q] += 1. / n
					}
				}
			}
			for q, want := range masses {
				if level := e.Model.Levels[pair*len(masses)+q]; !(level > 0) || math.Abs(in[q]-want) > bar {
					t.Errorf("columns %d and %d: the contour of %v, at %v, holds %.4f", j, i, want, level, in[q])
				}
			}
			t.Logf("columns %d and %d hold %.4f", j, i, in)
			pair++
		}
	}
	for c, m := range e.Columns {
		var low, mid, high float64
		for k := range n {
			x := float64(fresh[4*k+c])
			for _, s := range []struct {
				at *float64
				to float64
			}{{&low, m.Low}, {&mid, m.Median}, {&high, m.High}} {
				if x <= s.to {
					*s.at += 1. / n
				}
			}
		}
		if math.Abs(low-.16) > .015 || math.Abs(mid-.5) > .015 || math.Abs(high-.84) > .015 {
			t.Errorf("column %d: below its 16, 50 and 84%% lie %.3f, %.3f and %.3f", c, low, mid, high)
		}
		column := make([]float64, 0, n)
		for k := range n {
			column = append(column, float64(fresh[4*k+c]))
		}
		if ks := distance(values(d, c), column); math.Abs(ks-m.KS) > .01 {
			t.Errorf("column %d has a KS of %.4f, on fresh samples %.4f", c, m.KS, ks)
		}
		if chance := 1.358 / math.Sqrt(342); math.Abs(m.Chance-chance) > .004 {
			t.Errorf("by chance a KS is %.4f, want about %.4f", m.Chance, chance)
		}
		sum, width := 0., (data.Columns[c].Hi-data.Columns[c].Lo)*(1+2*protocol.CornerMargin)/float64(e.Model.N-1)
		for _, p := range m.Curve {
			sum += float64(p) * width
		}
		if sum < .98 || sum > 1.001 {
			t.Errorf("the marginal of column %d holds %v", c, sum)
		}
	}
}

// values is a column of the data.
func values(d *desk, c int) (out []float64) {
	for i := c; i < len(d.data.x); i += len(d.data.columns) {
		out = append(out, float64(d.data.x[i]))
	}
	return out
}

// distance is the Kolmogorov-Smirnov distance of two samples, by its definition.
func distance(a, b []float64) (far float64) {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	upTo := func(x []float64, v float64) float64 {
		i, _ := slices.BinarySearchFunc(x, v, func(x, v float64) int {
			if x <= v {
				return -1
			}
			return 1
		})
		return float64(i) / float64(len(x))
	}
	for _, v := range append(slices.Clone(a), b...) {
		far = max(far, math.Abs(upTo(a, v)-upTo(b, v)))
	}
	return far
}

// What is shown of the data: its limits, its histogram, its rows; a logarithmic axis only where all is positive.
func TestCornerShowsTheData(t *testing.T) {
	gaussiansAlone(t)
	d := newDesk(t)
	open := shuffled(3000, 3)
	d.do(small(), open, cornerView(protocol.CornerArgs{Logs: []int{0, 1}, Masses: []float64{0.5}, Outline: true, Row: 12}))
	e := last[protocol.CornerData](d)
	if e.Rows != 3000 || e.Total != 3000 || fmt.Sprint(e.Args.Columns) != "[0 1 2]" || len(e.Dots)%3 != 0 ||
		len(e.Outline.Levels) != 3 {
		t.Fatalf("%d of %d rows, columns %v, %d dots", e.Rows, e.Total, e.Args.Columns, len(e.Dots))
	}
	if want := d.data.x[3*11 : 3*12]; !slices.Equal(e.Marked, want) {
		t.Errorf("row 12 is marked at %v, not at %v", e.Marked, want)
	}
	for c, col := range e.Columns {
		all := slices.Sorted(slices.Values(values(d, c)))
		if col.Positive || col.Log {
			t.Errorf("column %d has negative values and a logarithmic axis", c)
		}
		at := func(share float64) float64 { return all[int(math.Round(share*2999))] }
		if math.Abs(col.Lo-at(.001)) > .2 || math.Abs(col.Hi-at(.999)) > .2 || math.Abs(col.Median-at(.5)) > .01 ||
			math.Abs(col.Low-at(.16)) > .01 || math.Abs(col.High-at(.84)) > .01 {
			t.Errorf("column %d: %+v", c, col)
		}
		sum := 0.
		for _, p := range col.Bins {
			sum += float64(p) * (col.Hi - col.Lo) / float64(len(col.Bins))
		}
		if math.Abs(sum-.998) > .001 {
			t.Errorf("the histogram of column %d holds %v", c, sum)
		}
	}
	// The outline holds half of the rows, give or take what they add to it themselves.
	in, r := 0., reader{e, e.Outline}
	for i := range 3000 {
		x := d.data.x[3*i:]
		if r.at(2, 2, 1, []float64{0, float64(x[1]), float64(x[2])}) >= float64(e.Outline.Levels[2]) {
			in += 1. / 3000
		}
	}
	if math.Abs(in-.5) > .02 {
		t.Errorf("the outline of half of the data holds %.3f", in)
	}
}

// Where there are more columns than have room, those come first that are the farthest from Gaussian; a choice is kept
// to, and what is no column left out.
func TestCornerChoosesColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var b strings.Builder
	for j := range 40 {
		fmt.Fprintf(&b, "c%d,", j)
	}
	b.WriteString("kind")
	for range 500 {
		b.WriteByte('\n')
		for j := range 40 {
			v := rng.NormFloat64()
			if j%10 == 7 { // two lumps, the farther apart the farther back
				v = v*.3 + float64(j)*float64(rng.IntN(2))
			}
			fmt.Fprintf(&b, "%.4f,", v)
		}
		b.WriteString("a")
	}
	d := newDesk(t)
	d.do(small(), protocol.OpenTable{Name: "wide.csv", Bytes: []byte(b.String())},
		cornerView(protocol.CornerArgs{Most: 4, Masses: []float64{0.5}}))
	e := last[protocol.CornerData](d)
	if fmt.Sprint(e.Args.Columns) != "[7 17 27 37]" {
		t.Errorf("columns %v come first", e.Args.Columns)
	}
	d.do(cornerView(protocol.CornerArgs{Columns: []int{5, 2, -1, 40, 5, 7}, Masses: []float64{0.5, 3, math.NaN()}}))
	e, m := last[protocol.CornerData](d), last[protocol.Corner](d)
	if fmt.Sprint(e.Args.Columns) != "[5 2 7]" || len(m.Columns) != 3 || len(m.Model.Levels) != 3 ||
		len(m.Model.Grids) != 3*m.Model.N*m.Model.N {
		t.Errorf("%+v is shown", e.Args)
	}
	n := len(d.of("Corner"))
	d.do(cornerView(protocol.CornerArgs{Columns: []int{5, 2, 7}, Masses: []float64{0.5}, Row: 3}))
	if got := len(d.of("Corner")); got != n {
		t.Errorf("a row that is marked draws the model %d times again", got-n)
	}
	if e := last[protocol.CornerData](d); len(e.Marked) != 3 {
		t.Errorf("it is marked at %v", e.Marked)
	}
}

// It moves while it trains, of few samples of the same latents, as long as it is on the screen; at rest it is of many.
func TestCornerMovesWithTheTraining(t *testing.T) {
	d := newDesk(t)
	w := cornerView(protocol.CornerArgs{Masses: masses})
	d.do(small(), shuffled(400, 3))
	d.Handle(protocol.Play{})
	d.Handle(w)
	count := func() int { return len(d.of("Corner")) }
	until := time.Now().Add(time.Minute)
	for count() < 4 && time.Now().Before(until) {
		d.Work(5 * time.Millisecond)
	}
	all := d.of("Corner")
	if len(all) < 4 {
		t.Fatalf("it came %d times", len(all))
	}
	for i, e := range all[1:] {
		now, was := e.(protocol.Corner), all[i].(protocol.Corner)
		if !now.Moving || now.Step < was.Step || now.Samples != was.Samples || now.Samples > 5000 {
			t.Errorf("at step %d it is of %d samples, moving %v, after step %d", now.Step, now.Samples, now.Moving, was.Step)
		}
		if c, b := now.Columns[0], was.Columns[0]; math.Abs(c.Median-b.Median) > .3*(b.High-b.Low) {
			t.Errorf("the median leaps from %v to %v", b.Median, c.Median)
		}
	}
	if n := len(d.of("CornerData")); n != 1 {
		t.Errorf("the data came %d times", n)
	}
	w.Live = false
	d.Handle(w)
	n := count()
	for range 100 {
		d.Work(3 * time.Millisecond)
	}
	if count() != n {
		t.Error("out of sight it is drawn")
	}
	w.Live = true
	d.do(w, protocol.Pause{})
	e := last[protocol.Corner](d)
	if e.Moving || e.Step != d.trainer.Steps || e.Samples < 10_000 {
		t.Errorf("at rest: %d samples at step %d, moving %v", e.Samples, e.Step, e.Moving)
	}
	n = count()
	w.Live = false
	d.do(w)
	w.Live = true
	d.do(w)
	if count() != n {
		t.Error("what comes back into sight is drawn again")
	}
	w.Args.Corner.Masses = masses[:2]
	d.do(w)
	if again := last[protocol.Corner](d); count() == n || again.Samples != e.Samples ||
		!slices.Equal(again.Columns[0].Curve, e.Columns[0].Curve) {
		t.Error("asked for other contours, it is of other latents")
	}
	d.do(protocol.Look{Step: 0})
	if p := last[protocol.Corner](d); p.Step != 0 || slices.Equal(p.Columns[0].Curve, e.Columns[0].Curve) {
		t.Errorf("the past is at step %d", p.Step)
	}
}

// Of a large table a part is counted, beside everything else.
func TestCornerOfALargeTable(t *testing.T) {
	gaussiansAlone(t)
	const n = 60_000
	d := newDesk(t)
	d.do(small(), shuffled(n, 9))
	d.Handle(cornerView(protocol.CornerArgs{Masses: masses, Outline: true}))
	longest := time.Duration(0)
	for i, more := 0, true; more; i++ {
		start := time.Now()
		more, _ = d.Work(12 * time.Millisecond)
		longest = max(longest, time.Since(start))
		d.Handle(protocol.Probe{ID: i, X: 0.1, Y: 0.1})
		if a := last[protocol.Probed](d); a.ID != i {
			t.Fatalf("probe %d is not answered at once", i)
		}
	}
	e := last[protocol.CornerData](d)
	if e.Total != n || e.Rows >= 20_000 || e.Rows < 10_000 || len(e.Columns) != 8 || len(e.Dots) > 8*2000 {
		t.Errorf("%d of %d rows are counted, in %d columns, with %d dots", e.Rows, e.Total, len(e.Columns), len(e.Dots)/8)
	}
	t.Logf("the longest slice took %v", longest)
}
