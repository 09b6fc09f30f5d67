// Package numeral writes numbers for people, as a language does.
package numeral

import (
	"math"
	"strconv"
	"strings"
)

// Style is how a language writes numbers: what sets three digits of a whole number apart, and what stands before the
// decimals. Both are "" in the zero value, which is no language's.
type Style struct{ Thousands, Decimal string }

// Unknown stands in place of a number that is not known.
const Unknown = "–"

// Nats writes a number of nats: three decimals, a true minus sign, a dash for NaN.
func (s Style) Nats(v float64) string {
	switch {
	case math.IsNaN(v):
		return Unknown
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	case math.Abs(v) >= 1e6:
		return s.Power(v, 'e', 2)
	}
	return s.Decimals(v, 3)
}

// Decimals writes a number with n decimals, its thousands apart, and no sign where all digits are zero.
func (s Style) Decimals(v float64, n int) string {
	digits := strconv.FormatFloat(v, 'f', n, 64)
	if strings.Trim(digits, "-0.") == "" {
		digits = strings.TrimPrefix(digits, "-")
	}
	whole, rest, _ := strings.Cut(digits, ".")
	if rest != "" {
		rest = s.Decimal + rest
	}
	return minus(s.apart(whole) + rest)
}

// Count writes a whole number.
func (s Style) Count(n int) string { return minus(s.apart(strconv.Itoa(n))) }

// Rate writes a number of steps a second: whole from ten on, a dash where it is not positive.
func (s Style) Rate(v float64) string {
	switch {
	case math.IsNaN(v) || v <= 0:
		return Unknown
	case v < 10:
		return s.Decimals(v, 1)
	}
	return s.Count(int(math.Round(v)))
}

// Power writes a number in a format of strconv.FormatFloat, with true minus signs.
func (s Style) Power(v float64, format byte, digits int) string {
	text := strings.ReplaceAll(strconv.FormatFloat(v, format, digits, 64), "-", "−")
	return strings.Replace(text, ".", s.Decimal, 1)
}

func (s Style) apart(whole string) string {
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + s.Thousands + whole[i:]
	}
	return whole
}

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }
