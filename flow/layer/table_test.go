package layer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every type of this package that is a layer stands in the table.
func TestEveryLayerIsInTheTable(t *testing.T) {
	in := map[string]bool{}
	for _, law := range laws {
		for dim := 2; dim <= 9; dim++ {
			name := fmt.Sprintf("%T", law(dim))
			in[name[strings.LastIndex(name, ".")+1:]] = true
		}
	}
	method := regexp.MustCompile(`(?m)^func \(\w* ?\*?(\w+)\) Backward\(`)
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range method.FindAllStringSubmatch(string(source), -1) {
			if n++; !in[m[1]] {
				t.Errorf("%s has the layer %s, and no line of the table is of it", file, m[1])
			}
		}
	}
	if n < 5 {
		t.Errorf("%d layers were found", n)
	}
}
