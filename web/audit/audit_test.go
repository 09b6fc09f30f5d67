package main

import (
	"fmt"
	"strings"
	"testing"
)

func lighthouseJSON(performance, seo float64) string { return loaded(performance, seo, 800, 0.01) }

func loaded(performance, seo, lcp, cls float64) string {
	return fmt.Sprintf(`{"categories": {
		"performance": {"score": %g, "auditRefs": []}, "accessibility": {"score": 1, "auditRefs": []},
			"best-practices": {"score": 1, "auditRefs": []},
		"seo": {"score": %g, "auditRefs": [{"id": "title", "weight": 1}, {"id": "canonical", "weight": 0}]}},
		"audits": {"title": {"score": 0}, "canonical": {"score": 0},
			"first-contentful-paint": {"score": 1, "numericValue": 300}, "largest-contentful-paint": {"numericValue": %g},
		"total-blocking-time": {"numericValue": 120}, "cumulative-layout-shift": {"numericValue": %g},
			"speed-index": {"numericValue": 900}}}`, performance, seo, lcp, cls)
}

func readRun(t *testing.T, performance, seo float64) run {
	t.Helper()
	r, err := report([]byte(lighthouseJSON(performance, seo)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// The median decides about performance, the worst run about the rest.
func TestBars(t *testing.T) {
	for _, c := range []struct {
		form        string
		performance []float64
		seo         float64
		missed      string
	}{
		{"desktop", []float64{.4, .95, .91}, 1, ""},
		{"desktop", []float64{.89, .99, .2}, 1, "performance of /, desktop"},
		{"mobile", []float64{.75, .9, .1}, 1, ""},
		{"mobile", []float64{.74, .74, 1}, 1, "performance of /, mobile"},
		{"mobile", []float64{1, 1, 1}, .92, "seo of /, mobile (title)"},
	} {
		r := result{page: "/", form: c.form}
		for i, p := range c.performance {
			seo := 1.0
			if i == 2 {
				seo = c.seo
			}
			r.runs = append(r.runs, readRun(t, p, seo))
		}
		text, missed := table([]result{r})
		if got := strings.Join(missed, "; "); got != c.missed {
			t.Errorf("%s %v, SEO %g: missed %q, want %q", c.form, c.performance, c.seo, got, c.missed)
		}
		if !strings.Contains(text, "| 0.8 s | 120 ms | 0.010 |") {
			t.Errorf("the table:\n%s", text)
		}
	}
}

// So it does about the greatest paint and about what jumps.
func TestBarsOfTheFirstSight(t *testing.T) {
	for want, figures := range map[string][2]float64{"": {2500, 0.1}, "LCP of /, mobile": {2501, 0},
		"CLS of /, mobile": {2000, 0.11}} {
		one, err := report([]byte(loaded(1, 1, figures[0], figures[1])))
		if err != nil {
			t.Fatal(err)
		}
		if _, missed := table([]result{{page: "/", form: "mobile", runs: []run{one}}}); strings.Join(missed, "; ") != want {
			t.Errorf("%v: missed %q, want %q", figures, missed, want)
		}
	}
}

func TestReportRefuses(t *testing.T) {
	for _, b := range []string{``, `{}`, `{"runtimeError": {"message": "the page did not paint"}}`,
		strings.Replace(lighthouseJSON(1, 1), `"speed-index"`, `"else"`, 1),
		strings.Replace(lighthouseJSON(1, 1), `"score": 1, "auditRefs"`, `"auditRefs"`, 1)} {
		if _, err := report([]byte(b)); err == nil {
			t.Errorf("no error for %.60s", b)
		}
	}
}
