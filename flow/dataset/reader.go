package dataset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxColumns bounds the columns of a table, and so the dimensions of a flow that models it.
const MaxColumns = 4096

// Reader reads a text table in slices, so that its caller stays responsive: UTF-8 (or UTF-16 with a
// byte order mark) with commas, semicolons, tabs, pipes or blanks between the cells, with or without
// a header, quotes as in RFC 4180. The separator is the one under which the first 100 records
// agree best on a number of cells, and more of these cells are numbers. Where it is not the
// comma, a comma in a number is a decimal comma.
//
// The first record is a header if it has text above a column of numbers, or if there are no numbers
// at all. Records before the first one that has the table's number of cells are left out and noted.
type Reader struct {
	table Table
	pos   int // the next line
	plain int // up to here there is no binary data
	cells []span
	err   error
}

// NewReader prepares to read data, which must not change while the Reader or its Table is in use.
func NewReader(data []byte) *Reader {
	r := &Reader{}
	if r.err = refuse(data); r.err != nil {
		return r
	}
	r.open(decode(data), 0)
	return r
}

// open looks at the first records of data; a sep of 0 is found out.
func (r *Reader) open(data []byte, sep byte) {
	t := &r.table
	t.data = data
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		t.start = 3
	}
	s := sniff(data, t.start, sep)
	if s.columns > MaxColumns {
		r.err = fmt.Errorf("the file has more than %d columns; keep the ones you need", MaxColumns)
		return
	}
	t.dialect = s.dialect
	t.stats = make([]stat, s.columns)
	t.Columns = make([]Column, s.columns)
	r.pos = t.start
	if s.columns == 0 {
		return
	}
	for i := range s.lead {
		r.pos = s.next[i]
	}
	if s.lead > 0 {
		t.Notes = append(t.Notes, leadNote(s.lead, s.columns))
	}
	var names [][]byte
	if t.Header = s.header(data); t.Header {
		for _, c := range s.records[s.lead] {
			names = append(names, c.text(data))
		}
		_, t.names, r.pos = t.dialect.record(nil, data, t.dialect.skip(data, r.pos))
	}
	t.name(names)
}

func leadNote(n, columns int) string {
	if n == 1 {
		return fmt.Sprintf("the first line was left out: it does not have the %s of the table", count(columns, "cell"))
	}
	return fmt.Sprintf("the first %d lines were left out: they do not have the %s of the table", n, count(columns, "cell"))
}

// Step reads at most so many rows more and reports whether the table is complete. After an error there is no table.
func (r *Reader) Step(rows int) (done bool, err error) {
	if r.err != nil {
		return false, r.err
	}
	t := &r.table
	for {
		start := t.dialect.skip(t.data, r.pos)
		if done = start == len(t.data); done || rows <= 0 {
			break
		}
		r.cells, _, r.pos = t.dialect.record(r.cells[:0], t.data, start)
		t.add(start, r.cells)
		rows--
	}
	if bytes.IndexByte(t.data[r.plain:r.pos], 0) >= 0 {
		r.err = errBinary
		return false, r.err
	}
	r.plain = r.pos
	if done {
		t.finish()
	}
	return done, nil
}

// Table returns the table, complete once Step says so.
func (r *Reader) Table() *Table { return &r.table }

// Read reads a whole table; see Reader.
func Read(data []byte) (*Table, error) {
	r := NewReader(data)
	if _, err := r.Step(math.MaxInt); err != nil {
		return nil, err
	}
	return r.Table(), nil
}

var errBinary = errors.New("this is not a text table: the file holds binary data; export it as CSV (UTF-8) and open that")

// magic are the first bytes of files that people take for tables.
var magic = []struct{ prefix, what string }{
	{"PK\x03\x04", "this is a spreadsheet (xlsx, ods) or a zip archive; save the sheet as CSV and open that"},
	{"\xD0\xCF\x11\xE0", "this is an old Excel or Office file; save the sheet as CSV and open that"},
	{"\x1F\x8B", "this file is compressed with gzip; unpack it and open the table inside"},
	{"\x89PNG", "this is a picture, not a text table; open a CSV file"},
	{"\xFF\xD8\xFF", "this is a picture, not a text table; open a CSV file"},
	{"GIF8", "this is a picture, not a text table; open a CSV file"},
	{"%PDF", "this is a PDF, not a text table; open a CSV file"},
	{"PAR1", "this is a Parquet file; export it as CSV and open that"},
	{"SQLite format 3", "this is a SQLite database; export a table as CSV and open that"},
	{"\x93NUMPY", "this is a NumPy array; save it as text (numpy.savetxt) and open that"},
}

func refuse(data []byte) error {
	if uint64(len(data)) > math.MaxUint32 {
		return errors.New("the file is larger than 4 GB; split it or keep fewer rows")
	}
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return errors.New(m.what)
		}
	}
	return nil
}

// decode turns UTF-16 with a byte order mark into UTF-8 with one; everything else is returned as it is.
func decode(data []byte) []byte {
	var order binary.ByteOrder = binary.LittleEndian
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		order = binary.BigEndian
	default:
		return data
	}
	out := make([]byte, 0, len(data)/2+len(data)/8)
	for i := 0; i+1 < len(data); i += 2 {
		c := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(c) && i+3 < len(data) {
			if p := utf16.DecodeRune(c, rune(order.Uint16(data[i+2:]))); p != utf8.RuneError {
				c = p
				i += 2
			}
		}
		out = utf8.AppendRune(out, c) // a lone surrogate becomes U+FFFD
	}
	return out
}

// name gives every column a unique name: the header's where it has one, "column 3" elsewhere.
func (t *Table) name(header [][]byte) {
	const longest = 64
	seen := map[string]int{}
	for j := range t.Columns {
		var base string
		if header != nil {
			base = strings.Join(strings.Fields(strings.ToValidUTF8(string(header[j]), "\uFFFD")), " ")
			if r := []rune(base); len(r) > longest {
				base = string(r[:longest])
			}
		}
		if base == "" {
			base = fmt.Sprintf("column %d", j+1)
		}
		name := base
		for seen[name] > 0 {
			seen[base]++
			name = fmt.Sprintf("%s %d", base, seen[base])
		}
		seen[name]++
		t.Columns[j].Name = name
	}
}
