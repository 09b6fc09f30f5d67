package app

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
)

// Link is what the URL's hash says.
type Link struct {
	Run      Run
	Autoplay bool
	Embed    bool   // planes and strip alone, as part of another page
	Theme    string // auto, light or dark
	Lang     string // en or ko; "" where nobody chose
}

func defaultLink() Link { return Link{Run: defaultRun(), Autoplay: true, Theme: "auto"} }

// Parse reads a hash, with or without its #. Keys that are absent keep their default; a value
// that is wrong keeps it too and adds a sentence. Unknown keys are left to other readers.
func Parse(hash string) (Link, []string) {
	l := defaultLink()
	var wrong []string
	for pair := range strings.SplitSeq(strings.TrimPrefix(hash, "#"), "&") {
		key, value, _ := strings.Cut(pair, "=")
		if v, err := url.QueryUnescape(value); err == nil {
			value = v
		}
		if why := l.set(key, value); why != "" {
			wrong = append(wrong, why)
		}
	}
	return l, wrong
}

// String writes every key of the run, and the others where they are not the default.
func (l Link) String() string {
	m, t := l.Run.Model, l.Run.Train
	var b strings.Builder
	fmt.Fprintf(&b, "data=%s&n=%d&noise=%s", l.Run.Data, l.Run.N, short(l.Run.Noise))
	fmt.Fprintf(&b, "&couplings=%d&hidden=%s&activation=%s&prior=%s", m.Couplings, joinInts(m.Hidden, ","), m.Activation, m.Prior)
	fmt.Fprintf(&b, "&lr=%s&batch=%d&seed=%d", short(t.LearningRate), t.Batch, m.Seed)
	if t.MaxSteps > 0 {
		fmt.Fprintf(&b, "&steps=%d", t.MaxSteps)
	}
	if t.PaperAdam {
		b.WriteString("&adam=paper")
	}
	if t.Speed != defaultRun().Train.Speed {
		b.WriteString("&speed=" + t.Speed)
	}
	if !l.Autoplay {
		b.WriteString("&autoplay=0")
	}
	if l.Embed {
		b.WriteString("&embed=1")
	}
	if l.Theme != "auto" {
		b.WriteString("&theme=" + l.Theme)
	}
	if l.Lang != "" {
		b.WriteString("&lang=" + l.Lang)
	}
	return b.String()
}

// set takes one value and returns a sentence if it cannot.
func (l *Link) set(key, value string) string {
	r := &l.Run
	switch key {
	case "data":
		return oneOf(&r.Data, key, value, presets)
	case "n":
		return setInt(&r.N, key, value, minPoints, maxPoints)
	case "noise":
		return setFloat(&r.Noise, key, value, minNoise, maxNoise)
	case "couplings":
		return setInt(&r.Model.Couplings, key, value, minCouplings, maxCouplings)
	case "hidden":
		h, ok := parseHidden(value)
		if !ok {
			return fmt.Sprintf(say.LinkHidden, value, minLayers, maxLayers, minWidth, maxWidth)
		}
		r.Model.Hidden = h
	case "activation":
		return oneOf(&r.Model.Activation, key, flow.Activation(value), []flow.Activation{flow.ReLU, flow.Tanh})
	case "prior":
		return oneOf(&r.Model.Prior, key, flow.Prior(value), []flow.Prior{flow.Gaussian, flow.Logistic})
	case "lr":
		return setFloat(&r.Train.LearningRate, key, value, minRate, maxRate)
	case "batch":
		return setInt(&r.Train.Batch, key, value, minBatch, maxBatch)
	case "seed":
		seed := int(r.Model.Seed)
		why := setInt(&seed, key, value, minSeed, maxSeed)
		r.Model.Seed = uint64(seed)
		return why
	case "steps":
		return setInt(&r.Train.MaxSteps, key, value, minSteps, maxSteps)
	case "adam":
		adam := "usual"
		why := oneOf(&adam, key, value, []string{"usual", "paper"})
		r.Train.PaperAdam = adam == "paper"
		return why
	case "speed":
		return oneOf(&r.Train.Speed, key, value, speeds)
	case "autoplay":
		l.Autoplay = value != "0"
	case "embed":
		l.Embed = value == "1"
	case "theme":
		return oneOf(&l.Theme, key, value, themes)
	case "lang":
		lang := say.Lang
		why := oneOf(&lang, key, value, languages)
		if why == "" {
			l.Lang = lang
		}
		return why
	}
	return ""
}

func oneOf[T ~string](dst *T, key string, value T, choices []T) string {
	if !slices.Contains(choices, value) {
		names := make([]string, len(choices))
		for i, c := range choices {
			names[i] = string(c)
		}
		return fmt.Sprintf(say.LinkChoice, key, value, strings.Join(names, ", "), *dst)
	}
	*dst = value
	return ""
}

func setInt(dst *int, key, value string, lo, hi int) string {
	v, err := strconv.Atoi(value)
	if err != nil || v < lo || v > hi {
		return fmt.Sprintf(say.LinkRange, key, value, short(float64(lo)), short(float64(hi)), short(float64(*dst)))
	}
	*dst = v
	return ""
}

func setFloat(dst *float64, key, value string, lo, hi float64) string {
	v, err := strconv.ParseFloat(value, 64)
	if err != nil || !(v >= lo && v <= hi) {
		return fmt.Sprintf(say.LinkRange, key, value, short(lo), short(hi), short(*dst))
	}
	*dst = v
	return ""
}

// parseHidden reads "64,64": one width a hidden layer.
func parseHidden(s string) ([]int, bool) {
	fields := strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
	if len(fields) < minLayers || len(fields) > maxLayers {
		return nil, false
	}
	h := make([]int, len(fields))
	for i, f := range fields {
		v, err := strconv.Atoi(f)
		if err != nil || v < minWidth || v > maxWidth {
			return nil, false
		}
		h[i] = v
	}
	return h, true
}
