package main

import (
	"strings"
	"testing"
)

// With helpers we are held against PyTorch on whichever number of threads serves it best.
func TestBarsTakeTheBestPeer(t *testing.T) {
	for _, fast := range pytorch {
		b := &bench{samples: map[string][]float64{}}
		for _, r := range bars {
			for _, who := range pytorch {
				b.samples[key(r.what, who)] = []float64{1}
			}
			b.samples[key(r.what, fast)] = []float64{2}
			b.samples[key(r.what, threads)] = []float64{4}
		}
		var out strings.Builder
		b.bars(&out)
		found := 0
		for line := range strings.Lines(out.String()) {
			if !strings.Contains(line, threads+" over torch") || strings.Contains(line, "AVX2") {
				continue
			}
			if found++; !strings.Contains(line, "over "+fast+",") || !strings.Contains(line, "2.00") {
				t.Errorf("with %s the faster: %s", fast, line)
			}
		}
		if found != 3 {
			t.Errorf("%d bars with helpers", found)
		}
	}
}
