package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// Every model of the gallery has a name and a note.
func TestGalleryHasWords(t *testing.T) {
	for _, table := range words.Tables {
		lang := table.Lang
		for _, name := range galleryNames {
			if table.Tables[name].Label == "" && (table.PresetName[name] == "" || table.PresetNote[name] == "") {
				t.Errorf("%s: the model %s has no name or no note", lang, name)
			}
		}
	}
}

// A switch drops what was said in the language before, but no fault.
func TestSwitchOfLanguage(t *testing.T) {
	defer words.Speak("en")
	l, r := started(t)
	l.tell(words.Say.Learned)
	rev := l.rev
	l.speak("ko")
	if words.Say.Lang != "ko" || l.notice.text != "" || l.rev == rev {
		t.Errorf("it speaks %s and says %q", words.Say.Lang, l.notice.text)
	}
	l.warn("row 7")
	l.speak("en")
	if l.notice.text != "row 7" {
		t.Error("a fault was dropped unread")
	}
	l.follow("lang=ko")
	if words.Say.Lang != "ko" || !strings.HasSuffix(l.link(), "&lang=ko") {
		t.Errorf("a link for %s gives %q", words.Say.Lang, l.link())
	}
	l.follow("lang=de")
	if words.Say.Lang != "ko" || !strings.Contains(l.notice.text, "lang=de") || !strings.Contains(l.notice.text, "링크") {
		t.Errorf("a link for no language: %s, %q", words.Say.Lang, l.notice.text)
	}
	if len(r.sent) > 0 {
		t.Errorf("a language is none of the trainer's business: %v", r.sent)
	}
}

// A language is its table: one more is offered by its own name, is known to the scripts before the program is there, can be
// linked to, and writes numbers and plurals in its own way.
func TestAnotherLanguage(t *testing.T) {
	toy := words.English
	toy.Lang, toy.Name, toy.Thousands, toy.Decimal = "eo", "Esperanto", "\u202f", ","
	toy.Form = func(n int) int { return n % 3 }
	toy.AgoDays = words.Plural{"%s tagoj (0)", "%s tagoj (1)", "%s tagoj (2)"}
	toy.Lost.Reload = "Reŝargi"
	before := words.Tables
	words.Tables = append(before[:len(before):len(before)], &toy)
	defer func() {
		words.Tables = before
		words.Speak(before[0].Lang)
	}()

	d := ui.NewServerTester(newPage(nil))
	defer d.Close()
	if html := ui.HTMLString(newPage(nil)); !strings.Contains(html, `id="lang-eo"`) || !strings.Contains(html, "Esperanto") {
		t.Error("the page does not offer it")
	}
	s := AtStart()
	if s.First != "en" || s.Languages["eo"].Reload != "Reŝargi" || len(s.Languages) != len(words.Tables) {
		t.Errorf("the scripts start with %+v", s)
	}
	l, _ := started(t)
	l.follow("lang=eo")
	if words.Say != &toy || !strings.HasSuffix(l.link(), "&lang=eo") {
		t.Errorf("a link for it leads to %s, and gives %s", words.Say.Lang, l.link())
	}
	if got := words.Several(toy.AgoDays, 1235) + ", " + words.Nats(-1234.5); got != "1\u202f235 tagoj (2), −1\u202f234,500" {
		t.Errorf("it writes %s", got)
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
