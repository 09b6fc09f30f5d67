package dataset

import (
	"encoding/binary"
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf16"
)

// The numbers of the kinds below: u has three decimals and either sign, v two, n thousands.
func u(i int) float64 { return math.Round(1000*math.Sin(float64(3*i+1))*2) / 1000 }
func v(i int) float64 { return math.Round(100*(3+math.Cos(float64(i*i)))) / 100 }
func n(i int) float64 { return float64(7*i*i*i + 100) }

func european(v float64) string { return strings.ReplaceAll(fmt.Sprint(v), ".", ",") }

// grouped writes a whole number with its thousands apart.
func grouped(v float64, mark string) string {
	s := fmt.Sprint(int(v))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	return s
}

const kindRows = 24

// spell writes a table of which a line that begins with @ stands for kindRows rows, with numbers in place of what is in
// braces.
func spell(text string) string {
	var b strings.Builder
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\n"), "\n") {
		row, ok := strings.CutPrefix(l, "@")
		if !ok {
			b.WriteString(l + "\n")
			continue
		}
		for i := range kindRows {
			pairs := []string{"{i}", fmt.Sprint(i), "{i+1}", fmt.Sprint(i + 1), "{word}", []string{"Bonn", "Ulm", "Köln"}[i%3],
				"{u}", fmt.Sprint(u(i)), "{v}", fmt.Sprint(v(i)), "{u,}", european(u(i)), "{v,}", european(v(i))}
			pairs = append(pairs, "{8i}", fmt.Sprintf("%8d", i), "{8u}",
				fmt.Sprintf("%8v", u(i)), "{8v}", fmt.Sprintf("%8v", v(i)))
			for _, mark := range []string{".", ",", " ", "'", "\u2019", "\u00A0", "\u202F"} {
				pairs = append(pairs, "{n"+mark+"}", grouped(n(i), mark))
			}
			b.WriteString(strings.NewReplacer(pairs...).Replace(row) + "\n")
		}
	}
	return b.String()
}

