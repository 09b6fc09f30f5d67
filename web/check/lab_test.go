package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A view that takes the whole lab is found; its test may, and one that takes parts is let be.
func TestHoldingLab(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.go": "package a\n\nfunc Section(l *lab.Lab) {}\n", "a_test.go": "var l *lab.Lab\n",
		"b.go": "func Section(n *lab.Net, m *lab.Label) {}\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	wrong, err := holdingLab(dir)
	want := filepath.Join(dir, "a.go") + ":3 takes the whole lab; let it take the parts that it needs"
	if err != nil || len(wrong) != 1 || wrong[0] != want {
		t.Errorf("found %v, %v", wrong, err)
	}
}
