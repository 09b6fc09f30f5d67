package dataset

import (
	"bytes"
	"fmt"
	"strconv"
)

// layout is what the lines of a text table are.
type layout struct {
	dialect *dialect
	comment byte     // begins lines that are no rows; 0: none
	names   [][]byte // of the columns, as far as the file names them
	named   bool     // there is a line of names
	head    span     // that line, without its line end
	headSep byte     // between its cells
	heads   int      // its cells
	style   style    // and how they are written
	first   int      // where the first line that may be a row starts
	last    int      // where the lines after the rows start; 0: nowhere
	width   int      // the cells of a row, its own name among them
	shift   int      // 1: the first cell of a row is its name, and no column
	notes   []string // on lines that were left out
	doubts  []string // on how the lines were cut, which the rows' numbers rest on

	attributes bool // the names are lines of ARFF, and head is the last of them
}

// headLine is a line before the first row.
type headLine struct {
	lo, hi  int
	cells   []span
	sep     byte
	comment bool
	gap     bool // an empty line is before it
	style   style
}

// style is how a line of names is written.
type style int

const (
	cellByCell style = iota // as the rows are
	oneALine                // in comments with a number before each name, of which it is the last
	bracketed               // with units in brackets behind the names
	spaced                  // with two blanks between the names
)

const (
	mostHeads = 64      // lines before the first row that are looked at
	mostLead  = 8 << 20 // bytes before the first row
	mostUnits = 2       // lines of units
)

// find finds out what the lines of data from start on are; sep is their separator, or 0.
func find(data []byte, start int, sep byte) *layout {
	s, end := sniff(data, start, sep)
	over := 0 // lines
	if end != nil {
		if pos, lines := end.above(start); pos > start {
			start, over = pos, lines
			s, _ = sniff(data, start, sep)
		}
	}
	l := &layout{dialect: s.dialect, comment: s.comment, first: start, width: s.columns, headSep: s.dialect.sep}
	if s.columns == 0 || s.columns > MaxColumns {
		return l
	}
	l.width = s.wide()
	body := s.columnsOf()
	heads, lead, first := s.lead(body, start, l.width)
	if first < 0 {
		l.findNames(s, start, over)
		return l
	}
	l.first = first
	lead += over
	head, units, unlike := s.head(body, heads)
	switch cells, end, next := s.dialect.record(nil, data, first); {
	case head != nil:
		h := *head
		if s.dialect.sep == ' ' && h.style == cellByCell { // "x, y" above rows of blanks
			h, _ = s.otherwise(h)
		}
		l.setHead(data, h, body)
		if lead -= 1 + len(units); h.style == oneALine {
			lead -= len(h.cells) - 1
		}
		for i, u := range units {
			if numbers, _, _ := s.tally(u.cells); numbers > 0 && !s.isUnits(u.cells) { // a row after all
				l.first, units = u.lo, units[:i]
				break
			}
		}
		l.noteUnits(data, units)
	case len(units) > 0: // they are rows
		l.first = units[0].lo
		lead -= len(units)
	case !unlike && s.judge(body, cells) == aHead:
		l.setHead(data, headLine{lo: first, hi: end, cells: cells, sep: s.dialect.sep}, body)
		l.first = next
	}
	if lead > 0 {
		l.noteLead(lead, unlike)
	}
	if n := len(heads); n > 0 && !l.named && s.cutDecimals(body, heads[n-1].cells) {
		l.doubts = append(l.doubts, "the rows have more cells than the line before them has names: where commas set off decimals, save the file with semicolons between its cells")
	}
	l.noteBelow(s, body)
	return l
}

// cutDecimals reports whether the rows may be cut at decimal commas: all of their numbers are whole, and there are up
// to twice as many as the last line before them has names.
func (s *sample) cutDecimals(body []column, names []span) bool {
	numbers, texts, _ := s.tally(names)
	if s.dialect.sep != ',' || numbers > 0 || texts < 2 || texts < len(names) || len(body) <= texts ||
		len(body) > 2*texts {
		return false
	}
	for _, c := range body {
		if c.fractions > 0 || c.texts > 0 {
			return false
		}
	}
	return true
}

// at returns the cells of the record at pos.
func (s *sample) at(pos int) []span {
	cells, _, _ := s.dialect.record(nil, s.data, pos)
	return cells
}

