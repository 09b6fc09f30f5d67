package board

import (
	"math"
	"strconv"
	"strings"
)

// Far bounds what may be typed: no coordinate lies farther out.
const Far = 1e6

// Why says what is wrong with a line.
type Why int

const (
	NotTwo     Why = iota // it does not hold two numbers
	NotANumber            // Text, a part of it, is no number
	TooFar                // Text, a number of it, lies beyond Far
	TooMany               // there is no room for its point
)

// Wrong is the first line that is no point, counted from 1. Line 0 says that all are.
type Wrong struct {
	Line int
	Why  Why
	Text string
}

// Parse reads points as they are typed or pasted: one a line, two numbers with a comma, a semicolon, a tab or spaces
// between them. Blank lines count as lines. It reads at most room points, and none where a line is wrong.
func Parse(text string, room int) ([]float32, Wrong) {
	var points []float32
	n := 0
	for line := range strings.Lines(text) {
		n++
		fields := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(",;\t\r\n \u00a0", r) })
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 2 {
			return nil, Wrong{n, NotTwo, strings.TrimSpace(line)}
		}
		if len(points) >= 2*room {
			return nil, Wrong{n, TooMany, strings.TrimSpace(line)}
		}
		for _, f := range fields {
			v, err := strconv.ParseFloat(strings.Replace(f, "\u2212", "-", 1), 64) // the minus of typography
			switch {
			case math.Abs(v) > Far: // also what overflows
				return nil, Wrong{n, TooFar, f}
			case err != nil || math.IsNaN(v):
				return nil, Wrong{n, NotANumber, f}
			}
			points = append(points, float32(v))
		}
	}
	return points, Wrong{}
}

// Text writes points as Parse reads them, to the last bit.
func Text(points []float32) string { return string(lines(nil, points, ", ")) }

// CSV writes points as a table with the columns x1 and x2.
func CSV(points []float32) []byte { return lines([]byte("x1,x2\n"), points, ",") }

func lines(b []byte, points []float32, comma string) []byte {
	for i, v := range points {
		b = strconv.AppendFloat(b, float64(v), 'g', -1, 32)
		if i%2 == 0 {
			b = append(b, comma...)
		} else {
			b = append(b, '\n')
		}
	}
	return b
}
