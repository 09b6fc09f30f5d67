package session

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"nicelab/wasm/protocol"
)

// elsewhere are the commands that the trainer's main answers itself.
var elsewhere = []string{"Measure", "Ping"}

// Every command of the protocol has a case of its own in do, by its type.
func TestEveryCommandIsHandled(t *testing.T) {
	var commands []string
	files(t, "../../wasm/protocol", func(fn *ast.FuncDecl) {
		if fn.Recv != nil && fn.Name.Name == "command" {
			commands = append(commands, fn.Recv.List[0].Type.(*ast.Ident).Name)
		}
	})
	var handled []string
	files(t, ".", func(fn *ast.FuncDecl) {
		if fn.Recv == nil || fn.Name.Name != "do" {
			return
		}
		ast.Inspect(fn, func(n ast.Node) bool {
			if c, ok := n.(*ast.CaseClause); ok {
				for _, e := range c.List {
					handled = append(handled, e.(*ast.SelectorExpr).Sel.Name)
				}
			}
			return true
		})
	})
	if len(commands) < 20 || len(handled) < 20 {
		t.Fatalf("found only the commands %v and the cases %v", commands, handled)
	}
	for _, c := range commands {
		if slices.Contains(handled, c) == slices.Contains(elsewhere, c) {
			t.Errorf("%s: handled %v, elsewhere %v", c, slices.Contains(handled, c), slices.Contains(elsewhere, c))
		}
	}
	for _, c := range slices.Concat(handled, elsewhere) {
		if !slices.Contains(commands, c) {
			t.Errorf("there is no command %s", c)
		}
	}
}

// One that came to the session all the same is answered, not lost.
func TestAnUnknownCommandIsAnswered(t *testing.T) {
	d := newDesk(t)
	d.do(protocol.Measure{})
	if n := last[protocol.Notice](d); !n.Error || !strings.Contains(n.Text, "protocol.Measure") {
		t.Errorf("the answer is %+v", n)
	}
}

// files calls each for every function of a folder's code.
func files(t *testing.T, dir string, each func(*ast.FuncDecl)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				each(fn)
			}
		}
	}
}
