package words

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"nicelab/wasm/protocol"
)

// phrasebook puts what a reader found in a file, which the trainer says in English, into another language: it knows the
// reader's formats.
type phrasebook struct {
	formats By[string, string] // by the English one; "(s)" is an s or nothing
	phrases []phrase           // of them, once there is something to tell
	told    map[string]string  // what was told, as the page is drawn often
}

type phrase struct {
	english *regexp.Regexp
	other   string
}

var hole = regexp.MustCompile(`%[.0-9]*[a-z]|\(s\)`)

// compile turns the formats into patterns, those with most words first. A sentence may begin with a capital and end in
// a full stop.
func (b *phrasebook) compile() {
	b.told = map[string]string{}
	words := func(format string) int { return len(hole.ReplaceAllString(format, "")) }
	formats := slices.Clone(b.formats)
	slices.SortStableFunc(formats, func(f, g struct{ Name, Is string }) int {
		return cmp.Or(words(g.Name)-words(f.Name), cmp.Compare(f.Name, g.Name))
	})
	for _, format := range formats {
		f := format.Name
		var pattern strings.Builder
		last := 0
		if 'a' <= f[0] && f[0] <= 'z' {
			pattern.WriteString("(?i:" + f[:1] + ")")
			last = 1
		}
		for _, at := range hole.FindAllStringIndex(f, -1) {
			pattern.WriteString(regexp.QuoteMeta(f[last:at[0]]))
			last = at[1]
			switch f[at[0]:last] {
			case "(s)":
				pattern.WriteString("s?")
			case "%d":
				pattern.WriteString(`(-?\d+)`)
			case "%q":
				pattern.WriteString(`("(?:[^"\\]|\\.)*")`)
			default:
				pattern.WriteString("(.+?)")
			}
		}
		pattern.WriteString(regexp.QuoteMeta(f[last:]) + `\.?`)
		b.phrases = append(b.phrases, phrase{regexp.MustCompile("^" + pattern.String() + "$"), format.Is})
	}
}

// mostTold bounds what is kept: more than all that a table says.
const mostTold = 1000

// tell returns a text in the other language, and false where there are no words for all of it.
func (b *phrasebook) tell(text string) (string, bool) {
	if b.phrases == nil {
		b.compile()
	}
	said, ok := b.told[text]
	if !ok {
		said, _ = b.parts(text)
		if len(b.told) == mostTold {
			clear(b.told)
		}
		b.told[text] = said
	}
	return said, said != ""
}

// parts tells several sentences, a line each; or parts in a row, some of them of a column.
func (b *phrasebook) parts(text string) (string, bool) {
	for _, between := range []string{"\n", "; ", ", "} {
		for at := 0; ; at += len(between) {
			i := strings.Index(text[at:], between)
			if i < 0 {
				break
			}
			at += i
			if first, ok := b.part(text[:at]); ok {
				if rest, ok := b.parts(text[at+len(between):]); ok {
					return first + strings.ReplaceAll(between, "\n", " ") + rest, true
				}
			}
		}
	}
	return b.part(text)
}

// part tells one phrase, or what is said of a column: "x: no values".
func (b *phrasebook) part(text string) (string, bool) {
	for _, p := range b.phrases {
		m := p.english.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		for i, arg := range m[1:] {
			if said, ok := b.parts(arg); ok {
				m[1+i] = said
			}
		}
		said := protocol.Worded(p.other, m[1:])
		if strings.HasSuffix(text, ".") && !strings.HasSuffix(said, ".") {
			said += "."
		}
		return said, true
	}
	if column, rest, ok := strings.Cut(text, ": "); ok {
		said, ok := b.parts(rest)
		return column + ": " + said, ok
	}
	return "", false
}

// phrasebooks are by language, and made when first needed; the readers themselves speak English.
var phrasebooks = map[string]*phrasebook{}

// Found returns what a reader found in a file in the page's language, or in English where there are no words for it,
// and the language.
func Found(text string) (said, lang string) {
	if Say.Files != nil {
		b, ok := phrasebooks[Say.Lang]
		if !ok {
			b = &phrasebook{formats: Say.Files}
			phrasebooks[Say.Lang] = b
		}
		if said, ok := b.tell(text); ok {
			return said, Say.Lang
		}
	}
	return text, English.Lang
}

// Worded is a notice in the page's language. Only what has a key can be told in it, and what a reader found in a file;
// the rest is the trainer's own English.
func Worded(e protocol.Notice) string {
	format := Say.Notices.Of(e.Key)
	if format == "" {
		return detail(e.Text)
	}
	args := slices.Clone(e.Args)
	if i := slices.Index([]string{"file", "scored-some"}, e.Key); i >= 0 { // they end in what a reader said
		last := &args[len(args)-1]
		if told, lang := Found(*last); lang == Say.Lang {
			*last = told
		} else {
			*last = detail(*last)
		}
	}
	return protocol.Worded(format, args)
}

// detail leads in a sentence that there is in English only.
func detail(text string) string {
	if text == "" {
		return ""
	}
	return fmt.Sprintf(Say.Detail, text)
}
