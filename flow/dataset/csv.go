package dataset

import "strings"

// AppendField appends a field of CSV to dst, quoted where RFC 4180 asks for it.
func AppendField(dst []byte, s string) []byte {
	if strings.ContainsAny(s, ",\"\r\n") {
		s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return append(dst, s...)
}

// AppendRecord appends a line of CSV.
func AppendRecord(dst []byte, fields []string) []byte {
	for i, s := range fields {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = AppendField(dst, s)
	}
	return append(dst, '\n')
}
