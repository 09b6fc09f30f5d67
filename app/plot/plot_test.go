package plot

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"nicelab/flow/prior"
)

func TestHeatmapPutsEachPointWhereItBelongs(t *testing.T) {
	const n = 33
	for _, at := range [][2]int{{0, 0}, {n - 1, 0}, {0, n - 1}, {20, 7}} {
		in := XPlaneInput{View: View{MinX: 2, MaxX: 5, MinY: -1, MaxY: 1, W: 300, H: 200}, N: n}
		for r := range n {
			for c := range n {
				d := float64((r-at[0])*(r-at[0]) + (c-at[1])*(c-at[1]))
				in.LogP = append(in.LogP, float32(-100-d/3))
			}
		}
		o := XPlane(Light, in).Ops[0]
		brightest := -1
		for k := range n * n {
			// Cividis ends in yellow; its first channel alone rises to the end.
			if brightest < 0 || o.Pixels[4*k] > o.Pixels[4*brightest] {
				brightest = k
			}
		}
		px := o.X + (float64(brightest%n)+0.5)*o.W/float64(o.Cols)
		py := o.Y + (float64(brightest/n)+0.5)*o.H/float64(o.Rows)
		wantX, wantY := in.View.Pixel(2+3*float64(at[1])/(n-1), -1+2*float64(at[0])/(n-1))
		if math.Hypot(px-wantX, py-wantY) > 1e-9 {
			t.Errorf("the peak at row %d, column %d is painted at (%g, %g), not (%g, %g)", at[0], at[1], px, py, wantX, wantY)
		}
		if top := cividis[255]; o.Pixels[4*brightest] != top[0] || o.Pixels[4*brightest+3] != 255 {
			t.Errorf("the peak is not painted in the last colour")
		}
	}
}

func TestHeatmapShowsTheRootOfTheDensity(t *testing.T) {
	logP := make([]float32, 40*40)
	for i := range logP {
		logP[i] = 3 - float32(i)/80
	}
	logP[5], logP[6], logP[7] = float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))
	o := XPlane(Dark, XPlaneInput{View: View{MaxX: 1, MaxY: 1, W: 100, H: 100}, N: 40, LogP: logP}).Ops[0]
	for i, l := range logP {
		want := 255 * math.Exp((float64(l)-3)/2)
		if i >= 5 && i <= 7 {
			want = 0
		}
		k := 4 * ((39-i/40)*40 + i%40)
		lo, hi := cividis[int(max(0, want-1))], cividis[int(min(255, want+1.5))]
		for c, got := range o.Pixels[k : k+3] {
			if c < 2 && (got < lo[c] || got > hi[c]) { // red and green rise with the shade
				t.Fatalf("%g nats below the peak: colour %v, want %v to %v", 3-l, o.Pixels[k:k+3], lo, hi)
			}
		}
	}
}

// A view holds what its prior's widest ring does, and a margin; of no prior there is nothing to draw.
func TestTheLatentsPlaneHoldsThePrior(t *testing.T) {
	for _, p := range prior.All {
		v := LatentView(p, 300, 300)
		widest := 0.0
		for _, z := range p.Ring(0.99) {
			widest = max(widest, z[0], z[1])
		}
		if widest > 0.95*v.MaxX || widest < 0.6*v.MaxX || !v.usable() {
			t.Errorf("the 99%% of %s reach to %.2f, its view to %.2f", p.Name(), widest, v.MaxX)
		}
	}
	v := LatentView(nil, 300, 300)
	if len(ZPlane(Light, ZPlaneInput{View: v}).Ops) != 0 {
		t.Error("of no prior something is drawn")
	}
}

func TestRingsTakeThePlaceOfLevels(t *testing.T) {
	in := crescent(24, 0)
	nan := float32(math.NaN())
	in.Rings = [][]float32{{0, 0, nan, 1, 1, 0, 0, 1}, {-1, 2, -2, 2, -1, 3}, {nan, nan}}
	var lines []string
	for _, o := range XPlane(Light, in).Ops {
		if o.Kind == Path && strings.HasSuffix(o.D, "Z") {
			lines = append(lines, o.D)
		}
	}
	const want = "M180.0 270.0L236.3 270.0L180.0 225.0ZM123.8 180.0L67.5 180.0L123.8 135.0Z"
	if len(lines) != 2 || lines[0] != want || lines[1] != want {
		t.Errorf("drawn are %q, want %s twice: casing and line", lines, want)
	}
}

// paths checks that the data of every path is made of M, L and Z with coordinates within bounds.
func paths(t *testing.T, s Scene) {
	t.Helper()
	token := regexp.MustCompile(`^(?:[ML]-?\d+\.\d -?\d+\.\d|Z)`)
	for _, o := range s.Ops {
		if !finite(o.X) || !finite(o.Y) || !finite(o.W) || !finite(o.H) || o.Alpha <= 0 || o.Alpha > 1 {
			t.Fatalf("an operation has no place: %+v", o)
		}
		if o.Kind == Path && !strings.HasPrefix(o.D, "M") {
			t.Fatalf("a path starts with %.20q", o.D)
		}
		for d := o.D; d != ""; {
			m := token.FindString(d)
			if m == "" {
				t.Fatalf("path data %.40q", d)
			}
			for v := range strings.FieldsSeq(strings.Trim(m, "MLZ")) {
				if f, err := strconv.ParseFloat(v, 64); err != nil || math.Abs(f) > 1e6 {
					t.Fatalf("coordinate %s", v)
				}
			}
			d = d[len(m):]
		}
	}
}

// FuzzScenes feeds any bits as numbers, NaN and infinities among them.
func FuzzScenes(f *testing.F) {
	f.Add([]byte("\x00\x00\xc0\x7f\x00\x00\x80\x7f\x00\x00\x80\xff\x00\x00\x80\x3f\x00\x00\x00\x40"), -1.0, 1.0, 300.0)
	f.Add(bytes.Repeat([]byte{0x3f, 0x80, 0x12, 0x40}, 40), 0.0, math.Inf(1), 200.0)
	f.Add(bytes.Repeat([]byte{0xff, 0xff, 0x7f, 0x7f, 1, 2, 3, 0x40}, 40), 1e9, 1.1e9, 1e-3)
	rng := rand.New(rand.NewPCG(4, 4))
	for range 50 {
		b := make([]byte, 4*(1+rng.IntN(120)))
		for i := 0; i < len(b); i += 4 {
			v := float32(3 * rng.NormFloat64())
			if rng.IntN(8) == 0 {
				v = math.Float32frombits(rng.Uint32())
			}
			binary.LittleEndian.PutUint32(b[i:], math.Float32bits(v))
		}
		f.Add(b, -2.0, 2.0, 320.0)
	}
	f.Fuzz(func(t *testing.T, b []byte, lo, hi, size float64) {
		v := make([]float32, len(b)/4)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		n := int(math.Sqrt(float64(len(v))))
		view := View{MinX: lo, MaxX: hi, MinY: lo, MaxY: hi, W: size, H: size}
		x := XPlaneInput{View: view, N: n, LogP: v[:n*n], Levels: v[:min(3, len(v))], Data: v, Samples: v, NameX: "a",
			NameY: string(b)}
		paths(t, XPlane(Light, x))
		x.Rings = [][]float32{v[:len(v)/2], v, nil}
		paths(t, XPlane(Light, x))
		x.LogP = nil
		paths(t, XPlane(Dark, x))
		for _, p := range prior.All {
			paths(t, ZPlane(Light, ZPlaneInput{View: view, Latent: v, Prior: p}))
		}
		steps := make([]float64, len(v))
		for i := range steps {
			steps[i] = float64(v[i])
		}
		paths(t, Loss(Dark, LossInput{W: size, H: size, Steps: steps, Train: v, Valid: v, HasLimits: true, Entropy: lo,
			Floor: hi}))
		paths(t, Thumb(Light, size, v))
		paths(t, Curve(Light, CurveInput{W: size, H: size, Lo: lo, Hi: hi, Y: v, Met: v[:n], MinY: lo, MaxY: hi, Name: "m"}))
		paths(t, Spectrum(Dark, SpectrumInput{W: size, H: size, Values: v}))
		paths(t, Batch(Light, BatchInput{View: view.Within(2*size, size), Data: v, Batch: v}))
		paths(t, PIT(Light, PITInput{W: size, H: size, Bins: v, Noise: hi}))
		c := CornerColumn{Name: "c", Lo: lo, Hi: hi, Bins: v, Marginal: v[:n]}
		corner := CornerInput{
			W: size, H: size, Columns: []CornerColumn{c, c}, N: n, Margin: 0.3, Grids: v[:n*n], Levels: v[:min(1,
				len(v))], Masses: []float64{0.5}[:min(1, len(v))],
			Dots: v, Marked: v[:min(2, len(v))],
		}
		paths(t, CornerModel(Light, corner))
		corner.Outlines, corner.OutlineLevels = corner.Grids, corner.Levels
		paths(t, CornerData(Dark, corner))
	})
}