// TestKinds reads siblings of the cases: each is the same few numbers, written as some program or country does.
func TestKinds(t *testing.T) {
	for _, c := range []struct {
		name, text string
		columns    string // the ones to model
		numbers    string // and which numbers they hold: u, v, n, or i for the row
		said       string // of what was left out or how it was read, a part; "" for nothing
	}{
		// Separator and decimal mark.
		{"title", "Report 2020;;;\ntemp;city;station;wind\n@{u,};{word};Mitte;{v,}", "temp wind", "uv",
			"the first line was left out"},
		{"commas in words", "temp;city;station;wind\n@{u,};\"{word}, West\";a,b;{v,}", "temp wind", "uv", ""},
		{"semicolons in words", "a,b,c\n@{u},p;q;r,{v}", "a c", "uv", ""},
		{"quoted semicolons", "a,b,c\n@{u},\"p;q;r\",{v}", "a c", "uv", ""},
		{"points and semicolons", "a;b\n@{u};{v}", "a b", "uv", ""},
		{"commas and blanks", "a b\n@{u,} {v,}", "a b", "uv", ""},
		{"commas in quotes", "a,b\n@\"{u,}\",\"{v,}\"", "a b", "uv", ""},
		{"dates", "datum;wert;x\n@1.1.2020;{v,};{u,}", "wert x", "vu", ""},
		{"two separators", "# x, y\n@{u} {v}", "x y", "uv", ""},
		{"decimal commas cut", "x,y\n@{u,},{v,}\n@{u,},{v,}", "column_2 column_4", "", "save the file with semicolons"},
		{"a wrong instruction", "sep=;\nx,y\n@{u},{v}", "x y", "uv", ""},
		{"an instruction above one column", "sep=;\nx\n@{u,}", "x", "u", ""},
		// Thousands.
		{"points for thousands", "a;b\n@{n.};{v,}", "a b", "nv", "in a 1.612 is read as 1612, not as 1.612"},
		{"points for thousands alone", "a;b\n@{n.};{i}", "a b", "ni", "in a 1.612 is read as 1612"},
		{"commas for thousands", "a\tb\n@{n,}\t{v}", "a b", "nv", "in a 1,612 is read as 1612, not as 1.612"},
		{"quoted thousands", "a,b\n@\"{n,}\",{v}", "a b", "nv", "in a 1,612 is read as 1612"},
		{"blanks for thousands", "a;b\n@{n };{v,}", "a b", "nv", ""},
		{"NBSP", "a;b\n@{n\u00A0};{v,}", "a b", "nv", ""},
		{"narrow NBSP", "a,b\n@{n\u202F},{v}", "a b", "nv", ""},
		{"apostrophes", "a,b\n@{n'},{v}", "a b", "nv", ""},
		{"curly apostrophes", "a;b\n@{n\u2019};{v}", "a b", "nv", ""},
		{"three decimals in a file of tabs", "a\tb\n1.234\t5\n@2.345\t{v}", "a b", "", ""},
		{"three decimals and whole numbers", "a,b\n1.234,5\n2,6\n@3.450,{i}", "a b", "", ""},
		// Notation.
		{"minus", "x,y\n@\u2212{i+1},{v}", "x y", "", ""},
		{"NBSP around", "x,y\n@\u00A0{u}\u00A0,+{v}", "x y", "uv", ""},
		{"percent", "x;y\n@{v,} %;{u,}", "x y", "vu", ""},
		{"currency before", "x,y\n@\"${n,}\",{v}", "x y", "nv", "in x $1,612 is read as 1612"},
		{"currency behind", "x;y\n@{v,} €;{u,}", "x y", "vu", ""},
		{"negative in brackets", "x,y\n@({i+1}.5),{v}\n\"(1,234.5)\",2", "x y", "", ""},
		{"minus behind", "x;y\n@{i+1},5-;{v,}", "x y", "", ""},
		{"told to be text", "x,y\n@=\"{u}\",{v}", "x y", "uv", ""},
		{"told to be text, in quotes", "x,y\n@\"=\"\"{u}\"\"\",{v}", "x y", "uv", ""},
		{"errors of a spreadsheet", "x,y\n@{u},{v}\n#DIV/0!,1\n#N/A,2\n3,#VALUE!", "x y", "", "row 25: no number in x"},
		{"no numbers of Visual C", "x,y\n@{u},{v}\n1.#QNAN,1\n-1.#IND,2", "x y", "", "row 25: no number in x"},
		// Rows shorter and longer than the header.
		{"short rows", "x,y,note,z\n1,2,a,4\n@{u},{v}", "x y", "", ""},
		{"few short rows", "x,y,z\n@{u},{v},{i}\n3,4", "x y z", "", "row 25: no number in z"},
		{"longer first line", "1,2,3\n@{u},{v}", "column_1 column_2", "uv", "the first line was left out"},
		{"header ends in a comma", "x,y,,\n@{u},{v}", "x y", "uv", ""},
		{"rows end in a semicolon", "x;y\n@{u,};{v,};", "x y", "uv", ""},
		{"both end in commas", "x,y,,\n@{u},{v},,\n,,,\n,,,\n", "x y", "uv", ""},
		{"first rows without numbers", "date,x,y\nMon,,\nTue,,\nWed,,\nThu,,\n@Fri,{u},{v}", "x y", "",
			"row 4: no number in x"},
		// Headers that are numbers, and rows that are none.
		{"years", "2019,2020,2021\n@{u},{v},{u}", "2019 2020 2021", "uvu", ""},
		{"years beside words", "Land;2019;2020\n@{word};{u,};{v,}", "2019 2020", "uv", ""},
		{"years that descend", "2021,2020,2019\n@{u},{v},{u}", "2021 2020 2019", "uvu", ""},
		{"numbers in quotes above others", "\"410\",\"400\"\n@{u},{v}", "410 400", "uv", ""},
		{"all numbers in quotes", "@\"{u}\",\"{v}\"", "column_1 column_2", "uv", ""},
		{"0, 1", "0,1\n@{u},{v}", "0 1", "uv", ""},
		{"an index and 0, 1", ",0,1\n@{i},{u},{v}", "0 1", "uv", ""},
		{"no header", "@{u},{v},Iris-setosa", "column_1 column_2", "uv", ""},
		{"counts and names of classes", "150,2,setosa,versicolor\n@{u},{v},0\n@{u},{v},1", "column_1 column_2", "",
			"the first line was left out"},
		// Counters.
		{"unnamed counter", "Unnamed: 0,x,y\n@{i},{u},{v}", "x y", "uv", ""},
		{"two counters", ",,x,y\n@{i},{i+1},{u},{v}", "x y", "uv", ""},
		{"counter from 1", "id,x,y\n@{i+1},{u},{v}", "x y", "uv", ""},
		{"counter without a header", "@{i+1} {u} {v}", "column_2 column_3", "uv", ""},
		{"time is no counter", "time,x\n@{i},{u}", "time x", "iu", ""},
		{"counter of R", "\"\";\"x\";\"y\"\n@\"{i+1}\";{u,};{v,}", "x y", "uv", ""},
		// Names.
		{"sep in quotes", "\"sep=;\"\nx;y\n@{u,};{v,}", "x y", "uv", ""},
		{"names of rows and a word last", "\"x\" \"y\" \"place\"\n@\"{i+1}\" {u} {v} \"{word} am See\"", "x y", "uv", ""},
		{"names of rows are words", "\"x\" \"y\"\n@\"r{i}\" {u} {v}", "x y", "uv", ""},
		{"psql", " x   |  y\n-----+-----\n@ {u} | {v}", "x y", "uv", ""},
		{"mysql", "+---+---+\n| x | y |\n+---+---+\n@| {u} | {v} |\n+---+---+", "x y", "uv", ""},
		{"markdown", "| x | y |\n|:---|---:|\n@| {u} | {v} |", "x y", "uv", ""},
		{"reStructuredText", "=====  =====\nx      y\n=====  =====\n@{u}   {v}\n=====  =====", "x y", "uv", ""},
		{"header in a comment", "#x\ty\n@{u}\t{v}", "x y", "uv", ""},
		{"header in a comment of tabs", "#\tx\ty\n@{u}\t{v}", "x y", "uv", ""},
		{"header in a comment of commas", "#,x,y\n@{u},{v}", "x y", "uv", ""},
		{"a list of names in comments", "# made\n#   1 N   Running number\n#   2 X   Position (m)\n#   3 Y\n@ {i} {u} {v}",
			"N X Y", "iuv", "the first line was left out"},
		{"a list with colons in comments", "# 1: x\n# 2: y\n@{u} {v}", "x y", "uv", ""},
		{"units in brackets above blanks", "x [m] y (s/h)\n@{u} {v}", "x_[m] y_(s/h)", "uv", ""},
		{"units in brackets in a comment", "# x [m]  y [s]\n@{u}  {v}", "x_[m] y_[s]", "uv", ""},
		{"unit of one column above blanks", "x  y [m]\n@{u} {v}", "x y_[m]", "uv", ""},
		{"names of two words above blanks", "Air temp  Wind speed\n@  {u}  {v}", "Air_temp Wind_speed", "uv", ""},
		{"comment between header and rows", "# made\nx y\n# units: m s\n@{u} {v}", "x y", "uv",
			"the first 2 lines were left out"},
		{"comments among the rows", "# x y\n@{u} {v}\n# more\n", "x y", "uv",
			"lines that begin with # were left out as comments: 1"},
		{"rows that begin with #", "tag,x,y\n@#{word},{u},{v}", "x y", "uv", ""},
		{"preamble", "Station: A\nOperator: B\n\nValues below, in mm\n\nx,y\n@{u},{v}", "x y", "uv",
			"the first 3 lines were left out"},
		{"preamble of keys", "Model,ABC123\nSerial,1234\nStart,12:00\nx,y\n@{u},{v}", "x y", "uv",
			"the first 3 lines were left out"},
		{"preamble longer than the table", strings.Repeat("Made by, among others, A\n", 60) + "x,y,z\n@{u},{v},{word}",
			"x y", "uv", "the first 60 lines were left out"},
		{"preamble of the table's width", strings.Repeat("Key,value\n", 40) + "x,y\n@{u},{v}", "x y", "uv",
			"the first 40 lines were left out"},
		{"preamble of sentences", strings.Repeat("Number 7 about nothing\n", 200) + "x;y\n@{u,};{v,}", "x y", "uv",
			"the first 200 lines were left out"},
		{"keys and numbers above a shorter table", strings.Repeat("Gain,5\n", 40) + "x,y\n@{u},{v}", "x y", "uv",
			"the first 40 lines were left out"},
		{"keys and numbers above a wider table", strings.Repeat("Gain,5\n", 130) + "x,y,z\n@{u},{v},{i}", "x y z", "uvi",
			"the first 130 lines were left out"},
		{"keys and numbers above words", "Gain,5\nRate,12\nwho,x,y\n@{word},{u},{v}", "x y", "uv",
			"the first 2 lines were left out"},
		{"keys with names of their own", "Key,Value\n" + strings.Repeat("Gain,5\n", 40) + "x,y\n@{u},{v}", "x y", "uv",
			"the first 41 lines were left out"},
		{"keys that end in separators", strings.Repeat("Gain;0,5;\n", 35) + "x;y;z\n@{u,};{v,};{i}", "x y z", "uvi",
			"the first 35 lines were left out"},
		{"keys and numbers, then nameless rows", strings.Repeat("Gain 5\n", 40) + "\n@{u} {v}", "column_1 column_2", "uv",
			"the first 40 lines were left out"},
		{"keys, numbers and units, then units", strings.Repeat("Gain,5,dB\n", 40) + "x,y\nmm,s\n@{u},{v}", "x y", "uv",
			"line 42 was left out"},
		{"keys among the rows are rows", "who,x\n@a{i},{u}\n@{i},{v}", "x", "u", ""},
		{"a word in the first row", "x,y\n1,missing\n@{u},{v}", "x y", "", "row 1: y is \"missing\""},
		{"units in a comment of their own", "#x,y\n#m,1\n@{u},{v}", "x y", "uv", "line 2 was left out"},
		{"a word before even numbers", "depth,0.5,1.0,1.5\n@{u},{v},{u},{v}", "depth 0.5 1.0 1.5", "uvuv", ""},
		// What comes after the rows.
		{"a source below", "x,y,z\n@{u},{v},{i}\nSource: A\nRetrieved 2020", "x y z", "uvi",
			"the last 2 lines were left out: they come after the table, from \"Source: A\" on"},
		{"a source below words", "who,x,y\n@{word},{u},{v}\n\nSource,,", "x y", "uv",
			"the last line was left out: it comes after the table, and begins with \"Source\""},
		{"sentences with commas below", "x,y,z\n@{u},{v},{i}\nSource: Office, of statistics, 2020\nRevised, 2021\nA, b, c, d, e", "x y z", "uvi",
			"the last 3 lines were left out"},
		{"totals without numbers below", "x;y\n@{u,};{v,}\nTotal;\nMean;", "x y", "uv", "the last 2 lines were left out"},
		{"notes of several lines below", "x y\n@{u} {v}\n\nNotes\n1 revised\n2 estimated", "x y", "uv",
			"the last 3 lines were left out"},
		{"the count of rows below", "x|y\n@{u}|{v}\n(24 rows)\n", "x y", "uv", "the last line was left out"},
		{"the last rows without numbers", "who,x,y\n@{word},{u},{v}\nUlm,,\nBonn,NA,NA", "x y", "uv",
			"row 25: no number in x"},
		{"a word in the last row", "x,y,z\n@{u},{v},{i}\nn.d.,5,6", "x y z", "uvi", "row 25: x is \"n.d.\", not a number"},
		{"a word in the last row, blanks after commas", "x, y, z\n@{u}, {v}, {i}\n5, n.d., b", "x y z", "uvi",
			"row 25: y is \"n.d.\", not a number"},
		{"a note, blanks after commas", "x, y, z\n@{u}, {v}, {i}\nSource: a, b, c", "x y z", "uvi",
			"the last line was left out: it comes after the table"},
		{"names of many words", "x,y,z,name\n@{u},{v},{i},b\n5,n.d.,n.d.,a", "x y z", "uvi", "row 25: y is \"n.d.\""},
		{"censored rows after an empty line", "year,x,y\n@{i},{u},{v}\n\n2020,<0.5,<0.1", "year x y", "iuv",
			"row 25: x is \"<0.5\", not a number"},
		{"censored rows after an empty line, then a source", "year,x,y\n@{i},{u},{v}\n\n2020,<0.5,<0.1\n\nSource: A",
			"year x y", "iuv", "the last line was left out"},
		{"a sentence after an empty line, between blanks", "x y z\n@{u} {v} {i}\n\nValues are estimated", "x y z", "uvi",
			"the last line was left out"},
		// Several tables in one file.
		{"names again and again", "x,y\n@{u},{v}\nx,y\n1,2\nx,y\n3,4", "x y", "uv",
			"lines that repeat the names of the columns were left out: 2"},
		{"names that are numbers, and rows", "0,1\n@{u},{v}\n0,1", "0 1", "uv", ""},
		// Cells that are missing between blanks.
		{"a hole in a table of fixed width", "       x       y       z\n@{8u}{8v}{8i}\n   1.250               3", "x y z", "uvi",
			"1 of 25 rows is left out: fewer than 3 cells"},
		{"names beyond all rows", "x,y,a,b,c\n@{u},{v}", "x y", "uv", ""},
		{"a typed apostrophe", "x,y\n@{u},'{v}", "x y", "uv", ""},
		{"counter of read.csv", "X,x,y\n@{i+1},{u},{v}", "x y", "uv", ""},
		{"counter of readr", "...1,x,y\n@{i+1},{u},{v}", "x y", "uv", ""},
		{"JSON with names beside its rows", "{\"n\":2,\"header\":[\"x\",\"y\"],\"rows\":[[0,0]\n@,[{u},{v}]\n]}",
			"x y", "", ""},
		{"JSON with units before its names", "{\"units\":[\"m\",\"s\"],\"Header\":[\"x\",\"y\"],\"rows\":[[0,0]\n@,[{u},{v}]\n]}",
			"x y", "", ""},
		{"JSON with names of another key", "{\"n\":2,\"axes\":[\"x\",\"y\"],\"rows\":[[0,0]\n@,[{u},{v}]\n]}", "x y", "", ""},
		{"names of groups", "A,A,B\nx,y,z\n@{u},{v},{i}", "x y z", "uvi", "the first line was left out"},
		{"units", "x,y\n[s],[m/s]\n@{u},{v}", "x y", "uv", "line 2 was left out"},
		{"one unit", "x,y\n,m/s\n@{u},{v}", "x y", "uv", "line 2 was left out"},
		{"ARFF", "@RELATION 'r s'\n@attribute 'a b' real\n@attribute y integer\n@data\n@{u}, {v}", "a_b y", "uv", ""},
		// Damage.
		{"Ctrl-Z", "x,y\n@{u},{v}\n\x1a", "x y", "uv", ""},
		{"NULs at the end", "x,y\n@{u},{v}\n\x00\x00\x00", "x y", "uv", "line 26 is left out: it holds a NUL byte"},
		// Marks for nothing.
		{"marks of programs", "x,y\n@{u},{v}\n\\N,1\n..,1\n:,1\n#NA,1\n\u2014,1", "x y", "", "row 25: no number in x"},
		// JSON.
		{"JSON lines", "@{\"x\":{u},\"y\":{v}}", "x y", "uv", ""},
		{"JSON lines of objects", "@{\"a\":{\"x\":{u}},\"y\":{v},\"t\":[1,2]}", "a.x y", "uv", ""},
		{"JSON in two objects", "{\"ok\":1,\"a\":{\"n\":2,\"rows\":[[9,9]\n@,[{u},{v}]\n]}}", "column_1 column_2", "", ""},
		{"JSON columns in an object", "{\"meta\":{\"n\":2},\"data\":{\"x\":[0\n@,{u}\n],\"y\":[0\n@,{v}\n]}}", "x y", "", ""},
		{"JSON columns beside a title", "{\"title\":\"a\",\"x\":[0\n@,{u}\n],\"y\":[0\n@,{v}\n]}", "x y", "", ""},
		{"JSON rows by name", "{\"r\":{\"x\":0,\"y\":0}\n@,\"r{i}\":{\"x\":{u},\"y\":{v}}\n}", "x y", "", ""},
		{"JSON lines of arrays", "@[{u}, {v}]", "column_1 column_2", "uv", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := c.text
			if strings.HasPrefix(text, "@RELATION") { // whose lines begin so too
				text = strings.ReplaceAll(spell(strings.ReplaceAll(strings.ReplaceAll(text, "@", "\x01"), "\x01{", "@{")), "\x01",
					"@")
			} else {
				text = spell(text)
			}
			table := read(t, text)
			cols := table.Suggested()
			x, rows, left := table.Matrix(cols)
			said := strings.Join(append(left, table.Remarks(cols)...), "; ")
			if got := joined(table.Names(cols)); got != c.columns || len(rows) < kindRows {
				t.Fatalf("columns %s of %d rows, want %s: %s\n%.200s", got, len(rows), c.columns, said, text)
			}
			if c.said == "" && said != "" && c.numbers != "" || !strings.Contains(said, c.said) {
				t.Errorf("it says %q, want %q", said, c.said)
			}
			for j, which := range c.numbers {
				want := map[rune]func(int) float64{'u': u, 'v': v, 'n': n, 'i': func(i int) float64 { return float64(i) }}[which]
				for i := range kindRows {
					if got := x[i*len(cols)+j]; got != float32(want(i)) {
						t.Fatalf("row %d: %s is %v, want %v", i+1, table.Columns[cols[j]].Name, got, want(i))
					}
				}
			}
			if table.Header {
				scoredAgain(t, table, cols, "log_p")
			}
		})
	}
}

