package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"unicode/utf8"
)

// columns is how long a line may be; a tab counts as one.
const columns = 120

// narrow are the folders whose files keep to it, with all below them, beside the prose in the root. What a program
// wrote is left out by its first lines (generated), and so are the folders named here: data of tests, and what others
// wrote.
var (
	narrow  = []string{"app", "flow", "wasm", "web"}
	foreign = []string{"testdata", "node_modules"}
)

// prose and source are what is read; a file that a program wrote says so in its first lines, as Go's do.
var (
	prose     = []string{".md"}
	source    = []string{".go", ".js", ".mjs", ".css"}
	generated = regexp.MustCompile(`(?m)^// Code generated .* DO NOT EDIT\.$`)
	aligning  = regexp.MustCompile(` +`)
	literal   = regexp.MustCompile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`")
)

// wide returns a sentence for each line of the repository at root that is too long.
func wide(root string) ([]string, error) {
	wrong, all := []string{}, os.DirFS(root)
	files, err := fs.Glob(all, "*.md")
	for _, folder := range narrow {
		if err != nil {
			return nil, err
		}
		err = fs.WalkDir(all, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && slices.Contains(foreign, d.Name()) {
				return fs.SkipDir
			}
			if err == nil && !d.IsDir() && slices.Contains(slices.Concat(prose, source), path.Ext(name)) {
				files = append(files, name)
			}
			return err
		})
	}
	for _, name := range files {
		text, err := fs.ReadFile(all, name)
		if err != nil {
			return nil, err
		}
		for _, line := range long(path.Ext(name), text) {
			wrong = append(wrong, fmt.Sprintf("%s:%d has more than %d columns; break the line", name, line, columns))
		}
	}
	return wrong, err
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
