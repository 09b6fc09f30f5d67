package plot

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"nicelab/flow/prior"
)

// magnitudes are ranges as people's units have them: at every power of ten, on either side of zero and around it, and
// narrow ones far from it.
func magnitudes(rng *rand.Rand) (all [][2]float64) {
	for exp := -30; exp <= 30; exp++ {
		size := math.Pow10(exp) * (1 + 8*rng.Float64())
		all = append(all, [2]float64{0, size}, [2]float64{-size, size}, [2]float64{-size, -size / 3},
			[2]float64{size, size * (1 + math.Pow10(-rng.IntN(9)))})
	}
	return all
}

// legible fails where a text leaves the scene or two labels of ticks lie over each other.
func legible(t *testing.T, what string, s Scene) {
	t.Helper()
	type area struct {
		text                   string
		left, right, top, foot float64
	}
	var ticks []area
	for _, o := range s.Ops {
		if o.Kind != Text {
			continue
		}
		wide := textWidth(o.Text) * o.Size / textSize
		if o.Bold {
			wide *= 1.1
		}
		a := area{o.Text, o.X, o.X + wide, o.Y - 0.75*o.Size, o.Y}
		switch o.Anchor {
		case "middle":
			a.left, a.right = o.X-wide/2, o.X+wide/2
		case "end":
			a.left, a.right = o.X-wide, o.X
		}
		if a.left < -0.5 || a.right > s.W+0.5 || a.top < -0.5 || a.foot > s.H+0.5 {
			t.Fatalf("%s: %q lies at %.1f to %.1f, %.1f to %.1f in a scene of %g x %g", what, o.Text, a.left, a.right, a.top,
				a.foot, s.W, s.H)
		}
		if _, err := tickValue(o.Text); err == nil {
			for _, b := range ticks {
				if a.left < b.right && b.left < a.right && a.top < b.foot && b.top < a.foot {
					t.Fatalf("%s: the labels %s and %s lie over each other", what, a.text, b.text)
				}
			}
			ticks = append(ticks, a)
		}
	}
}

// tickValue reads a label as the decimal that it is.
func tickValue(label string) (float64, error) {
	s := strings.ReplaceAll(label, "−", "-")
	if rest, ok := strings.CutSuffix(s, "k"); ok {
		s = rest + "e3"
	} else if rest, ok := strings.CutSuffix(s, "M"); ok {
		s = rest + "e6"
	}
	return strconv.ParseFloat(s, 64)
}

func TestTicksReadBackAsTheyAreAndAreShort(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for range 50 {
		for _, r := range magnitudes(rng) {
			a := newAxis(r[0], r[1], 2+rng.IntN(7))
			for i := a.first; i <= a.last; i++ {
				label := a.label(i)
				if v, err := tickValue(label); err != nil || v != a.times(i) {
					t.Fatalf("%v: the tick %g is labelled %s", r, a.times(i), label)
				}
				// As many digits as tell it from the next one, a sign, a point and an exponent.
				digits := 2 + int(math.Ceil(math.Log10(1+math.Max(math.Abs(r[0]), math.Abs(r[1]))/(r[1]-r[0]))))
				if n := len([]rune(label)); n > digits+6 {
					t.Fatalf("%v: %s has %d characters", r, label, n)
				}
			}
		}
	}
	// What arithmetic with float64 makes 3.9999999999999996e-30 of.
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{
		{0, 1.1e-29, "0 2e−30 4e−30 6e−30 8e−30 1e−29"}, {-3e-5, 0, "−3e−5 −2e−5 −1e−5 0"}, {0, 5e30,
			"0 1e30 2e30 3e30 4e30 5e30"},
		{0, 0.0009, "0 0.0002 0.0004 0.0006 0.0008"}, {-12.62, -12.38, "−12.60 −12.55 −12.50 −12.45 −12.40"},
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

// Whatever the units and the names, every text of every picture lies in it, and labels keep apart.
func TestLabelsFitAtEveryMagnitude(t *testing.T) {
	names := []string{"x1", strings.Repeat("W", 60), "bill_length_in_millimetres_as_measured_by_the_second_observer",
		strings.Repeat("부피", 30), ""}
	words := LossWords{"nats", "step", "train", "held out", "floor", "the price of constant volume"}
	korean := LossWords{"nat", "스텝", "학습", "검증", "하한", "일정한 부피의 대가"}
	rng := rand.New(rand.NewPCG(6, 6))
	for _, w := range []float64{120, 200, 264, 360, 700} {
		for n, r := range magnitudes(rng) {
			what := fmt.Sprintf("%g px, %g to %g", w, r[0], r[1])
			view := View{MinX: r[0], MaxX: r[1], MinY: r[0], MaxY: r[1], W: w, H: w}
			name := names[n%len(names)]
			legible(t, what+", x", XPlane(Light, XPlaneInput{View: view, NameX: name, NameY: name}))
			legible(t, what+", z", ZPlane(Dark, ZPlaneInput{View: view, Prior: prior.Gaussian{}, NameX: name, NameY: name}))
			legible(t, what+", layer", Layer(Light, LayerInput{View: view, Prior: prior.Gaussian{}, NameX: name, NameY: name}))
			legible(t, what+", curve", Curve(Light, CurveInput{
				W: w, H: 0.8 * w, Lo: r[0], Hi: r[1], Y: []float32{0, 1}, MinY: r[0], MaxY: r[1], Name: name,
			}))
			legible(t, what+", histogram", PIT(Light, PITInput{W: w, H: 140, Bins: []float32{1, 1}, Name: name}))
			if r[1] > 0 {
				legible(t, what+", spectrum", Spectrum(Light, SpectrumInput{W: w, H: 140,
					Values: []float32{float32(r[1]), float32(r[1] / 3)}}))
			}
			loss := LossInput{W: w, H: []float64{70, 140, 300}[n%3], Words: words, Steps: []float64{1, 1e3, math.Pow10(n % 16)}}
			if n%2 == 1 {
				loss.Words = korean
			}
			loss.Train = []float32{float32(r[1]), float32(r[0]), float32(r[0])}
			legible(t, what+", loss", Loss(Light, loss))
			loss.HasLimits, loss.Entropy, loss.Floor = true, r[0], r[1]
			legible(t, what+", loss with limits", Loss(Light, loss))
		}
	}
}

// A chart that a row of digits is cut from lies: the minus sign and the first digit are there.
func TestLossShowsTheSignOfANegativeLikelihood(t *testing.T) {
	in := LossInput{W: 264, H: 176, Words: losses(0).Words, Steps: []float64{25, 50, 75},
		Train: []float32{-12.4, -12.5, -12.52}}
	s := Loss(Light, in)
	legible(t, "the chart", s)
	left, _ := in.Margins()
	found := 0
	for _, o := range s.Ops {
		if o.Kind == Text && o.Anchor == "end" && strings.HasPrefix(o.Text, "−12.") {
			found++
			if o.X > left {
				t.Errorf("%s ends at %g, right of the margin of %g", o.Text, o.X, left)
			}
		}
	}
	if found < 2 {
		t.Errorf("%d labels are negative", found)
	}
}
