package dataset

import "bytes"

// A sample is taken at the beginning of a file, in its middle and at its end: any of these may be something else than
// the table.
const (
	headRecords, headBytes = 100, 512 << 10
	partRecords, partBytes = 100, 128 << 10 // in the middle, and at the end
)

// separators by preference: where two explain the rows equally well, a comma is more likely a decimal comma or prose,
// and a blank is more likely padding. The rare ones are asked where none of the others parts anything.
var (
	separators = []byte{';', '\t', '|', ',', ' '}
	rare       = []byte{':', '^', '~', 0x1F, 0x01}
)

// sample is some records of a file under one dialect.
type sample struct {
	data    []byte
	dialect *dialect
	comment byte // begins the lines that are left out of it; 0: none
	records [][]span
	quoted  int // cells in quotes
	columns int // the number of cells that most records of numbers have
	score   float64
}

// sniff samples data from start on in every dialect and returns the sample of the best, or of the best with the
// separator sep, and the one of the last lines, nil where these are all. A table may end a file of which most is
// something else: where its last lines are far better explained, best is of these.
func sniff(data []byte, start int, sep byte) (best, end *sample) {
	start, comment := leadingComments(data, start)
	best = sniffFrom(data, start, sep, comment)
	const far = 2 // times the score
	if last := lastLines(data, MinRows, partBytes); last > start {
		end = sniffFrom(data, last, sep, comment)
		if end.score > far*best.score && len(end.records) >= MinRows/2 {
			best = end
		}
	}
	if !best.dialect.escape && best.dialect.quote == '"' && best.escapes(data[start:min(len(data), start+mostLead)]) {
		d := newDialect(best.dialect.sep)
		d.escape = true
		escaped := newSample(data, start, d, comment)
		if escaped.columns == best.columns {
			return escaped, end
		}
	}
	return best, end
}

// sniffFrom is sniff of what comes from start on.
func sniffFrom(data []byte, start int, sep, comment byte) *sample {
	head := data[start:min(len(data), start+headBytes)]
	best := &sample{dialect: newDialect(','), score: -1}
	try := func(separators []byte) {
		for _, sep := range separators {
			for _, d := range dialects(sep, head) {
				s := newSample(data, start, d, comment)
				same := s.score == best.score && sep == best.dialect.sep
				if s.score > best.score || same && s.quoted > best.quoted {
					best = s
				}
			}
		}
	}
	if sep != 0 {
		if try([]byte{sep}); best.columns > 1 || !best.mostlyWords() {
			return best
		}
		best.score = -1 // it parts nothing: the instruction is wrong
	}
	try(separators)
	if best.score <= 0 {
		try(rare)
	}
	if best.score <= 0 { // one column: no separator says anything
		best = newSample(data, start, newDialect(','), comment)
	}
	return best
}

// mostlyWords reports whether most records are no number but a text.
func (s *sample) mostlyWords() bool {
	words := 0
	for _, cells := range s.records {
		if _, texts, _ := s.tally(cells); texts > 0 {
			words++
		}
	}
	return 2*words > len(s.records)
}

// escapes reports whether most lines with a backslash before a quote have the table's number of cells only if the
// backslash takes the meaning from the quote. There may be too few of them for the sample to meet one.
func (s *sample) escapes(data []byte) bool {
	const mostLines = 100
	with := *s.dialect
	with.escape = true
	more := 0
	for pos, n := 0, 0; n < mostLines; n++ {
		i := bytes.Index(data[pos:], []byte(`\"`))
		if i < 0 {
			break
		}
		lo := bytes.LastIndexAny(data[:pos+i], "\r\n") + 1
		plain, _, _ := s.dialect.record(nil, data, lo)
		escaped, _, next := with.record(nil, data, lo)
		if len(escaped) == s.columns {
			more++
		}
		if len(plain) == s.columns {
			more--
		}
		pos = max(next, pos+i+2)
		if pos >= len(data) {
			break
		}
	}
	return more > 0
}

// dialects are those of a separator that a file may have, by the bytes at its head.
func dialects(sep byte, head []byte) []*dialect {
	all := []*dialect{newDialect(sep)}
	if bytes.Contains(head, []byte(`\"`)) {
		d := newDialect(sep)
		d.escape = true
		all = append(all, d)
	}
	for _, before := range []byte{sep, '\n'} {
		if bytes.Contains(head, []byte{before, '\''}) || len(head) > 0 && head[0] == '\'' {
			d := newDialect(sep)
			d.quote = '\''
			return append(all, d)
		}
	}
	return all
}

// newSample samples data from start on. Under the right dialect most records are alike, and their cells are numbers.
// What is no number and holds another separator was rather cut at the wrong one, so such a record counts little.
func newSample(data []byte, start int, d *dialect, comment byte) *sample {
	s := &sample{data: data, dialect: d, comment: comment}
	end := s.take(start, headRecords, headBytes)
	if end < len(data) {
		if middle := start + (len(data)-start)/2; middle > end {
			_, next := line(data, middle)
			end = s.take(next, partRecords, partBytes)
		}
		s.take(max(end, lastLines(data, partRecords, partBytes)), partRecords, partBytes)
	}
	const least, miscut = 0.05, 0.02
	weights, alike := map[int]float64{}, map[int]int{}
	for _, cells := range s.records {
		numbers, texts, cut := s.tally(cells)
		w := least + float64(numbers)/float64(max(1, numbers+texts))
		if cut {
			w *= miscut
		}
		weights[len(cells)] += w
		alike[len(cells)]++
	}
	for n, w := range weights {
		if n > 1 && (w > s.score || w == s.score && n > s.columns) {
			s.columns, s.score = n, w
		}
	}
	if s.columns == 0 && len(s.records) > 0 {
		s.columns = 1
	}
	s.score /= float64(max(1, len(s.records)))
	if d.sep == ' ' { // words hold blanks too, but not as many in every record
		s.score *= float64(alike[s.columns]) / float64(max(1, len(s.records)))
	}
	return s
}

