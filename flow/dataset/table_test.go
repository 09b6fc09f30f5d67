package dataset

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

func read(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Read([]byte(text))
	if err != nil {
		t.Fatalf("Read(%q): %v", text, err)
	}
	return table
}

// all returns the indices of every column.
func all(t *Table) []int {
	cols := make([]int, len(t.Columns))
	for j := range cols {
		cols[j] = j
	}
	return cols
}

// TestSameTable spells one table in many ways; each has to give the same names and numbers.
func TestSameTable(t *testing.T) {
	x := []float32{1.5, -2, 3.25, 1000, -0.5, 6}
	rows := []int{1, 2, 3}
	named, unnamed := []string{"a", "b"}, []string{"column 1", "column 2"}
	utf16Text := func(s string, big bool) string {
		var b []byte
		for _, c := range utf16.Encode([]rune("\uFEFF" + s)) {
			if big {
				b = append(b, byte(c>>8), byte(c))
			} else {
				b = append(b, byte(c), byte(c>>8))
			}
		}
		return string(b)
	}
	plain := "a,b\n1.5,-2\n3.25,1000\n-0.5,6\n"
	for _, c := range []struct {
		name, text string
		names      []string
	}{
		{"commas", plain, named},
		{"no final newline", strings.TrimSuffix(plain, "\n"), named},
		{"no header", plain[4:], unnamed},
		{"semicolons", "a;b\n1.5;-2\n3.25;1000\n-0.5;6\n", named},
		{"tabs", "a\tb\n1.5\t-2\n3.25\t1000\n-0.5\t6\n", named},
		{"pipes", "a | b\n1.5 | -2\n3.25 | 1000\n-0.5 | 6\n", named},
		{"blanks", "  a    b\n 1.5   -2  \n3.25\t 1000\n-0.5 6\n", named},
		{"decimal commas, semicolons", "a;b\n1,5;-2\n3,25;1e3\n-,5;6,0\n", named},
		{"decimal commas, no header", "1,5;-2,0\n3,25;1000,0\n-0,5;6,0\n", unnamed},
		{"decimal commas, tabs", "a\tb\n1,5\t-2\n3,25\t1000\n-0,5\t6\n", named},
		{"decimal commas, blanks", "a b\n1,5 -2\n3,25 1000\n-0,5 6\n", named},
		{"quotes", "\"a\",\"b\"\n\"1.5\",\"-2\"\n3.25, \"1000\" \n\" -0.5 \",6\n", named},
		{"CRLF", strings.ReplaceAll(plain, "\n", "\r\n"), named},
		{"lone CR", strings.ReplaceAll(plain, "\n", "\r"), named},
		{"BOM", "\uFEFF" + plain, named},
		{"UTF-16 LE", utf16Text(plain, false), named},
		{"UTF-16 BE", utf16Text(plain, true), named},
		{"blank lines", "\n\na,b\n1.5,-2\n  \n3.25,1000\n\n-0.5,6\n\n", named},
		{"exponents and signs", "a,b\n15e-1,-2.\n+3.25,1E+3\n-.5,0.6e1\n", named},
		{"padding", "a, b\n1.5, -2\n 3.25 ,1000\n-0.5,6 \n", named},
	} {
		t.Run(c.name, func(t *testing.T) {
			table := read(t, c.text)
			gotX, gotRows, dropped := table.Matrix(all(table))
			if d := cmp.Diff(x, gotX); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(rows, gotRows); d != "" {
				t.Error(d)
			}
			if d := cmp.Diff(c.names, table.Names(all(table))); d != "" {
				t.Error(d)
			}
			if table.Header != (c.names[0] == "a") || len(dropped) != 0 {
				t.Errorf("Header is %v, dropped %q", table.Header, dropped)
			}
		})
	}
}

// TestNumber compares the reader's own syntax of numbers with strings it must take and must not.
func TestNumber(t *testing.T) {
	for cell, want := range map[string]kind{
		"1": number, "-1.": number, ".5": number, "+1e-3": number, "1e-99": number, "1,5": number, ",5": number,
		"": blank, " ": blank, "NA": blank, "n/A": blank, "NaN": blank, "NULL": blank, "None": blank, "-": blank, "?": blank,
		"inf": infinite, "-Infinity": infinite, "1e39": infinite, "-1e999999": infinite,
		"1e30": number, "1.01e30": large, "-3.4028235e38": large, "9000000000000000e22": large,
		"1,": text, "1,5,": text, "1.5,2": text, "e5": text, "1e": text, "0x10": text, "1_000": text, "1 2": text, "+": text,
		"--1":   text,
		"Nancy": text, "12%": number, "2020-01-01": text, "infinitely": text,
	} {
		mark := byte('.')
		if strings.Contains(cell, ",") {
			mark = ','
		}
		if _, got, _ := value([]byte(cell), mark); got != want {
			t.Errorf("%q is of kind %d, want %d", cell, got, want)
		}
	}
	if _, k, _ := value([]byte("1,5"), '.'); k != text {
		t.Error("a decimal comma was read in a column of decimal points")
	}
}

