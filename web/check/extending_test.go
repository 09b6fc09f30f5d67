package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// sources reads the Go files of the repository, by their path.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all, root := map[string]string{}, os.DirFS("../..")
	for _, folder := range narrow {
		err := fs.WalkDir(root, folder, func(name string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && slices.Contains(foreign, d.Name()) {
				return fs.SkipDir
			}
			if err == nil && path.Ext(name) == ".go" {
				text, err := fs.ReadFile(root, name)
				all[name] = string(text)
				return err
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

var (
	quoted = regexp.MustCompile("`([^`\n]+)`")
	ident  = regexp.MustCompile(`^(?:\w+\.)?([A-Za-z]\w+)$`)
	// declared is what a line declares, if it does: a function, a type, a value or a field.
	declared = regexp.MustCompile(`(?m)^\s*(?:(?:func|type|var|const) )?(?:\([^)\n]*\) )?([A-Za-z]\w*)`)
)

// What ARCHITECTURE.md says of extending names files, tests and identifiers that are there.
func TestExtendingNamesWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("../../ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## Extending\n")
	if section, _, _ = strings.Cut(section, "\n## "); !ok || len(section) < 1000 {
		t.Fatal("there is no such section")
	}
	there := map[string]bool{}
	for file, source := range sources(t) {
		for _, m := range declared.FindAllStringSubmatch(source, -1) {
			if id := m[1]; strings.HasSuffix(file, "_test.go") == strings.HasPrefix(id, "Test") {
				there[id] = true
			}
		}
	}
	for _, m := range quoted.FindAllStringSubmatch(section, -1) {
		switch name := m[1]; {
		case strings.Contains(name, "/") || strings.HasSuffix(name, ".go"):
			found := func(at string) bool {
				hits, err := filepath.Glob(filepath.Join("../..", at))
				return err == nil && len(hits) > 0
			}
			at := strings.Replace(name, "NAME", "*", 1)
			// A file may be named alone, after one that says its folder.
			inside := slices.ContainsFunc([]string{"flow", "flow/layer"}, func(folder string) bool {
				return found(path.Join(folder, at))
			})
			if !found(at) && !inside {
				t.Errorf("there is no %s", name)
			}
		case ident.MatchString(name) && strings.ToLower(name) != name: // the others are values
			if !there[ident.FindStringSubmatch(name)[1]] {
				t.Errorf("nothing is called %s", name)
			}
		}
	}
}

// A layer is put into a flow at one place, and a prior is named by nobody.
func TestLayersAndPriorsAreNamedOnce(t *testing.T) {
	files := sources(t)
	makes := regexp.MustCompile(`(?m)^func ([A-Z]\w*)\([^\n]*\) (\*?\w+) \{`)
	var makers []string
	for file, source := range files {
		if path.Dir(file) != "flow/layer" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		for _, m := range makes.FindAllStringSubmatch(source, -1) {
			if m[2] == "Layer" || m[2][0] == '*' && m[2] != "*Batch" && m[2] != "*Memory" {
				makers = append(makers, m[1])
			}
		}
	}
	if len(makers) < 6 {
		t.Fatalf("layers are made by %v", makers)
	}
	layers := regexp.MustCompile(`\blayer\.(` + strings.Join(makers, "|") + `)\(`)
	priors := regexp.MustCompile(`\bprior\.(Gaussian|Logistic)\b`)
	for file, source := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		if m := layers.FindString(source); m != "" && file != "flow/compose.go" {
			t.Errorf("%s has %s), and flow/compose.go is where layers are put together", file, m)
		}
		if m := priors.FindString(source); m != "" {
			t.Errorf("%s has %s, where it could ask for prior.Named", file, m)
		}
	}
}