// The last rows are none where they are called totals, whatever their numbers; one among the others is.
func TestTotalsAreNoRow(t *testing.T) {
	for name, c := range map[string]struct {
		below string
		rows  int
		said  string
	}{
		"sums":             {"Summe;1,5;99,2\n", kindRows, `the last line was left out: it comes after the table`},
		"sums and means":   {"Total;1;2\nMean:;3;4\n", kindRows, `the last 2 lines were left out`},
		"after a line":     {"\nTotal;1;2\n", kindRows, `begins with "Total"`},
		"totals and notes": {"Total;1;2\nSource: A\n", kindRows, `from "Total" on`},
		"before a row":     {"Total;1;2\nBonn;3;4\n", kindRows + 2, ""},
		"once more":        {"Mean;1;2\nBonn;3;4\nMean;5;6\n", kindRows + 3, ""},
		"another word":     {"Totnes;1;2\n", kindRows + 1, ""},
	} {
		table := read(t, spell("Ort;x;y\n@{word};{u,};{v,}\n")+c.below)
		_, used, _ := table.Matrix([]int{1, 2})
		if said := strings.Join(table.Remarks([]int{1, 2}), "; "); len(used) != c.rows || !strings.Contains(said, c.said) {
			t.Errorf("%s: %d rows, want %d, and it says %q", name, len(used), c.rows, said)
		}
	}
	table := read(t, spell("x,y,z\n@{u},{v},{i}\nTotal,500,600\n"))
	if x, used, _ := table.Matrix([]int{0, 1, 2}); table.Rows != kindRows || x[len(x)-1] != kindRows-1 {
		t.Errorf("above a lone total: %d rows, %d of them used, the last ends in %v", table.Rows, len(used), x[len(x)-1])
	}
}