// wide returns the number of cells that a tenth of the records have at least. The first may be anything.
func (s *sample) wide() int {
	wider := map[int]int{}
	for _, cells := range s.records[1:] {
		if n := filled(cells); n > s.columns {
			wider[n]++
		}
	}
	most := s.columns
	for n, times := range wider {
		if times > 1 && 10*times >= len(s.records) {
			most = max(most, n)
		}
	}
	return most
}

// findNames lays out a table without numbers: its first record of the table's width are the names, if they are words.
// Before start, lead lines are left out.
func (l *layout) findNames(s *sample, start, lead int) {
	for pos := s.dialect.skip(s.data, start); pos < len(s.data); pos = s.dialect.skip(s.data, pos) {
		if isRuler(s.data, pos) {
			_, pos = line(s.data, pos)
			continue
		}
		if isComment(s.data, pos, s.comment) {
			_, pos = line(s.data, pos)
			lead++
			continue
		}
		cells, end, next := s.dialect.record(nil, s.data, pos)
		if filled(cells) > 0 && len(cells) == l.width {
			l.first = pos
			if numbers, texts, _ := s.tally(cells); numbers == 0 && texts > 0 {
				l.setHead(s.data, headLine{lo: pos, hi: end, cells: cells, sep: s.dialect.sep}, nil)
				l.first = next
			}
			break
		}
		if filled(cells) > 0 {
			lead++
		}
		pos = next
		if pos-start > mostLead {
			break
		}
	}
	if lead > 0 {
		l.noteLead(lead, false)
	}
}

// lead returns the lines before the first row, comments among them: the last few, and how many there are. Where no line
// is a row, first is
// -1. After a line of names, one without words above numbers is a row, though its numbers may be missing.
func (s *sample) lead(body []column, start, width int) (heads []headLine, lines, first int) {
	named, gap := false, false
	for pos := s.dialect.skip(s.data, start); pos < len(s.data) && pos-start < mostLead; {
		if isRuler(s.data, pos) {
			_, next := line(s.data, pos)
			pos = s.dialect.skip(s.data, next)
			continue
		}
		h := headLine{lo: pos, sep: s.dialect.sep, comment: isComment(s.data, pos, s.comment), gap: gap}
		var next int
		if h.comment {
			h.hi, next = line(s.data, pos)
		} else {
			h.cells, h.hi, next = s.dialect.record(nil, s.data, pos)
			n := filled(h.cells)
			fits := n <= width && (len(h.cells) > 1 || width == 1)
			if fits && s.isRow(body, h.cells) && !s.isCount(body, h.cells, next) {
				return heads, lines, pos
			}
			words := s.wordsAbove(body, h.cells)
			if named && !words && n > 0 && len(h.cells) == s.columns {
				return heads, lines, pos
			}
			if words && len(h.cells) >= s.columns {
				named, width = true, max(width, len(h.cells)) // rows may leave cells out
			}
		}
		if h.comment || filled(h.cells) > 0 {
			lines++
			if heads = append(heads, h); len(heads) > mostHeads {
				heads = heads[1:]
			}
			gap = false
		} else {
			gap = true
		}
		pos = s.dialect.skip(s.data, next)
		gap = gap || pos > next
	}
	return nil, lines, -1
}

// isRow reports whether a record has more numbers than words where the table has numbers.
func (s *sample) isRow(body []column, cells []span) bool {
	numbers, texts := 0, 0
	for j, c := range cells {
		if j >= len(body) || !body[j].numeric() {
			continue
		}
		b := s.data[c.lo:c.hi]
		if isNumber(b) {
			numbers++
		} else if _, k, _ := value(b, '.'); k == text {
			texts++
		}
	}
	return numbers > texts
}

// isCount reports whether a record of numbers unlike those of the table stands before a line of words, as do the counts
// of rows and columns that some programs put before the names.
func (s *sample) isCount(body []column, cells []span, next int) bool {
	if next = s.dialect.skip(s.data, next); next == len(s.data) || isComment(s.data, next, s.comment) {
		return false
	}
	after := s.at(next)
	if numbers, texts, _ := s.tally(after); numbers > 0 || texts < 2 || len(after) < s.columns {
		return false
	}
	return s.unlike(cells)
}

