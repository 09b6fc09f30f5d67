package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

var wholeLab = regexp.MustCompile(`\blab\.(Lab|New)\b`)

// withoutLab are the folders that take parts of the lab, and never all of it.
var withoutLab = []string{"app/view", "app/panel/drawing", "app/panel/hub", "app/panel/model", "app/panel/notice"}

// holdingLab returns a sentence for each line of a folder's code, tests apart, that names the whole lab: a view
// or such a panel takes the parts that it shows, and an interface of the few calls that it needs beside them.
func holdingLab(folder string) (wrong []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		n := 0
		for line := range strings.Lines(string(text)) {
			if n++; wholeLab.MatchString(line) {
				wrong = append(wrong, fmt.Sprintf("%s:%d takes the whole lab; let it take the parts that it needs", path, n))
			}
		}
		return nil
	})
	return wrong, err
}
