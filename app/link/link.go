// Package link reads and writes the URL's hash: which run a page shows, and how.
package link

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// Link is what the URL's hash says.
type Link struct {
	Run     Run
	Table   string         // the built-in table that it trains on, or "": then on Run.Data
	Base    protocol.Setup // of a Foreign one: the defaults, of which it says nothing
	Foreign bool           // it trains on a file, which no link can name; Parse never sets it
	Options
}

// Options are what a link says of the page beside the run.
type Options struct {
	Autoplay bool
	Pictures bool   // tables that may be pictures are
	Embed    bool   // planes and strip alone, as part of another page
	Theme    string // auto, light or dark
	Lang     string // en or ko; "" where nobody chose
}

// Default is what an empty hash says.
func Default() Link { return Link{Run: DefaultRun(), Options: Options{Autoplay: true, Theme: "auto"}} }

// keys are what a link can say, in the order of String.
var keys = []string{
	"data", "table", "n", "noise", "couplings", "hidden", "activation", "prior", "mix", "whiten", "leading", "modes",
	"clusters", "last", "lr", "batch", "seed", "run", "fresh", "smooth", "dequantize", "steps", "adam", "speed",
	"pictures",
	"autoplay", "embed", "theme", "lang",
}

// Parse reads a hash, with or without its #. Keys that are absent keep their default; a value
// that is wrong keeps it too and adds a sentence, and so does a key that is not known. A hash without any = is a place
// on the page.
func Parse(hash string) (Link, []string) {
	l := Default()
	hash = decoded(hash)
	if !Is(hash) {
		return l, nil
	}
	l.start(hash)
	var wrong []string
	for pair := range strings.SplitSeq(hash, "&") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		key, value := parts(pair)
		bareKey, bare := strings.TrimSpace(key), strings.TrimSpace(value)
		if !slices.Contains(keys, bareKey) {
			wrong = append(wrong, unknownKey(bareKey, bare))
			continue
		}
		switch why := l.set(bareKey, bare); {
		case why != "":
			wrong = append(wrong, why)
		case bareKey != key || bare != value:
			wrong = append(wrong, fmt.Sprintf(words.Say.LinkBlank, bareKey, bare))
		}
	}
	return l, wrong
}

// parts returns the key and the value of a pair, without percent codes.
func parts(pair string) (key, value string) {
	key, value, _ = strings.Cut(pair, "=")
	if k, err := url.PathUnescape(key); err == nil {
		key = k
	}
	if v, err := url.QueryUnescape(value); err == nil {
		value = v
	}
	return key, value
}

