// Package json takes the place of encoding/json in the trainer, where that is a seventeenth of what every visit
// fetches. It reads and writes the same, for the types that a model and its files are made of: structs without embedded
// ones, maps with strings as keys, lists, numbers, strings, and types with methods of their own. Its tests hold it to
// encoding/json.
package json

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// deepest is how many brackets may be open at once.
const deepest = 10_000

var (
	errEnd  = errors.New("unexpected end of JSON input")
	errDeep = errors.New("exceeded max depth")
)

func unexpected(b []byte, i int) error {
	if i >= len(b) {
		return errEnd
	}
	return errors.New("invalid character " + strconv.QuoteRune(rune(b[i])))
}

func space(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// scan returns where the value that begins at i, or after blanks, begins and ends.
func scan(b []byte, i, depth int) (start, end int, err error) {
	i = space(b, i)
	if i >= len(b) {
		return i, i, errEnd
	}
	start = i
	switch c := b[i]; {
	case c == '{' || c == '[':
		if depth >= deepest {
			return start, i, errDeep
		}
		end, err = scanList(b, i, depth)
	case c == '"':
		end, err = scanString(b, i)
	case c == '-' || '0' <= c && c <= '9':
		end, err = scanNumber(b, i)
	default:
		for _, word := range []string{"true", "false", "null"} {
			if c == word[0] {
				for k := range len(word) {
					if i+k >= len(b) || b[i+k] != word[k] {
						return start, i, unexpected(b, i+k)
					}
				}
				return start, i + len(word), nil
			}
		}
		err = unexpected(b, i)
	}
	return start, end, err
}

func scanList(b []byte, i, depth int) (end int, err error) {
	open := b[i]
	last := open + 2 // ASCII has ] two behind [, and } two behind {
	if i = space(b, i+1); i < len(b) && b[i] == last {
		return i + 1, nil
	}
	for {
		if open == '{' {
			if i = space(b, i); i >= len(b) || b[i] != '"' {
				return i, unexpected(b, i)
			}
			if i, err = scanString(b, i); err != nil {
				return i, err
			}
			if i = space(b, i); i >= len(b) || b[i] != ':' {
				return i, unexpected(b, i)
			}
			i++
		}
		if _, i, err = scan(b, i, depth+1); err != nil {
			return i, err
		}
		i = space(b, i)
		switch {
		case i < len(b) && b[i] == ',':
			i++
		case i < len(b) && b[i] == last:
			return i + 1, nil
		default:
			return i, unexpected(b, i)
		}
	}
}

func scanString(b []byte, i int) (end int, err error) {
	for i++; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return i, unexpected(b, i)
		case c == '\\':
			if i++; i >= len(b) {
				return i, errEnd
			}
			if b[i] == 'u' {
				for range 4 {
					if i++; i >= len(b) || !isHex(b[i]) {
						return i, unexpected(b, i)
					}
				}
			} else if bytes.IndexByte([]byte(`"\/bfnrt`), b[i]) < 0 {
				return i, unexpected(b, i)
			}
		}
	}
	return i, errEnd
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F' }

func scanNumber(b []byte, i int) (end int, err error) {
	digits := func() bool {
		from := i
		for i < len(b) && '0' <= b[i] && b[i] <= '9' {
			i++
		}
		return i > from
	}
	if b[i] == '-' {
		i++
	}
	if i < len(b) && b[i] == '0' {
		i++
	} else if !digits() {
		return i, unexpected(b, i)
	}
	if i < len(b) && b[i] == '.' {
		if i++; !digits() {
			return i, unexpected(b, i)
		}
	}
	if i < len(b) && (b[i] == 'e' || b[i] == 'E') {
		if i++; i < len(b) && (b[i] == '+' || b[i] == '-') {
			i++
		}
		if !digits() {
			return i, unexpected(b, i)
		}
	}
	return i, nil
}

// whole is the one value that b is.
func whole(b []byte) ([]byte, error) {
	start, end, err := scan(b, 0, 0)
	if err != nil {
		return nil, err
	}
	if rest := space(b, end); rest < len(b) {
		return nil, errors.New(unexpected(b, rest).Error() + " after top-level value")
	}
	return b[start:end], nil
}

// Valid reports whether b is JSON.
func Valid(b []byte) bool {
	_, err := whole(b)
	return err == nil
}

// Compact appends src to dst without the blanks between its parts.
func Compact(dst *bytes.Buffer, src []byte) error {
	if _, err := whole(src); err != nil {
		return err
	}
	dst.Write(compact(nil, src, false))
	return nil
}

// compact appends b, which is JSON, without blanks, and what a page could take for its own escaped where html says so.
func compact(to, b []byte, html bool) []byte {
	inside := false
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case inside && c == '\\':
			to = append(to, c)
			i++
			c = b[i]
		case c == '"':
			inside = !inside
		case !inside && (c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			continue
		case html && (c == '<' || c == '>' || c == '&'):
			to = appendEscape(to, rune(c))
			continue
		case html && c == 0xe2 && i+2 < len(b) && b[i+1] == 0x80 && b[i+2]&^1 == 0xa8:
			to = appendEscape(to, 0x2020|rune(b[i+2]&15))
			i += 2
			continue
		}
		to = append(to, c)
	}
	return to
}

// unquote is the text of a string that scanString let pass.
func unquote(b []byte) string {
	b = b[1 : len(b)-1]
	if bytes.IndexByte(b, '\\') < 0 && utf8.Valid(b) {
		return string(b)
	}
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); {
		if b[i] != '\\' {
			r, n := utf8.DecodeRune(b[i:])
			out = utf8.AppendRune(out, r)
			i += n
			continue
		}
		c := b[i+1]
		if c != 'u' {
			if k := bytes.IndexByte([]byte("bfnrt"), c); k >= 0 {
				c = "\b\f\n\r\t"[k]
			}
			out = append(out, c)
			i += 2
			continue
		}
		r := unit(b[i:])
		i += 6
		if utf16.IsSurrogate(r) {
			if pair := utf16.DecodeRune(r, unit(b[i:])); pair != utf8.RuneError {
				r = pair
				i += 6
			} else {
				r = utf8.RuneError
			}
		}
		out = utf8.AppendRune(out, r)
	}
	return string(out)
}

// unit is the number of \u1234 at the start of b, or -1.
func unit(b []byte) rune {
	if len(b) < 6 || b[0] != '\\' || b[1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(b[2:6]), 16, 32)
	if err != nil {
		return -1
	}
	return rune(n)
}
