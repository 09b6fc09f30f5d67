package dataset

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// ctrlZ ends a text of DOS.
const ctrlZ = 0x1A

// plainText returns data without what DOS adds to its end, in UTF-8.
func plainText(data []byte) []byte {
	data = decode(data)
	if i := bytes.IndexByte(data, ctrlZ); i >= 0 && len(bytes.Trim(data[i:], "\x1A\x00 \t\r\n")) == 0 {
		return data[:i]
	}
	if text := bytes.TrimRight(data, "\x00"); len(text) > 0 && len(text) < len(data) && !lineEnd(text[len(text)-1]) {
		return text // filled up to a block
	}
	return data
}

// decode turns UTF-16 and UTF-32 into UTF-8 with a byte order mark; everything else is returned as it is.
func decode(data []byte) []byte {
	switch {
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE, 0, 0}):
		return utf32(data, binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0, 0, 0xFE, 0xFF}):
		return utf32(data, binary.BigEndian)
	case bytes.HasPrefix(data, []byte{0xFF, 0xFE}):
		return fromUTF16(data, binary.LittleEndian)
	case bytes.HasPrefix(data, []byte{0xFE, 0xFF}):
		return fromUTF16(data, binary.BigEndian)
	case unmarked(data, 1, 0):
		return fromUTF16(data, binary.LittleEndian)
	case unmarked(data, 0, 1):
		return fromUTF16(data, binary.BigEndian)
	}
	return data
}

// unmarked reports whether data is UTF-16 without a byte order mark: most of its characters are ASCII, as in any table
// of numbers, so most of the high bytes, at odd or even places, are zero and hardly any of the low ones is.
func unmarked(data []byte, high, low int) bool {
	const window = 4096
	if len(data) < 4 {
		return false
	}
	head := data[:min(len(data), window)&^1]
	zeros, ends := 0, 0
	for i := 0; i < len(head); i += 2 {
		c := head[i+low]
		if head[i+high] != 0 {
			continue
		}
		zeros++
		switch {
		case lineEnd(c):
			ends++
		case c < ' ' && c != '\t' && c != ctrlZ:
			return false // no text has such a character
		}
	}
	json := head[high] == 0 && (head[low] == '[' || head[low] == '{') // often one line
	return 4*zeros > len(head) && (ends > 0 || json || len(data) > window)
}

func fromUTF16(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data)/2+len(data)/8)
	for i := 0; i+1 < len(data); i += 2 {
		c := rune(order.Uint16(data[i:]))
		if utf16.IsSurrogate(c) && i+3 < len(data) {
			if p := utf16.DecodeRune(c, rune(order.Uint16(data[i+2:]))); p != utf8.RuneError {
				c = p
				i += 2
			}
		}
		out = utf8.AppendRune(out, c) // a lone surrogate becomes U+FFFD
	}
	return out
}

func utf32(data []byte, order binary.ByteOrder) []byte {
	out := make([]byte, 0, len(data)/4+len(data)/16)
	for i := 0; i+3 < len(data); i += 4 {
		out = utf8.AppendRune(out, rune(min(order.Uint32(data[i:]), utf8.MaxRune+1)))
	}
	return out
}

// windows1252 are the characters at 0x80 to 0x9F; all others are as in Latin-1.
var windows1252 = []rune("€\uFFFD‚ƒ„…†‡ˆ‰Š‹Œ\uFFFDŽ\uFFFD\uFFFD‘’“”•–—˜™š›œ\uFFFDžŸ")

// decoded returns a cell's text: UTF-8, or where it is none, Windows-1252, which older programs write.
func decoded(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var s strings.Builder
	for _, c := range b {
		switch {
		case 0x80 <= c && c < 0xA0:
			s.WriteRune(windows1252[c-0x80])
		default:
			s.WriteRune(rune(c))
		}
	}
	return s.String()
}
