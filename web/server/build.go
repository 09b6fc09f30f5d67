package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"

	"nicelab/app"
)

// assets are the files of the repository that are served as they are, scripts without their comments.
var assets = []string{"web/*.css", "web/*.js", "web/*.svg", "web/*.png", "web/icons/*",
	"web/gallery/*.png", "web/gallery/*.safetensors", "web/tables/*.csv", "web/pictures/*.npz",
	"web/article/*.png", "web/mnist/*.npz"}

// remarks are what only readers of a file want, by its extension: lines of a script that are comments, of a style sheet
// all comments, and what indents a line. A script has no text of several lines.
var remarks = map[string]*regexp.Regexp{
	".js":  regexp.MustCompile(`(?m)^[ \t]*//.*\n|^[ \t]+`),
	".css": regexp.MustCompile(`(?s) */\*.*?\*/\n?|(?m:^[ \t]+)`),
}

// terse is a file of ours without them: the first view is weighed.
func terse(name string, b []byte) []byte {
	if r := remarks[path.Ext(name)]; r != nil {
		return r.ReplaceAll(b, nil)
	}
	return b
}

// programs are the wasm binaries and the package of each.
var programs = map[string]string{
	"web/app.wasm":     "./wasm/page",
	"web/trainer.wasm": "./wasm/trainer",
}

// register makes go-app know the page, for its first picture without wasm.
var register = sync.OnceFunc(func() { app.Register(nil) })

// build writes the whole static site of the repository at root into out, to live
// under base, compressed too where small says so. The same sources give the same bytes. It replaces a site that it
// built before and refuses any other folder that is not empty.
func build(out, root, base string, small, lines bool) error {
	if err := mayReplace(out); err != nil {
		return err
	}
	files, err := collect(root, lines)
	if err != nil {
		return err
	}
	register()
	start, err := fillStart(string(files["web/start.js"]))
	if err != nil {
		return err
	}
	files["web/start.js"] = []byte(start)
	pages, err := shell(base, files)
	if err != nil {
		return err
	}
	maps.Copy(files, pages)
	files["_headers"] = headersFile(base, files)
	if small {
		if err := precompress(files); err != nil {
			return err
		}
	}
	return write(out, files)
}

// collect reads the assets and compiles the programs.
func collect(root string, lines bool) (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, pattern := range assets {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(pattern)))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			name, err := filepath.Rel(root, file)
			if err != nil {
				return nil, err
			}
			b, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			name = filepath.ToSlash(name)
			files[name] = terse(name, b)
		}
	}
	if files["web/trainer.js"] == nil {
		return nil, fmt.Errorf("%s is not the repository: it has no web/trainer.js", root)
	}
	for name, pkg := range programs {
		b, err := compile(root, pkg, lines)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", pkg, err)
		}
		files[name] = b
	}
	// The glue must be of the toolchain that made the binaries.
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	glue, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	notice, rest, ok := bytes.Cut(glue, []byte("\n\n"))
	if err == nil && !ok {
		err = errors.New("the toolchain's wasm_exec.js does not begin with its notice and an empty line")
	}
	files["wasm_exec.js"] = slices.Concat(notice, []byte("\n\n"), terse("wasm_exec.js", rest))
	return files, err
}

// inlined are the packages in which time is spent: in the others calls stay calls, which makes a program a sixteenth
// smaller once it is compressed.
var inlined = []string{
	"math", "math/rand/v2", "nicelab/flow/kernel", "nicelab/flow/kernel/simd", "nicelab/flow/plane",
	"nicelab/flow/noise", "nicelab/flow/prior", "nicelab/app/board",
}

// lean are packages of the standard library that are smaller in the trainer: files in from take the place of all files,
// but for those that it keeps.
var lean = map[string]struct {
	from string
	keep []string
}{
	"compress/flate":   {from: "web/server/lean/flate", keep: []string{"dict_decoder.go", "inflate.go"}},
	"compress/gzip":    {keep: []string{"gunzip.go"}},
	"encoding/json":    {from: "web/server/lean/json"},
	"fmt":              {from: "web/server/lean/fmt"},
	"internal/godebug": {from: "web/server/lean/godebug"},
	"runtime/debug":    {from: "web/server/lean/debug"},
}

