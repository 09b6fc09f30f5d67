package dataset

import (
	"bytes"
	"os"
	"slices"
	"strings"
	"testing"
)

// The numbers of most files in testdata/cases are these; some leave out, scale or replace them.
var (
	caseX = []float64{0.095, -0.931, -0.259, 1.9, -0.043, 1.127, 0.588, -0.367}
	caseY = []float64{3.25, 2.992, 1.738, 2.158, 2.729, 1.969, 1.026}
)

// TestCases opens files that people have, each spoilt in one way. The log is a table of what becomes of them.
func TestCases(t *testing.T) {
	files, err := os.ReadDir("testdata/cases")
	if err != nil {
		t.Fatal(err)
	}
	untried := map[string]bool{}
	for _, f := range files {
		untried[f.Name()] = true
	}
	for _, c := range []struct {
		file    string
		columns string // the ones to model
		rows    int
		first   []float64 // the first numbers of the first columns
		column  []float64 // the first numbers of the second column
		listed  string    // all columns
		said    string    // of what was left out or how it was read, a part
		scored  string    // lines of the scored file that must be there
	}{
		{"t01-sep.csv", "x y", 24, caseX, caseY, "x y", "", "sep=,\nx,y,log_p\n0.095,3.25,-1.5\n"},
		{"t02-thousands-tab.tsv", "h price", 24, caseX, []float64{162, 3991, 455, 2080, 589, 455}, "h price",
			"in price 3,991 is read as 3991", "h\tprice\tlog_p\n0.095\t162\t-1.5\n"},
		{"t03b-thousands-few.csv", "x price", 24, caseX, []float64{1955, 130, 160, 190}, "x price",
			"in price 1,955 is read as 1955", "0.095,\"1,955\",-1.5\n"},
		{"t05b-minus-few.csv", "x y", 24, []float64{-0.5, 0.931, 0.259}, caseY, "x y", "",
			"x,y,log_p\n\u22120.5,3.25,-1.5\n"},
		{"t06b-semicolon-two-text-columns.csv", "temp wind", 40, []float64{3.34, 1.61, 5.68, 19.21},
			[]float64{6.82, 0.74, 1.63, 3.66}, "temp city station wind", "",
			"temp;city;station;wind;log_p\n3,34;Bonn;Mitte;6,82;-1,5\n"},
		{"t07-header-shorter.csv", "A B", 24, caseX, caseY, "A B", "", "A,B,,log_p\n0.095,3.25,,-1.5\n"},
		{"t08-row-names.txt", "x y", 24, caseX, caseY, "x y", "", "\"x\" \"y\" log_p\n\"1\" 0.095 3.25 -1.5\n"},
		{"t09-hash.txt", "x y", 24, caseX, caseY, "x y", "", "# x y log_p\n0.095 3.25 -1.5\n"},
		{"t10-comment.csv", "x y", 24, caseX, caseY, "x y", "the first line was left out",
			"# made: x, y\nx,y,log_p\n0.095,3.25,-1.5\n"},
		{"t11-two-unit-rows.csv", "x y", 24, caseX, caseY, "x y", "line 2 was left out: it has words, such as the unit \"m\"",
			"x,y,log_p\nm,s\nlong,time\n0.095,3.25,-1.5\n"},
		{"t13-nul.csv", "x y", 24, caseX, caseY, "x y", "line 26 is left out: it holds a NUL byte",
			"x,y,log_p\n0.095,3.25,-1.5\n"},
		{"t15-utf16.csv", "x y", 24, caseX, caseY, "x y", "", "x,y,log_p\n0.095,3.25,-1.5\n"},
		{"t17.arff", "x y", 24, caseX, caseY, "x y", "",
			"@ATTRIBUTE y NUMERIC\n@ATTRIBUTE log_p NUMERIC\n@DATA\n0.095,3.25,-1.5\n"},
		{"t20-comma-decimals.txt", "X Y", 24, caseX, caseY, "X Y", "", "X\tY\tlog_p\n0,095\t3,25\t-1,5\n"},
		{"t21-index.csv", "x y", 24, caseX, caseY, "column_1 x y", "", ",x,y,log_p\n0,0.095,3.25,-1.5\n"},
		{"t21c-years.csv", "2023 2024", 24, caseX, caseY, "who 2023 2024", "", "who,2023,2024,log_p\np0,0.095,3.25,-1.5\n"},
		{"t22-backslash.csv", "x y", 24, caseX, caseY, "name x y", "",
			"name,x,y,log_p\n\"a \\\"b\\\", c\",0.095,3.25,-1.5\n"},
		{"t23-blank-row.csv", "x y", 24, caseX, caseY, "x y", "", ",,\nx,y,,log_p\n0.095,3.25,,-1.5\n"},
		{"t23b-short.csv", "x y", 24, caseX, caseY, "x y note", "",
			"x,y,note,log_p\n0.095,3.25,ok,-1.5\n-0.931,2.992,,-2.5\n"},
		{"t24.json", "x y", 24, caseX, caseY, "x y", "", "x,y,log_p\n0.095,3.25,-1.5\n"},
		{"f2-moons-by-1000.csv", "x y", 200, []float64{0.0008182, -0.0000453}, []float64{0.0002492, 0.0010202}, "x y", "",
			"x,y,log_p\n"},
		{"f4-std-below-1e-30.csv", "x y", 40, []float64{0.8182, -0.0453}, []float64{3.2492e-31, 4.0202e-31}, "x y", "",
			"x,y,log_p\n"},
		{"f5-outlier.csv", "a b", 73, caseX, caseY, "a b", "", "a,b,log_p\n"},
		{"f7-dead-pixels.npy", "r1c1 r1c2 r1c3 r1c4 r2c1 r2c2 r2c3 r2c4 r3c1 r3c2 r3c3 r3c4 r4c1 r4c2 r4c3 r4c4", 300, nil, nil, "r1c1 r1c2 r1c3 r1c4 r2c1 r2c2 r2c3 r2c4 r3c1 r3c2 r3c3 r3c4 r4c1 r4c2 r4c3 r4c4", "", ""},
	} {
		delete(untried, c.file)
		t.Run(c.file, func(t *testing.T) {
			data, err := os.ReadFile("testdata/cases/" + c.file)
			if err != nil {
				t.Fatal(err)
			}
			table, err := Read(data)
			if err != nil {
				t.Fatal(err)
			}
			cols := table.Suggested()
			x, rows, left := table.Matrix(cols)
			said := strings.Join(append(slices.Clone(left), table.Remarks(cols)...), "; ")
			t.Logf("%-36s | %d of %d rows | listed %s | modelled %s | %s", c.file, len(rows), table.Rows,
				joined(table.Names(all(table))), joined(table.Names(cols)), said)
			if got := joined(table.Names(cols)); got != c.columns || len(rows) != c.rows || table.Rows != c.rows {
				t.Fatalf("columns %s in %d of %d rows, want %s in %d", got, len(rows), table.Rows, c.columns, c.rows)
			}
			if got := joined(table.Names(all(table))); got != c.listed {
				t.Errorf("it lists %s, want %s", got, c.listed)
			}
			for i, v := range c.first {
				if x[len(cols)*i] != float32(v) {
					t.Errorf("row %d: %s is %v, want %v", i+1, table.Columns[cols[0]].Name, x[len(cols)*i], v)
				}
			}
			for i, v := range c.column {
				if x[len(cols)*i+1] != float32(v) {
					t.Errorf("row %d: %s is %v, want %v", i+1, table.Columns[cols[1]].Name, x[len(cols)*i+1], v)
				}
			}
			if c.said == "" && said != "" || !strings.Contains(said, c.said) {
				t.Errorf("it says %q, want %q", said, c.said)
			}
			if err := table.Check(cols); err != nil {
				t.Error(err)
			}
			if table.Text() {
				scoredAgain(t, table, cols, c.scored)
			}
		})
	}
	if len(untried) > 0 {
		t.Errorf("these files have no right answer here: %v", untried)
	}
}

