package main

import (
	"bufio"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	cdp "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A figure of the page, which is opened anew for every round: a visitor's first load, with nothing cached.
type pageFigure struct {
	name string
	hash string  // of the page's address
	ask  string  // of visit.js
	bar  float64 // 0: none
	most bool    // the bar is the most that it may be, not the least
}

var pageFigures = []pageFigure{
	{"frames/s at max speed, 2,000 points, median frame", endless + "&n=2000", "frames", 58, false},
	{"frames/s at max speed, 10,000 points, median frame", endless + "&n=10000", "frames", 58, false},
	{"frames/s at max speed, 2,000 points, mean", endless + "&n=2000", "meanFrames", 0, false},
	{"pause heard, ms", endless + "&n=2000", "pause", 50, true},
	{"first load to plateau, s from navigation", "", "learned", 10, true},
}

// endless is a run that is still training when it is measured: the cap is far away, and a low learning rate keeps it
// from diverging until then.
const endless = "#speed=max&lr=0.0005&steps=10000000"

//go:embed visit.js
var visitor string

// site measures the real site, as its own server serves it, in fresh contexts of the bench's browser.
func (b *bench) site(p *page) error {
	origin, stop, err := serveSite()
	if err != nil {
		return err
	}
	defer stop()
	for i := range b.rounds {
		if i > 0 && time.Now().After(b.deadline) {
			b.note("THE TIME WAS UP for %s after %d of %d rounds", pageSection, i, b.rounds)
			return nil
		}
		b.say("%s: round %d of %d", pageSection, i+1, b.rounds)
		for _, f := range pageFigures {
			v, err := p.visit(origin+"/"+f.hash, f.ask)
			if err != nil {
				return fmt.Errorf("%s: %w", f.name, err)
			}
			fmt.Printf("   %-42s %s\n", f.name, number(v))
			b.add(key(f.name, pageSection), v)
		}
		b.taken[pageSection] = i + 1
	}
	return nil
}

const pageSection = "page"

// serveSite builds the site and serves it on a port of its own.
func serveSite() (origin string, stop func(), err error) {
	server := filepath.Join(folder, "server")
	for _, args := range [][]string{
		{"go", "build", "-o", server, "./web/server"},
		{server, "-out", filepath.Join(folder, "site")},
	} {
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			return "", nil, fmt.Errorf("the site was not built: %w\n%s", err, out)
		}
	}
	cmd := exec.Command(server, "-dir", filepath.Join(folder, "site"), "-serve", "127.0.0.1:0")
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PORT=") })
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", nil, err
	}
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		cmd.Process.Kill()
		cmd.Wait()
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if origin = regexp.MustCompile(`http://[0-9.:]+`).FindString(line); origin == "" {
		stop()
		return "", nil, fmt.Errorf("the site's server did not start: %w", errors.Join(err, errors.New(line)))
	}
	return origin, stop, nil
}

// visit opens an address as a first visitor does, and asks there.
func (p *page) visit(address, ask string) (float64, error) {
	tab, closeTab := chromedp.NewContext(p.ctx, chromedp.WithNewBrowserContext())
	defer closeTab()
	if err := chromedp.Do(tab); err != nil { // without a timeout: it would become the tab's
		return 0, err
	}
	defer chromedp.Cancel(tab)
	ctx, cancel := context.WithTimeout(tab, 5*time.Minute)
	defer cancel()
	if _, err := chromedp.Call(ctx, cdp.AddScriptToEvaluateOnNewDocument,
		cdp.AddScriptToEvaluateOnNewDocumentParams{Source: visitor}); err != nil {
		return 0, err
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1440, 900), chromedp.Navigate(address)); err != nil {
		return 0, err
	}
	return chromedp.Run(ctx, chromedp.Evaluate[float64]("visit."+ask+"()", chromedp.EvalAwaitPromise))
}

// page prints the figures of the page; the bar is on the median.
func (b *bench) page(t *strings.Builder) {
	fmt.Fprintf(t, "\n%-54s%10s%10s%9s%9s\n", "The page, opened anew each round", "median", "worst", "", "bar")
	for _, f := range pageFigures {
		v, worst, sign := b.median(f.name, pageSection), math.NaN(), "≥ "
		met := v >= f.bar
		if s := b.samples[key(f.name, pageSection)]; len(s) > 0 {
			worst = slices.Min(s)
			if f.most {
				worst = slices.Max(s)
			}
		}
		if f.most {
			met, sign = v <= f.bar, "≤ "
		}
		bar, word := fmt.Sprint(sign, f.bar), verdict(v, met)
		if f.bar == 0 {
			bar, word = "", "no bar"
		}
		fmt.Fprintf(t, "%-54s%10s%10s%9s%9s  %s\n", f.name, number(v), number(worst), "", bar, word)
	}
}