// overlay returns what go build takes to put them there.
func overlay(root string) ([]byte, error) {
	goroot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	root, err = filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	replace := map[string]string{}
	for pkg, l := range lean {
		to := filepath.Join(strings.TrimSpace(string(goroot)), "src", filepath.FromSlash(pkg))
		old, err := filepath.Glob(filepath.Join(to, "*.go"))
		if err != nil {
			return nil, err
		}
		kept := 0
		for _, file := range old {
			if slices.Contains(l.keep, filepath.Base(file)) {
				kept++
			} else {
				replace[file] = ""
			}
		}
		if kept < len(l.keep) {
			return nil, fmt.Errorf("this version of Go has other files in %s than %v", pkg, l.keep)
		}
		if l.from == "" {
			continue
		}
		own, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(l.from), "*.go"))
		if err != nil || len(own) == 0 {
			return nil, errors.Join(err, fmt.Errorf("%s has no files", l.from))
		}
		for _, file := range own {
			if !strings.HasSuffix(file, "_test.go") {
				replace[filepath.Join(to, "lean_"+filepath.Base(file))] = file
			}
		}
	}
	return json.Marshal(map[string]any{"Replace": replace})
}

// compile returns the wasm binary of a package, the same bytes for the same sources. Its traces name lines where lines
// says so.
func compile(root, pkg string, lines bool) ([]byte, error) {
	tmp, err := os.CreateTemp("", "nicelab-*.wasm")
	if err != nil {
		return nil, err
	}
	tmp.Close()
	defer os.Remove(tmp.Name())
	args := []string{"build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-gcflags=all=-l"}
	for _, p := range inlined {
		args = append(args, "-gcflags="+p+"=")
	}
	inTrainer := pkg == programs["web/trainer.wasm"]
	if inTrainer {
		list := tmp.Name() + ".json"
		defer os.Remove(list)
		b, err := overlay(root)
		if err == nil {
			err = os.WriteFile(list, b, 0o600)
		}
		if err != nil {
			return nil, err
		}
		args = append(args, "-overlay", list)
	}
	cmd := exec.Command("go", append(args, "-o", tmp.Name(), pkg)...)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if inTrainer { // the older collector is smaller, and what the trainer holds is large and has no pointers
		cmd.Env = append(cmd.Env, "GOEXPERIMENT=nogreenteagc")
	}
	if msg, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, msg)
	}
	program, err := os.ReadFile(tmp.Name())
	if err != nil {
		return nil, err
	}
	return slim(program, lines, !lines && inTrainer)
}

// compressible are the kinds of files that are not compressed already.
var compressible = map[string]bool{".html": true, ".css": true, ".js": true, ".svg": true, ".wasm": true,
	".webmanifest": true}

// precompress adds name.br and name.gz, at the best levels, where they save something.
func precompress(files map[string][]byte) error {
	var (
		mu     sync.Mutex
		wg     sync.WaitGroup
		added  = map[string][]byte{}
		failed error
		gate   = make(chan struct{}, runtime.NumCPU())
	)
	for name, b := range files {
		if !compressible[path.Ext(name)] {
			continue
		}
		for ext, squeeze := range map[string]func(io.Writer, []byte) error{".br": toBrotli, ".gz": toGzip} {
			wg.Go(func() {
				gate <- struct{}{}
				defer func() { <-gate }()
				var c bytes.Buffer
				err := squeeze(&c, b)
				mu.Lock()
				defer mu.Unlock()
				failed = errors.Join(failed, err)
				if c.Len() < len(b) {
					added[name+ext] = c.Bytes()
				}
			})
		}
	}
	wg.Wait()
	maps.Copy(files, added)
	return failed
}

func toBrotli(dst io.Writer, b []byte) error {
	w := brotli.NewWriterLevel(dst, brotli.BestCompression)
	_, err := w.Write(b)
	return errors.Join(err, w.Close())
}

func toGzip(dst io.Writer, b []byte) error {
	w, err := gzip.NewWriterLevel(dst, gzip.BestCompression)
	if err != nil {
		return err
	}
	_, err = w.Write(b)
	return errors.Join(err, w.Close())
}

// mayReplace protects a folder that build did not make.
func mayReplace(out string) error {
	entries, err := os.ReadDir(out)
	if errors.Is(err, os.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(out, "web", "trainer.wasm")); err != nil {
		return fmt.Errorf("%s holds something that is not a site built before; choose an empty or new folder", out)
	}
	return nil
}

// write replaces out with the files.
func write(out string, files map[string][]byte) error {
	if err := os.RemoveAll(out); err != nil {
		return err
	}
	for name, b := range files {
		file := filepath.Join(out, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, b, 0o644); err != nil {
			return err
		}
	}
	return nil
}
