package words

import (
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
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
	base := leaves(t, English)
	for _, table := range Tables {
		lang := table.Lang
		if lang == "" || Of(lang) != table {
			t.Fatalf("there are two tables for %q", lang)
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
		for _, preset := range table.PresetName {
			if table.PresetNote.Of(preset.Name) == "" {
				t.Errorf("%s: the preset %s has no note", lang, preset.Name)
			}
		}
	}
}

// A language takes a file, one for its article, and its line in Tables: nothing else of what is built knows of Korean.
func TestALanguageIsOneFile(t *testing.T) {
	korean := regexp.MustCompile(`\p{Hangul}|[Kk]orean|["']ko["']|\bko[:-]`)
	lines := map[string]int{}
	for _, folder := range []string{"app", "flow", "wasm", "web"} {
		err := filepath.WalkDir(filepath.Join("..", "..", folder), func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				if d.Name() == "node_modules" || strings.HasSuffix(d.Name(), "test") {
					return fs.SkipDir
				}
				return nil
			}
			ext := filepath.Ext(path)
			if !slices.Contains([]string{".go", ".js", ".css"}, ext) || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			text, err := os.ReadFile(path)
			for line := range strings.Lines(string(text)) {
				if korean.MatchString(line) {
					lines[strings.TrimPrefix(filepath.ToSlash(path), "../../")]++
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if n := lines["app/words/words.go"]; n != 1 {
		t.Errorf("%d lines of words.go know of Korean, and one lists it", n)
	}
	want := []string{"app/words/article_ko.go", "app/words/ko.go", "app/words/words.go"}
	if got := slices.Sorted(maps.Keys(lines)); !slices.Equal(got, want) {
		t.Errorf("Korean takes %v, want %v", got, want)
	}
}

// others are words for what a language has settled on another word for.
var others = map[string][]string{
	"en": {"epoch", "prior distribution", "standardized"},
	"ko": {"커플링", "학습기", "사전 분포", "표준 오차", "나트", "단계", "긴 점선", "에포크"},
}

// leaves returns every string of a table by its path.
func leaves(t *testing.T, table any) map[string]string {
	all, named := map[string]string{}, map[string]bool{}
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.Type() == reflect.TypeFor[Plural]() {
			all[path] = v.Index(0).String()
			return
		}
		switch v.Kind() {
		case reflect.String:
			all[path] = v.String()
		case reflect.Struct:
			for f, value := range v.Fields() {
				// of a language, and told apart by TestPlurals and TestPhrasesAreTheReaders
				if f.Name == "Form" || f.Name == "Files" {
					continue
				}
				walk(path+"."+f.Name, value)
			}
		case reflect.Slice, reflect.Array:
			for i := range v.Len() {
				at, value := strconv.Itoa(i), v.Index(i)
				if value.Kind() == reflect.Struct && value.FieldByName("Is").IsValid() { // an entry of a By
					at, value = value.FieldByName("Name").String(), value.FieldByName("Is")
					if seen := path + "[" + at + "]"; named[seen] {
						t.Errorf("%s is there twice", seen)
					} else {
						named[seen] = true
					}
				}
				walk(path+"["+at+"]", value)
			}
		default:
			t.Fatalf("%s is a %s; a table holds words", path, v.Kind())
		}
	}
	walk("", reflect.ValueOf(table))
	return all
}

// Every plural has a form for every number, each of which takes the number.
func TestPlurals(t *testing.T) {
	for _, table := range Tables {
		lang := table.Lang
		forms := 0
		for n := range 1000 {
			forms = max(forms, table.Form(n)+1)
		}
		var walk func(v reflect.Value)
		walk = func(v reflect.Value) {
			if v.Kind() != reflect.Struct {
				return
			}
			for f, value := range v.Fields() {
				if value.Type() != reflect.TypeFor[Plural]() {
					walk(value)
					continue
				}
				p := value.Interface().(Plural)
				if len(p) != forms {
					t.Errorf("%s has %d forms of %s, want %d", lang, len(p), f.Name, forms)
				}
				for _, format := range p {
					if !slices.Equal(verbs(format), []string{"01s"}) {
						t.Errorf("%s: %s takes no number: %q", lang, f.Name, format)
					}
				}
			}
		}
		walk(reflect.ValueOf(*table))
	}
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
		"%s of %d": "[01s 02d]", "%[2]d: %[1]s": "[01s 02d]", "50, 90 and 99% of it": "[]", "99%.": "[]",
		"%s: %.3f%%": "[01s 02f]", "": "[]",
	} {
		if got := fmt.Sprint(verbs(format)); got != want {
			t.Errorf("%q takes %s, want %s", format, got, want)
		}
	}
}

// What the trainer says by a key, the page says in the same words, or in Korean with the same values.
func TestNoticesAreTheTrainers(t *testing.T) {
	defer Speak("en")
	for _, e := range protocol.Sentences {
		if got := English.Notices.Of(e.Name); got != e.Is {
			t.Errorf("%s: the page says %q, the trainer %q", e.Name, got, e.Is)
		}
	}
	for _, lang := range Languages() {
		Speak(lang)
		for _, e := range Say.Notices {
			key, format := e.Name, protocol.Sentences.Of(e.Name)
			if format == "" {
				t.Errorf("the trainer never says %s", key)
			}
			args := []string{"<a>", "<b>", "<c>", "<d>", "<e>", "<f>"}[:strings.Count(format, "%s")]
			text := Worded(protocol.Notice{Key: key, Args: args, Text: "english"})
			if strings.Contains(text, "%!") {
				t.Errorf("%s: %s", lang, text)
			}
			for _, a := range args {
				if !strings.Contains(text, a) {
					t.Errorf("%s: %s lacks %s: %s", lang, key, a, text)
				}
			}
		}
		if text := Worded(protocol.Notice{Text: "row 7: no number in age"}); !strings.Contains(text,
			"row 7: no number in age") {
			t.Errorf("%s: a detail is lost: %s", lang, text)
		}
	}
}
