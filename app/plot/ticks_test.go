package plot

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestViewRoundTrip(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 1000 {
		v := View{MinX: rng.NormFloat64() * 100, MinY: rng.NormFloat64(), W: 1 + 800*rng.Float64(), H: 1 + 800*rng.Float64()}
		v.MaxX, v.MaxY = v.MinX+1+rng.ExpFloat64(), v.MinY+0.01+rng.ExpFloat64()
		px, py := rng.Float64()*v.W, rng.Float64()*v.H
		gx, gy := v.Pixel(v.Data(px, py))
		if math.Abs(gx-px) > 1e-8 || math.Abs(gy-py) > 1e-8 {
			t.Fatalf("%+v: (%g, %g) came back as (%g, %g)", v, px, py, gx, gy)
		}
	}
	v := View{MinX: -1, MaxX: 3, MinY: 10, MaxY: 20, W: 400, H: 200}
	if x, y := v.Pixel(-1, 20); x != 0 || y != 0 {
		t.Fatalf("the upper left corner lies at (%g, %g)", x, y)
	}
}

func TestTicksAreRoundAndInside(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	for range 5000 {
		lo := rng.NormFloat64() * math.Pow10(rng.IntN(9)-4)
		hi := lo + (0.01+rng.Float64())*math.Pow10(rng.IntN(9)-4)
		most := 2 + rng.IntN(8)
		a := newAxis(lo, hi, most)
		n := a.last - a.first + 1
		if a.digit != 1 && a.digit != 2 && a.digit != 5 {
			t.Fatalf("[%g, %g]: step %d e%d", lo, hi, a.digit, a.exp)
		}
		if n > most || most >= 5 && n < 2 {
			t.Fatalf("[%g, %g]: %d ticks where at most %d fit", lo, hi, n, most)
		}
		seen := map[string]bool{}
		for i := a.first; i <= a.last; i++ {
			v := a.times(i)
			if v < lo || v > hi {
				t.Fatalf("[%g, %g]: tick %g", lo, hi, v)
			}
			label := a.label(i)
			if seen[label] {
				t.Fatalf("[%g, %g]: two ticks are labelled %s", lo, hi, label)
			}
			seen[label] = true
			if got := parseLabel(t, label); math.Abs(got-v) > 1e-9*math.Max(math.Abs(lo), math.Abs(hi)) {
				t.Fatalf("[%g, %g]: tick %g is labelled %s", lo, hi, v, label)
			}
		}
	}
}

func parseLabel(t *testing.T, label string) float64 {
	scale := 1.0
	s := strings.ReplaceAll(label, "−", "-")
	if rest, ok := strings.CutSuffix(s, "k"); ok {
		s, scale = rest, 1e3
	}
	if rest, ok := strings.CutSuffix(s, "M"); ok {
		s, scale = rest, 1e6
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("label %q is no number", label)
	}
	return v * scale
}

func TestTickLabels(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{0, 1, "0 0.2 0.4 0.6 0.8 1.0"},
		{-3.2, 3.2, "−2 0 2"},
		{0, 4200, "0 1k 2k 3k 4k"},
		{0, 1300, "0 500 1k"},
		{43, 96, "50 60 70 80 90"},
		{2.5e6, 6.5e6, "3M 4M 5M 6M"},
		{0, math.Inf(1), ""},
		{1, 1, ""},
		{math.NaN(), 1, ""},
		{1e9, math.Nextafter(1e9, 2e9), ""},
	} {
		a := newAxis(c.lo, c.hi, 6)
		var got []string
		for i := a.first; i <= a.last; i++ {
			got = append(got, a.label(i))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("[%g, %g]: %q, want %q", c.lo, c.hi, s, c.want)
		}
	}
}
