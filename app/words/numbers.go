package words

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"nicelab/app/numeral"
)

// style is how the page's language writes numbers.
func style() numeral.Style { return numeral.Style{Thousands: Say.Thousands, Decimal: Say.Decimal} }

// Nats writes a number of nats for people, and a dash for what is not known.
func Nats(v float64) string { return style().Nats(v) }

// Fine writes a number of nats with one decimal more than nats does: a single step moves little.
func Fine(v float64) string {
	if math.IsNaN(v) || math.Abs(v) >= 1e5 {
		return Nats(v)
	}
	return Decimals(v, 4)
}

// Decimals writes a number with so many of them, its thousands apart, and no sign where all digits are zero.
func Decimals(v float64, n int) string { return style().Decimals(v, n) }

// Count writes a whole number with its thousands apart.
func Count(n int) string { return style().Count(n) }

// Rate writes steps a second: whole from ten on.
func Rate(v float64) string { return style().Rate(v) }

// Digits writes a positive figure with the three digits that count.
func Digits(v float64) string {
	switch {
	case v >= 99.95:
		return Count(int(math.Round(v)))
	case v >= 9.995:
		return Fixed(v, 1)
	case v >= 0.9995:
		return Fixed(v, 2)
	case v >= 0.09995:
		return Fixed(v, 3)
	}
	return Fixed(v, 4)
}

// Fixed writes a positive number with so many decimals.
func Fixed(v float64, n int) string { return Pointed(strconv.FormatFloat(v, 'f', n, 64)) }

// Pointed writes what is between a number's digits as the language does.
func Pointed(s string) string { return strings.Replace(s, ".", Say.Decimal, 1) }

// Percent writes a share, for people and for a style.
func Percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 0, 64) + "%" }

// Coordinate writes a position for people: four significant digits.
func Coordinate(v float64) string { return style().Power(v, 'g', 4) }

// Short writes a setting as briefly as it reads back, without an exponent.
func Short(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// Exact writes a number for scripts, so that it reads back as it is.
func Exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// Size writes a number of bytes.
func Size(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n) + " B"
	case n < 1000_000:
		return strconv.FormatFloat(float64(n)/1e3, 'f', 0, 64) + " kB"
	}
	return Fixed(float64(n)/1e6, 1) + " MB"
}

// Number reads what a person typed: spaces and thousands commas are taken, a decimal comma too.
func Number(s string) (float64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "_", "", "−", "-").Replace(strings.TrimSpace(s))
	if whole, frac, ok := strings.Cut(s, ","); ok && !strings.Contains(s, ".") && !strings.Contains(frac, ",") &&
		(len(frac) != 3 || whole == "0") {
		s = whole + "." + frac
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// Several writes a number with what it counts.
func Several(p Plural, n int) string { return fmt.Sprintf(p[Say.Form(n)], Count(n)) }

func JoinInts(v []int, sep string) string {
	s := make([]string, len(v))
	for i, n := range v {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, sep)
}

func Minus(s string) string { return strings.Replace(s, "-", "−", 1) }