func TestLossKeepsToItsBox(t *testing.T) {
	in := losses(400)
	in.Train[0], in.Train[200] = 1e9, 300 // a first step and a spike that must not flatten the rest
	s := Loss(Light, in)
	paths(t, s)
	var labels []Op
	for _, o := range s.Ops {
		if o.Kind == Text && (strings.HasPrefix(o.Text, "H ") || strings.HasPrefix(o.Text, "floor ") || o.Text == "1.42") {
			labels = append(labels, o)
		}
		for _, p := range strings.FieldsFunc(o.D, func(r rune) bool { return r == 'M' || r == 'L' || r == 'Z' }) {
			_, y, _ := strings.Cut(p, " ")
			if v, _ := strconv.ParseFloat(y, 64); v < 17 || v > in.H-17 {
				t.Fatalf("a line leaves the box at %s", p)
			}
		}
	}
	if len(labels) != 2 || labels[0].Text != "H = floor" || labels[1].Text != "1.42" ||
		labels[1].Y-labels[0].Y < textSize {
		t.Fatalf("the label of equal limits: %+v", labels)
	}
	// The plateau, within 0.1 of 1.45, is told apart from the limit 1.42: the range is of its order.
	for _, o := range s.Ops {
		if o.Kind == Text && o.X < 34 && o.Text != "nats" {
			if v := parseLabel(t, o.Text); v > 5 {
				t.Fatalf("the axis reaches %g", v)
			}
		}
	}
}

func TestLossDrawsASinglePoint(t *testing.T) {
	nan := float32(math.NaN())
	s := Loss(Light, LossInput{W: 264, H: 140, Steps: []float64{10, 20}, Train: []float32{nan, 2},
		Valid: []float32{nan, nan}})
	paths(t, s)
	found := false
	for _, o := range s.Ops {
		if a, b, ok := strings.Cut(strings.TrimPrefix(o.D, "M"), "L"); ok && a == b && o.Stroke == Light.Model {
			found = true
		}
	}
	if !found {
		t.Fatal("one measured loss is not drawn as a dot")
	}
}

// The gap between the limits is shaded and named where there is room, and only where it is worth a word.
func TestLossShadesThePriceOfConstantVolume(t *testing.T) {
	for _, c := range []struct {
		floor, h float64
		band     bool
		words    string
	}{{1.42, 140, false, ""}, {1.46, 140, false, ""}, {1.52, 140, true, ""}, {3.4, 140, true,
		"the price of|constant volume"}, {3.4, 60, true, ""}} {
		in := losses(60)
		in.H, in.Floor, in.Words.Price = c.h, c.floor, "the price of constant volume"
		band, words := false, []string{}
		for _, o := range Loss(Light, in).Ops {
			band = band || o.Fill == Light.Prior
			if strings.Contains(in.Words.Price, o.Text) && o.Text != "" {
				words = append(words, o.Text)
			}
		}
		if band != c.band || strings.Join(words, "|") != c.words {
			t.Errorf("floor %v, height %v: shaded %v, words %q", c.floor, c.h, band, words)
		}
	}
}

// A spectrum of many values is one line that keeps their order and their area.
func TestSpectrumOfManyValues(t *testing.T) {
	for _, n := range []int{49, 784, 4096} {
		values := make([]float32, n)
		for i := range values {
			values[i] = float32(n - i)
		}
		s := Spectrum(Light, SpectrumInput{W: 300, H: 120, Values: values})
		paths(t, s)
		var fill string
		for _, o := range s.Ops {
			if o.Fill == Light.Model {
				fill = o.D
			}
		}
		area, x0, y0, last := 0.0, 36.0, 100.0, 0.0
		for v := range strings.FieldsFuncSeq(strings.Trim(fill, "MZ"), func(r rune) bool { return r == 'L' }) {
			xs, ys, _ := strings.Cut(v, " ")
			x, _ := strconv.ParseFloat(xs, 64)
			y, _ := strconv.ParseFloat(ys, 64)
			if y < last {
				t.Fatalf("%d values: the line rises at %v", n, x)
			}
			area += (x - x0) * (100 - (y+y0)/2)
			if x0, y0 = x, y; y < 100 {
				last = y
			}
		}
		// A triangle, as high as the box but for 6%.
		if want := 252 * 88 / 1.06 / 2; math.Abs(area-want) > 0.03*want {
			t.Errorf("%d values: the area is %v, should be %v", n, area, want)
		}
	}
}
