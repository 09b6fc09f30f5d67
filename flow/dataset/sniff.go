package dataset

const (
	sampleRecords = 100     // records that decide on separator, columns and header
	sampleBytes   = 1 << 20 // and the bytes they are looked for in
)

// sample is the first records of a file under one dialect.
type sample struct {
	dialect *dialect
	records [][]span
	next    []int // where the line after each record starts
	columns int   // the number of cells that most records have
	lead    int   // records before the first one with so many
	score   float64
}

// sniff reads the first records with every separator and keeps the best, or reads them with sep.
func sniff(data []byte, start int, sep byte) *sample {
	// Where two separators explain the rows equally well, a comma is more likely a
	// decimal comma or prose, and a blank is more likely padding.
	separators := []byte{';', '\t', '|', ',', ' '}
	if sep != 0 {
		separators = []byte{sep}
	}
	best := &sample{score: -1}
	for _, sep := range separators {
		if s := newSample(data, start, sep); s.score > best.score {
			best = s
		}
	}
	if best.score == 0 && sep == 0 { // one column: no separator says anything
		best = newSample(data, start, ',')
	}
	return best
}

func newSample(data []byte, start int, sep byte) *sample {
	s := &sample{dialect: newDialect(sep)}
	window := data[:min(len(data), start+sampleBytes)]
	votes := map[int]int{}
	for pos := s.dialect.skip(window, start); pos < len(window) && len(s.records) < sampleRecords; {
		cells, end, next := s.dialect.record(nil, window, pos)
		if end == len(window) && end < len(data) && len(s.records) > 0 {
			break // cut off by the window
		}
		s.records = append(s.records, cells)
		s.next = append(s.next, next)
		votes[len(cells)]++
		pos = s.dialect.skip(window, next)
	}
	for n, v := range votes {
		if v > votes[s.columns] || v == votes[s.columns] && n > s.columns {
			s.columns = n
		}
	}
	if s.columns == 0 {
		return s
	}
	for len(s.records[s.lead]) != s.columns {
		s.lead++
	}
	if s.columns > 1 {
		numbers, texts := s.tally(data, s.lead, 0, s.columns)
		agree := float64(votes[s.columns]) / float64(len(s.records))
		s.score = agree * (0.05 + float64(numbers)/float64(max(1, numbers+texts)))
	}
	return s
}

// tally counts the numbers and texts in columns lo to hi of the records from the given one on.
func (s *sample) tally(data []byte, from, lo, hi int) (numbers, texts int) {
	for _, cells := range s.records[from:] {
		if len(cells) != s.columns {
			continue
		}
		for _, c := range cells[lo:hi] {
			switch _, k := s.dialect.value(data[c.lo:c.hi]); k {
			case number, large, infinite:
				numbers++
			case text:
				texts++
			}
		}
	}
	return numbers, texts
}

// header reports whether the first record with the table's number of cells names the columns.
func (s *sample) header(data []byte) bool {
	var numbers, texts, below int
	for j, c := range s.records[s.lead] {
		n, t := s.tally(data, s.lead+1, j, j+1)
		below += n
		switch _, k := s.dialect.value(data[c.lo:c.hi]); k {
		case text:
			if n > t {
				return true
			}
			texts++
		case number, large, infinite:
			numbers++
		}
	}
	return numbers == 0 && below == 0 && texts > 0
}
