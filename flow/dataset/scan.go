package dataset

import (
	"bytes"
	"math"
	"strconv"
	"unsafe"
)

// maxQuoted bounds how far a quoted cell may reach, so that one stray quote cannot swallow a file.
const maxQuoted = 1 << 16

// dialect is how a text table sets its cells apart. A sep of ' ' stands for a run of spaces and tabs.
type dialect struct {
	sep  byte
	stop [256]bool // ends an unquoted cell: the separator and the line ends
}

func newDialect(sep byte) *dialect {
	d := &dialect{sep: sep}
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
		if pos == len(data) {
			return cells, pos, pos
		}
		if lineEnd(data[pos]) {
			next = pos + 1
			if data[pos] == '\r' && next < len(data) && data[next] == '\n' {
				next++
			}
			return cells, pos, next
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
	if pos < len(data) && data[pos] == '"' {
		if hi := closing(data, pos); hi > 0 {
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

// closing returns the quote that closes the one at pos, or -1. Doubled quotes stand for one.
func closing(data []byte, pos int) int {
	window := data[:min(len(data), pos+maxQuoted)]
	for pos++; pos < len(window); pos += 2 {
		i := bytes.IndexByte(window[pos:], '"')
		if i < 0 {
			return -1
		}
		pos += i
		if pos+1 == len(data) || data[pos+1] != '"' {
			return pos
		}
	}
	return -1
}

// text returns the content of a cell with doubled quotes undone.
func (c span) text(data []byte) []byte {
	b := data[c.lo:c.hi]
	if c.quoted {
		b = bytes.ReplaceAll(b, []byte(`""`), []byte(`"`))
	}
	return b
}

// kind is what a cell holds.
type kind uint8

const (
	blank    kind = iota // nothing, or a word for nothing
	number               // of Largest at most
	large                // a finite float32 beyond that
	infinite             // a number beyond float32
	text
)

// value reads one cell without allocating: the number nearest to its text, finite as a float32
// too. A comma is a decimal point unless it separates cells.
func (d *dialect) value(b []byte) (float64, kind) {
	if len(b) > 0 && (b[0] <= ' ' || b[len(b)-1] <= ' ') {
		b = bytes.TrimSpace(b) // inside quotes
	}
	n, ok := decimal(b, d.sep != ',')
	if !ok {
		return 0, word(b)
	}
	if n.digits <= 19 && n.mantissa < 1<<53 && -22 <= n.exponent && n.exponent <= 22 {
		// Both factors are exact in float64, so the result is rounded once, as ParseFloat's;
		// and in wasm this is several times faster.
		v := float64(n.mantissa)
		if n.exponent < 0 {
			v /= powers[-n.exponent]
		} else {
			v *= powers[n.exponent]
		}
		if b[0] == '-' {
			v = -v
		}
		return v, size(v)
	}
	var buf [64]byte
	if n.point >= 0 && b[n.point] == ',' {
		if len(b) > len(buf) {
			return 0, text
		}
		b = buf[:copy(buf[:], b)]
		b[n.point] = '.'
	}
	v, _ := strconv.ParseFloat(unsafe.String(&b[0], len(b)), 64)
	return v, size(v)
}

// Largest is the magnitude up to which a number is data. What lies beyond is no measurement but a mark for a missing one, such
// as -3.4028235e38, the last number of float32; and no checkpoint may hold a mean or a std beyond it.
const Largest = 1e30

// size tells the kinds of numbers apart.
func size(v float64) kind {
	switch {
	case math.IsInf(float64(float32(v)), 0):
		return infinite
	case math.Abs(v) > Largest:
		return large
	}
	return number
}

// powers are the powers of ten that float64 holds exactly.
var powers = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// scanned is a decimal number: mantissa 10^exponent, where so many digits fit into a mantissa.
type scanned struct {
	mantissa uint64
	exponent int
	digits   int
	point    int // where the decimal point is in the text; -1: nowhere
}

// decimal reports whether b is a decimal number, and its parts. It keeps hex floats,
// underscores and words away from ParseFloat, whose errors allocate.
func decimal(b []byte, comma bool) (n scanned, ok bool) {
	n.point = -1
	i := 0
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		i++
	}
	for ; i < len(b); i++ {
		c := b[i]
		if '0' <= c && c <= '9' {
			n.mantissa = n.mantissa*10 + uint64(c-'0')
			n.digits++
		} else if n.point < 0 && (c == '.' || c == ',' && comma) {
			n.point = i
		} else {
			break
		}
	}
	if n.digits == 0 {
		return n, false
	}
	if n.point >= 0 {
		n.exponent = n.point + 1 - i
		if n.exponent == 0 && b[n.point] == ',' {
			return n, false // "1," is the end of a clause, not a number
		}
	}
	if i == len(b) {
		return n, true
	}
	if b[i]|0x20 != 'e' {
		return n, false
	}
	i++
	sign := 1
	if i < len(b) && (b[i] == '-' || b[i] == '+') {
		if b[i] == '-' {
			sign = -1
		}
		i++
	}
	e, from := 0, i
	for ; i < len(b) && '0' <= b[i] && b[i] <= '9'; i++ {
		e = min(e*10+int(b[i]-'0'), 1<<20)
	}
	n.exponent += sign * e
	return n, i == len(b) && i > from
}

// word tells the words for "nothing" and "infinite" from other text.
func word(b []byte) kind {
	var buf [9]byte
	if len(b) > len(buf) {
		return text
	}
	for i, c := range b {
		if 'A' <= c && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	switch string(buf[:len(b)]) {
	case "", "na", "n/a", "#n/a", "<na>", "nan", "-nan", "null", "none", "nil", "-", "?", ".":
		return blank
	case "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity":
		return infinite
	}
	return text
}
