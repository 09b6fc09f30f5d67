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

// strict is a trainer that hears what a trainer may be told, and remembers what it has come to.
type strict struct {
	said, closed bool // Hello; and what follows Close
	opens        map[int]opened
	sent         []protocol.Command
	has          protocol.Setup // what it trains with
	told         int            // how much was sent when it was last told what to train with
	t            *rapid.T
}

// opened is a file on its way.
type opened struct {
	protocol.Command
	at int // how much had been sent
}

func (s *strict) Send(c protocol.Command) {
	if !s.said || s.closed {
		s.t.Errorf("%#v was sent before Hello, or to a trainer that is gone", c)
	}
	s.sent = append(s.sent, c)
	switch c := c.(type) {
	case protocol.OpenTable:
		s.opens[c.ID] = opened{c, len(s.sent)}
	case protocol.Open:
		s.opens[c.ID] = opened{c, len(s.sent)}
	case protocol.GoOn:
		s.opens[c.ID] = opened{c, len(s.sent)}
	case protocol.Configure:
		s.has, s.told = protocol.Setup(c), len(s.sent)
	case protocol.UsePreset:
		s.has, s.told = c.Wish.Setup, len(s.sent)
		clear(s.opens) // what it had been given to open is for nothing
	}
}

func (s *strict) Close() { s.closed = true }

// sends returns what a deed sends.
func (s *strict) sends(do func()) []protocol.Command {
	before := len(s.sent)
	do()
	return s.sent[before:]
}

// table is what the trainer says once it has opened one.
func (s *strict) table(id int) protocol.State {
	if o := s.opens[id]; s.told < o.at { // else it is about to take what it was told since
		s.has = link.DefaultRun().Setup()
	}
	delete(s.opens, id)
	return protocol.State{
		ID: id, Phase: protocol.Paused, Source: "table", Name: fmt.Sprintf("%d.csv", id), Columns: []string{"a", "b", "c"},
		Rows: 50, Show: FirstShow, Model: link.DefaultRun().Model, Train: link.DefaultRun().Train,
	}
}

// has reports whether there is such a command among them.
func has[C protocol.Command](list []protocol.Command) bool {
	return slices.ContainsFunc(list, func(c protocol.Command) bool {
		_, ok := c.(C)
		return ok
	})
}

