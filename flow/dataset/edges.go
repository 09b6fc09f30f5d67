package dataset

import (
	"bytes"
	"fmt"
	"strings"
)

const (
	mostAbove = 64 << 10 // bytes before a table that lines of keys and numbers may fill
	mostBelow = 40       // lines after it that are looked at
)

// above returns where a table starts that has lines of keys and numbers above its own names: at the names, the first
// line of words right above rows like the last ones of the file, where no such row is further up; or at a row, where
// an empty line is in place of names. It is start where there are no such lines. lines counts them.
func (s *sample) above(start int) (pos, lines int) {
	body := s.columnsOf()
	named, keys, other, gap := false, false, 0, false
	for pos, next := s.dialect.skip(s.data, start), 0; pos < len(s.data) && pos-start < mostAbove; pos = next {
		if isRuler(s.data, pos) {
			_, next = line(s.data, pos)
			next = s.dialect.skip(s.data, next)
			continue
		}
		var cells []span
		if isComment(s.data, pos, s.comment) {
			_, next = line(s.data, pos)
		} else {
			cells, _, next = s.dialect.record(nil, s.data, pos)
		}
		numbers, texts, all := s.within(body, cells)
		switch {
		case all < 2, numbers > 0 && texts == 0 && 2*numbers > all:
			if all >= 2 && gap && keys && other == 0 {
				return pos, lines
			}
			return start, 0
		case texts == all && len(cells) >= s.columns && filled(cells) >= s.columns:
			if keys && !(named && (other > 0 || s.repeats(cells))) && s.rowsAfter(body, next) {
				return pos, lines
			}
			named = named || !keys
		case filled(cells) > 0 && s.anyNumber(cells):
			keys = true
			if texts == 0 {
				other++
			}
		}
		if filled(cells) > 0 || cells == nil {
			lines++
		}
		after := s.dialect.skip(s.data, next)
		gap, next = after > next, after
	}
	return start, 0
}

// within counts the numbers and the texts of a record where the table has numbers, and in how many places it has them.
func (s *sample) within(body []column, cells []span) (numbers, texts, all int) {
	for j, c := range body {
		if !c.numeric() {
			continue
		}
		if all++; j >= len(cells) {
			continue
		}
		b := s.data[cells[j].lo:cells[j].hi]
		if isNumber(b) {
			numbers++
		} else if _, k, _ := value(b, '.'); k == text {
			texts++
		}
	}
	return numbers, texts, all
}

func (s *sample) anyNumber(cells []span) bool {
	numbers, _, _ := s.tally(cells)
	return numbers > 0
}

// rowsAfter reports whether a row comes next, or after two lines of units at most.
func (s *sample) rowsAfter(body []column, pos int) bool {
	for range 1 + mostUnits {
		if pos = s.dialect.skip(s.data, pos); pos == len(s.data) {
			return false
		}
		cells, _, next := s.dialect.record(nil, s.data, pos)
		numbers, texts, all := s.within(body, cells)
		if numbers > 0 {
			return texts == 0 && 2*numbers > all
		}
		if !s.isUnits(cells) {
			return false
		}
		pos = next
	}
	return false
}

const unitWords = "|1|-|m|cm|mm|km|nm|um|s|ms|us|min|h|d|g|kg|mg|K|C|F|V|mV|A|mA|W|kW|Hz|kHz|MHz|Pa|hPa|kPa|bar|mbar|N|J|l|ml|mol|deg|rad|eV|"

// isUnits reports whether each cell of a record that is not empty is a unit: in brackets, with a sign that few names
// have, or one of those that are written most.
func (s *sample) isUnits(cells []span) bool {
	for _, c := range cells {
		b := s.data[c.lo:c.hi]
		if c.empty() || bytes.IndexByte([]byte("[("), b[0]) >= 0 || bytes.ContainsAny(b, "%/°²³µ^") {
			continue
		}
		if !strings.Contains(unitWords, "|"+string(b)+"|") {
			return false
		}
	}
	return filled(cells) > 0
}

// noteBelow finds what comes after the last row, such as a source, notes or rows that are called totals, ends the table
// there and says so. What numbers add up to says nothing: each of 1, 2, 4, 8 is nearly the sum of those before. A table
// without numbers has no such end.
func (l *layout) noteBelow(s *sample, body []column) {
	if _, _, all := s.within(body, nil); all == 0 {
		return
	}
	type record struct {
		pos   int
		cells []span
		gap   bool // an empty line is before it
	}
	var tail []record // no rows, as far as their numbers tell
	gap := false
	from := max(l.first, lastLines(s.data, mostBelow, partBytes))
	for pos := s.dialect.skip(s.data, from); pos < len(s.data); {
		var next int
		if isComment(s.data, pos, s.comment) || isRuler(s.data, pos) {
			_, next = line(s.data, pos)
		} else {
			var cells []span
			cells, _, next = s.dialect.record(nil, s.data, pos)
			numbers, texts, _ := s.within(body, cells)
			switch {
			case bytes.IndexByte(s.data[pos:next], 0) >= 0: // damage is said for what it is
				return
			case filled(cells) == 0:
				gap = true
			case numbers > texts && !s.isTotal(cells):
				tail, gap = tail[:0], false
			default:
				tail, gap = append(tail, record{pos, cells, gap}), false
			}
		}
		after := s.dialect.skip(s.data, next)
		gap, pos = gap || after > next, after
	}
	for i, r := range tail {
		if i == 0 && r.pos == from || !s.isBelow(body, r.cells, l, tail[0].pos) && !(r.gap && s.isApart(body, r.cells)) {
			continue
		}
		said := quoted(string(l.dialect.text(s.data, r.cells[0])))
		for _, c := range r.cells {
			if !c.empty() {
				said = quoted(string(l.dialect.text(s.data, c)))
				break
			}
		}
		l.last = r.pos
		below := fmt.Sprintf("the last line was left out: it comes after the table, and begins with %s", said)
		if n := len(tail) - i; n > 1 {
			below = fmt.Sprintf("the last %d lines were left out: they come after the table, from %s on", n, said)
		}
		l.doubts = append(l.doubts, below)
		return
	}
}