// TestNumberValue compares the reader's numbers with ParseFloat's: at most one unit in the last place apart.
func TestNumberValue(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		s := strconv.FormatFloat(math.Ldexp(r.NormFloat64(), r.IntN(205)-110), "efg"[r.IntN(3)], r.IntN(24)-1, 64)
		v, k, _ := value([]byte(s), '.')
		want, err := strconv.ParseFloat(s, 32)
		if got := float32(v); err != nil || k != number || got != float32(want) &&
			got != math.Nextafter32(float32(want), got) {
			t.Fatalf("%s gives %v (kind %d), want %v", s, v, k, want)
		}
	}
}

func TestQuotes(t *testing.T) {
	table := read(t, "\"x, the \"\"first\"\"\",\"two\nlines\",note\n1,2,\"a, b\"\n3,4,\"c\nd\"\"\"\n5,6,\"open\n7,8,5\" tall\n9,10,\"a\"b\n")
	if d := cmp.Diff([]string{`x, the "first"`, "two lines", "note"}, table.Names(all(table))); d != "" {
		t.Error(d)
	}
	x, _, _ := table.Matrix([]int{0, 1})
	if d := cmp.Diff([]float32{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, x); d != "" {
		t.Error(d)
	}
}

func TestColumns(t *testing.T) {
	var b strings.Builder
	b.WriteString("x,x,,name,flat,empty,mostly,inf\n")
	for i := range 40 {
		name, mostly, inf, blank := fmt.Sprintf("n%d", i), fmt.Sprint(i), fmt.Sprint(i), fmt.Sprint(-i)
		switch i {
		case 3:
			mostly = "oops"
		case 4:
			inf = "-inf"
		case 5:
			blank = "N/A"
		}
		fmt.Fprintf(&b, "%d,%d,%s,%s,7,,%s,%s\n", i, i*i, blank, name, mostly, inf)
	}
	b.WriteString("1,2,3\n")
	table := read(t, b.String())
	want := []Column{
		{Name: "x", Usable: true},
		{Name: "x 2", Usable: true},
		{Name: "column 3", Usable: true, Note: "1 blank cell", Blank: 1},
		{Name: "name", Note: `text, such as "n0"`, Blank: 1},
		{Name: "flat", Note: "constant: every number is 7", Blank: 1, Const: true},
		{Name: "empty", Note: "no values", Blank: 41},
		{Name: "mostly", Usable: true, Note: "1 blank cell, 1 cell with text", Blank: 1},
		{Name: "inf", Usable: true, Note: "1 blank cell, 1 cell not finite", Blank: 1},
	}
	if d := cmp.Diff(want, table.Columns); d != "" {
		t.Error(d)
	}
	cols := table.Usable()
	x, rows, dropped := table.Matrix(cols)
	if len(x) != 37*len(cols) || len(rows) != 37 || rows[3] != 7 || x[3*len(cols)] != 6 {
		t.Errorf("%d numbers in rows %v", len(x), rows)
	}
	wantDropped := []string{
		`row 4: mostly is "oops", not a number`,
		"row 5: inf is not finite",
		"row 6: no number in column 3",
		"row 41: no number in mostly",
	}
	if d := cmp.Diff(wantDropped, dropped); d != "" {
		t.Error(d)
	}
	if err := table.Check(cols); err != nil {
		t.Error(err)
	}
	if err := table.Check([]int{0, 3}); err == nil || !strings.Contains(err.Error(), "name cannot be modelled (text") {
		t.Error(err)
	}
}

// TestSinglePrecision holds the note on a column to what the file says of it.
func TestSinglePrecision(t *testing.T) {
	const close, small = "too close together for single precision around %s; subtract a constant and open the file again",
		"too small for single precision; multiply by a constant and open the file again"
	for _, c := range []struct {
		format string // of low + k step, k = 0 to 9
		low    float64
		step   float64
		note   string
	}{
		{"%.0f", 1_700_000_000, 1, fmt.Sprintf(close, "1.7e+09")},
		{"%.0f", 1_700_000_000, 1000, fmt.Sprintf(close, "1.7e+09")}, // 70 float32 steps
		{"%.0f", 1_700_000_000, 86_400, ""},
		{"%.0f", -1_700_000_000, 1, fmt.Sprintf(close, "-1.7e+09")},
		{"%.0f", 1_700_000_000, 0, "constant: every number is 1.7e+09"},
		{"%.0f", 1_700_000_001, 0, "constant: every number is 1.700000001e+09"},
		{"%.12f", 0.1, 0, "constant: every number is 0.1"},
		{"%.9f", 0.1, 1e-9, fmt.Sprintf(close, "0.1")},
		{"%.0f", 0, 1, ""},
		{"%.0f", 2000, 1, ""},
		{"%.3g", 1e-60, 1e-61, small},
		{"%.3g", 1e-44, 1e-45, small},
		{"%.3g", 1e-20, 1e-21, ""},
		{"%.7g", 9e29, 1e23, fmt.Sprintf(close, "9e+29")},
		{"%.7g", 3.4e38, 1e32, "no numbers up to 1e+30; larger ones count as missing"},
	} {
		var b strings.Builder
		b.WriteString("t,x\n")
		for i := range 30 {
			fmt.Fprintf(&b, c.format+",%d\n", c.low+float64(i%10)*c.step, i)
		}
		got := read(t, b.String()).Columns[0]
		if got.Note != c.note || got.Usable != (c.note == "") {
			t.Errorf("%g by %g: usable %v, %q; want %q", c.low, c.step, got.Usable, got.Note, c.note)
		}
	}
}

// TestNumericRule walks the share of text cells across the 5% that a numeric column may hold.
func TestNumericRule(t *testing.T) {
	for bad := range 10 {
		var b strings.Builder
		b.WriteString("x,y\n")
		for i := range 100 {
			y := fmt.Sprint(i)
			if i%10 == 5 && i/10 < bad {
				y = "word"
			}
			fmt.Fprintf(&b, "%d,%s\n", i, y)
		}
		if got := read(t, b.String()).Columns[1].Usable; got != (bad <= 5) {
			t.Errorf("%d%% text: usable is %v", bad, got)
		}
	}
}

func TestDroppedCap(t *testing.T) {
	table := read(t, "x,y\n"+strings.Repeat("1,2\n,3\n", 130))
	_, rows, dropped := table.Matrix([]int{0, 1})
	if len(rows) != 130 || len(dropped) != 101 || dropped[99] != "row 200: no number in x" ||
		dropped[100] != "30 more rows left out for such reasons" {
		t.Errorf("%d rows, dropped %q", len(rows), dropped)
	}
}

func TestHeader(t *testing.T) {
	for _, c := range []struct {
		text   string
		header bool
		rows   int
		notes  int
	}{
		{"a,b\n1,2\n", true, 1, 0},
		{"a,b\n", true, 0, 0},
		{"1,2\n", false, 1, 0},
		{"x,1990,1991\n1,2,3\n4,5,6\n", true, 2, 0},
		{"name,n\nfoo,1\nbar,2\n", true, 2, 0},
		{"foo,1\nbar,2\n", false, 2, 0},
		{"NA,1\n2,3\n", false, 2, 0},
		{"first,last\nAda,Byron\n", true, 1, 0},
		{"3,2,labels\n1,2\n3,4\n5,6\n", false, 3, 1},
		{"# made by a program\n# twice\na,b\n1,2\n3,4\n5,6\n", true, 3, 1},
		{"", false, 0, 0},
		{"\n \n", false, 0, 0},
		{"\uFEFF", false, 0, 0},
	} {
		table := read(t, c.text)
		if table.Header != c.header || table.Rows != c.rows || len(table.Notes) != c.notes {
			t.Errorf("%q: header %v, %d rows, notes %q", c.text, table.Header, table.Rows, table.Notes)
		}
	}
}

func TestRefused(t *testing.T) {
	for name, data := range map[string]string{
		"xlsx":     "PK\x03\x04\x14\x00\x06\x00",
		"png":      "\x89PNG\r\n\x1a\n",
		"gzip":     "\x1f\x8b\x08\x00",
		"binary":   "a,b\n1,2\n" + strings.Repeat("\x01\x00\x02\n", 9),
		"NULs":     "\x00\x01\x00\n",
		"too many": strings.Repeat("1,", MaxColumns) + "1\n",
	} {
		if _, err := Read([]byte(data)); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if table := read(t, strings.Repeat("1,", MaxColumns-1)+"1\n"); len(table.Columns) != MaxColumns {
		t.Errorf("%d columns", len(table.Columns))
	}
}

// TestSlices checks that reading in slices of any size gives the table read at once, over several blocks.
func TestSlices(t *testing.T) {
	text := generate(3*blockRows+17, 3)
	want, _, wantDropped := read(t, string(text)).Matrix([]int{0, 1, 2})
	for _, rows := range []int{1, 1000, blockRows} {
		r := NewReader(text)
		steps := 0
		for done := false; !done; steps++ {
			before := r.Table().Rows
			var err error
			if done, err = r.Step(rows); err != nil {
				t.Fatal(err)
			}
			if r.Table().Rows-before > rows {
				t.Fatalf("a step of %d rows read %d", rows, r.Table().Rows-before)
			}
		}
		x, _, dropped := r.Table().Matrix([]int{0, 1, 2})
		if !slices.Equal(x, want) || !slices.Equal(dropped, wantDropped) {
			t.Errorf("steps of %d rows give another table", rows)
		}
	}
}

func TestFiles(t *testing.T) {
	for _, c := range []struct {
		file    string
		usable  []string
		kept    int
		dropped []string
	}{
		{"faithful.csv", []string{"eruptions", "waiting"}, 272, nil},
		{"penguins.csv", []string{"bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g", "year"}, 342,
			[]string{"row 4: no number in bill_length_mm", "row 272: no number in bill_length_mm"}},
		{"iris.csv", []string{"column 1", "column 2", "column 3", "column 4", "column 5"}, 150,
			[]string{"the first line was left out: it has neither names nor numbers like those of the table"}},
	} {
		data, err := os.ReadFile("testdata/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		table := read(t, string(data))
		cols := table.Usable()
		if d := cmp.Diff(c.usable, table.Names(cols)); d != "" {
			t.Error(d)
		}
		x, rows, dropped := table.Matrix(cols)
		if len(rows) != c.kept || len(x) != c.kept*len(cols) {
			t.Errorf("%s: %d rows", c.file, len(rows))
		}
		if d := cmp.Diff(c.dropped, dropped); d != "" {
			t.Error(d)
		}
		if err := table.Check(cols); err != nil {
			t.Error(err)
		}
	}
}

// generate returns a table of numbers; some cells are blank.
func generate(rows, columns int) []byte {
	r := rand.New(rand.NewPCG(1, 2))
	var b bytes.Buffer
	names := make([]string, columns)
	for j := range names {
		names[j] = fmt.Sprintf("x%d", j)
	}
	fmt.Fprintln(&b, strings.Join(names, ","))
	for range rows {
		for j := range columns {
			if j > 0 {
				b.WriteByte(',')
			}
			if r.IntN(100) > 0 {
				fmt.Fprintf(&b, "%.5g", r.NormFloat64()*100)
			}
		}
		b.WriteByte('\n')
	}
	return b.Bytes()
}

func BenchmarkRead(b *testing.B) {
	data := generate(100_000, 16)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMatrix(b *testing.B) {
	table, err := Read(generate(100_000, 16))
	if err != nil {
		b.Fatal(err)
	}
	cols := all(table)
	b.ReportAllocs()
	for b.Loop() {
		table.Matrix(cols)
	}
}

// A text table has as many cells as an array may have numbers, and not a row more.
func TestCellsAreBounded(t *testing.T) {
	r := NewReader([]byte("a,b\n1,2\n3,4\n5,6\n"))
	if done, err := r.Step(1); done || err != nil {
		t.Fatal(done, err)
	}
	r.table.Rows = MaxCells/2 - 1
	if done, err := r.Step(1); done || err != nil {
		t.Fatalf("the last row that fits: %v, %v", done, err)
	}
	if _, err := r.Step(1); err == nil || !strings.Contains(err.Error(), "keep fewer rows") {
		t.Errorf("one row more: %v", err)
	}
}

// What files of float32 hold where nothing was measured is no number to learn from, in a text as in an array.
func TestMarksOfMissingData(t *testing.T) {
	const mark = -3.4028235e38
	var b strings.Builder
	b.WriteString("depth,salt\n")
	f := npyFile{version: 1, descr: "<f4", shape: []int{30, 2}}
	for i := range 30 {
		depth, salt := float64(i), math.Sqrt(float64(i))
		if i == 4 || i == 9 {
			depth = mark
		}
		fmt.Fprintf(&b, "%.8g,%g\n", depth, salt)
		f.values = append(f.values, depth, salt)
	}
	for why, file := range map[string][]byte{
		"row 5: depth is -3.4028235e+38, beyond 1e+30 and taken as missing": []byte(b.String()),
		"row 5: x1 is not a finite number up to 1e+30":                      f.bytes(),
	} {
		table := read(t, string(file))
		if c := table.Columns[0]; !c.Usable || c.Note != "2 cells beyond 1e+30, taken as missing" {
			t.Errorf("%+v", c)
		}
		x, rows, dropped := table.Matrix([]int{0, 1})
		if len(rows) != 28 || len(dropped) != 2 || dropped[0] != why || slices.Min(x) < 0 {
			t.Errorf("%d rows from %g; %q", len(rows), slices.Min(x), dropped)
		}
	}
}
