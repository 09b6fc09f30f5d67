package dataset

import (
	"bytes"
	"math"
	"strconv"
	"unsafe"
)

// kind is what a cell holds.
type kind uint8

const (
	blank    kind = iota // nothing, or a word for nothing
	number               // of Largest at most
	large                // a finite float32 beyond that
	infinite             // a number beyond float32
	text
)

// form is what the writing of a number says of its column: whether the comma or the point sets off its decimals. The
// other one groups thousands.
type form uint8

const (
	formless    form = iota // nothing
	few                     // a whole number of up to three digits
	many                    // one of more digits, not grouped
	pointed                 // its decimals follow a point: 3.25 or 1,234.5 or 1,234,567
	commaed                 // its decimals follow a comma: 3,25 or 1.234,5 or 1.234.567
	eitherPoint             // 1.234
	eitherComma             // 1,234
	forms
)

// What is added to the form of a number that a percent sign follows, and one that stands beside a currency's.
const (
	percent form = 1 << 4
	money   form = 1 << 5
)

// value reads one cell without allocating: the number nearest to its text, finite as a float32 too, where mark, a point
// or a comma, sets off decimals. A number that only the other mark explains is text.
func value(b []byte, mark byte) (float64, kind, form) {
	if len(b) > 0 && (b[0] <= ' ' || b[len(b)-1] <= ' ') {
		b = bytes.TrimSpace(b) // inside quotes
	}
	n, ok := decimal(b)
	if !ok {
		return notated(b, mark)
	}
	f := n.form(b)
	if n.point >= 0 && b[n.point] != mark {
		if f != eitherPoint && f != eitherComma {
			return 0, text, f
		}
		n.exponent = 0 // it groups thousands
	}
	v := n.value(b)
	return v, size(v), f
}

// value returns the number that b is.
func (n *scanned) value(b []byte) float64 {
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
		return v
	}
	if n.point >= 0 && b[n.point] == ',' {
		b = append([]byte(nil), b...)
		b[n.point] = '.'
	}
	v, _ := strconv.ParseFloat(unsafe.String(&b[0], len(b)), 64)
	return v
}

// Largest is the magnitude up to which a number is data. What lies beyond is no measurement but a mark for a missing
// one, such as -3.4028235e38, the last number of float32; and no checkpoint may hold a mean or a std beyond it.
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
	point    int // where the point or comma before its decimals is in the text; -1: nowhere
	end      int // where the mantissa ends in the text
}

// decimal reports whether b is a decimal number with at most one point or comma, and its parts. It keeps hex floats,
// underscores and words away from ParseFloat, whose errors allocate.
func decimal(b []byte) (n scanned, ok bool) {
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
		} else if n.point < 0 && (c == '.' || c == ',') {
			n.point = i
		} else {
			break
		}
	}
	if n.digits == 0 {
		return n, false
	}
	n.end = i
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

// form returns the form of the number that b is.
func (n *scanned) form(b []byte) form {
	plain := n.end == len(b) // without an exponent
	if n.point < 0 {
		switch {
		case !plain:
			return formless
		case n.digits <= 3:
			return few
		}
		return many
	}
	lead := n.digits - (n.end - n.point - 1)
	either := plain && n.end-n.point == 4 && 1 <= lead && lead <= 3 && b[n.point-lead] != '0'
	switch {
	case b[n.point] == '.' && either:
		return eitherPoint
	case b[n.point] == '.':
		return pointed
	case either:
		return eitherComma
	}
	return commaed
}

// word tells the words for "nothing" and "infinite" from other text.
func word(b []byte) kind {
	var buf [10]byte
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
	case "", "na", "n/a", "#n/a", "#na", "<na>", "nan", "-nan", "null", "none", "nil", "-", "--", "?", ".":
		return blank
	case `\n`, "..", "...", ":", "\u2014": // of MySQL, of the World Bank, of Eurostat, of people who set type
		return blank
	case "1.#qnan", "-1.#qnan", "1.#ind", "-1.#ind":
		return blank
	case "1.#inf", "-1.#inf", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity":
		return infinite
	}
	if len(b) > 0 && b[0] == '#' && isErrorWord(b) {
		return blank
	}
	return text
}

// errorWords are what spreadsheets write in place of a number that could not be worked out.
var errorWords = [][]byte{
	[]byte("#N/A"), []byte("#DIV/0!"), []byte("#VALUE!"), []byte("#REF!"), []byte("#NAME?"), []byte("#NUM!"),
	[]byte("#NULL!"),
}

// isErrorWord reports whether b begins with one of them, and a cell ends there.
func isErrorWord(b []byte) bool {
	for _, w := range errorWords {
		if rest, ok := bytes.CutPrefix(b, w); ok && (len(rest) == 0 || bytes.IndexByte([]byte(",;|\t \"'\r\n"),
			rest[0]) >= 0) {
			return true
		}
	}
	return false
}
