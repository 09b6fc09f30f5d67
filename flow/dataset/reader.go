package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"unicode"
)

// MaxColumns bounds the columns of a table that is read. A model may take fewer of them: that is its caller's affair.
const MaxColumns = 4096

// Reader reads a text table in slices, so that its caller stays responsive: UTF-8, UTF-16 or UTF-32 with commas,
// semicolons, tabs, pipes or blanks between the cells, with or without a header, quotes as in RFC 4180 or with
// backslashes; or ARFF, or JSON. find decides where the table lies in the file; a column of numbers is read one way
// throughout, with decimal points or decimal commas (see stat.reading).
type Reader struct {
	table    Table
	pos      int // the next line
	cells    []span
	nuls     int   // lines with a NUL byte
	comments int   // lines among the rows
	heads    int   // lines among the rows that repeat the names
	again    []int // columns whose numbers turned out to be written otherwise than those of the sample, read once more
	row      int   // of them, the next one
	slot     int   // and where its numbers go
	err      error

	convert *converter // until a text that is no table is made one
	unpack  *unpacker  // until a compressed file is unpacked
	beside  []besides  // what else is in it and belongs to the rows
	array   *array     // of a file that is no text
}

// NewReader prepares to read data, which must not change while the Reader or its Table is in use.
//
// Besides text it reads, known by their first bytes: NumPy's npy and npz; idx, the format of MNIST; and any of them, or
// a text table, under gzip or alone in a zip archive. Bytes along three axes of an array, or four with colours, are
// pictures (see Pixels), and so are other numbers that are all from 0 to 1, or whole and from 0 to 255. To pictures an
// npz file may have labels and a test set: x_train, y_train, x_test and y_test; a zip archive of idx files likewise. An
// idx file of one picture, up to a million bytes along two axes, gives points drawn from its ink.
func NewReader(data []byte) *Reader {
	r := &Reader{}
	if bytes.HasPrefix(data, []byte(gzipMagic)) {
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
	case isZip(data):
		r.unpack, r.beside, r.table.About, r.err = newZip(data)
	default:
		if r.err = refuse(data); r.err == nil {
			r.openText(plainText(data))
		}
	}
	if r.err == nil && r.array != nil {
		r.err = r.openArray()
	}
}

// noiseStream is the source of points that are drawn from a picture: the same file gives the same ones.
func noiseStream() *rand.Rand { return rand.New(rand.NewPCG(1, 1)) }

// openArray prepares the table of an array, or makes that of a single picture.
func (r *Reader) openArray() error {
	a, about := r.array, r.table.About
	if a.pixels && len(a.shape) == 2 {
		points, bright := ink(a.data, a.rows, a.cols, noiseStream())
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
		about = "Points drawn from the dark parts of the picture."
		if bright {
			about = "Points drawn from the bright parts of the picture."
		}
	} else {
		r.table = a.table()
		a.unsure, a.ways = a.maybePixels(), ways{true, true}
	}
	r.table.About = about
	return nil
}

// openText looks at what text data is.
func (r *Reader) openText(data []byte) {
	start := 0
	if bytes.HasPrefix(data, []byte("\uFEFF")) {
		start = 3
	}
	if r.err = refuseText(data[start:]); r.err != nil {
		return
	}
	if r.convert = newConverter(data, start); r.convert != nil {
		return
	}
	if isArff(data, start) {
		var l *layout
		if l, r.err = readArff(data, start); r.err == nil {
			r.open(data, l)
		}
		return
	}
	first, sep := instruction(data, start)
	l := find(data, first, sep)
	r.open(data, l)
}

// instruction reads the line sep=; with which spreadsheets are told the separator, and returns where the next line
// starts.
func instruction(data []byte, start int) (next int, sep byte) {
	end, next := line(data, start)
	s := strings.Trim(string(data[start:min(end, start+16)]), `" `)
	if len(s) == 5 && strings.EqualFold(s[:4], "sep=") && end-start <= 16 {
		return next, s[4]
	}
	return start, 0
}