// A random person before a random trainer. Nothing is sent before Hello, nor to a trainer that is gone; what a person
// asks of a model is sent; of files that are fetched, that of the last choice alone is opened; what the controls show
// is what the trainer was told; the link says it, and reads back; once the trainer has answered, nobody waits; and
// whatever is seen to change has another revision.
func TestAnybodyBeforeAnyTrainer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := New()
		var s *strict
		launch := func() Engine {
			s = &strict{opens: map[int]opened{}, t: t}
			return s
		}
		l.Line.Start = launch
		l.Line.Eng = launch()
		alive := func() bool { return s.said && !s.closed }
		newest, fetched := 0, map[int]func([][]byte){} // the files that the page fetches, by the choice that it is for
		l.Line.Effect.Ship = func(_ []string, take func([][]byte)) { fetched[l.Source.choices] = take }
		var seen seen
		does := func(what string, sent bool) {
			if !sent {
				t.Errorf("%s is lost in %q", what, l.Phase)
			}
		}
		state := func(phase protocol.Phase) {
			if alive() && len(s.opens) == 0 && !l.foreign() {
				st := presetState(phase)
				st.Model, st.Train, st.Name = s.has.Model, s.has.Train, l.Choice.Run.Data
				st.Rows, st.Noise = l.Choice.Run.N, l.Choice.Run.Noise
				l.Handle(st)
			}
		}
		hello := func(*rapid.T) {
			if !s.said && !s.closed {
				s.said = true
				sent := s.sends(func() {
					l.Handle(protocol.Hello{Presets: []protocol.Preset{{Name: "crescent", Noisy: true}}})
				})
				does("a run that was chosen before", has[protocol.Configure](sent))
			}
		}
		if rapid.IntRange(0, 3).Draw(t, "alone") > 0 { // mostly the trainer is there before the person
			hello(t)
			state(protocol.Training)
		}
		t.Repeat(map[string]func(*rapid.T){
			"hello": hello,
			"state": func(t *rapid.T) {
				state(rapid.SampledFrom([]protocol.Phase{protocol.Training, protocol.Paused, protocol.Over}).Draw(t, "phase"))
			},
			"opened": func(t *rapid.T) {
				ids := slices.Sorted(maps.Keys(s.opens))
				if len(ids) == 0 || !alive() {
					return
				}
				id := ids[0] // it takes one after the other
				if rapid.Bool().Draw(t, "refused") {
					delete(s.opens, id)
					l.Handle(protocol.Notice{ID: id, Error: true, Text: "no"})
					return
				}
				l.Handle(s.table(id))
			},
			"progress": func(t *rapid.T) {
				if alive() && !l.Empty() {
					p := unmeasured()
					p.Phase, p.Step, p.Valid = l.Phase, rapid.IntRange(0, 9).Draw(t, "step"), 2.5
					l.Handle(p)
				}
			},
			"curve": func(t *rapid.T) {
				if alive() {
					n := rapid.IntRange(0, 3).Draw(t, "points")
					l.Handle(protocol.History{Steps: []float64{0, 1, 2}[:n], Train: []float32{3, 2, 1}[:n],
						Valid: []float32{3, 2, 2}[:n]})
				}
			},
			"planes": func(t *rapid.T) {
				if alive() {
					at := rapid.Float32Range(-1, 1).Draw(t, "point")
					l.Handle(protocol.Planes{MinX: -2, MaxX: 2, MinY: -2, MaxY: 2, Data: []float32{at, 0, 1, at},
						Latent: []float32{0, at, at, 1}})
				}
			},
			"layers": func(t *rapid.T) {
				if alive() {
					l.Handle(numbered(l.Layers.End() - 1))
				}
			},
			"network": func(t *rapid.T) {
				if alive() {
					scale := rapid.Float32Range(1, 2).Draw(t, "scale")
					l.Handle(protocol.Network{Exact: true, Spectrum: []float32{scale, 1}, Scales: []float32{scale, 1}})
				}
			},
			"times": func(t *rapid.T) {
				if alive() {
					l.Handle(protocol.Times{ID: l.Time.asked, Steps: []int{0, 5, 9}, At: rapid.IntRange(0, 2).Draw(t, "at")})
				}
			},
			"kept": func(t *rapid.T) {
				if alive() {
					l.Handle(protocol.Kept{On: rapid.Bool().Draw(t, "on"), Place: 1, Steps: rapid.IntRange(-1, 9).Draw(t, "steps")})
				}
			},
			"dies": func(t *rapid.T) {
				if !s.closed {
					l.Handle(protocol.Fatal{Text: "gone"})
				}
			},
			"restart": func(t *rapid.T) { l.Restart() },
			"play": func(t *rapid.T) {
				empty := l.Empty()
				sent := s.sends(l.PlayPause)
				does("a press of play", empty || has[protocol.Play](sent) || has[protocol.Pause](sent))
			},
			"step": func(t *rapid.T) {
				empty := l.Empty()
				does("a step", has[protocol.Step](s.sends(l.Step)) != empty)
			},
			"reset": func(t *rapid.T) {
				empty := l.Empty()
				does("a reset", has[protocol.Reset](s.sends(l.Reset)) != empty)
			},
			"save": func(t *rapid.T) {
				empty := l.Empty()
				does("saving", has[protocol.Save](s.sends(l.Save)) != empty)
			},
			"look back": func(t *rapid.T) {
				may := l.Time.mayLook()
				does("a look back", has[protocol.Look](s.sends(func() { l.LookAt(rapid.IntRange(0, 3).Draw(t, "at")) })) == may)
			},
			"preset": func(t *rapid.T) {
				name := rapid.SampledFrom(link.Presets).Draw(t, "preset")
				ready, same := l.Ready(), l.Choice.Run.Data == name && l.Source.OnPreset() && len(l.Source.Data) == 1
				sent := s.sends(func() { l.ChoosePreset(name) })
				does("a preset", !ready || same || has[protocol.UsePreset](sent))
			},
			"points": func(t *rapid.T) {
				l.Choice.SetPoints(rapid.SampledFrom([]string{"300", "2,000", "x"}).Draw(t, "points"))
			},
			"seed":  func(t *rapid.T) { l.Choice.SetSeed(rapid.SampledFrom([]string{"1", "77", "-1"}).Draw(t, "seed")) },
			"width": func(t *rapid.T) { l.Choice.SetWidth(rapid.SampledFrom([]string{"16", "64,32", "7"}).Draw(t, "width")) },
			"prior": func(t *rapid.T) {
				l.Choice.SetPrior(rapid.SampledFrom([]string{"gaussian", "logistic"}).Draw(t, "prior"))
			},
			"file": func(t *rapid.T) {
				ready := l.Ready()
				sent := s.sends(func() { l.OpenFile("a.csv", OfBytes([]byte("a,b\n1,2\n"))) })
				does("a file", has[protocol.OpenTable](sent) == ready && (ready || l.Notice.Error))
			},
			"built-in": func(t *rapid.T) {
				l.ChooseBuiltin("iris", true)
			},
			"fetched": func(t *rapid.T) {
				choices := slices.Sorted(maps.Keys(fetched))
				if len(choices) == 0 {
					return
				}
				choice := rapid.SampledFrom(choices).Draw(t, "choice")
				take := fetched[choice]
				delete(fetched, choice)
				last, ready := choice == l.Source.choices, l.Ready()
				sent := s.sends(func() { take([][]byte{[]byte("a,b\n1,2\n")}) })
				does("a file that was fetched", has[protocol.OpenTable](sent) == (last && ready))
			},
			"draw": func(t *rapid.T) {
				l.Drawing.OpenBoard()
				l.Drawing.Press(rapid.Float64Range(-1, 1).Draw(t, "x"), 0, false)
				if rapid.Bool().Draw(t, "learn") {
					may := l.Drawing.CanLearn()
					does("a drawing", has[protocol.OpenTable](s.sends(l.Drawing.LearnDrawing)) == may)
				}
			},
			"close board": func(t *rapid.T) { l.Drawing.CloseBoard() },
			"dots":        func(t *rapid.T) { l.Sight.Dots = rapid.Bool().Draw(t, "on") },
			"pick": func(t *rapid.T) {
				l.Picking.SetPicking(true)
				l.Picking.Lasso(false, -2, -2)
				l.Picking.LassoTo(2, -2)
				l.Picking.LassoTo(rapid.Float64Range(-2, 2).Draw(t, "x"), 2)
				if rapid.Bool().Draw(t, "end") {
					l.Picking.LassoEnd(false)
				}
			},
			"scrub": func(t *rapid.T) { l.Layers.MoveLayer(float64(rapid.IntRange(0, l.Layers.End()).Draw(t, "layer"))) },
			"turn":  func(t *rapid.T) { l.Layers.TurnLayers(rapid.Bool().Draw(t, "back")) },
			"point": func(t *rapid.T) { l.Probe.Point(rapid.Float64Range(-1, 1).Draw(t, "x"), 0, false) },
			"link": func(t *rapid.T) {
				l.Follow(rapid.SampledFrom([]string{
					"data=moons&n=500", "data=rings&autoplay=0", "seed=9&lr=0.01", "lang=ko", "lang=en", "mix=upside",
				}).Draw(t, "link"))
			},
			"seen": func(t *rapid.T) { l.Seen() },
			"": func(t *rapid.T) {
				text := l.Link()
				said, wrong := link.Parse(text)
				if len(wrong) > 0 {
					t.Fatalf("its own link %q is refused: %v", text, wrong)
				}
				if said.Options != l.Address.Options || !l.foreign() && (said.String() != text || !said.Run.Equal(l.Choice.Run)) {
					t.Fatalf("the link %q comes back as %q, of %+v", text, said.String(), said)
				}
				for id := range l.Source.Trials {
					if _, ok := s.opens[id]; !ok && alive() {
						t.Fatalf("it waits for a file that nobody reads: %v", l.Source.Trials[id])
					}
				}
				if newest = max(newest, l.Source.choices); l.Source.choices < newest {
					t.Fatal("a choice is taken back")
				}
				if now := l.Choice.Run.Setup(); l.Ready() && len(l.Source.Trials) == 0 && len(s.opens) == 0 &&
					(!now.Model.Equal(s.has.Model) || now.Train != s.has.Train) {
					t.Fatalf("the controls show %+v, and it was told %+v", now, s.has)
				}
				if what := seen.look(l); what != "" {
					t.Fatalf("%s changes and its revision does not", what)
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
	handled(t, receivers(t, "../../wasm/protocol", "event"), elsewhere, cases(t, "."))
}

// So has every command, in the session or in the program around it.
func TestEveryCommandIsTaken(t *testing.T) {
	taken := cases(t, "../../flow/session")
	maps.Copy(taken, cases(t, "../../wasm/trainer"))
	handled(t, receivers(t, "../../wasm/protocol", "command"), nil, taken)
}

func handled(t *testing.T, all, elsewhere []string, taken map[string]bool) {
	t.Helper()
	if len(all) < 20 {
		t.Fatalf("found only %v", all)
	}
	for _, name := range all {
		if !taken[name] && !slices.Contains(elsewhere, name) {
			t.Errorf("nobody takes %s", name)
		}
	}
	for _, name := range elsewhere {
		if !slices.Contains(all, name) {
			t.Errorf("there is no %s", name)
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
