package dataset

import "slices"

// stat is what is kept of one column. Its numbers are stored by slot (the row less the ragged rows
// before it) in blocks that only reach as far as the last number put: what is beyond is missing.
type stat struct {
	blocks        [][]float32 // NaN where there is no number
	within        []float32   // in place of blocks: every stride-th number, from the first
	stride        int
	numbers, text int
	infs, large   int       // numbers that are none to model: see kind
	firstText     int       // row of the first text, from 0
	low, high     float64   // as in the file, before they are rounded to float32
	different     []float64 // the first numbers that differ, one more than fewNumbers at most

	last   float64 // the number put last
	signed bool    // a number is negative or has decimals
	jumps  bool    // a number is not the one before and 1

	mark     byte // what sets off the decimals of its numbers
	forms    [forms]int
	round    int // numbers that read either way and end in 0
	either   int // row of the first number that reads either way
	percents int
	moneys   int
}

// take takes a value that is some number.
func (s *stat) take(slot int, v float64, k kind) {
	switch k {
	case number:
		s.put(slot, v)
	default:
		s.miss(k)
	}
}

// miss counts a number that is none to model.
func (s *stat) miss(k kind) {
	switch k {
	case large:
		s.large++
	case infinite:
		s.infs++
	}
}

// filled is how many cells are not blank.
func (s *stat) filled() int { return s.numbers + s.infs + s.large + s.text }

// put keeps a number of a text.
func (s *stat) put(slot int, v float64) {
	b, i := slot/blockRows, slot%blockRows
	for len(s.blocks) <= b {
		s.blocks = append(s.blocks, nil)
	}
	block := s.blocks[b]
	if block == nil && b > 0 {
		block = make([]float32, 0, blockRows)
	}
	for len(block) < i {
		block = append(block, nan)
	}
	s.blocks[b] = append(block, float32(v))
	s.see(v)
}

// see notes what a number says of its column.
func (s *stat) see(v float64) {
	if len(s.different) <= fewNumbers && !slices.Contains(s.different, v) {
		s.different = append(s.different, v)
	}
	if s.numbers == 0 {
		s.low, s.high = v, v
	} else if v != s.last+1 {
		s.jumps = true
	}
	if !s.signed && (v < 0 || v != float64(int64(v))) {
		s.signed = true
	}
	s.last = v
	s.low, s.high = min(s.low, v), max(s.high, v)
	s.numbers++
}

func (s *stat) at(slot int) float32 {
	if s.within != nil {
		return s.within[slot*s.stride]
	}
	b, i := slot/blockRows, slot%blockRows
	if b < len(s.blocks) && i < len(s.blocks[b]) {
		return s.blocks[b][i]
	}
	return nan
}

func (s *stat) numeric() bool {
	return s.filled() > 0 && s.text*20 <= s.filled()
}

// note notes how a cell of a row is written.
func (s *stat) note(row int, cell []byte, f form) {
	if f&percent != 0 {
		s.percents++
		f &^= percent
	}
	if f&money != 0 {
		s.moneys++
		f &^= money
	}
	if f == eitherPoint || f == eitherComma {
		if s.forms[eitherPoint]+s.forms[eitherComma] == 0 {
			s.either = row
		}
		if cell[len(cell)-1] == '0' {
			s.round++
		}
	}
	s.forms[f]++
}

// proven returns what sets off decimals in most of the numbers that tell, 0 where none does.
func (s *stat) proven() byte {
	switch p, c := s.forms[pointed], s.forms[commaed]; {
	case p > c:
		return '.'
	case c > p:
		return ','
	}
	return 0
}

// manyEither is how many numbers such as 1.234, among smaller whole ones and no others, are more than chance.
const manyEither = 10

// reading returns what sets off the decimals of the column. file is what the columns that tell agree on, or 0; sep is
// the file's separator.
func (s *stat) reading(file, sep byte) byte {
	mark := byte('.')
	points, commas := s.forms[eitherPoint], s.forms[eitherComma]
	switch {
	case s.proven() != 0:
		return s.proven()
	case file != 0:
		return file
	case points > 0 == (commas > 0), points > 0 && sep == ',':
		return '.'
	case commas > 0:
		mark = ','
	}
	decimal, grouping := mark, byte('.'+','-mark)
	switch {
	case s.forms[many] > 0:
		return decimal // or they would be grouped too
	case s.forms[few] == 0 && commas > 0 && sep == ',':
		return grouping
	case s.forms[few] == 0:
		return decimal
	case s.round > 0:
		return grouping // decimals are written either all or without zeros at their end
	case commas > 0, points >= manyEither:
		return grouping
	}
	return decimal
}

// vote returns what most of the columns that tell set off decimals with; 0: none tells, or half of them each.
func vote(stats []stat) byte {
	points, commas := 0, 0
	for j := range stats {
		switch stats[j].proven() {
		case '.':
			points++
		case ',':
			commas++
		}
	}
	switch {
	case points > commas:
		return '.'
	case commas > points:
		return ','
	}
	return 0
}
