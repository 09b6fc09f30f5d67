package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"time"
)

const program = "web/node_modules/lighthouse/cli/index.js"

// lighthouse loads a page once, in a browser of its own.
func lighthouse(browser, url, form string) (run, error) {
	if _, err := os.Stat(program); err != nil {
		return run{}, fmt.Errorf("no Lighthouse, run npm ci in web: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	args := []string{program, url, "--quiet", "--output=json", "--output-path=stdout",
		"--only-categories=performance," + strings.Join(full, ","),
		"--chrome-flags=--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"}
	if form == "desktop" {
		args = append(args, "--preset=desktop")
	}
	cmd := exec.CommandContext(ctx, "node", args...)
	cmd.Env = append(os.Environ(), "CHROME_PATH="+browser)
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return run{}, fmt.Errorf("%w of %s: %w\n%s", errNoRun, url, err, said.String())
	}
	return report(out)
}

// errNoRun says that Lighthouse could not watch the page.
var errNoRun = errors.New("no run of Lighthouse")

// report reads Lighthouse's JSON.
func report(b []byte) (run, error) {
	var got struct {
		RuntimeError struct{ Message string }
		Categories   map[string]struct {
			Score     *float64
			AuditRefs []struct {
				ID     string
				Weight float64
			}
		}
		Audits map[string]struct {
			Score        *float64
			NumericValue float64
		}
	}
	if err := json.Unmarshal(b, &got); err != nil {
		return run{}, fmt.Errorf("reading the report of Lighthouse: %w", err)
	}
	if got.RuntimeError.Message != "" {
		return run{}, fmt.Errorf("%w: %s", errNoRun, got.RuntimeError.Message)
	}
	r := run{scores: map[string]float64{}}
	for name, c := range got.Categories {
		if c.Score == nil {
			return run{}, fmt.Errorf("there is no score of Lighthouse for %s", name)
		}
		r.scores[name] = 100 * *c.Score
		if name == "performance" {
			continue
		}
		for _, ref := range c.AuditRefs {
			if a := got.Audits[ref.ID]; a.Score != nil && *a.Score < 1 && ref.Weight > 0 {
				r.failed = append(r.failed, ref.ID)
			}
		}
	}
	for id, to := range map[string]*float64{
		"first-contentful-paint": &r.fcp, "largest-contentful-paint": &r.lcp, "total-blocking-time": &r.tbt,
		"cumulative-layout-shift": &r.cls, "speed-index": &r.speed,
	} {
		a, ok := got.Audits[id]
		if !ok {
			return run{}, fmt.Errorf("the report of Lighthouse has no %s", id)
		}
		*to = a.NumericValue
	}
	return r, nil
}