// open begins the table that l describes.
func (r *Reader) open(data []byte, l *layout) {
	t := &r.table
	t.data, t.layout, t.Header, t.Notes = data, l, l.named, l.notes
	t.strays = l.doubts
	if bytes.IndexByte(data[:l.first], 0) >= 0 {
		r.err = errBinary
		return
	}
	if l.width > MaxColumns {
		r.err = fmt.Errorf("the file has more than %d columns; keep the ones you need", MaxColumns)
		return
	}
	if l.last == 0 {
		l.last = len(data)
	}
	n := max(0, l.width-l.shift)
	t.stats, t.Columns = make([]stat, n), make([]Column, n)
	t.name(l.names)
	r.pos = l.first
	s := newSample(data, l.first, l.dialect, l.comment)
	for _, cells := range s.records {
		for j := range t.stats {
			if at := j + l.shift; at < len(cells) {
				b := data[cells[at].lo:cells[at].hi]
				if _, _, f := value(b, '.'); f != formless {
					t.stats[j].note(0, b, f)
				}
			}
		}
	}
	t.decide()
	for j := range t.stats {
		t.stats[j] = stat{mark: t.stats[j].mark}
	}
}

// detectUnpacked looks at what was inside a compressed file: no second one.
func (r *Reader) detectUnpacked(data []byte) {
	if bytes.HasPrefix(data, []byte(gzipMagic)) || isZip(data) {
		r.err = errors.New("this is a compressed file within a compressed file; unpack it once and open what is inside")
		return
	}
	r.detect(data)
}

// Step reads at most so many rows more, fewer where they are wide, and reports whether the table is complete. After an
// error there is no table.
func (r *Reader) Step(rows int) (done bool, err error) {
	if r.err != nil {
		return false, r.err
	}
	t := &r.table
	rows = min(rows, max(1, cellsPerStep/max(1, len(t.stats))))
	switch {
	case r.unpack != nil:
		done, r.err = r.unpack.step()
		if done {
			data := r.unpack.out.Bytes()
			r.unpack = nil
			if r.table.Pictures != nil {
				r.takeBeside(data)
			} else {
				r.detectUnpacked(data)
			}
		}
		return false, r.err
	case r.array != nil && r.array.unsure:
		if r.array.look(rows) {
			r.settle()
		}
		return false, nil
	case r.array != nil:
		if !r.array.addTo(t, rows) {
			return false, nil
		}
		if t.Pictures != nil && len(r.beside) > 0 {
			r.beside[0].begin(r)
			return false, nil
		}
		r.array = &array{rows: t.Rows} // its bytes are not needed any more
		t.finish()
		return true, nil
	}
	return r.step(rows)
}

// step reads rows of a text.
func (r *Reader) step(rows int) (done bool, err error) {
	if r.convert != nil {
		if done, r.err = r.convert.step(); done {
			c := r.convert
			r.convert = nil
			r.openConverted(c)
		}
		return false, r.err
	}
	t, l := &r.table, r.table.layout
	if r.again != nil {
		return r.readAgain(rows), nil
	}
	for ; rows > 0; rows-- {
		start := l.dialect.skip(t.data, r.pos)
		for isComment(t.data, start, l.comment) || isRuler(t.data, start) {
			if !isRuler(t.data, start) {
				r.comments++
			}
			_, next := line(t.data, start)
			start = l.dialect.skip(t.data, next)
		}
		if start >= l.last {
			return r.end()
		}
		if (t.Rows+1)*len(t.stats) > MaxCells {
			r.err = fmt.Errorf("the file has more than %d cells, rows times columns; keep fewer rows", MaxCells)
			return false, r.err
		}
		r.cells, _, r.pos = l.dialect.record(r.cells[:0], t.data, start)
		switch {
		case bytes.IndexByte(t.data[start:r.pos], 0) >= 0:
			if r.err = r.stray(start); r.err != nil {
				return false, r.err
			}
		case r.cells[0].empty() && filled(r.cells) == 0:
			// A line of separators alone is no row, as a blank one is none.
		case l.repeatsHead(t.data, t.data[start:r.pos]):
			r.heads++
		default:
			t.add(start, r.cells)
		}
	}
	return false, nil
}

