package main

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Only the queue itself may let a test of the page run beside others.
func TestNoTestIsOutOfTurn(t *testing.T) {
	folder := t.TempDir()
	for name, text := range map[string]string{
		"turns_test.go": "package e2e\nfunc take() {\n\tt.Parallel()\n}\n",
		"a_test.go":     "package e2e\nfunc TestA(t *testing.T) {\n\tturn(t)\n}\n",
		"b_test.go":     "package e2e\nfunc TestB(b *testing.T) {\n\tb.Parallel()\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{filepath.Join(folder, "b_test.go") + ":3 calls Parallel; let it call turn, longTurn or parts"}
	if got, err := outOfTurn(folder); err != nil || !slices.Equal(got, want) {
		t.Errorf("it finds %v (%v), want %v", got, err, want)
	}
}
