package dataset

import (
	"bytes"
	"fmt"
	"math"
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

// noteBelow finds what comes after the last row, such as a source, notes or totals, ends the table there and says so.
// A table without numbers has no such end.
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
			case numbers > texts && !s.sumsUp(body, cells, l.first) && !(texts+len(tail) > 0 && s.isTotal(cells)):
				tail, gap = tail[:0], false
			default:
				tail, gap = append(tail, record{pos, cells, gap}), false
			}
		}
		after := s.dialect.skip(s.data, next)
		gap, pos = gap || after > next, after
	}
	for i, r := range tail {
		if i == 0 && r.pos == from || !r.gap && !s.isBelow(body, r.cells, l) {
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
// text than a row.
func (s *sample) isBelow(body []column, cells []span, l *layout) bool {
	numbers, texts, _ := s.within(body, cells)
	told := s.told(cells)
	switch {
	case s.isTotal(cells), s.sumsUp(body, cells, l.first):
		return true
	case filled(cells) > l.width:
		all, words, _ := s.tally(cells)
		return words > all
	case numbers == 0 && texts == 0: // it begins in a column of words
		return told == 1 && s.isProse(cells)
	case numbers == 0 || s.dialect.sep == ' ':
		return told < s.columns || s.isProse(cells)
	}
	return s.isProse(cells)
}

// isProse reports whether a record reads as text that happens to hold separators.
func (s *sample) isProse(cells []span) bool {
	first := s.data[cells[0].lo:cells[0].hi]
	if len(first) > 0 && strings.IndexByte("(*[", first[0]) >= 0 || bytes.HasSuffix(first, []byte(":")) ||
		bytes.Contains(first, []byte(": ")) || bytes.Count(first, []byte(" ")) > 2 {
		return true
	}
	return len(cells) > 1 && s.dialect.sep != ' ' && cells[1].lo > 0 && s.data[cells[1].lo-1] == ' '
}

// isTotal reports whether a record begins with a word for the sum or the mean of a column.
func (s *sample) isTotal(cells []span) bool {
	for _, c := range cells {
		if !c.empty() {
			switch strings.ToLower(strings.TrimRight(string(s.data[c.lo:c.hi]), ": ")) {
			case "total", "totals", "sum", "mean", "average", "합계", "총계", "평균":
				return true
			}
			return false
		}
	}
	return false
}

// sumsUp reports whether the numbers of a record, two at least, are the sums of those between first and it, with points
// or commas before decimals.
func (s *sample) sumsUp(body []column, cells []span, first int) bool {
	return s.sums(body, cells, first, '.') || s.sums(body, cells, first, ',')
}

func (s *sample) sums(body []column, cells []span, first int, mark byte) bool {
	const leastRows = 8 // of two rows, the second may be the first again by chance
	const mostZeros = 8 // columns of nothing but zeros say nothing, and there may be hundreds
	sums, zeros, beyond := 0, 0, false
	for j, c := range cells {
		if j >= len(body) || !body[j].numeric() || !isNumber(s.data[c.lo:c.hi]) {
			continue
		}
		v, _, _ := value(s.data[c.lo:c.hi], mark)
		var sum, size, most float64
		rows := 0
		for _, r := range s.records {
			if j < len(r) && int(r[0].lo) >= first && r[0].lo < cells[0].lo {
				x, _, _ := value(s.data[r[j].lo:r[j].hi], mark)
				rows++
				sum, size, most = sum+x, size+math.Abs(x), max(most, math.Abs(x))
			}
		}
		if size == 0 {
			zeros++
		}
		if math.Abs(sum-v) > 1e-4*size || zeros > mostZeros || rows < leastRows {
			return false
		}
		sums++
		beyond = beyond || math.Abs(v) > most
	}
	return sums > 1 && beyond
}

// repeatsHead reports whether a record is the line of names once more, as where several tables were put into one file,
// or as long a part of it as two names and more, where some were added to it. Names that are numbers may be a row.
func (l *layout) repeatsHead(data, record []byte) bool {
	rest, ok := bytes.CutPrefix(data[l.head.lo:l.head.hi], bytes.TrimRight(record, "\r\n"))
	whole := len(rest) == 0 || rest[0] == l.headSep && bytes.IndexByte(record, l.headSep) > 0
	return ok && l.named && l.heads > 1 && whole &&
		bytes.ContainsFunc(record, func(c rune) bool { return c > '@' })
}
