package session

import (
	"bytes"
	"encoding/csv"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nicelab/wasm/protocol"
)

// penguins is a desk with the table of penguins open, a few steps trained, and its file.
func penguins(t *testing.T) (*desk, []byte) {
	t.Helper()
	b, err := os.ReadFile("../dataset/testdata/penguins.csv")
	if err != nil {
		t.Fatal(err)
	}
	d := newDesk(t)
	d.do(protocol.OpenTable{Name: "penguins.csv", Bytes: bytes.Clone(b)}, protocol.UseColumns{Columns: []int{2, 3, 4, 5}},
		protocol.Step{}, protocol.Step{})
	return d, b
}

func cells(t *testing.T, b []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func parse(t *testing.T, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// A scored file says, where it is asked to, how strange a row is and why; its own bytes stay.
func TestScoreSaysWhy(t *testing.T) {
	d, b := penguins(t)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	odd := strings.Split(lines[1], ",")
	odd[4] = "305" // a flipper
	few := strings.Join(append(lines[:40:40], strings.Join(odd, ",")), "\n") + "\n"
	d.do(protocol.Score{ID: 2, Name: "few.csv", Bytes: []byte(few), Percentile: true, Why: true, Surprises: true})
	out := last[protocol.File](d).Bytes
	many := lines[0] + "\n" + strings.Repeat(lines[1]+"\n", mostReasons/4+1)
	d.do(protocol.Score{ID: 3, Name: "many.csv", Bytes: []byte(many), Why: true})
	if n := last[protocol.Notice](d); n.ID != 3 || n.Key != "many-reasons" || !n.Error {
		t.Errorf("of too many rows it says %+v", n)
	}
	for i, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		if !strings.HasPrefix(line, strings.Split(few, "\n")[i]+",") {
			t.Fatalf("line %d is now %q", i, line)
		}
	}
	rows := cells(t, out)
	n := len(odd)
	want := "log_p percentile most_surprising tail_probability surprise_bill_length_mm surprise_bill_depth_mm surprise_flipper_length_mm surprise_body_mass_g"
	if got := strings.Join(rows[0][n:], " "); got != want {
		t.Fatalf("the columns are %s", got)
	}
	scored := 0
	for i, r := range rows[1:] {
		r = r[n:]
		if r[0] == "" {
			if strings.Join(r, "") != "" {
				t.Errorf("row %d has no log p and says %q", i+1, r)
			}
			continue
		}
		scored++
		most, at := math.Inf(-1), 0
		for j := range 4 {
			if v := parse(t, r[4+j]); v > most {
				most, at = v, j
			}
		}
		if "surprise_"+r[2] != rows[0][n+4+at] {
			t.Errorf("row %d: the most surprising is %s, of %q", i+1, r[2], r[4:])
		}
		if p, q := parse(t, r[1]), parse(t, r[3]); p < 0 || p > 100 || q < 0 || q > 1 {
			t.Errorf("row %d: percentile %v, tail %v", i+1, p, q)
		}
	}
	r := rows[len(rows)-1][n:]
	if scored != 39 || parse(t, r[1]) != 0 || r[2] != "flipper_length_mm" || parse(t, r[3]) > 1e-4 {
		t.Errorf("%d rows are scored, and of the odd one it says %q", scored, r)
	}
	d.do(protocol.Score{ID: 3, Name: "few.csv", Bytes: []byte(few), Percentile: true})
	for i, r := range cells(t, last[protocol.File](d).Bytes) {
		if len(r) != n+2 || r[n+1] != rows[i][n+1] {
			t.Fatalf("the percentile alone: %q", r)
		}
	}
}

// The percentile counts the rows that were trained on.
func TestPercentile(t *testing.T) {
	d, b := penguins(t)
	d.do(protocol.Score{ID: 2, Name: "p.csv", Bytes: bytes.Clone(b), Percentile: true})
	rows := cells(t, last[protocol.File](d).Bytes)
	n := len(rows[0]) - 2
	var sorted []float64
	for _, i := range d.trained() {
		sorted = append(sorted, parse(t, rows[d.data.numbers[i]][n]))
	}
	for i, r := range rows[1:] {
		if r[n] == "" {
			continue
		}
		below, lp := 0, parse(t, r[n])
		for _, v := range sorted {
			if v <= lp {
				below++
			}
		}
		// Numbers are written to nine digits, so that two rows may come to look alike.
		if got, want := parse(t, r[n+1]),
			100*float64(below)/float64(len(sorted)); math.Abs(got-want) > 101/float64(len(sorted)) {
			t.Errorf("row %d has percentile %v and not %v", i+1, got, want)
		}
	}
}

// A file comes back with its blanks filled, bounds beside them, and all else as it was.
func TestFill(t *testing.T) {
	d, b := penguins(t)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	in := slices.Clone(lines[:30])
	blanked := func(line string, columns ...int) string {
		c := strings.Split(line, ",")
		for _, j := range columns {
			c[j] = ""
		}
		return strings.Join(c, ",")
	}
	truth := strings.Split(in[1], ",")
	in[1], in[2] = blanked(in[1], 4), blanked(in[2], 2, 4)
	file := strings.Join(in, "\n") + "\n"
	d.do(protocol.Fill{ID: 2, Name: "some.csv", Bytes: []byte(file), Seed: 5, Draws: 2})
	f := last[protocol.File](d)
	if f.Name != "some-filled.csv" {
		t.Errorf("it is called %s", f.Name)
	}
	rows, before := cells(t, f.Bytes), cells(t, []byte(file))
	n := len(before[0])
	if got := strings.Join(rows[0][n:], " "); got != "bill_length_mm_q05 bill_length_mm_q50 bill_length_mm_q95 bill_length_mm_draw1 bill_length_mm_draw2 "+
		"flipper_length_mm_q05 flipper_length_mm_q50 flipper_length_mm_q95 flipper_length_mm_draw1 flipper_length_mm_draw2 r_hat" {
		t.Fatalf("the columns are %s", got)
	}
	filled := map[int][]int{1: {4}, 2: {2, 4}}
	for i := range before {
		for j, v := range before[i] {
			at := -1
			for _, k := range filled[i] {
				if k == j {
					at = n + 5*((j-2)/2)
				}
			}
			if at < 0 {
				if rows[i][j] != v {
					t.Errorf("row %d: %q became %q", i, v, rows[i][j])
				}
				continue
			}
			lo, mean, hi := parse(t, rows[i][at]), parse(t, rows[i][j]), parse(t, rows[i][at+2])
			mid, one, two := parse(t, rows[i][at+1]), parse(t, rows[i][at+3]), parse(t, rows[i][at+4])
			if !(lo < mean && mean < hi && lo < mid && mid < hi) || lo < 25 || hi > 260 {
				t.Errorf("row %d, column %d: %v, median %v, in [%v, %v]", i, j, mean, mid, lo, hi)
			}
			if width := hi - lo; one == two || min(one, two) < lo-width || max(one, two) > hi+width {
				t.Errorf("row %d, column %d: drawn are %v and %v, of [%v, %v]", i, j, one, two, lo, hi)
			}
		}
	}
	for i, r := range rows[3:] { // a row of penguins.csv has no numbers at all
		if strings.Join(r[n:], "") != "" {
			t.Errorf("row %d has nothing to fill and says %q", i+3, r[n:])
		}
	}
	if v, was := parse(t, rows[1][4]), parse(t, truth[4]); math.Abs(v-was) > 30 || rows[1][n+10] != "1" {
		t.Errorf("a flipper of %v is filled with %v, r_hat %s", was, v, rows[1][n+10])
	}
	if text := last[protocol.Notice](d).Text; !strings.Contains(text, "3 blanks in 2 rows") {
		t.Errorf("it says %q", text)
	}
	for _, c := range []protocol.Fill{
		{Name: "none.csv", Bytes: []byte(strings.Join(lines[:3], "\n") + "\n")},
		{Name: "a.npy", Bytes: npy(20, 4, func(i, j int) float32 { return float32(i * j) })},
		{Name: "other.csv", Bytes: []byte("u,v\n1,2\n3,4\n")},
	} {
		d.events = nil
		d.do(c)
		for _, e := range d.events {
			if _, ok := e.(protocol.File); ok {
				t.Errorf("of %s there is a file", c.Name)
			}
		}
		if last[protocol.Notice](d).Text == "" {
			t.Errorf("of %s nothing is said", c.Name)
		}
	}
}
