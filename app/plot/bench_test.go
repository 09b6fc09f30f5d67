package plot

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/prior"
)

// crescent is x2 = .6 x1^2 + .4 noise with Gaussian x1: log p on n x n points of its view, and
// points drawn from it.
func crescent(n, points int) XPlaneInput {
	in := XPlaneInput{
		View: View{MinX: -3.2, MaxX: 3.2, MinY: -2, MaxY: 6, W: 360, H: 360},
		N:    n, LogP: make([]float32, n*n), NameX: "x1", NameY: "x2",
	}
	peak := -math.Log(2 * math.Pi * 0.4)
	for _, outside := range []float64{0.5, 0.1, 0.01} {
		in.Levels = append(in.Levels, float32(peak+math.Log(outside)))
	}
	for r := range n {
		for c := range n {
			x, y := in.View.Data(float64(c)/float64(n-1)*in.View.W, (1-float64(r)/float64(n-1))*in.View.H)
			d := (y - 0.6*x*x) / 0.4
			in.LogP[r*n+c] = float32(peak - (x*x+d*d)/2)
		}
	}
	rng := rand.New(rand.NewPCG(7, 7))
	for range points {
		a := rng.NormFloat64()
		in.Data = append(in.Data, float32(a), float32(0.6*a*a+0.4*rng.NormFloat64()))
	}
	return in
}

func losses(points int) LossInput {
	in := LossInput{W: 264, H: 140, Words: LossWords{"nats", "step", "train", "held out", "floor", ""}, HasLimits: true,
		Entropy: 1.42, Floor: 1.42}
	rng := rand.New(rand.NewPCG(8, 7))
	for i := range points {
		mean := 1.45 + 40*math.Exp(-float64(i)/2) + 1.2*math.Exp(-6*float64(i)/float64(points))
		in.Steps = append(in.Steps, float64(3000*i/points))
		in.Train = append(in.Train, float32(mean+0.08*rng.NormFloat64()))
		valid := float32(math.NaN())
		if i%4 == 0 {
			valid = float32(mean)
		}
		in.Valid = append(in.Valid, valid)
	}
	return in
}

// parabola is a coupling that unbends the crescent, met by Gaussian rows.
func parabola(w, h float64) CurveInput {
	in := CurveInput{W: w, H: h, Lo: -3.4, Hi: 3.4, MinY: -4, MaxY: 1, Name: "h2 += m1(h1)"}
	for i := range 129 {
		x := in.Lo + (in.Hi-in.Lo)*float64(i)/128
		in.Y = append(in.Y, float32(0.6-0.35*x*x))
	}
	for i := range 40 {
		x := in.Lo + (in.Hi-in.Lo)*(float64(i)+0.5)/40
		in.Met = append(in.Met, float32(math.Floor(100*math.Exp(-x*x/2))/100))
	}
	return in
}

// BenchmarkNetwork draws what the page shows of the default model's network.
func BenchmarkNetwork(b *testing.B) {
	in, pit := parabola(210, 180), PITInput{W: 200, H: 150, Noise: 0.2, Name: "z1", Bins: make([]float32, 20)}
	b.ReportAllocs()
	for b.Loop() {
		for range 4 {
			Curve(Light, in)
		}
		for range 2 {
			PIT(Light, pit)
		}
		Spectrum(Light, SpectrumInput{W: 240, H: 150, Values: []float32{1, 0.1}})
	}
}

func BenchmarkXPlane(b *testing.B) {
	in := crescent(128, 2000)
	b.ReportAllocs()
	for b.Loop() {
		XPlane(Light, in)
	}
}

func BenchmarkZPlane(b *testing.B) {
	in := ZPlaneInput{View: View{MinX: -4, MaxX: 4, MinY: -4, MaxY: 4, W: 400, H: 400}, Latent: crescent(2, 2000).Data,
		Prior: prior.Logistic{}}
	b.ReportAllocs()
	for b.Loop() {
		ZPlane(Light, in)
	}
}

func BenchmarkLayer(b *testing.B) {
	in := sheared(16, 6, 0.7, 1)
	in.Data = crescent(2, 2000).Data
	b.ReportAllocs()
	for b.Loop() {
		Layer(Light, in)
	}
}

func BenchmarkLoss(b *testing.B) {
	in := losses(4000)
	b.ReportAllocs()
	for b.Loop() {
		Loss(Light, in)
	}
}
