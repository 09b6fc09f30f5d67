package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// What a person has to read who wants to know how a flow works: the lines of these folders, tests and what lies below
// apart, and those of one file.
const (
	flowLines = 3_000
	fileLines = 300
)

var flowFolders = []string{"flow", "flow/layer"}

// heavy returns a sentence for each of these budgets that is overdrawn.
func heavy(root string) (wrong []string, err error) {
	all := 0
	for _, folder := range flowFolders {
		files, err := filepath.Glob(filepath.Join(root, folder, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			n := bytes.Count(text, []byte("\n"))
			if all += n; n > fileLines {
				wrong = append(wrong, fmt.Sprintf("%s has %d lines, more than %d; cut it", file, n, fileLines))
			}
		}
	}
	if all > flowLines {
		folders := strings.Join(flowFolders, " and ")
		wrong = append(wrong, fmt.Sprintf("%s have %d lines, more than %d", folders, all, flowLines))
	}
	return wrong, nil
}
