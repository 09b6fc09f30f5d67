package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// columns is how long a line may be; a tab counts as one.
const columns = 120

// narrow are the folders whose lines keep to it. A name ending in / stands for everything below it too.
var narrow = []string{
	"app", "app/apptest", "app/article", "app/bench", "app/board", "app/browser", "app/kit", "app/lab/", "app/link",
	"app/numeral", "app/panel/", "app/plot/", "app/startup", "app/view/", "app/words",
	"flow/baseline", "flow/checkpoint", "flow/conditional", "flow/dataset", "flow/density",
	"flow/flowtest", "flow/inpaint",
	"flow/keep/", "flow/kernel/", "flow/layer/layertest", "flow/lesson", "flow/matrix", "flow/mlp",
	"flow/onnx", "flow/optim",
	"flow/plane", "flow/prior", "flow/recipe", "flow/session", "flow/session/view", "flow/speed",
	"wasm/edge", "wasm/paint",
	"web/bench/message", "web/bench/ours", "web/edge", "web/first", "web/hub/", "web/quality/",
}

// prose and source are what is read; a file that a program wrote says so in its first lines, as Go's do.
var (
	prose     = []string{".md"}
	source    = []string{".go", ".js", ".mjs"}
	generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	aligning  = regexp.MustCompile(` +`)
	literal   = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
)

// wide returns a sentence for each line in the narrow folders that is too long.
func wide() ([]string, error) {
	var wrong []string
	for _, folder := range narrow {
		dir, below := strings.CutSuffix(folder, "/")
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() {
				if path != dir && (!below || slices.Contains([]string{"testdata", "node_modules"}, d.Name())) {
					return fs.SkipDir
				}
				return nil
			}
			if !slices.Contains(slices.Concat(prose, source), filepath.Ext(path)) {
				return nil
			}
			text, err := os.ReadFile(path)
			for _, line := range long(filepath.Ext(path), text) {
				wrong = append(wrong, fmt.Sprintf("%s:%d has more than %d columns; break the line", path, line, columns))
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return wrong, nil
}

// long returns the numbers of the lines of a file that are too long and could be broken. The blanks that gofmt puts
// between a key and its value, to align them, count as one. These could not be broken: an address;
// text that is looked for as one piece, which is a string that takes most of a line; and in prose a row of a table, and
// what stands between fences as a program printed it.
func long(ext string, text []byte) []int {
	if generated.Match(text) {
		return nil
	}
	var all []int
	n, fenced := 0, false
	for line := range bytes.Lines(text) {
		n++
		line = bytes.TrimRight(line, "\r\n")
		if slices.Contains(prose, ext) {
			if bytes.HasPrefix(line, []byte("```")) {
				fenced = !fenced
			}
			if fenced || bytes.HasPrefix(bytes.TrimSpace(line), []byte("|")) {
				continue
			}
		}
		line = aligning.ReplaceAll(line, []byte(" "))
		if utf8.RuneCount(line) <= columns || bytes.Contains(line, []byte("://")) {
			continue
		}
		whole := slices.ContainsFunc(literal.FindAll(line, -1),
			func(s []byte) bool { return utf8.RuneCount(s) > columns*2/3 })
		if !whole {
			all = append(all, n)
		}
	}
	return all
}