// mostStrays is how many damaged lines a table may have, and one more in twenty rows; of them, the first are named.
const mostStrays, namedStrays = 3, 3

// stray leaves out a line that holds a NUL byte. Many such lines are no table.
func (r *Reader) stray(start int) error {
	t := &r.table
	if r.nuls++; r.nuls > mostStrays+t.Rows/20 {
		return errBinary
	}
	if r.nuls <= namedStrays {
		t.strays = append(t.strays, fmt.Sprintf("line %d is left out: it holds a NUL byte, which no text has",
			lineNumber(t.data, start)))
	}
	return nil
}

// end is after the last row. Columns whose numbers are written otherwise than in the sample are read again.
func (r *Reader) end() (done bool, err error) {
	t := &r.table
	if r.nuls > 0 && t.Rows == 0 {
		r.err = errBinary
		return false, r.err
	}
	if more := r.nuls - namedStrays; more > 0 {
		t.strays = append(t.strays, fmt.Sprintf("%s left out for such bytes", count(more, "more line")))
	}
	if r.comments > 0 && !t.layout.attributes {
		t.Notes = append(t.Notes, fmt.Sprintf("lines that begin with %c were left out as comments: %d", t.layout.comment,
			r.comments))
	}
	if r.heads > 0 {
		t.strays = append(t.strays, fmt.Sprintf("lines that repeat the names of the columns were left out: %d", r.heads))
	}
	t.Notes = append(t.Notes, t.strays...)
	if r.again = t.decide(); r.again != nil {
		for _, j := range r.again {
			t.stats[j] = stat{mark: t.stats[j].mark}
			t.Columns[j].Blank = 0
		}
		return false, nil
	}
	t.finish()
	return true, nil
}

// readAgain reads at most so many rows once more and reports whether that was the last.
func (r *Reader) readAgain(rows int) (done bool) {
	t := &r.table
	for ; rows > 0 && r.row < t.Rows; rows-- {
		if i := r.row - r.slot; i == len(t.ragged) || t.ragged[i] != r.row {
			r.cells, _, _ = t.layout.dialect.record(r.cells[:0], t.data, int(t.rows[r.row]))
			for _, j := range r.again {
				if at := j + t.layout.shift; at < len(r.cells) {
					t.take(r.row, r.slot, j, r.cells[at])
				} else {
					t.Columns[j].Blank++
				}
			}
			r.slot++
		}
		r.row++
	}
	if done = r.row == t.Rows; done {
		t.finish()
	}
	return done
}

// decide settles what sets off decimals in each column, and returns those where that has changed.
func (t *Table) decide() (changed []int) {
	usual := vote(t.stats)
	for j := range t.stats {
		s := &t.stats[j]
		if mark := s.reading(usual, t.layout.dialect.sep); mark != s.mark {
			s.mark = mark
			if s.forms[pointed]+s.forms[commaed]+s.forms[eitherPoint]+s.forms[eitherComma] > 0 {
				changed = append(changed, j)
			}
		}
	}
	return changed
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

// name gives every column a unique name: the header's where it has one, "column 3" elsewhere.
func (t *Table) name(header [][]byte) {
	const longest = 64
	seen := map[string]int{}
	t.unnamed = make([]bool, len(t.Columns))
	for j := range t.Columns {
		var base string
		if j < len(header) {
			base = strings.Join(strings.FieldsFunc(decoded(header[j]), func(c rune) bool {
				return unicode.IsSpace(c) ||
					unicode.IsControl(c)
			}), " ")
			if r := []rune(base); len(r) > longest {
				base = string(r[:longest])
			}
		}
		if base == "" {
			base = fmt.Sprintf("column %d", j+1)
			t.unnamed[j] = true
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
