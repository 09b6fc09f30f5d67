package app

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nicelab/wasm/protocol"
)

// Each language says everything that the others say, and takes the same values where it does.
func TestTablesAreComplete(t *testing.T) {
	base := leaves(t, english)
	for _, lang := range languages {
		table := tables[lang]
		if table == nil || table.Lang != lang {
			t.Fatalf("there is no table for %s", lang)
		}
		got := leaves(t, *table)
		for _, path := range slices.Sorted(maps.Keys(base)) {
			text, ok := got[path]
			switch {
			case !ok:
				t.Errorf("%s has no %s", lang, path)
			case strings.TrimSpace(text) == "":
				t.Errorf("%s: %s is empty", lang, path)
			case !slices.Equal(verbs(text), verbs(base[path])):
				t.Errorf("%s: %s takes %v, want %v", lang, path, verbs(text), verbs(base[path]))
			case strings.HasSuffix(path, ".Tip") && !strings.HasSuffix(text, "."):
				t.Errorf("%s: %s is no sentence", lang, path)
			}
		}
		for path, text := range got {
			if _, ok := base[path]; !ok {
				t.Errorf("%s alone has %s", lang, path)
			}
			for _, word := range others[lang] {
				if strings.Contains(text, word) {
					t.Errorf("%s: %s says %s; the page has another word for it", lang, path, word)
				}
			}
		}
		for _, name := range galleryNames {
			if slices.Contains(galleryPictures, name) {
				continue // they are among the tables
			}
			if table.PresetName[name] == "" || table.PresetNote[name] == "" {
				t.Errorf("%s: the preset %s has no name or no note", lang, name)
			}
		}
	}
}

// others are words for what a language has settled on another word for.
var others = map[string][]string{
	"en": {"epoch", "prior distribution", "standardized"},
	"ko": {"커플링", "학습기", "사전 분포", "표준 오차", "나트", "단계", "긴 점선", "에포크"},
}

// leaves returns every string of a table by its path.
func leaves(t *testing.T, table any) map[string]string {
	all := map[string]string{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			all[path] = v.String()
		case reflect.Struct:
			for f, value := range v.Fields() {
				walk(path+"."+f.Name, value)
			}
		case reflect.Map:
			for k, value := range v.Seq2() {
				walk(fmt.Sprintf("%s[%s]", path, k), value)
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				walk(path+"["+strconv.Itoa(i)+"]", v.Index(i))
			}
		default:
			t.Fatalf("%s is a %s; a table holds words", path, v.Kind())
		}
	}
	walk("", reflect.ValueOf(table))
	return all
}

var verb = regexp.MustCompile(`%(?:\[(\d+)\])?[.\d]*([a-zA-Z%])`)

// verbs are a format's verbs in the order of the values that they take.
func verbs(format string) []string {
	var all []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		all = append(all, fmt.Sprintf("%02d%s", next, m[2]))
		next++
	}
	slices.Sort(all)
	return all
}

func TestVerbs(t *testing.T) {
	for format, want := range map[string]string{
		"%s of %d": "[01s 02d]", "%[2]d: %[1]s": "[01s 02d]", "50, 90 and 99% of it": "[]", "99%.": "[]", "%s: %.3f%%": "[01s 02f]", "": "[]",
	} {
		if got := fmt.Sprint(verbs(format)); got != want {
			t.Errorf("%q takes %s, want %s", format, got, want)
		}
	}
}

// What the trainer says by a key, the page says in the same words, or in Korean with the same values.
func TestNoticesAreTheTrainers(t *testing.T) {
	defer speak("en")
	for key, format := range protocol.Sentences {
		if got := english.Notices[key]; got != format {
			t.Errorf("%s: the page says %q, the trainer %q", key, got, format)
		}
	}
	for _, lang := range languages {
		speak(lang)
		for key := range say.Notices {
			format, ok := protocol.Sentences[key]
			if !ok {
				t.Errorf("the trainer never says %s", key)
			}
			args := []string{"<a>", "<b>", "<c>", "<d>", "<e>"}[:strings.Count(format, "%s")]
			text := worded(protocol.Notice{Key: key, Args: args, Text: "english"})
			if strings.Contains(text, "%!") {
				t.Errorf("%s: %s", lang, text)
			}
			for _, a := range args {
				if !strings.Contains(text, a) {
					t.Errorf("%s: %s lacks %s: %s", lang, key, a, text)
				}
			}
		}
		if text := worded(protocol.Notice{Text: "row 7: no number in age"}); !strings.Contains(text, "row 7: no number in age") {
			t.Errorf("%s: a detail is lost: %s", lang, text)
		}
	}
}

// A switch drops what was said in the language before, but no fault.
func TestSwitchOfLanguage(t *testing.T) {
	defer speak("en")
	l, r := started(t)
	l.tell(say.Learned)
	rev := l.rev
	l.speak("ko")
	if say.Lang != "ko" || l.notice.text != "" || l.rev == rev {
		t.Errorf("it speaks %s and says %q", say.Lang, l.notice.text)
	}
	l.warn("row 7")
	l.speak("en")
	if l.notice.text != "row 7" {
		t.Error("a fault was dropped unread")
	}
	l.follow("lang=ko")
	if say.Lang != "ko" || !strings.HasSuffix(l.link(), "&lang=ko") {
		t.Errorf("a link for %s gives %q", say.Lang, l.link())
	}
	l.follow("lang=de")
	if say.Lang != "ko" || !strings.Contains(l.notice.text, "lang=de") || !strings.Contains(l.notice.text, "링크") {
		t.Errorf("a link for no language: %s, %q", say.Lang, l.notice.text)
	}
	if len(r.sent) > 0 {
		t.Errorf("a language is none of the trainer's business: %v", r.sent)
	}
}

// The hash of a place on the page is no run.
func TestPlaceIsNoRun(t *testing.T) {
	l, r := started(t)
	l.run.N = 300
	l.follow("#how-it-works")
	if l.run.N != 300 || len(r.sent) > 0 {
		t.Errorf("%d points, %v", l.run.N, r.sent)
	}
}