// isBelow reports whether a record without more numbers than words, where the table has numbers, is rather a line of
// text than a row. The rows that are surely some end before last.
func (s *sample) isBelow(body []column, cells []span, l *layout, last int) bool {
	numbers, texts, _ := s.within(body, cells)
	told := s.told(cells)
	prose := s.opensProse(cells) && !s.rowsAre(l.first, last, s.opensProse) ||
		s.spaced(cells) && !s.rowsAre(l.first, last, s.spaced)
	switch {
	case s.isTotal(cells):
		return true
	case filled(cells) > l.width:
		all, words, _ := s.tally(cells)
		return words > all
	case numbers == 0 && texts == 0: // it begins in a column of words
		return told == 1 && prose
	case numbers == 0 || s.dialect.sep == ' ':
		return told < s.columns || prose
	}
	return prose
}

// isApart reports whether such a record, after an empty line, lacks what a row has: as many cells, or, where it has no
// numbers, something in each; and between blanks a digit. The last rows may be a group of their own.
func (s *sample) isApart(body []column, cells []span) bool {
	numbers, _, _ := s.within(body, cells)
	switch {
	case len(cells) < s.columns, numbers == 0 && s.told(cells) < s.columns:
		return true
	case s.dialect.sep == ' ':
		return !bytes.ContainsAny(s.data[cells[0].lo:cells[len(cells)-1].hi], "0123456789")
	}
	return false
}

// isProse reports whether a record reads as text that happens to hold separators.
func (s *sample) isProse(cells []span) bool { return s.opensProse(cells) || s.spaced(cells) }

// opensProse reports whether the first cell of a record is one that text begins with.
func (s *sample) opensProse(cells []span) bool {
	first := s.data[cells[0].lo:cells[0].hi]
	return len(first) > 0 && strings.IndexByte("(*[", first[0]) >= 0 || bytes.HasSuffix(first, []byte(":")) ||
		bytes.Contains(first, []byte(": ")) || bytes.Count(first, []byte(" ")) > 2
}

// spaced reports whether a blank follows the first separator of a record, as it does in text.
func (s *sample) spaced(cells []span) bool {
	return len(cells) > 1 && s.dialect.sep != ' ' && cells[1].lo > 0 && s.data[cells[1].lo-1] == ' '
}

// rowsAre reports whether more than a tenth of the rows from first to before last in the file have a sign of text,
// which then says nothing.
func (s *sample) rowsAre(first, last int, sign func([]span) bool) bool {
	rows, signed := 0, 0
	for _, cells := range s.records {
		if at := int(cells[0].lo); first <= at && at < last && len(cells) == s.columns {
			rows++
			if sign(cells) {
				signed++
			}
		}
	}
	return 10*signed > rows
}

// isTotal reports whether a record begins with a word for the sum or the mean of a column, and none before it does so.
func (s *sample) isTotal(cells []span) bool {
	own := s.opening(cells)
	switch own {
	case "total", "totals", "sum", "mean", "average", "summe", "gesamt", "insgesamt", "mittelwert", "somme", "moyenne",
		"suma", "promedio", "totale", "totaal":
	default:
		return false
	}
	for _, r := range s.records {
		if r[0].lo < cells[0].lo && s.opening(r) == own {
			return false
		}
	}
	return true
}

// opening returns the first cell of a record that is not empty, in small letters.
func (s *sample) opening(cells []span) string {
	for _, c := range cells {
		if !c.empty() {
			return strings.ToLower(strings.TrimRight(string(s.data[c.lo:c.hi]), ": "))
		}
	}
	return ""
}

// repeatsHead reports whether a record is the line of names once more, as where several tables were put into one file,
// or as long a part of it as two names and more, where some were added to it. Names that are numbers may be a row.
func (l *layout) repeatsHead(data, record []byte) bool {
	rest, ok := bytes.CutPrefix(data[l.head.lo:l.head.hi], bytes.TrimRight(record, "\r\n"))
	whole := len(rest) == 0 || rest[0] == l.headSep && bytes.IndexByte(record, l.headSep) > 0
	return ok && l.named && l.heads > 1 && whole &&
		bytes.ContainsFunc(record, func(c rune) bool { return c > '@' })
}
