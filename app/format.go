package app

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"nicelab/app/words"
)

// nats writes a number of nats for people: three decimals, a true minus sign, a dash for what is not known.
func nats(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.IsInf(v, 1):
		return "∞"
	case math.IsInf(v, -1):
		return "−∞"
	case math.Abs(v) >= 1e6:
		return power(v, 'e', 2)
	}
	return decimals(v, 3)
}

// fine writes a number of nats with one decimal more than nats does: a single step moves little.
func fine(v float64) string {
	if math.IsNaN(v) || math.Abs(v) >= 1e5 {
		return nats(v)
	}
	return decimals(v, 4)
}

// decimals writes a number with so many of them, its thousands apart, and no sign where all digits are zero.
func decimals(v float64, n int) string {
	s := strconv.FormatFloat(v, 'f', n, 64)
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	whole, rest, _ := strings.Cut(s, ".")
	return minus(grouped(whole) + words.Say.Decimal + rest)
}

// count writes a whole number with its thousands apart.
func count(n int) string { return minus(grouped(strconv.Itoa(n))) }

// grouped sets each three of the digits of a whole number apart.
func grouped(s string) string {
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + words.Say.Thousands + s[i:]
	}
	return s
}

// rate writes steps a second: whole from ten on.
func rate(v float64) string {
	if math.IsNaN(v) || v <= 0 {
		return "–"
	}
	if v < 10 {
		return fixed(v, 1)
	}
	return count(int(math.Round(v)))
}

// digits writes a positive figure with the three digits that count.
func digits(v float64) string {
	switch {
	case v >= 99.95:
		return count(int(math.Round(v)))
	case v >= 9.995:
		return fixed(v, 1)
	case v >= 0.9995:
		return fixed(v, 2)
	case v >= 0.09995:
		return fixed(v, 3)
	}
	return fixed(v, 4)
}

// fixed writes a positive number with so many decimals.
func fixed(v float64, n int) string { return pointed(strconv.FormatFloat(v, 'f', n, 64)) }

// pointed writes what is between a number's digits as the language does.
func pointed(s string) string { return strings.Replace(s, ".", words.Say.Decimal, 1) }

// percent writes a share, for people and for a style.
func percent(v float64) string { return strconv.FormatFloat(100*v, 'f', 0, 64) + "%" }

// coordinate writes a position for people: four significant digits.
func coordinate(v float64) string { return power(v, 'g', 4) }

// power writes a number with a true minus sign, also of its exponent.
func power(v float64, format byte, digits int) string {
	return pointed(strings.ReplaceAll(strconv.FormatFloat(v, format, digits, 64), "-", "−"))
}

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
	return fixed(float64(n)/1e6, 1) + " MB"
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
func several(p words.Plural, n int) string { return fmt.Sprintf(p[words.Say.Form(n)], count(n)) }

func joinInts(v []int, sep string) string {
	s := make([]string, len(v))
	for i, n := range v {
		s[i] = strconv.Itoa(n)
	}
	return strings.Join(s, sep)
}

func minus(s string) string { return strings.Replace(s, "-", "−", 1) }
