package wire

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRegistry reads the protocol's source: every type with a command, event or aside method has to be listed, and no
// other.
func TestRegistry(t *testing.T) {
	names, err := filepath.Glob("../protocol/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv != nil && slices.Contains([]string{"command", "event", "aside"}, f.Name.Name) {
				want = append(want, f.Recv.List[0].Type.(*ast.Ident).Name)
			}
		}
	}
	if len(want) < 2 {
		t.Fatalf("the protocol has %d messages", len(want))
	}
	var got []string
	for _, m := range messages {
		got = append(got, reflect.TypeOf(m).Name())
	}
	slices.Sort(want)
	slices.Sort(got)
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestLowerCamel(t *testing.T) {
	for name, want := range map[string]string{
		"N": "n", "ID": "id", "Name": "name", "LogP": "logP", "MinX": "minX", "StepsPerSecond": "stepsPerSecond",
		"URLHash": "urlHash", "": "",
	} {
		if got := lowerCamel(name); got != want {
			t.Errorf("%s becomes %s, want %s", name, got, want)
		}
	}
}
