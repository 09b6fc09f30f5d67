package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/startup"
	"nicelab/app/words"
)

// A language is its table: one more is offered by its own name, is known to the scripts before the program is there,
// can be linked to, and writes numbers and plurals in its own way.
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
	if html := ui.HTMLString(newPage(nil)); !strings.Contains(html, `id="lang-eo"`) ||
		!strings.Contains(html, "Esperanto") {
		t.Error("the page does not offer it")
	}
	s := startup.New()
	if s.First != "en" || s.Languages["eo"].Reload != "Reŝargi" || len(s.Languages) != len(words.Tables) {
		t.Errorf("the scripts start with %+v", s)
	}
	l, _ := apptest.Started(t)
	l.Follow("lang=eo")
	if words.Say != &toy || !strings.HasSuffix(l.Link(), "&lang=eo") {
		t.Errorf("a link for it leads to %s, and gives %s", words.Say.Lang, l.Link())
	}
	if got := words.Several(toy.AgoDays, 1235) + ", " +
		words.Nats(-1234.5); got != "1\u202f235 tagoj (2), −1\u202f234,500" {
		t.Errorf("it writes %s", got)
	}
}