// head chooses the line of names among the lines before the first row. After it come units, two lines of words at most.
// Where there is no such line, units may hold one that is a row after all, and unlike says that the last line is
// neither.
func (s *sample) head(body []column, heads []headLine) (head *headLine, units []headLine, unlike bool) {
	if n := len(heads); n > 0 && heads[n-1].comment { // "# x y"
		h := s.stripped(heads[n-1])
		if n > 1 && heads[n-2].comment && s.isUnits(h.cells) { // "# x y", "# m s"
			names := s.stripped(heads[n-2])
			if len(h.cells) == len(names.cells) && s.fits(body, &names) && s.judge(body, names.cells) == aHead {
				return &names, []headLine{h}, false
			}
		}
		if list := s.listed(heads); list != nil {
			h.cells, h.style = list, oneALine
			return &h, nil, false
		}
		if s.joined(&h) {
			return &h, nil, false
		}
		if s.fits(body, &h) && s.judge(body, h.cells) == aHead {
			return &h, nil, false
		}
		if h, ok := s.otherwise(h); ok {
			return &h, nil, false
		}
		for len(heads) > 0 && heads[len(heads)-1].comment {
			heads = heads[:len(heads)-1]
		}
	}
	if n := len(heads); n > 0 && s.joined(&heads[n-1]) {
		return &heads[n-1], nil, false
	}
	from := len(heads)
	for from > 0 && !heads[from-1].comment && s.fits(body, &heads[from-1]) && !(from < len(heads) && heads[from].gap) {
		from--
	}
	block := heads[from:]
	if n := len(block); n > 1+mostUnits {
		units := 0
		for units < mostUnits && s.isUnits(block[n-1-units].cells) {
			units++
		}
		block = block[n-1-units:]
	}
	most := 0
	for _, h := range block {
		most = max(most, s.told(h.cells))
	}
	for i, h := range block {
		if i+1 < len(block) && (s.told(h.cells) < most || s.repeats(h.cells) && !s.repeats(block[i+1].cells)) {
			continue // a title, or the names of groups
		}
		switch s.judge(body, h.cells) {
		case aHead:
			return &block[i], block[i+1:], false
		case aRow:
			if i+1 == len(block) {
				return nil, block[i:], false
			}
		}
	}
	if len(block) > 0 {
		return nil, nil, true
	}
	if n := len(heads); n > 0 {
		if h, ok := s.otherwise(heads[n-1]); ok {
			return &h, nil, false
		}
	}
	return nil, nil, false
}

// told counts the cells that are not empty.
func (s *sample) told(cells []span) (n int) {
	for _, c := range cells {
		if !c.empty() {
			n++
		}
	}
	return n
}

// repeats reports whether two cells say the same.
func (s *sample) repeats(cells []span) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		text := string(s.data[c.lo:c.hi])
		if text != "" && seen[text] {
			return true
		}
		seen[text] = true
	}
	return false
}

// stripped returns a comment as the record that is left without what makes it one.
func (s *sample) stripped(h headLine) headLine {
	for h.lo < h.hi && (s.data[h.lo] == s.comment || s.dialect.pad(s.data[h.lo])) {
		h.lo++
	}
	h.cells, _, _ = s.dialect.record(nil, s.data[:h.hi], h.lo)
	if len(h.cells) == s.columns+1 && h.cells[0].empty() { // "#,x,y"
		h.cells = h.cells[1:]
	}
	return h
}

// listed returns the names that comments list, one a line: "# 1 x", "# 2 y", or with a colon behind the number. There
// must be as many as columns, right before the rows.
func (s *sample) listed(heads []headLine) (names []span) {
	n := s.columns
	if n < 2 || len(heads) < n {
		return nil
	}
	d := newDialect(' ')
	for i, h := range heads[len(heads)-n:] {
		if !h.comment {
			return nil
		}
		for h.lo < h.hi && (s.data[h.lo] == s.comment || d.pad(s.data[h.lo])) {
			h.lo++
		}
		cells, _, _ := d.record(nil, s.data[:h.hi], h.lo)
		number := bytes.TrimRight(s.data[cells[0].lo:cells[0].hi], ":.)=")
		if len(cells) < 2 || string(number) != strconv.Itoa(i+1) || isNumber(s.data[cells[1].lo:cells[1].hi]) {
			return nil
		}
		names = append(names, cells[1])
	}
	return names
}