// Numbers that add up to the last ones are rows.
func TestSumsWithoutANameAreRows(t *testing.T) {
	doubled, powers, times := "x,y\n1,3\n", "n;seconds\n", "n,seconds\n"
	for i := range 20 {
		doubled += fmt.Sprintf("%d,%d\n", 1<<i, 3<<i)
		powers += fmt.Sprintf("%d;%s\n", 1<<i, european(0.25*float64(int(1)<<i)))
		times += fmt.Sprintf("%d,%v\n", 1<<i, 0.001*float64(int(1)<<i))
	}
	sums, x, y := "x,y\n", 0, 0
	for i := range kindRows {
		sums += fmt.Sprintf("%d,%d\n", i, i*i)
		x, y = x+i, y+i*i
	}
	sums += fmt.Sprintf("%d,%d\n", x, y)
	for name, c := range map[string]struct {
		text string
		rows int
		last [2]float32
	}{
		"doubled": {doubled, 21, [2]float32{1 << 19, 3 << 19}},
		"powers":  {powers, 20, [2]float32{1 << 19, 1 << 17}},
		"times":   {times, 20, [2]float32{1 << 19, 524.288}},
		"sums":    {sums, kindRows + 1, [2]float32{276, 4324}},
	} {
		table := read(t, c.text)
		got, used, left := table.Matrix([]int{0, 1})
		if said := append(left, table.Remarks([]int{0, 1})...); len(used) != c.rows || len(said) > 0 {
			t.Fatalf("%s: %d rows, want %d: %q", name, len(used), c.rows, said)
		}
		if last := [2]float32(got[2*c.rows-2:]); last != c.last {
			t.Errorf("%s: the last row is %v, want %v", name, last, c.last)
		}
	}
}

