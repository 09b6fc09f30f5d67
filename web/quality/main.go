// Command quality trains every preset and the usual small tables as the page does by itself, and prints how well they
// are learned: presets in Chromium, against their NICE floor; tables natively, against simpler models of the same split.
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
	program = "run/presets.wasm"
)

// tableSeeds are those of the splits.
var tableSeeds = []uint64{7, 8, 9}

type options struct {
	presets bool
	tables  string // folder
	seeds   []uint64
	only    *regexp.Regexp
	size    measure.Size
	record  bool
}

func main() {
	presets := flag.Bool("presets", true, "train the presets")
	tables := flag.String("tables", "", "train the tables in this folder (*.csv); none where it is left out")
	seeds := flag.String("seeds", "1,2,3", "seeds of the presets")
	only := flag.String("only", "", "train only what this regular expression matches, by name")
	short := flag.Bool("short", false, "a smoke test: few steps, one seed, one split")
	record := flag.Bool("record", false, "also write web/quality/RESULTS.md")
	flag.Parse()
	o := options{presets: *presets, tables: *tables, record: *record}
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
			got, err := inBrowser(p.Name, o.seeds, o.size)
			if err != nil {
				return err
			}
			ps = append(ps, got...)
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
			name, x, columns, err := measure.Read(path)
			if err != nil {
				return err
			}
			for _, seed := range splits {
				t, err := measure.RunTable(name, x, columns, seed, o.size)
				if err != nil {
					return err
				}
				fmt.Fprintf(os.Stderr, "%s, split %d: %.3f\n", name, seed, t.Last)
				ts = append(ts, t)
			}
		}
	}
	return write(report(ps, ts), o.record)
}

// inBrowser trains a preset from each seed, all in one browser.
func inBrowser(name string, seeds []uint64, size measure.Size) ([]measure.Preset, error) {
	args := []string{program}
	for _, s := range seeds {
		args = append(args, fmt.Sprintf("%s,%d,%d,%d", name, s, size.Steps, size.Fresh))
	}
	cmd := exec.Command(browser, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	var all []measure.Preset
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var p measure.Preset
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			io.Copy(io.Discard, out)
			return nil, fmt.Errorf("%s: %w in %q (%v)", name, err, lines.Text(), cmd.Wait())
		}
		fmt.Fprintf(os.Stderr, "%s, seed %d: %.3f after %.1f s\n", name, p.Seed, p.Gap, p.Seconds)
		all = append(all, p)
	}
	if err := cmd.Wait(); err != nil {
		return nil, fmt.Errorf("%s in the browser: %w", name, err)
	}
	if len(all) != len(seeds) {
		return nil, fmt.Errorf("%s: %d of %d models came back", name, len(all), len(seeds))
	}
	return all, nil
}
