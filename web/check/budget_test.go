package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestHeavy(t *testing.T) {
	root := t.TempDir()
	write := func(name string, lines int) {
		t.Helper()
		at := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(strings.Repeat("//\n", lines)), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("flow/layer/a.go", 300)
	write("flow/a_test.go", 900)
	write("flow/session/a.go", 900)
	if wrong, err := heavy(root); len(wrong) > 0 || err != nil {
		t.Errorf("%v, %v", wrong, err)
	}
	write("flow/layer/b.go", 301)
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h"} {
		write("flow/"+name+".go", 300)
	}
	if wrong, err := heavy(root); len(wrong) != 2 || err != nil {
		t.Errorf("%v, %v", wrong, err)
	}
}
