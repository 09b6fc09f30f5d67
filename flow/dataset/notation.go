package dataset

import "bytes"

// notated reads what is a number but for its notation: grouped thousands, a minus or a blank from beyond ASCII, a
// percent or currency sign, the exponent of Fortran, a negative number as accountants or SAP write it, a number that a
// spreadsheet was told to take for text. Whatever else is a word.
func notated(b []byte, mark byte) (float64, kind, form) {
	if k := word(b); k != text {
		return 0, k, formless
	}
	if inside, ok := formula(b); ok {
		return value(inside, mark)
	}
	var buf [64]byte
	plain, f, ok := plainly(buf[:0], b)
	if !ok {
		return 0, text, formless
	}
	if len(plain) == 0 || len(plain) == 1 && plain[0] == '-' {
		return 0, blank, formless
	}
	plain, grouping := ungroup(plain)
	n, ok := decimal(plain)
	if !ok {
		return 0, text, formless
	}
	writes := grouping
	if writes == formless {
		writes = n.form(plain)
	}
	f |= writes
	if n.point >= 0 && plain[n.point] != mark || grouping == pointed && mark != '.' || grouping == commaed && mark != ',' {
		if writes != eitherPoint && writes != eitherComma {
			return 0, text, f
		}
		n.exponent = 0
	}
	v := n.value(plain)
	return v, size(v), f
}

// formula returns what is quoted in ="1.5", as it is or within quotes, or comes after the apostrophe in '1.5.
func formula(b []byte) (inside []byte, ok bool) {
	for _, quote := range []string{`""`, `"`} {
		if rest, ok := bytes.CutPrefix(b, []byte("="+quote)); ok {
			inside, ok := bytes.CutSuffix(rest, []byte(quote))
			return inside, ok && bytes.IndexByte(inside, '=') < 0
		}
	}
	if len(b) > 1 && b[0] == '\'' && b[1] != '\'' { // typed so that a spreadsheet takes it for text
		return b[1:], true
	}
	return nil, false
}

// plainly writes b in ASCII: any minus as '-', any blank between digits as ' ', any apostrophe as one. Blanks around
// it, a percent sign behind it and a currency's on either side are left out; of these the form tells. A minus may stand
// behind the number, or brackets around it. It reports whether b can be a number at all.
func plainly(dst, b []byte) (_ []byte, f form, ok bool) {
	negative := false
	if n := len(b); n > 2 && b[0] == '(' && b[n-1] == ')' {
		negative, b = true, b[1:n-1]
	} else if n > 1 && b[n-1] == '-' && '0' <= b[n-2] && b[n-2] <= '9' {
		negative, b = true, b[:n-1]
	}
	if dst, f, ok = plain(dst, b); ok && negative {
		if len(dst) == 0 || dst[0] == '-' || dst[0] == '+' || len(dst) == cap(dst) {
			return dst, f, false
		}
		dst = append(dst, 0)
		copy(dst[1:], dst)
		dst[0] = '-'
	}
	return dst, f, ok
}

func plain(dst, b []byte) (_ []byte, f form, ok bool) {
	for i := 0; i < len(b); {
		c, n := ascii(b[i:])
		i += n
		switch {
		case n == 0 || len(dst) == cap(dst):
			return dst, f, false
		case c == ' ' && len(dst) == 0, c == 0:
		case f&percent != 0 && c != ' ':
			return dst, f, false
		case c == '$':
			if f != formless {
				return dst, f, false
			}
			f = money
		case c == '%':
			f |= percent
		case c == 'd' || c == 'D':
			// Fortran writes 0.15D+01.
			if i == len(b) || b[i] != '+' && b[i] != '-' || !bytes.ContainsAny(dst, ".,") {
				return dst, f, false
			}
			dst = append(dst, 'e')
		default:
			dst = append(dst, c)
		}
	}
	return bytes.TrimRight(dst, " "), f, true
}

// lookalikes are characters beyond ASCII that stand in numbers, and what they stand for there.
var lookalikes = []struct {
	text  string
	ascii byte
}{
	{"\u2212", '-'}, {"\u2010", '-'}, {"\u2011", '-'}, {"\u2012", '-'}, {"\u2013", '-'}, {"\uFE63", '-'}, {"\uFF0D", '-'},
	{"\uFF0B", '+'},
	{"\u00A0", ' '}, {"\u202F", ' '}, {"\u2007", ' '}, {"\u2008", ' '}, {"\u2009", ' '}, {"\u200A", ' '},
	{"\u2002", ' '}, {"\u2003", ' '}, {"\u3000", ' '},
	{"\u2019", '\''}, {"\u02BC", '\''}, {"\u00B4", '\''}, {"\uFF05", '%'}, {"\u066A", '%'},
	{"€", '$'}, {"£", '$'}, {"¥", '$'}, {"\x80", '$'}, {"\xA3", '$'}, {"\xA5", '$'}, // the last three in Windows-1252
	{"\uFEFF", 0}, {"\u200B", 0}, {"\u200E", 0}, {"\u200F", 0}, {"\u2060", 0}, // seen by nobody
	{"\xA0", ' '}, {"\x96", '-'}, {"\x92", '\''}, {"\xB4", '\''}, // in Windows-1252
}

// ascii returns the character that b begins with as it is in a plain number, 0 for none, and its length in b, 0 where
// no number has such a one.
func ascii(b []byte) (c byte, length int) {
	switch c := b[0]; {
	case '0' <= c && c <= '9', c == '.', c == ',', c == '-', c == '+', c == ' ', c == '\'', c == '%', c == '$',
		c|0x20 == 'e', c|0x20 == 'd':
		return c, 1
	case c < 0x80:
		return 0, 0
	}
	for _, l := range lookalikes {
		if bytes.HasPrefix(b, []byte(l.text)) {
			return l.ascii, len(l.text)
		}
	}
	return 0, 0
}

// ungroup takes the marks that group thousands out of a number in plain ASCII, where they are beyond doubt. The form
// says which mark sets off its decimals, formless where it says nothing or there are no such groups.
func ungroup(b []byte) (_ []byte, f form) {
	at := 0
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		at = 1
		if len(b) > 1 && b[1] == ' ' { // "- 5"
			b = append(b[:1], b[2:]...)
		}
	}
	end := at
	var group, last byte // the mark that groups, the mark seen last
	var marks, first, since int
	for ; end < len(b) && bytes.IndexByte([]byte("0123456789., '"), b[end]) >= 0; end++ {
		if '0' <= b[end] && b[end] <= '9' {
			since++
			continue
		}
		switch {
		case marks == 0:
			group, first = b[end], since
		case last != group || since != 3 && !(since == 2 && group == ',' && first <= 2): // 12,34,567 is Indian
			return b, formless
		}
		last, since = b[end], 0
		marks++
	}
	decimals := last != group
	switch {
	case marks == 0, marks == 1 && (group == '.' || group == ','):
		return b, formless
	case first < 1 || first > 3 || b[at] == '0':
		return b, formless
	case decimals && last != '.' && last != ',', !decimals && since != 3:
		return b, formless
	}
	out := b[:at]
	for _, c := range b[at:] {
		if c != group {
			out = append(out, c)
		}
	}
	switch {
	case decimals && last == '.', !decimals && group == ',':
		f = pointed
	case decimals && last == ',', !decimals && group == '.':
		f = commaed
	}
	return out, f
}