// A short row between blanks is padded, unless the table is aligned and its cells stand in the places of others.
// Characters count, not bytes.
func TestShortRowsBetweenBlanks(t *testing.T) {
	names := []string{"서울", "Köln", "Ulm", "München"}
	right, wide, bytewise := "", "", ""
	for i := range kindRows {
		name := names[i%len(names)]
		right += fmt.Sprintf("%-8s%8v%8v\n", name, u(i), v(i))
		wide += fmt.Sprintf("%s%s%8v%8v\n", name, strings.Repeat(" ", 10-len([]rune(name))-i%4/3), u(i), v(i))
		bytewise += fmt.Sprintf("a%d 1.5 2.5\n", i%10)
	}
	free := strings.Repeat("10.25 3.1 7\n", kindRows)
	for name, c := range map[string]struct {
		text string
		last string // of its numbers, of the first that are there; "": the row is left out
	}{
		"free":                        {"x y z\n" + free + "100000.5 3.2\n", "100000.5 3.2"},
		"free, other digits":          {"x y z\n" + free + "1 2 3\n100000.5 3.2\n", "100000.5 3.2"},
		"names of three bytes":        {"name x y\n" + bytewise + "서울 1.5\n", "1.5"},
		"names of two bytes":          {"name x y\n" + bytewise + "Kö 1.5\n", "1.5"},
		"names in an aligned table":   {"name x y\n" + right + "서울           1.5\n", "1.5"},
		"a hole in an aligned table":  {"name x y\n" + right + "서울                   2.5\n", ""},
		"a hole in one that is none":  {"name x y\n" + wide + "서울                     2.5\n", "2.5"},
		"a hole after few rows":       {"x y\n1 2\n3 4\n  5\n", "5"},
		"a hole behind another mark":  {"x y z\n" + strings.Repeat("10.25   3.1   7\n", kindRows) + "10.25         8\n", ""},
		"a cell less, in every place": {"x y z\n" + strings.Repeat("10.25   3.1   7\n", kindRows) + "10.25   3.1\n", "10.25 3.1"},
	} {
		table := read(t, c.text)
		var got []string
		row := table.Rows - 1
		if table.short == 0 {
			for j, column := range table.Columns {
				if v := table.at(row, j); column.Name != "name" && v == v {
					got = append(got, fmt.Sprint(v))
				}
			}
		}
		if said := strings.Join(got, " "); said != c.last || table.Rows != strings.Count(c.text, "\n")-1 {
			t.Errorf("%s: the last of %d rows has %q, want %q: %q", name, table.Rows, said, c.last, table.Remarks(nil))
		}
	}
}

