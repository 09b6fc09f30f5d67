package dataset

import "bytes"

// maxQuoted bounds how far a quoted cell may reach, so that one stray quote cannot swallow a file.
const maxQuoted = 1 << 16

// dialect is how a text table sets its cells apart.
type dialect struct {
	sep    byte      // ' ' stands for a run of spaces and tabs
	quote  byte      // around a cell; doubled within, it stands for one
	escape bool      // a backslash takes the meaning from the quote after it
	stop   [256]bool // ends an unquoted cell: the separator and the line ends
}

func newDialect(sep byte) *dialect {
	d := &dialect{sep: sep, quote: '"'}
	for _, c := range []byte{sep, '\n', '\r'} {
		d.stop[c] = true
	}
	if sep == ' ' {
		d.stop['\t'] = true
	}
	return d
}

// pad reports whether c is a blank around a cell that does not belong to it.
func (d *dialect) pad(c byte) bool { return c == ' ' || c == '\t' && d.sep != '\t' }

func lineEnd(c byte) bool { return c == '\n' || c == '\r' }

// span is where the text of a cell lies in the file, without padding and outer quotes.
type span struct {
	lo, hi uint32
	quoted bool
}

// skip returns the start of the first line at or after pos that is not blank, or len(data).
func (d *dialect) skip(data []byte, pos int) int {
	for p := pos; p < len(data); p++ {
		if lineEnd(data[p]) {
			pos = p + 1
		} else if !d.pad(data[p]) {
			return pos
		}
	}
	return len(data)
}

// line returns where the line at pos ends, before its line end, and where the next one starts.
func line(data []byte, pos int) (end, next int) {
	end = len(data)
	if i := bytes.IndexAny(data[pos:], "\r\n"); i >= 0 {
		end = pos + i
	}
	return end, lineBreak(data, end)
}

// lineBreak returns where the line after the one that ends at end starts.
func lineBreak(data []byte, end int) int {
	switch {
	case end >= len(data):
		return len(data)
	case data[end] == '\r' && end+1 < len(data) && data[end+1] == '\n':
		return end + 2
	}
	return end + 1
}

// record appends the cells of the record at pos to cells, at most MaxColumns+1 of them. The
// record's text ends at end, before its line end; the next line starts at next.
func (d *dialect) record(cells []span, data []byte, pos int) (_ []span, end, next int) {
	for {
		var c span
		c, pos = d.cell(data, pos)
		if len(cells) <= MaxColumns {
			cells = append(cells, c)
		}
		if d.sep == ' ' {
			for pos < len(data) && d.pad(data[pos]) {
				pos++
			}
		}
		if pos == len(data) || lineEnd(data[pos]) {
			return cells, pos, lineBreak(data, pos)
		}
		if d.sep != ' ' {
			pos++
		}
	}
}

// cell returns the cell at pos and where it stops. A quote that is not closed, or not closed
// right before the cell ends, is an ordinary character: the damage stays within its line.
func (d *dialect) cell(data []byte, pos int) (span, int) {
	for pos < len(data) && d.pad(data[pos]) {
		pos++
	}
	lo := pos
	if pos < len(data) && data[pos] == d.quote {
		if hi := d.closing(data, pos); hi > 0 {
			end := hi + 1
			for d.sep != ' ' && end < len(data) && d.pad(data[end]) {
				end++
			}
			if end == len(data) || d.stop[data[end]] {
				return span{uint32(lo + 1), uint32(hi), true}, end
			}
		}
	}
	for pos < len(data) && !d.stop[data[pos]] {
		pos++
	}
	hi := pos
	for hi > lo && d.pad(data[hi-1]) {
		hi--
	}
	return span{uint32(lo), uint32(hi), false}, pos
}

// closing returns the quote that closes the one at pos, or -1.
func (d *dialect) closing(data []byte, pos int) int {
	window := data[:min(len(data), pos+maxQuoted)]
	for pos++; pos < len(window); pos += 2 {
		if d.escape {
			for pos < len(window) && window[pos] != d.quote {
				if window[pos] == '\\' {
					pos++
				}
				pos++
			}
			if pos >= len(window) {
				return -1
			}
		} else {
			i := bytes.IndexByte(window[pos:], d.quote)
			if i < 0 {
				return -1
			}
			pos += i
		}
		if pos+1 == len(data) || data[pos+1] != d.quote {
			return pos
		}
	}
	return -1
}

// text returns the content of a cell with doubled quotes and backslashes undone.
func (d *dialect) text(data []byte, c span) []byte {
	b := data[c.lo:c.hi]
	if !c.quoted {
		return b
	}
	b = bytes.ReplaceAll(b, []byte{d.quote, d.quote}, []byte{d.quote})
	if d.escape {
		b = bytes.ReplaceAll(b, []byte{'\\', d.quote}, []byte{d.quote})
		b = bytes.ReplaceAll(b, []byte(`\\`), []byte(`\`))
	}
	return b
}

// empty reports whether a cell holds nothing at all.
func (c span) empty() bool { return c.lo == c.hi }

// filled returns how many of the cells there are up to the last that is not empty.
func filled(cells []span) int {
	n := len(cells)
	for n > 0 && cells[n-1].empty() {
		n--
	}
	return n
}