func joined(names []string) string {
	for i, n := range names {
		names[i] = strings.ReplaceAll(n, " ", "_")
	}
	return strings.Join(names, " ")
}

// scoredAgain appends -1.5, -2.5, ... to the table, looks for lines in the file, and reads it back: the new column has
// its name and numbers, and the others are what they were.
func scoredAgain(t *testing.T, table *Table, cols []int, lines string) {
	t.Helper()
	var b bytes.Buffer
	value := func(row int) (string, bool) { return string(table.AppendNumber(nil, -0.5-float64(row))), true }
	if err := table.Append(&b, "log_p", value); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(b.String(), lines) {
		t.Errorf("scored, it is %.200q and lacks %q", b.String(), lines)
	}
	again, err := Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	at, err := again.Match(append(table.Names(cols), "log_p"))
	if err != nil {
		t.Fatalf("read again: %v of %.200q", err, b.String())
	}
	x, rows, _ := table.Matrix(cols)
	y, rowsAgain, _ := again.Matrix(at)
	if !slices.Equal(rows, rowsAgain) {
		t.Fatalf("read again, rows %v became %v", rows, rowsAgain)
	}
	for i, row := range rows {
		got, want := y[i*len(at):(i+1)*len(at)], append(slices.Clone(x[i*len(cols):(i+1)*len(cols)]), -0.5-float32(row))
		if !slices.Equal(got, want) {
			t.Fatalf("read again, row %d became %v, want %v", row, got, want)
		}
	}
}