// A row whose missing cell is not its last gets what it lacks at its end, and the new cell is in a place of its own.
func TestAppendToAMisplacedRow(t *testing.T) {
	text := "    x     y     z\n" + strings.Repeat("1.250 2.500     3\n", 4)
	table := read(t, text+"1.250           3\n")
	if table.short != 1 {
		t.Fatalf("%d rows are misplaced", table.short)
	}
	var b strings.Builder
	if err := table.Append(&b, "log_p", func(row int) (string, bool) { return fmt.Sprint(-row), true }); err != nil {
		t.Fatal(err)
	}
	if want := "1.250 2.500     3 -4\n1.250           3 NA -5\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("it is %q, want %q at its end", b.String(), want)
	}
}

// One table in a zip archive is read, whatever a system adds to it; of several, the page cannot know which.
func TestZipOfATable(t *testing.T) {
	files := map[string][]byte{
		"a/table.csv": []byte(spell("x;y\n@{u,};{v,}")), "__MACOSX/a/._table.csv": {0, 5, 22, 7}, "a/": nil, ".DS_Store": {0},
		"b.csv": []byte("x,y\n1,2\n"),
	}
	table, err := Read(zipped(t, files, "a/", "a/table.csv", "__MACOSX/a/._table.csv", ".DS_Store"))
	if err != nil {
		t.Fatal(err)
	}
	x, rows, _ := table.Matrix(table.Suggested())
	if len(rows) != kindRows || x[0] != float32(u(0)) || x[3] != float32(v(1)) {
		t.Errorf("%d rows from %v", len(rows), x[:4])
	}
	files["README.md"], files["LICENSE"] = []byte("hello"), []byte("free")
	if table, err := Read(zipped(t, files, "README.md", "LICENSE", "a/table.csv")); err != nil || table.Rows != kindRows ||
		table.About != `Of the 3 files in the archive this is "a/table.csv".` {
		t.Errorf("beside texts: %v", err)
	}
	for mention, order := range map[string][]string{"holds 2 files": {"a/table.csv", "b.csv"},
		"is empty": {"a/", ".DS_Store"}} {
		if _, err := Read(zipped(t, files, order...)); err == nil || !strings.Contains(err.Error(), mention) {
			t.Errorf("%v: %v", order, err)
		}
	}
}

