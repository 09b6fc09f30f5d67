package dataset

import "math"

// column is what the records of a sample have in one place.
type column struct {
	numbers, texts int
	fractions      int // numbers with decimals
	years          int
	low, high      float64
}

func (c *column) numeric() bool { return c.numbers > 0 && c.numbers >= c.texts }

func (c *column) add(data []byte, s span) {
	v, whole, ok := anyNumber(data[s.lo:s.hi])
	if !ok {
		if _, k, _ := value(data[s.lo:s.hi], '.'); k == text {
			c.texts++
		}
		return
	}
	if c.numbers == 0 {
		c.low, c.high = v, v
	}
	c.numbers++
	c.low, c.high = min(c.low, v), max(c.high, v)
	if !whole {
		c.fractions++
	} else if isYear(v) {
		c.years++
	}
}

func isYear(v float64) bool { return 1800 <= v && v <= 2100 && v == math.Trunc(v) }

// anyNumber returns a number in whatever notation, and whether it is written without decimals. A word such as inf is
// none.
func anyNumber(b []byte) (v float64, whole, ok bool) {
	v, k, f := value(b, '.')
	if k == text && f&^(percent|money) != formless {
		v, k, f = value(b, ',')
	}
	f &^= percent | money
	return v, f == few || f == many, k == number || k == large || k == infinite && v != 0
}

// columnsOf sums up the records that have the table's number of cells, in each of their places.
func (s *sample) columnsOf() []column { return s.columnsBut(math.MaxUint32) }

// columnsBut leaves out the record that starts at a place in the file.
func (s *sample) columnsBut(lo uint32) []column {
	all := make([]column, s.columns)
	for _, cells := range s.records {
		if len(cells) != s.columns || cells[0].lo == lo {
			continue
		}
		for j, c := range cells {
			all[j].add(s.data, c)
		}
	}
	return all
}

// verdict is what a line before the rows is.
type verdict int

const (
	neither verdict = iota
	aHead
	aRow
)

// judge tells whether a record names the columns or is a row of the table like those below.
func (s *sample) judge(body []column, cells []span) verdict {
	numbers, texts, _ := s.tally(cells)
	if numbers == 0 {
		if texts > 0 && !s.isRow(body, cells) && s.wordsStandOut(body, cells) {
			return aHead
		}
		return aRow
	}
	if s.namesOfNumbers(body, cells, texts) {
		return aHead
	}
	if s.isRow(body, cells) {
		return aRow
	}
	below := s.columnsBut(cells[0].lo)
	for j, c := range cells {
		v, _, ok := anyNumber(s.data[c.lo:c.hi])
		if ok && (j >= len(below) || v < below[j].low || v > below[j].high) {
			return neither
		}
	}
	return aRow
}

// wordsStandOut reports whether the words of a record may be names.
func (s *sample) wordsStandOut(body []column, cells []span) bool {
	return len(cells) < len(body) || s.wordsAbove(body, cells) // in a short one, all of them are shifted
}

// wordsAbove reports whether a word stands above numbers.
func (s *sample) wordsAbove(body []column, cells []span) bool {
	for j, c := range cells {
		if _, k, _ := value(s.data[c.lo:c.hi], '.'); k == text && j < len(body) && body[j].numeric() {
			return true
		}
	}
	return false
}

// leastBelow is how many records must lie below numbers that are to be names.
const leastBelow = 3

// namesOfNumbers reports whether numbers among the cells of a record are names as pandas and R write them, 0, 1, 2,
// ..., or years, or other numbers that ascend, and unlike what lies below; or that they alone are in quotes.
func (s *sample) namesOfNumbers(body []column, cells []span, texts int) bool {
	var values []float64
	whole := true
	for _, c := range cells {
		if v, w, ok := anyNumber(s.data[c.lo:c.hi]); ok {
			values, whole = append(values, v), whole && w
		}
	}
	if s.quotedAlone(cells) {
		return true
	}
	below := s.columnsBut(cells[0].lo)
	least := math.MaxInt
	even := true // the numbers are as far apart as the first two
	years, ascend, descend, run := true, true, true, whole && (values[0] == 0 || values[0] == 1)
	n := 0
	over := 0 // words above numbers
	for j, c := range cells {
		if j >= len(below) {
			return false
		}
		v, _, ok := anyNumber(s.data[c.lo:c.hi])
		if !ok {
			if _, k, _ := value(s.data[c.lo:c.hi], '.'); k == text && below[j].numeric() {
				over++
			}
			continue
		}
		least = min(least, below[j].numbers)
		years = years && isYear(v) && 2*below[j].years <= below[j].numbers
		if n > 0 {
			ascend, descend = ascend && v > values[n-1], descend && v < values[n-1]
			run = run && v == values[n-1]+1
			even = even && math.Abs(v-values[n-1]-values[1]+values[0]) < 1e-6*math.Abs(v)
		}
		n++
	}
	bare := cells[0].empty()
	switch {
	case over > 1 && n == 1 && whole:
		return true // x,1,y
	case least < leastBelow && over == 0:
		return false
	case years && whole && (n > 1 && (ascend || descend) || texts > 0 || bare):
		return true
	case over > 0 && n > 2 && even && ascend: // depth,0.5,1,1.5
		return true
	case n == 1:
		return bare && run && s.unlike(cells)
	case run, ascend && (n > 2 || over > 0):
		return s.unlike(cells)
	}
	return false
}

// quotedAlone reports whether the numbers of a record are in quotes, as R writes names, and those of no other record.
func (s *sample) quotedAlone(cells []span) bool {
	other := 0
	for _, record := range append(s.records[:len(s.records):len(s.records)], cells) {
		own := record[0].lo == cells[0].lo
		for j, c := range record {
			if j < len(cells) && c.quoted != own && isNumber(s.data[c.lo:c.hi]) {
				return false
			}
		}
		if !own {
			other++
		}
	}
	return other >= leastBelow
}

// unlike reports whether the numbers of a record are not of a kind with those below: whole where most there have
// decimals, or beyond all of them.
func (s *sample) unlike(cells []span) bool {
	below := s.columnsBut(cells[0].lo)
	n := 0
	for j, c := range cells {
		v, whole, ok := anyNumber(s.data[c.lo:c.hi])
		if !ok || j >= len(below) {
			continue
		}
		n++
		b := below[j]
		mostly := b.fractions > 0 && 5*b.fractions >= 4*b.numbers
		if !(whole && mostly) && !(b.numbers > 0 && (v < b.low || v > b.high)) {
			return false
		}
	}
	return n > 0
}