// start sets what a link says nothing of: the defaults of its data.
func (l *Link) start(hash string) {
	said := map[string]string{}
	for pair := range strings.SplitSeq(hash, "&") {
		key, value := parts(pair)
		said[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	r := recipe.Preset(l.Run.Data)
	if slices.Contains(Presets, said["data"]) {
		r = recipe.Preset(said["data"])
	}
	if b, ok := BuiltinNamed(said["table"]); ok {
		r = recipe.Recipe(b.Setup())
	}
	if plain(said) {
		r = recipe.Plain()
	}
	l.Run.Model, l.Run.Train = r.Model, r.Train
}

// plain reports whether a link is of before there were recipes: it says all that a model then had, and nothing of runs.
func plain(said map[string]string) bool {
	for _, key := range []string{"couplings", "hidden", "activation", "prior", "lr", "batch"} {
		if _, ok := said[key]; !ok {
			return false
		}
	}
	_, runs := said["run"]
	return !runs
}

// Defaults are those of the link's data.
func (l Link) Defaults() protocol.Setup {
	if b, ok := BuiltinNamed(l.Table); ok {
		return b.Setup()
	}
	if l.Foreign {
		return l.Base
	}
	return protocol.Setup(recipe.Preset(l.Run.Data))
}

// Is tells a link from a place on the page.
func Is(hash string) bool { return strings.Contains(decoded(hash), "=") }

// decoded takes off what mail programs and web pages wrap around a link: its signs as percent codes, once or more, and
// & as &amp;.
func decoded(hash string) string {
	hash = strings.TrimPrefix(hash, "#")
	for range 3 {
		low := strings.ToLower(hash)
		if !strings.Contains(low, "%3d") && !strings.Contains(low, "%26") && !strings.Contains(low, "%2526") &&
			!strings.Contains(low, "%253d") {
			break
		}
		text, err := url.PathUnescape(hash)
		if err != nil {
			break
		}
		hash = text
	}
	for before := ""; before != hash; {
		before = hash
		for _, a := range []string{"&amp;", "&AMP;", "&#38;", "&#038;", "&#x26;", "&#X26;"} {
			hash = strings.ReplaceAll(hash, a, "&")
		}
	}
	return hash
}

// unknownKey says that a key is not known, and which one may be meant.
func unknownKey(key, value string) string {
	best, at := "", 3
	for _, k := range keys {
		if d := edits(strings.ToLower(key), k); d < at && d < len(k) {
			best, at = k, d
		}
	}
	if best == "" {
		return fmt.Sprintf(words.Say.LinkUnknown, key, value)
	}
	return fmt.Sprintf(words.Say.LinkMisspelt, key, value, best)
}

// edits is how many letters have to be put in, taken out or changed to make b of a.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		left := row[0]
		row[0] = i + 1
		for j := range len(b) {
			d := left
			if a[i] != b[j] {
				d++
			}
			left = row[j+1]
			row[j+1] = min(d, left+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// String writes the data and the seed, and of all else what is not the default of that data.
func (l Link) String() string {
	m, t, base := l.Run.Model, l.Run.Train, l.Defaults()
	d, c := base.Model, base.Train
	var b strings.Builder
	switch {
	case l.Table != "":
		b.WriteString("table=" + l.Table + "&")
	case !l.Foreign:
		fmt.Fprintf(&b, "data=%s&n=%d&noise=%s&", l.Run.Data, l.Run.N, words.Short(l.Run.Noise))
	}
	fmt.Fprintf(&b, "seed=%d", m.Seed)
	said := map[string]string{}
	put := func(differs bool, key, value string) {
		if differs {
			said[key] = value
			b.WriteString("&" + key + "=" + value)
		}
	}
	put(m.Couplings != d.Couplings, "couplings", strconv.Itoa(m.Couplings))
	put(!slices.Equal(m.Hidden, d.Hidden), "hidden", words.JoinInts(m.Hidden, ","))
	put(m.Activation != d.Activation, "activation", string(m.Activation))
	put(m.Prior != d.Prior, "prior", string(m.Prior))
	put(m.Mix != d.Mix, "mix", MixName(m.Mix))
	put(m.Whiten != d.Whiten, "whiten", digit(m.Whiten))
	put(m.Leading != d.Leading, "leading", strconv.Itoa(m.Leading))
	put(m.Modes != d.Modes, "modes", strconv.Itoa(m.Modes))
	put(m.Clusters != d.Clusters, "clusters", strconv.Itoa(m.Clusters))
	put(LastOf(m) != LastOf(d), "last", words.Short(LastOf(m)))
	put(t.LearningRate != c.LearningRate, "lr", words.Short(t.LearningRate))
	put(t.Batch != c.Batch, "batch", strconv.Itoa(t.Batch))
	put(t.Run != c.Run || plain(said), "run", strconv.Itoa(t.Run))
	put(t.Fresh != c.Fresh && !l.Foreign, "fresh", digit(t.Fresh))
	put(t.Smooth != c.Smooth, "smooth", words.Short(t.Smooth))
	put(t.Dequantize != c.Dequantize, "dequantize", digit(t.Dequantize))
	put(t.MaxSteps > 0, "steps", strconv.Itoa(t.MaxSteps))
	put(t.PaperAdam, "adam", "paper")
	put(t.Speed != c.Speed || t.Speed != DefaultRun().Train.Speed, "speed", t.Speed)
	put(l.Pictures, "pictures", "1")
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
		return OneOf(&r.Data, key, value, Presets)
	case "table":
		name := cmp.Or(l.Table, r.Data)
		why := OneOf(&name, key, value, BuiltinNames())
		if why == "" {
			l.Table = name
		}
		return why
	case "n":
		return setInt(&r.N, key, value, MinPoints, MaxPoints)
	case "noise":
		return setFloat(&r.Noise, key, value, MinNoise, MaxNoise)
	case "couplings":
		return setInt(&r.Model.Couplings, key, value, MinCouplings, MaxCouplings)
	case "hidden":
		h, ok := ParseHidden(value)
		if !ok {
			return fmt.Sprintf(words.Say.LinkHidden, value, MinLayers, MaxLayers, MinWidth, MaxWidth)
		}
		r.Model.Hidden = h
	case "activation":
		return OneOf(&r.Model.Activation, key, flow.Activation(value), []flow.Activation{flow.ReLU, flow.Tanh})
	case "prior":
		name := string(r.Model.Prior)
		why := OneOf(&name, key, value, PriorNames())
		r.Model.Prior = flow.Prior(name)
		return why
	case "mix":
		mix := MixName(r.Model.Mix)
		why := OneOf(&mix, key, value, MixNames())
		r.Model.Mix = MixNamed(mix)
		return why
	case "whiten":
		return setSwitch(&r.Model.Whiten, key, value)
	case "leading":
		return setIntOrNone(&r.Model.Leading, key, value, 2, flow.MaxDim)
	case "modes":
		return setEither(&r.Model.Modes, &r.Model.Clusters, key, value, flow.MaxModes)
	case "clusters":
		return setEither(&r.Model.Clusters, &r.Model.Modes, key, value, flow.MaxClusters)
	case "last":
		last := LastOf(r.Model)
		why := setFloat(&last, key, value, MinLast, MaxLast)
		r.Model.Last = Scaled(last)
		return why
	case "run":
		return setIntOrNone(&r.Train.Run, key, value, MinRun, MaxRun)
	case "fresh":
		return setSwitch(&r.Train.Fresh, key, value)
	case "smooth":
		return setFloat(&r.Train.Smooth, key, value, MinSmooth, MaxSmooth)
	case "dequantize":
		return setSwitch(&r.Train.Dequantize, key, value)
	case "lr":
		return setFloat(&r.Train.LearningRate, key, value, MinRate, MaxRate)
	case "batch":
		return setInt(&r.Train.Batch, key, value, MinBatch, MaxBatch)
	case "seed":
		seed := int(r.Model.Seed)
		why := setInt(&seed, key, value, MinSeed, MaxSeed)
		r.Model.Seed = uint64(seed)
		return why
	case "steps":
		return setInt(&r.Train.MaxSteps, key, value, MinSteps, MaxSteps)
	case "adam":
		adam := "usual"
		why := OneOf(&adam, key, value, []string{"usual", "paper"})
		r.Train.PaperAdam = adam == "paper"
		return why
	case "speed":
		return OneOf(&r.Train.Speed, key, value, Speeds)
	case "pictures":
		return setSwitch(&l.Pictures, key, value)
	case "autoplay":
		return setSwitch(&l.Autoplay, key, value)
	case "embed":
		return setSwitch(&l.Embed, key, value)
	case "theme":
		return OneOf(&l.Theme, key, value, Themes)
	case "lang":
		lang := words.Say.Lang
		why := OneOf(&lang, key, value, words.Languages())
		if why == "" {
			l.Lang = lang
		}
		return why
	}
	return ""
}
