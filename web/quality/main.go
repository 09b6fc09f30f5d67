// Command quality trains every preset and the usual small tables as the page does by itself, and prints how well they
// are learned: presets against their NICE floor, tables against simpler models of the same split. The flows train in
// Chromium.
// `./build.sh quality` builds what it needs and runs it from the root of the repository; the figures are kept in
// run/quality.txt.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"nicelab/flow/dataset"
	"nicelab/web/quality/measure"
)

// What build.sh has built.
const (
	browser = "run/chromium"
	program = "run/quality.wasm"
	folder  = "run/quality" // of the tables
)

// tableSeeds are those of the splits.
var tableSeeds = []uint64{7, 8, 9}

type options struct {
	presets bool
	tables  string // folder
	seeds   []uint64
	only    *regexp.Regexp
	size    measure.Size
	torch   bool
	record  bool
}

func main() {
	presets := flag.Bool("presets", true, "train the presets")
	tables := flag.String("tables", "", "train the tables in this folder (*.csv); none where it is left out")
	seeds := flag.String("seeds", "1,2,3", "seeds of the presets")
	only := flag.String("only", "", "train only what this regular expression matches, by name")
	short := flag.Bool("short", false, "a smoke test: few steps, one seed, one split")
	record := flag.Bool("record", false, "also write web/quality/RESULTS.md")
	torch := flag.Bool("torch", false, "also train two moons in PyTorch, and say how long both take")
	flag.Parse()
	o := options{presets: *presets, tables: *tables, torch: *torch, record: *record}
	var err error
	if o.only, err = regexp.Compile(*only); err != nil {
		usage("-only", err)
	}
	for s := range strings.SplitSeq(*seeds, ",") {
		n, err := strconv.ParseUint(s, 10, 32)
		if err != nil {
			usage("-seeds", err)
		}
		o.seeds = append(o.seeds, n)
	}
	splits := tableSeeds
	if *short {
		o.size, o.seeds, splits = measure.Size{Steps: 100, Fresh: 1000}, o.seeds[:1], splits[:1]
	}
	if err := run(o, splits); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func usage(name string, err error) {
	fmt.Fprintln(os.Stderr, name+":", err)
	os.Exit(2)
}

func run(o options, splits []uint64) error {
	var ps []measure.Preset
	if o.presets {
		for _, p := range dataset.Presets() {
			if !o.only.MatchString(p.Name) {
				continue
			}
			var args []string
			for _, s := range o.seeds {
				args = append(args, presetArg(p.Name, s, o.size))
			}
			got, err := inBrowser[measure.Preset](args)
			if err != nil {
				return err
			}
			ps = append(ps, got...)
		}
	}
	var qs []peer
	if o.torch {
		var err error
		if qs, err = peers(o.seeds, o.size); err != nil {
			return err
		}
	}
	var ts []measure.Table
	if o.tables != "" {
		paths, err := filepath.Glob(filepath.Join(o.tables, "*.csv"))
		if err != nil {
			return err
		}
		if len(paths) == 0 {
			return fmt.Errorf("there is no *.csv in %s", o.tables)
		}
		for _, path := range paths {
			if !o.only.MatchString(filepath.Base(path)) {
				continue
			}
			got, err := table(path, splits, o.size)
			if err != nil {
				return err
			}
			ts = append(ts, got...)
		}
	}
	return write(report(ps, qs, ts), o.record)
}

// table trains on the file in a browser, which sees what lies below this folder alone, and compares here.
func table(path string, splits []uint64, size measure.Size) ([]measure.Table, error) {
	_, x, _, err := measure.Read(path)
	if err != nil {
		return nil, err
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	inside := filepath.Join(folder, filepath.Base(path))
	if err := os.WriteFile(inside, b, 0o644); err != nil {
		return nil, err
	}
	var args []string
	for _, s := range splits {
		args = append(args, fmt.Sprintf("table,%s,%d,%d", filepath.ToSlash(inside), s, size.Steps))
	}
	ts, err := inBrowser[measure.Table](args)
	for i := range ts {
		if err == nil {
			err = ts[i].Compare(x)
		}
	}
	return ts, err
}

func presetArg(name string, seed uint64, size measure.Size) string {
	return fmt.Sprintf("preset,%s,%d,%d,%d", name, seed, size.Steps, size.Fresh)
}

// inBrowser trains as the arguments of ./inside say, all in one browser.
func inBrowser[T any](args []string) ([]T, error) {
	cmd := exec.Command(browser, append([]string{program}, args...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var all []T
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(os.Stderr, lines.Text())
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			io.Copy(io.Discard, out)
			return nil, fmt.Errorf("%w in %q (%v)", err, lines.Text(), cmd.Wait())
		}
		all = append(all, v)
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("%s %s: %w", program, strings.Join(args, " "), err)
	}
	if len(all) != len(args) {
		return nil, fmt.Errorf("%d of %d models came back", len(all), len(args))
	}
	return all, nil
}
