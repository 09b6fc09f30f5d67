package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
)

// isArff reports whether a text is ARFF, the format of Weka: comments, then @relation or @attribute.
func isArff(data []byte, start int) bool {
	d := newDialect(',')
	pos := d.skip(data, start)
	for isComment(data, pos, '%') {
		_, next := line(data, pos)
		pos = d.skip(data, next)
	}
	return keyword(data, pos, "@relation") || keyword(data, pos, "@attribute")
}

// keyword reports whether the line at pos begins with a word, in any case, and ends there or goes on with a blank.
func keyword(data []byte, pos int, word string) bool {
	end := pos + len(word)
	return end <= len(data) && strings.EqualFold(string(data[pos:end]), word) && (end == len(data) || data[end] <= ' ')
}

// readArff returns what the lines of a dense ARFF file are.
func readArff(data []byte, start int) (*layout, error) {
	l := &layout{comment: '%', named: true, attributes: true, head: span{lo: uint32(start), hi: uint32(start)}}
	d := newDialect(',')
	pos := d.skip(data, start)
	for ; !keyword(data, pos, "@data"); pos = d.skip(data, pos) {
		if pos == len(data) {
			return nil, errors.New("this ARFF file has no @data line; it may be cut off")
		}
		end, next := line(data, pos)
		if keyword(data, pos, "@attribute") {
			l.names = append(l.names, attributeName(data[pos+len("@attribute"):end]))
			l.head = span{lo: uint32(pos), hi: uint32(end)}
		}
		pos = next
	}
	_, l.first = line(data, pos)
	l.width = len(l.names)
	if l.width == 0 {
		return nil, errors.New("this ARFF file has no @attribute lines, so its columns are unknown")
	}
	first := d.skip(data, l.first)
	for isComment(data, first, '%') {
		_, next := line(data, first)
		first = d.skip(data, next)
	}
	if first < len(data) && data[first] == '{' {
		return nil, errors.New("this ARFF file is sparse: its rows list single cells in braces; save it as dense ARFF or as CSV and open that")
	}
	l.dialect = arffDialect(data, first, l.width)
	return l, nil
}

// arffDialect returns the dialect under which most records have so many cells: ARFF has commas or tabs, and either kind
// of quotes.
func arffDialect(data []byte, start, width int) *dialect {
	best, most := newDialect(','), 0
	for _, sep := range []byte{',', '\t', ' '} {
		for _, quote := range []byte{'"', '\''} {
			d := newDialect(sep)
			d.quote, d.escape = quote, bytes.IndexByte(data[start:min(len(data), start+headBytes)], '\\') >= 0
			n := 0
			s := newSample(data, start, d, '%')
			for _, cells := range s.records {
				if len(cells) == width {
					n += 1 + min(1, s.quoted)
				}
			}
			if n > most {
				best, most = d, n
			}
		}
	}
	return best
}

// attributeName returns the first word of what follows @attribute, which may stand in quotes.
func attributeName(b []byte) []byte {
	b = bytes.TrimSpace(b)
	if len(b) > 0 && (b[0] == '\'' || b[0] == '"') {
		d := newDialect(' ')
		d.quote, d.escape = b[0], bytes.IndexByte(b, '\\') >= 0
		if hi := d.closing(b, 0); hi > 0 {
			return d.text(b, span{1, uint32(hi), true})
		}
	}
	if i := bytes.IndexAny(b, " \t{"); i >= 0 {
		return b[:i]
	}
	return b
}

// attribute returns a name as a line of ARFF, which quotes a name of several words.
func attribute(name string) string {
	if strings.ContainsAny(name, " \t'\"%{},") {
		name = "'" + strings.ReplaceAll(name, "'", `\'`) + "'"
	}
	return fmt.Sprintf("@ATTRIBUTE %s NUMERIC", name)
}
