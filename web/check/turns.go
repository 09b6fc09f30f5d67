package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var parallel = regexp.MustCompile(`\.Parallel\(\)`)

// outOfTurn returns a sentence for each line of a folder's tests that lets a test run beside others by itself: it would
// not wait for a place in the queue, which is the file turns_test.go.
func outOfTurn(folder string) (wrong []string, err error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		return nil, err
	}
	for _, path := range paths {
		if filepath.Base(path) == "turns_test.go" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			if n++; parallel.MatchString(line) {
				wrong = append(wrong, fmt.Sprintf("%s:%d calls Parallel; let it call turn, longTurn or parts", path, n))
			}
		}
	}
	return wrong, nil
}
