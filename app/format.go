package app

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// nats writes a number of nats, and a dash for what is not known.
func nats(v float64) string { return say.Numbers.Nats(v) }

// fine writes a number of nats with one decimal more than nats does: a single step moves little.
func fine(v float64) string {
	if math.IsNaN(v) || math.Abs(v) >= 1e5 {
		return nats(v)
	}
	return decimals(v, 4)
}

// decimals writes a number with so many of them.
func decimals(v float64, n int) string { return say.Numbers.Decimals(v, n) }

// count writes a whole number with its thousands apart.
func count(n int) string { return say.Numbers.Count(n) }

// rate writes steps a second.
func rate(v float64) string { return say.Numbers.Rate(v) }

// digits writes a positive figure with the three digits that count.
func digits(v float64) string {
	switch {
	case v >= 99.95:
		return count(int(math.Round(v)))
	case v >= 9.995:
		return decimals(v, 1)
	case v >= 0.9995:
		return decimals(v, 2)
	case v >= 0.09995:
		return decimals(v, 3)
	}
	return decimals(v, 4)
}

// percent writes a share, for people and for a style.
func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 0, 64) + "%" }

// coordinate writes a position for people: four significant digits.
func coordinate(v float64) string { return power(v, 'g', 4) }

// power writes a number with a true minus sign, also of its exponent.
func power(v float64, format byte, digits int) string { return say.Numbers.Power(v, format, digits) }

// short writes a setting as briefly as it reads back, without an exponent.
func short(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// exact writes a number for scripts, so that it reads back as it is.
func exact(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// size writes a number of bytes.
func size(n int) string {
	switch {
	case n < 1000:
		return strconv.Itoa(n) + " B"
	case n < 1000_000:
		return strconv.FormatFloat(float64(n)/1e3, 'f', 0, 64) + " kB"
	}
	return decimals(float64(n)/1e6, 1) + " MB"
}

// number reads what a person typed: spaces and thousands commas are taken, a decimal comma too.
func number(s string) (float64, bool) {
	s = strings.NewReplacer(" ", "", "\u00a0", "", "_", "", "−", "-").Replace(strings.TrimSpace(s))
	if whole, frac, ok := strings.Cut(s, ","); ok && !strings.Contains(s, ".") && !strings.Contains(frac, ",") && (len(frac) != 3 || whole == "0") {
		s = whole + "." + frac
	}
	v, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	return v, err == nil && !math.IsNaN(v) && !math.IsInf(v, 0)
}

// several writes a number with what it counts.
func several(p plural, n int) string { return fmt.Sprintf(p[say.Form(n)], count(n)) }

func joinInts(v []int, sep string) string {
	s := make([]string, len(v))
	for i, n := range v {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, sep)
}