// UTF-16 is known by its zeros where it has no mark, with words of another script too.
func TestUTF16WithoutAMark(t *testing.T) {
	text := spell("이름,x,y\n@{word},{u},{v}")
	for name, order := range map[string]binary.AppendByteOrder{"little": binary.LittleEndian, "big": binary.BigEndian} {
		var b []byte
		for _, c := range utf16.Encode([]rune(text)) {
			b = order.AppendUint16(b, c)
		}
		table, err := Read(b)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		x, rows, _ := table.Matrix(table.Suggested())
		if table.Columns[0].Name != "이름" || len(rows) != kindRows || x[0] != float32(u(0)) || x[3] != float32(v(1)) {
			t.Errorf("%s: %q, %d rows", name, table.Names(all(table)), len(rows))
		}
	}
}

// NULs that fill the last block of a file cost no row; after a line end they are a damaged line.
func TestNULsThatFillABlock(t *testing.T) {
	text := strings.TrimSuffix(spell("x,y\n@{u},{v}"), "\n")
	table := read(t, text+strings.Repeat("\x00", 100))
	x, rows, left := table.Matrix([]int{0, 1})
	left = append(left, table.Remarks([]int{0, 1})...)
	if len(rows) != kindRows || x[2*kindRows-1] != float32(v(kindRows-1)) || len(left) > 0 {
		t.Errorf("%d rows, the last %v, without %q", len(rows), x[len(x)-2:], left)
	}
}

