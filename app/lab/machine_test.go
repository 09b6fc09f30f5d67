package lab

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// strict is a trainer that hears what a trainer may be told.
type strict struct {
	said  bool // Hello
	opens map[int]protocol.Command
	sent  []protocol.Command
	t     *rapid.T
}

func (s *strict) Send(c protocol.Command) {
	if !s.said {
		s.t.Errorf("%#v was sent before Hello", c)
	}
	s.sent = append(s.sent, c)
	switch c := c.(type) {
	case protocol.OpenTable:
		if c.ID != 0 {
			s.opens[c.ID] = c
		}
	case protocol.Open:
		s.opens[c.ID] = c
	}
}

func (s *strict) Close() {}

// table is what the trainer says once it has opened one.
func (s *strict) table(id int) protocol.State {
	return protocol.State{
		ID: id, Phase: protocol.Paused, Source: "table", Name: fmt.Sprintf("%d.csv", id), Columns: []string{"a", "b", "c"}, Rows: 50,
		Show: FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train,
	}
}

// A random person before a random trainer. Nothing is sent before Hello; a play or a pause that is asked of a model is
// sent; the link says what the controls say; and once the trainer has answered, nobody waits.
func TestAnybodyBeforeAnyTrainer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := New()
		var s *strict
		launch := func() Engine {
			s = &strict{opens: map[int]protocol.Command{}, t: t}
			return s
		}
		l.Start = launch
		l.Eng = launch()
		state := func(phase protocol.Phase) {
			if s.said && l.Fatal == nil {
				st := presetState(phase)
				st.Model, st.Train, st.Name = l.Run.Model, l.Run.Train, l.Run.Data
				l.Handle(st)
			}
		}
		press := func() {
			before, empty := len(s.sent), l.Empty()
			l.PlayPause()
			if !empty && !slices.ContainsFunc(s.sent[before:], func(c protocol.Command) bool {
				return c == protocol.Command(protocol.Play{}) || c == protocol.Command(protocol.Pause{})
			}) {
				t.Errorf("a press of play is lost in %q", l.Phase)
			}
		}
		t.Repeat(map[string]func(*rapid.T){
			"hello": func(t *rapid.T) {
				if !s.said {
					s.said = true
					l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
				}
			},
			"state": func(t *rapid.T) {
				state(rapid.SampledFrom([]protocol.Phase{protocol.Training, protocol.Paused, protocol.Over}).Draw(t, "phase"))
			},
			"opened": func(t *rapid.T) {
				ids := slices.Sorted(maps.Keys(s.opens))
				if len(ids) == 0 || l.Fatal != nil {
					return
				}
				id := rapid.SampledFrom(ids).Draw(t, "id")
				delete(s.opens, id)
				if rapid.Bool().Draw(t, "refused") {
					l.Handle(protocol.Notice{ID: id, Error: true, Text: "no"})
				} else {
					l.Handle(s.table(id))
				}
			},
			"dies":    func(t *rapid.T) { l.Handle(protocol.Fatal{Text: "gone"}) },
			"restart": func(t *rapid.T) { l.Restart() },
			"play":    func(t *rapid.T) { press() },
			"step":    func(t *rapid.T) { l.Step() },
			"reset":   func(t *rapid.T) { l.Reset() },
			"preset":  func(t *rapid.T) { l.ChoosePreset(rapid.SampledFrom(link.Presets).Draw(t, "preset")) },
			"points":  func(t *rapid.T) { l.SetPoints(rapid.SampledFrom([]string{"300", "2,000", "x"}).Draw(t, "points")) },
			"seed":    func(t *rapid.T) { l.SetSeed(rapid.SampledFrom([]string{"1", "77", "-1"}).Draw(t, "seed")) },
			"width":   func(t *rapid.T) { l.SetWidth(rapid.SampledFrom([]string{"16", "64,32", "7"}).Draw(t, "width")) },
			"file":    func(t *rapid.T) { l.OpenFile("a.csv", OfBytes([]byte("a,b\n1,2\n"))) },
			"link": func(t *rapid.T) {
				l.Follow(rapid.SampledFrom([]string{
					"data=moons&n=500", "data=rings&autoplay=0", "seed=9&lr=0.01", "lang=ko", "lang=en", "mix=upside",
				}).Draw(t, "link"))
			},
			"seen": func(t *rapid.T) { l.Seen() },
			"": func(t *rapid.T) {
				text := l.Link()
				link, wrong := link.Parse(text)
				if len(wrong) > 0 {
					t.Fatalf("its own link %q is refused: %v", text, wrong)
				}
				if !l.foreign() && link.String() != text {
					t.Fatalf("the link %q comes back as %q", text, link.String())
				}
				if len(s.opens) == 0 && s.said && l.Fatal == nil && len(l.Trials) > 0 {
					t.Fatalf("it waits for files that nobody reads: %v", l.Trials)
				}
			},
		})
		words.Speak("en")
	})
}

// elsewhere are events that others take: the benchmark's, and a sign of life, which every event is.
var elsewhere = []string{"Bench", "Alive"}

// Every event of the protocol has somebody who takes it, by its type.
func TestEveryEventIsTaken(t *testing.T) {
	events := receivers(t, "../../wasm/protocol", "event")
	if len(events) < 20 {
		t.Fatalf("found only %v", events)
	}
	taken := cases(t, ".")
	for _, e := range events {
		if !taken[e] && !slices.Contains(elsewhere, e) {
			t.Errorf("nobody takes %s", e)
		}
	}
	for _, e := range elsewhere {
		if !slices.Contains(events, e) {
			t.Errorf("there is no event %s", e)
		}
	}
}

func parsed(t *testing.T, dir string) []*ast.File {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var files []*ast.File
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return files
}

// receivers are the types in a folder that have a method of that name.
func receivers(t *testing.T, dir, method string) []string {
	var all []string
	for _, f := range parsed(t, dir) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil && fn.Name.Name == method {
				if id, ok := fn.Recv.List[0].Type.(*ast.Ident); ok {
					all = append(all, id.Name)
				}
			}
		}
	}
	return all
}

// cases are the types of the protocol that a folder's code asks a value for.
func cases(t *testing.T, dir string) map[string]bool {
	all := map[string]bool{}
	add := func(e ast.Expr) {
		if s, ok := e.(*ast.SelectorExpr); ok {
			if id, ok := s.X.(*ast.Ident); ok && id.Name == "protocol" {
				all[s.Sel.Name] = true
			}
		}
	}
	for _, f := range parsed(t, dir) {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeAssertExpr:
				if n.Type != nil {
					add(n.Type)
				}
			case *ast.IndexExpr: // latest[E] asks for an E
				add(n.Index)
			case *ast.CaseClause:
				for _, e := range n.List {
					add(e)
				}
			}
			return true
		})
	}
	return all
}
