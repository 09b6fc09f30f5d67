package article

import (
	"bytes"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

var mark = regexp.MustCompile(`\$\$?(\w+)|\]\(([^)]*)\)|@(\w+)`)

// marks returns the formulas, the targets of links and buttons, and the figures of a text, in order of their kind and
// name: word order differs between languages.
func marks(text string) []string {
	all := mark.FindAllString(text, -1)
	slices.Sort(all)
	return all
}

func TestArticleIsTheSameInBothLanguages(t *testing.T) {
	used := map[string]bool{}
	for _, name := range words.Parts {
		en, ko := words.English.Article.Parts.Of(name), words.Korean.Article.Parts.Of(name)
		if en.Text == "" {
			t.Fatalf("there is no part %s", name)
		}
		if a, b := marks(en.Text), marks(ko.Text); !slices.Equal(slices.Compact(a), slices.Compact(b)) {
			t.Errorf("%s holds\n%q, in Korean\n%q", name, a, b)
		}
		for _, m := range mark.FindAllStringSubmatch(en.Text, -1) {
			formula, target, figure := m[1], m[2], m[3]
			switch {
			case formula != "":
				used[formula] = true
				if !strings.HasPrefix(formulas[formula], "<math") {
					t.Errorf("%s: there is no formula %s", name, formula)
				}
				if block := strings.HasPrefix(m[0], "$$"); block != strings.Contains(formulas[formula], `display="block"`) {
					t.Errorf("%s: %s is set otherwise than it was made", name, m[0])
				}
			case figure != "":
				if !slices.Contains([]string{"stretch", "shear", "samples", "spectrum", "ends", "inpainting"}, figure) {
					t.Errorf("%s: there is no figure %s", name, figure)
				}
			case strings.HasPrefix(target, "https://"):
				if !slices.ContainsFunc(words.Sources, func(s words.Source) bool { return s.URL == target }) {
					t.Errorf("%s leads to %s, which is not among the sources", name, target)
				}
			default:
				if _, ok := lab.Deed(target); !ok {
					t.Errorf("%s: nothing is done by %s", name, target)
				}
			}
		}
	}
	for name := range formulas {
		if !used[name] {
			t.Errorf("the formula %s is used nowhere", name)
		}
	}
	for _, s := range words.Sources {
		if words.English.Article.SourceNotes.Of(s.URL) == "" {
			t.Errorf("nothing is said about %s", s.URL)
		}
	}
}

func TestBlocks(t *testing.T) {
	got := blocks("\nOne *two* <three>\n& $x$, [four](https://a.b/?c=d&e).\n\n$$line\n\n@shear\n\n! [five](moons)\n")
	if len(got) != 3 || got[1].figure != "shear" {
		t.Fatalf("blocks: %q", got)
	}
	for i, want := range []string{
		`<div class="prose"><p>One <dfn>two</dfn> &lt;three&gt; &amp; ` + formulas["x"] +
			`, <a href="https://a.b/?c=d&amp;e" hreflang="en" target="_blank" rel="noopener">four</a>.</p><div class="formula">` + formulas["line"] + `</div></div>`,
		"",
		`<div class="prose"><p class="try"> <button type="button" class="btn" title="Try it in the lab above." data-deed="moons" disabled>five</button></p></div>`,
	} {
		if got[i].html != want {
			t.Errorf("block %d is\n%s, want\n%s", i, got[i].html, want)
		}
	}
}

// Whatever is written, marks that are not closed included, becomes HTML whose text is escaped.
func FuzzBlocks(f *testing.F) {
	f.Add("a $x b *c [d](e")
	f.Add("[<](\"> $ * @\n\n@\n\n$$\n\n!")
	f.Fuzz(func(t *testing.T, text string) {
		for _, b := range blocks(text) {
			bare := regexp.MustCompile(`</?(div|p|a|dfn|button)[^<>]*>`).ReplaceAllString(b.html, "")
			for _, m := range formulas {
				bare = strings.ReplaceAll(bare, m, "")
			}
			if strings.ContainsAny(bare, "<>") {
				t.Fatalf("%q gives %q", text, b.html)
			}
		}
	})
}

// The whole article is there before a program runs, in English.
func TestArticleIsPrerendered(t *testing.T) {
	html := ui.HTMLString(New("en", false, nil))
	for _, name := range words.Parts {
		for _, s := range []string{`id="` + partID + name + `"`, `href="#` + partID + name + `"`,
			words.English.Article.Parts.Of(name).Title} {
			if !strings.Contains(html, s) {
				t.Errorf("the first HTML has no %s", s)
			}
		}
	}
	for name, math := range formulas {
		if !strings.Contains(html, math) {
			t.Errorf("the first HTML has no formula %s", name)
		}
	}
}

// The buttons send the trainer what their words say, and train even if the person had paused.
func TestDeeds(t *testing.T) {
	l, r := apptest.Started(t)
	l.Handle(protocol.Progress{Phase: protocol.Paused})
	l.Choice.Intent = lab.Still
	do := func(name string) {
		t.Helper()
		f, ok := lab.Deed(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		f(l)
	}
	do("moons")
	labtest.Want(t, r, protocol.UsePreset{Name: "moons", N: 2000, Noise: 0.05, Seed: 7, Play: true}, protocol.Play{})
	do("logistic")
	next := l.Choice.Run
	if next.Model.Prior != flow.Logistic {
		t.Errorf("the prior is %s", next.Model.Prior)
	}
	labtest.Want(t, r, protocol.Configure{Model: next.Model, Train: next.Train}, protocol.Play{})
	do("two-scales")
	if l.Choice.Run.Data != "two-scales" || l.Choice.Run.Model.Prior != flow.Gaussian {
		t.Errorf("two scales are learned as %s under %s", l.Choice.Run.Data, l.Choice.Run.Model.Prior)
	}
	r.Take()
	do("two-scales-logistic")
	if sent := r.Take(); len(sent) != 2 || l.Choice.Run.Model.Prior != flow.Logistic {
		t.Errorf("with the other prior: %v", sent)
	}
	do("samples")
	if s := l.Shown; !s.Samples {
		t.Error("no samples are shown")
	}
	if _, ok := lab.Deed("tigers"); ok {
		t.Error("tigers do something")
	}
}

func TestFormulasAreUpToDate(t *testing.T) {
	node, err := exec.LookPath("node")
	if _, missing := os.Stat("../../web/node_modules/katex"); err != nil || missing != nil {
		t.Skip("node or web/node_modules/katex is missing: the formulas are taken as they are")
	}
	modules, err := filepath.Abs("../../web")
	if err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("gen/formulas.mjs")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(node, script, modules)
	cmd.Dir = t.TempDir()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	fresh, err := os.ReadFile(filepath.Join(cmd.Dir, "formulas.go"))
	if err != nil {
		t.Fatal(err)
	}
	if fresh, err = format.Source(fresh); err != nil {
		t.Fatal(err)
	}
	committed, err := os.ReadFile("formulas.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(fresh, committed) {
		t.Error("formulas.go is not what gen/formulas.mjs makes of gen/formulas.txt: run go generate ./app/article")
	}
}