// take takes up to so many records, no comments and none that are empty, from pos on and returns where it stopped. Of
// the first of all there are not too many bytes to take it.
func (s *sample) take(pos, records, size int) int {
	window := s.data[:min(len(s.data), pos+size)]
	for pos = s.dialect.skip(window, pos); pos < len(window) && records > 0; records-- {
		next := 0
		if isComment(window, pos, s.comment) || isRuler(window, pos) {
			_, next = line(window, pos)
		} else {
			var cells []span
			var end int
			cells, end, next = s.dialect.record(nil, window, pos)
			if end == len(window) && end < len(s.data) && len(s.records) > 0 {
				return pos // cut off by the window
			}
			if filled(cells) > 0 {
				s.records = append(s.records, cells)
			}
			for _, c := range cells {
				if c.quoted {
					s.quoted++
				}
			}
		}
		pos = s.dialect.skip(window, next)
	}
	return pos
}

// lastLines returns where the last so many lines of data start, or fewer of them in so many bytes.
func lastLines(data []byte, lines, size int) int {
	end := bytes.TrimRight(data, "\r\n\x00")
	from := max(0, len(end)-size)
	for pos := len(end); ; lines-- {
		i := bytes.LastIndexAny(end[from:pos], "\r\n")
		if i < 0 {
			_, next := line(data, from)
			return next
		}
		if pos = from + i; lines <= 1 {
			return pos + 1
		}
	}
}

// tally counts the numbers and texts of a record, and tells whether one of the texts, outside quotes, holds another
// separator.
func (s *sample) tally(cells []span) (numbers, texts int, cut bool) {
	for _, c := range cells {
		b := s.data[c.lo:c.hi]
		if isNumber(b) {
			numbers++
			cut = cut || s.dialect.sep == ',' && bytes.IndexByte(b, ' ') >= 0 && !c.quoted // "1,5 200,5"
		} else if _, k, _ := value(b, '.'); k == text {
			texts++
			cut = cut || !c.quoted && s.miscut(b)
		}
	}
	return numbers, texts, cut
}

// isNumber reports whether a cell is a number in some notation; words for one, such as inf, are also names.
func isNumber(b []byte) bool {
	_, _, ok := anyNumber(b)
	return ok
}

func (s *sample) miscut(b []byte) bool {
	for _, sep := range []byte(";\t|,") {
		if sep != s.dialect.sep && bytes.IndexByte(b, sep) >= 0 {
			return true
		}
	}
	return s.dialect.sep == ',' && len(bytes.Trim(b, "0123456789.+- \t")) == 0 && bytes.IndexByte(b, ' ') > 0
}

// isComment reports whether the line at pos is one that c, a slash for two, begins.
func isComment(data []byte, pos int, c byte) bool {
	if c == '#' && pos < len(data) && isErrorWord(data[pos:min(len(data), pos+16)]) {
		return false
	}
	return c != 0 && pos < len(data) && data[pos] == c && (c != '/' || pos+1 < len(data) && data[pos+1] == '/')
}

// isRuler reports whether the line at pos only parts a header from its rows, as ---+--- or |---|:--:| or === ===.
func isRuler(data []byte, pos int) bool {
	run := 0
	for ; pos < len(data) && !lineEnd(data[pos]); pos++ {
		switch data[pos] {
		case '-', '=':
			run++
		case '+', '|', ':', ' ', '\t':
			if run > 0 && run < 3 {
				return false
			}
			run = 0
		default:
			return false
		}
		if run == 3 && restIsRuler(data, pos+1) {
			return true
		}
	}
	return false
}

func restIsRuler(data []byte, pos int) bool {
	for ; pos < len(data) && !lineEnd(data[pos]); pos++ {
		if bytes.IndexByte([]byte("-=+|: \t"), data[pos]) < 0 {
			return false
		}
	}
	return true
}

// leadingComments returns where the lines after the comments at the beginning of a file start, and what begins a
// comment. A file of nothing else has no comments. Among rows that begin with words there are none either: such a line
// may be a row.
func leadingComments(data []byte, start int) (body int, comment byte) {
	d := newDialect(',')
	body = d.skip(data, start)
	for body < len(data) && bytes.IndexByte([]byte("#%!/"), data[body]) >= 0 && isComment(data, body, data[body]) {
		if comment != 0 && data[body] != comment {
			break
		}
		comment = data[body]
		_, next := line(data, body)
		body = d.skip(data, next)
	}
	if body == len(data) {
		return start, 0
	}
	within := comment
	if within == 0 {
		within = '#'
	}
	comments, numbers, words := 0, 0, 0
	for pos := body; pos < len(data) && comments+numbers+words < headRecords; {
		end, next := line(data, pos)
		first := data[pos:min(end, pos+64)]
		if i := bytes.IndexAny(first, ",;|\t "); i >= 0 {
			first = first[:i]
		}
		switch {
		case isComment(data, pos, within):
			comments++
		case isNumber(first):
			numbers++
		default:
			words++
		}
		pos = d.skip(data, next)
	}
	switch {
	case comments == 0:
		return body, comment
	case comments > numbers || 4*(words-1) > numbers: // one word is the names
		return start, 0
	}
	return body, within
}