// UTF-16 of one line has no line end to be known by.
func TestUTF16OnOneLine(t *testing.T) {
	var b []byte
	for _, c := range "[" + strings.Repeat("[1,2],", 24) + "[3,4]]" {
		b = binary.LittleEndian.AppendUint16(b, uint16(c))
	}
	if table, err := Read(b); err != nil || table.Rows != 25 {
		t.Error(err)
	}
}

// A backslash may take the meaning from a quote where the sample of a file sees none.
func TestBackslashesBeyondTheSample(t *testing.T) {
	plain := strings.Repeat("a,1.5,2\nb,3,4.5\n", 200)
	text := "name,x,y\n" + plain + "\"5\\\", pipe\",7,8\n" + plain + plain
	x, rows, left := read(t, text).Matrix([]int{1, 2})
	if len(rows) != 1201 || x[2*400] != 7 || x[2*400+1] != 8 || len(left) > 0 {
		t.Errorf("%d rows, then %v, without %q", len(rows), x[2*400:2*400+2], left)
	}
}

// A counter of a name may start anywhere; whole numbers in a row are none by themselves.
func TestCountersOfANameStartAnywhere(t *testing.T) {
	for name, want := range map[string]string{"id": "x y", "year": "year x y"} {
		text := name + ",x,y\n"
		for i := range kindRows {
			text += fmt.Sprintf("%d,%v,%v\n", 1990+i, u(i), v(i))
		}
		table := read(t, text)
		if got := joined(table.Names(table.Suggested())); got != want {
			t.Errorf("%s: it takes %s, want %s", name, got, want)
		}
	}
}

// Some programs write their names in brackets.
func TestNamesInBrackets(t *testing.T) {
	table := read(t, spell("<DATE>,<time>,<Body>\n@{word},{u},{v}"))
	if got := joined(table.Names(table.Suggested())); got != "<time> <Body>" {
		t.Errorf("it takes %s", got)
	}
	table = read(t, spell("<header>,<p>\n@{u},{v}"))
	if got := joined(table.Names(table.Suggested())); got != "<header> <p>" {
		t.Errorf("it takes %s", got)
	}
}

// What is no table gets a sentence that says what it is.
func TestKindsThatAreNoTables(t *testing.T) {
	for file, mention := range map[string]string{
		"<!DOCTYPE html>\n<html>": "web page",
		"\uFEFF  <HTML><body>":    "web page",
		"<!-- saved --><table>":   "web page",
		"<tr>\n<td>1</td></tr>":   "web page", "<p class=x>\n1,2": "web page", "<center><h1>404": "web page",
		"<?xml version=\"1.0\"?><a/>":                           "XML",
		"@relation r\n@attribute x real\n@data\n{0 1}\n":        "sparse",
		"@relation r\n@attribute x real\n":                      "@data",
		"[1, 2, 3]":                                             "no table",
		"{\"x\": 1, \"y\":":                                     "cut off at line 1",
		"[{\"x\": 1, \"y\": 2},\n{\"x\": 1, \"y\": 2},\n{\"x\"": "cut off at line 3",
		"BZh91AY&SY":                                            "unpack it",
		"x,y\n1,2\n" + strings.Repeat("\x00\x01,\x02\n", 9):     "binary",
	} {
		if _, err := Read([]byte(file)); err == nil || !strings.Contains(err.Error(), mention) {
			t.Errorf("%q: %v", file, err)
		}
	}
}
