package link

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/words"
	"nicelab/flow"
)

func digit(on bool) string {
	if on {
		return "1"
	}
	return "0"
}

// LastOf is the scale of the last layers of new couplings.
func LastOf(m flow.Config) float64 { return cmp.Or(m.Last, flow.DefaultLast) }

// MixName is the name of a way to mix in links and lists, where nothing needs a name too.
func MixName(m flow.Mix) string {
	if m == flow.Unmixed {
		return "none"
	}
	return string(m)
}

func MixNames() []string {
	var names []string
	for _, m := range Mixes {
		names = append(names, MixName(m))
	}
	return names
}

func MixNamed(name string) flow.Mix {
	for _, m := range Mixes {
		if MixName(m) == name {
			return m
		}
	}
	return flow.Unmixed
}

// Scaled is the Config.Last of a scale: that of the default is 0.
func Scaled(last float64) float64 {
	if last == flow.DefaultLast {
		return 0
	}
	return last
}

// setSwitch takes 1 for on and 0 for off.
func setSwitch(dst *bool, key, value string) string {
	text := digit(*dst)
	why := OneOf(&text, key, value, []string{"0", "1"})
	*dst = text == "1"
	return why
}

func OneOf[T ~string](dst *T, key string, value T, choices []T) string {
	if !slices.Contains(choices, value) {
		names := make([]string, len(choices))
		for i, c := range choices {
			names[i] = string(c)
		}
		return fmt.Sprintf(words.Say.LinkChoice, key, value, strings.Join(names, ", "), *dst)
	}
	*dst = value
	return ""
}

func setInt(dst *int, key, value string, lo, hi int) string {
	v, err := strconv.Atoi(value)
	if err != nil || v < lo || v > hi {
		return fmt.Sprintf(words.Say.LinkRange, key, value, words.Short(float64(lo)), words.Short(float64(hi)),
			words.Short(float64(*dst)))
	}
	*dst = v
	return ""
}

// setIntOrNone also takes 0, which stands for none.
func setIntOrNone(dst *int, key, value string, lo, hi int) string {
	if value == "0" {
		*dst = 0
		return ""
	}
	return setInt(dst, key, value, lo, hi)
}

// setEither is setIntOrNone of what there cannot be beside the other.
func setEither(v, other *int, key, value string, most int) string {
	n := *v
	why := setIntOrNone(&n, key, value, 2, most)
	Either(v, other, n)
	return why
}

// Either sets v to n, and other to 0 where there cannot be both: where n is not 0.
func Either(v, other *int, n int) {
	if *v = n; n > 0 {
		*other = 0
	}
}

func setFloat(dst *float64, key, value string, lo, hi float64) string {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || !(v >= lo && v <= hi) {
		return fmt.Sprintf(words.Say.LinkRange, key, value, words.Short(lo), words.Short(hi), words.Short(*dst))
	}
	*dst = v
	return ""
}

// ParseHidden reads "64,64": one width a hidden layer.
func ParseHidden(s string) ([]int, bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	if len(fields) < MinLayers || len(fields) > MaxLayers {
		return nil, false
	}
	h := make([]int, len(fields))
	for i, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil || v < MinWidth || v > MaxWidth {
			return nil, false
		}
		h[i] = v
	}
	return h, true
}
