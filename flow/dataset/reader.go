package dataset

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// MaxColumns bounds the columns of a table that is read. A model may take fewer of them: that is its caller's affair.
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

	unpack *unpacker  // until a compressed file is unpacked
	array  *array     // of a file that is no text
	noise  *rand.Rand // of its pixels
}

// NewReader prepares to read data, which must not change while the Reader or its Table is in use.
//
// Besides text it reads, known by their first bytes: NumPy's npy and npz; idx, the format of MNIST; and either of them, or a text
// table, under gzip. Bytes along three axes of an array are pictures: their pixels are dequantized to (v + u)/256 with u uniform
// in [0, 1), the same at each reading. An idx file of one picture, up to a million bytes along two axes, gives points drawn from its
// ink.
func NewReader(data []byte) *Reader {
	r := &Reader{}
	if bytes.HasPrefix(data, []byte("\x1F\x8B")) {
		r.unpack, r.err = newGzip(data)
	} else {
		r.detect(data)
	}
	return r
}

// detect finds out what the file is; what it cannot be sets err.
func (r *Reader) detect(data []byte) {
	switch {
	case uint64(len(data)) > math.MaxUint32:
		r.err = errors.New("the file is larger than 4 GB; split it or keep fewer rows")
	case bytes.HasPrefix(data, []byte(npyMagic)):
		r.array, r.err = readNpy(data)
	case isIdx(data):
		r.array, r.err = readIdx(data)
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		r.unpack, r.table.About, r.err = newNpz(data)
	default:
		if r.err = refuse(data); r.err == nil {
			r.open(decode(data), 0)
		}
	}
	if r.err == nil && r.array != nil {
		r.err = r.openArray()
	}
}

// noiseStream is the source of what reading adds to pixels: the same file gives the same rows.
func noiseStream() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }

// openArray prepares the table of an array, or makes that of a single picture.
func (r *Reader) openArray() error {
	a, about := r.array, r.table.About
	r.noise = noiseStream()
	if a.pixels && len(a.shape) == 2 {
		points, bright := ink(a.data, a.rows, a.cols, r.noise)
		if points == nil {
			return errors.New("this picture is empty: all of it is white, or all of it is black")
		}
		r.array = &array{shape: []int{0, 2}, cols: 2}
		r.table = r.array.table()
		r.table.drawn = true
		for _, p := range points {
			r.table.put(0, p[0])
			r.table.put(1, p[1])
			r.table.Rows++
		}
		r.array.rows = r.table.Rows
		about = map[bool]string{false: "Points drawn from the dark parts of the picture.", true: "Points drawn from the bright parts of the picture."}[bright]
	} else {
		r.table = a.table()
	}
	if a.pixels && len(a.shape) > 2 {
		about = strings.TrimSpace(about + " Pixels are dequantized as in the paper: (v + u) / 256 with u uniform, drawn once.")
	}
	r.table.About = about
	return nil
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

// detectUnpacked looks at what was inside a compressed file: no second one.
func (r *Reader) detectUnpacked(data []byte) {
	if bytes.HasPrefix(data, []byte("\x1F\x8B")) || bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		r.err = errors.New("this is a compressed file within a compressed file; unpack it once and open what is inside")
		return
	}
	r.detect(data)
}

// Step reads at most so many rows more and reports whether the table is complete. After an error there is no table.
func (r *Reader) Step(rows int) (done bool, err error) {
	if r.err != nil {
		return false, r.err
	}
	t := &r.table
	switch {
	case r.unpack != nil:
		done, r.err = r.unpack.step()
		if done {
			data := r.unpack.out.Bytes()
			r.unpack = nil
			r.detectUnpacked(data)
		}
		return false, r.err
	case r.array != nil:
		if done = r.array.addTo(t, rows, r.noise); done {
			r.array = &array{rows: t.Rows} // its bytes are not needed any more
			t.finish()
		}
		return done, nil
	}
	for {
		start := t.dialect.skip(t.data, r.pos)
		if done = start == len(t.data); done || rows <= 0 {
			break
		}
		if (t.Rows+1)*len(t.stats) > MaxCells {
			r.err = fmt.Errorf("the file has more than %d cells, rows times columns; keep fewer rows", MaxCells)
			return false, r.err
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
	for {
		done, err := r.Step(math.MaxInt)
		if err != nil {
			return nil, err
		}
		if done {
			return r.Table(), nil
		}
	}
}

var errBinary = errors.New("this is not a text table: the file holds binary data; export it as CSV (UTF-8) and open that")

// magic are the first bytes of files that people take for tables.
var magic = []struct{ prefix, what string }{
	{"\xD0\xCF\x11\xE0", "this is an old Excel or Office file; save the sheet as CSV and open that"},
	{"\x89PNG", "this is a picture, not a text table; open a CSV file"},
	{"\xFF\xD8\xFF", "this is a picture, not a text table; open a CSV file"},
	{"GIF8", "this is a picture, not a text table; open a CSV file"},
	{"%PDF", "this is a PDF, not a text table; open a CSV file"},
	{"PAR1", "this is a Parquet file; export it as CSV and open that"},
	{"SQLite format 3", "this is a SQLite database; export a table as CSV and open that"},
}

func refuse(data []byte) error {
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