// joined makes a line of words above rows that blanks part a line of names, where these have units in brackets behind
// them, or two blanks or more between them; it reports whether that fits.
func (s *sample) joined(h *headLine) bool {
	if s.dialect.sep != ' ' || len(h.cells) <= s.columns {
		return false
	}
	for _, style := range []style{bracketed, spaced} {
		cells := append([]span(nil), h.cells[0])
		for _, c := range h.cells[1:] {
			last := &cells[len(cells)-1]
			first := s.data[c.lo]
			within := style == bracketed && (first == '[' || first == '(') || style == spaced && c.lo == last.hi+1
			if !within || c.quoted || last.quoted {
				cells = append(cells, c)
			} else {
				last.hi = c.hi
			}
		}
		if numbers, texts, _ := s.tally(cells); len(cells) == s.columns && numbers == 0 && texts == len(cells) {
			h.cells, h.style = cells, style
			return true
		}
	}
	return false
}

// otherwise returns a line as a record of names with another separator than that of the rows.
func (s *sample) otherwise(h headLine) (headLine, bool) {
	for _, sep := range []byte(",;\t|") {
		if sep == s.dialect.sep {
			continue
		}
		cells, _, _ := newDialect(sep).record(nil, s.data[:h.hi], h.lo)
		if len(cells) != s.columns || s.columns == 1 {
			continue
		}
		if numbers, texts, _ := s.tally(cells); numbers == 0 && texts == len(cells) {
			h.cells, h.sep = cells, sep
			return h, true
		}
	}
	return h, false
}

// fits reports whether a line has as many cells as one of names may have: those of a row; one less, where a row ends in
// an empty cell or begins with its name; or more than most rows, where these leave cells out.
func (s *sample) fits(body []column, h *headLine) bool {
	n, t := len(h.cells), filled(h.cells)
	first := s.dialect.text(s.data, h.cells[0])
	switch {
	case t == 0 || bytes.HasSuffix(first, []byte(":")):
		return false
	case n == s.columns || t == s.columns:
		return true
	case n == s.columns-1 && s.columns > 1:
		last := body[s.columns-1]
		return last.numbers+last.texts == 0 || s.columns > 2 && (mayName(body[0]) || last.numbers == 0)
	case t > s.columns:
		if numbers, _, _ := s.tally(h.cells); numbers == 0 && (t == s.columns+1 || !s.isProse(h.cells)) {
			return true
		}
		for _, cells := range s.records {
			if filled(cells) == t && cells[0].lo != h.cells[0].lo {
				return true
			}
		}
	}
	return false
}

// mayName reports whether the first cells of the rows may be their names: words, or whole numbers.
func mayName(c column) bool { return c.texts > 0 || c.numbers > 0 && c.fractions == 0 && c.low >= 0 }

// setHead takes a line as that of the names.
func (l *layout) setHead(data []byte, h headLine, body []column) {
	l.named, l.head, l.headSep, l.heads = true, span{lo: uint32(h.lo), hi: uint32(h.hi)}, h.sep, len(h.cells)
	l.style = h.style
	if n := len(h.cells); body != nil && n == len(body)-1 && n > 0 {
		last := body[n]
		if last.numbers+last.texts > 0 && mayName(body[0]) {
			l.shift = 1
		}
	}
	l.width = max(l.width, l.heads+l.shift)
	d := *l.dialect
	d.sep = h.sep
	for _, c := range h.cells {
		l.names = append(l.names, d.text(data, c))
	}
}

// noteLead says that the first lines are no part of the table; unlike says so of the last of them.
func (l *layout) noteLead(n int, unlike bool) {
	said := "the first line was left out: it comes before the table"
	switch {
	case n == 1 && unlike:
		said = "the first line was left out: it has neither names nor numbers like those of the table"
	case unlike:
		said = fmt.Sprintf("the first %d lines were left out: the last has neither names nor numbers like those of the table", n)
	case n > 1:
		said = fmt.Sprintf("the first %d lines were left out: they come before the table", n)
	}
	l.notes = append(l.notes, said)
}

func (l *layout) noteUnits(data []byte, units []headLine) {
	for _, u := range units {
		said := ""
		for _, c := range u.cells {
			if _, k, _ := value(data[c.lo:c.hi], '.'); k == text && said == "" {
				said = quoted(string(l.dialect.text(data, c)))
			}
		}
		l.notes = append(l.notes, fmt.Sprintf("line %d was left out: it has words, such as the unit %s, where the rows have numbers", lineNumber(data, u.lo), said))
	}
}

// lineNumber returns the number of the line at pos, from 1.
func lineNumber(data []byte, pos int) int {
	before := data[:pos]
	if n := bytes.Count(before, []byte("\n")); n > 0 {
		return n + 1
	}
	return bytes.Count(before, []byte("\r")) + 1
}
