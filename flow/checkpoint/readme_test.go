package checkpoint

import (
	"bytes"
	"fmt"
	"os"
	"testing"
)

// The loader that the README shows is the one that the tests judge.
func TestReadmeShowsTheLoader(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	loader, err := os.ReadFile("testdata/load_torch.py")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(readme, bytes.TrimSpace(loader)) {
		t.Error("README.md does not hold testdata/load_torch.py as it is")
	}
	promise := fmt.Sprintf("These %d lines give", bytes.Count(bytes.TrimSpace(loader), []byte("\n"))+1)
	if !bytes.Contains(readme, []byte(promise)) {
		t.Errorf("README.md does not say %q", promise)
	}
}
