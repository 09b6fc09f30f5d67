package checkpoint

import (
	"bytes"
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
	if n := bytes.Count(bytes.TrimSpace(loader), []byte("\n")) + 1; n > 30 {
		t.Errorf("the loader has %d lines; 30 were promised", n)
	}
}
