//go:build !js

// Command experiment repeats the paper's experiment on MNIST in Chromium with three nets (the page's own, one that is
// smaller, the paper's) and says what they come to in a given time: NLL of the test set against time as a table and a
// curve, grids of samples, and the share of samples that a classifier of real digits recognises, beside the same share
// of real digits, of a Gaussian's samples and of noise.
// `./build.sh pictures` builds what it needs and runs it from the root of the repository; all goes to run/pictures.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"nicelab/web/experiment/measure"
)

// Where results go.
const (
	folder  = "run/pictures"
	records = "web/experiment"
)

func main() {
	nets := flag.String("nets", strings.Join(measure.Nets, ","), "the nets")
	rows := flag.Int("rows", 60_000, "pictures to train on")
	minutes := flag.Float64("minutes", 5, "of training, each net")
	marks := flag.String("draw", "1,3,5,20", "the minutes after which samples are drawn and judged, as far as there are as many")
	torch := flag.Float64("torch", 0, "nats that PyTorch is to reach with the page's net too, on one thread and on two, in turns with it; 0: none")
	record := flag.Bool("record", false, "also write "+records+"/RESULTS.md, curve.svg and the grids")
	flag.Parse()
	if err := run(strings.Split(*nets, ","), *rows, 60*(*minutes), *marks, *torch, *record); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(nets []string, rows int, seconds float64, marks string, torch float64, record bool) error {
	args := []string{strconv.Itoa(rows), strconv.FormatFloat(seconds, 'f', -1, 64)}
	for m := range strings.SplitSeq(marks, ",") {
		v, err := strconv.ParseFloat(m, 64)
		if err != nil {
			return fmt.Errorf("-draw: %w", err)
		}
		if v *= 60; v <= seconds {
			args = append(args, strconv.FormatFloat(v, 'f', -1, 64))
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, net := range nets {
		if _, ok := measure.Setup(net, rows); !ok && net != measure.DigitsNet {
			return fmt.Errorf("there is no net %q: choose among %s and %s", net,
				strings.Join(measure.Nets, ", "), measure.DigitsNet)
		}
	}
	var all, mnist []measure.Outcome
	for _, net := range nets {
		told := args
		if net == measure.DigitsNet {
			told = args[:2] // nobody judges it
		}
		fmt.Fprintf(os.Stderr, "%s: %.0f s\n", net, seconds)
		o, err := measure.Train(net, told)
		if err != nil {
			return fmt.Errorf("%s: %w", net, err)
		}
		if all = append(all, o); net != measure.DigitsNet {
			mnist = append(mnist, o)
		}
	}
	p, err := measure.Read(measure.MNIST)
	if err != nil {
		return err
	}
	text := report(mnist, p, rows, seconds)
	if torch > 0 {
		text += peers(mnist, torch, seconds)
	}
	fmt.Print(text)
	files := map[string][]byte{"RESULTS.md": []byte("# Results of ./build.sh pictures\n\n```text\n" + text + "```\n"),
		"curve.svg": curve(mnist)}
	for _, o := range all {
		for _, s := range o.Shots {
			for i, t := range []float64{1, 0.7} {
				at := slices.Index(measure.Temperatures, t)
				var b bytes.Buffer
				if err := png.Encode(&b, measure.Grid(measure.Brightness(s.Samples[at]), 10, 5)); err != nil {
					return err
				}
				files[fmt.Sprintf("%s-%.0fs-%s.png", o.Net, s.Seconds, []string{"t1", "t07"}[i])] = b.Bytes()
			}
		}
	}
	for _, o := range all {
		if len(o.End.Model) == 0 {
			continue
		}
		if files[o.Net+".safetensors"], err = o.Checkpoint(); err != nil {
			return err
		}
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o644); err != nil {
			return err
		}
		if record && !strings.HasSuffix(name, ".safetensors") {
			if err := os.WriteFile(filepath.Join(records, name), b, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}
