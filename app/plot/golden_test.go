//go:build !js

package plot

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"flag"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"nicelab/flow/prior"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestGolden(t *testing.T) {
	x := crescent(24, 80)
	x.Samples, x.Data = x.Data[:60], x.Data[60:]
	ringed := x
	ringed.Rings = nil
	for _, mass := range []float64{0.5, 0.9, 0.99} {
		var ring []float32
		for _, z := range (prior.Gaussian{}).Ring(mass) {
			ring = append(ring, float32(z[0]), float32(0.6*z[0]*z[0]+0.4*z[1]))
		}
		ringed.Rings = append(ringed.Rings, ring)
	}
	empty := XPlaneInput{View: x.View, Data: x.Data, NameX: "eruptions", NameY: "waiting"}
	z := ZPlaneInput{View: View{MinX: -7.5, MaxX: 7.5, MinY: -7.5, MaxY: 7.5, W: 360, H: 360}, Latent: x.Data, NameX: "z1",
		NameY: "z2", Prior: prior.Gaussian{}}
	logistic := z
	logistic.Prior = prior.Logistic{}
	some := func(n int) []bool {
		mask := make([]bool, n)
		for i := range mask {
			mask[i] = i%3 == 0
		}
		return mask
	}
	xPicked, zPicked, paperPicked := ringed, z, empty
	xPicked.Samples, xPicked.Picked = nil, some(len(x.Data)/2)
	zPicked.Picked, paperPicked.Picked = some(len(x.Data)/2), some(len(x.Data)/2)
	gap := losses(50)
	gap.Entropy, gap.Floor, gap.Words.Price = 0.534, 2.166, "the price of constant volume"
	coupling := parabola(200, 150)
	many := make([]float32, 784)
	for i := range many {
		many[i] = float32(3 * math.Exp(-float64(i)/150))
	}
	uniform := PITInput{W: 180, H: 140, Noise: 0.2, Name: "z1"}
	for i := range 20 {
		uniform.Bins = append(uniform.Bins, float32(1+0.3*math.Sin(float64(7*i))))
	}
	off := PITInput{W: 180, H: 140, Noise: 0.2, Name: "z2", Bins: []float32{0, 0.1, 0.3, 0.9, 1.6, 2.4, 2.7, 2.4, 1.6, 0.9,
		0.3, 0.1}}
	marked := losses(50)
	marked.Marked, marked.Mark = true, 0.4*float64(marked.Steps[49])
	bent, atZ := sheared(12, 4, 0.7, 1), sheared(12, 4, 0.7, 1.6)
	atZ.Prior, atZ.Picked = prior.Gaussian{}, make([]bool, 60)
	for i := range 12 {
		atZ.Picked[i] = true
	}
	for _, c := range []struct {
		name string
		draw func(Theme) Scene
	}{
		{"xplane", func(t Theme) Scene { return XPlane(t, x) }},
		{"xplane-rings", func(t Theme) Scene { return XPlane(t, ringed) }},
		{"xplane-empty", func(t Theme) Scene { return XPlane(t, empty) }},
		{"zplane", func(t Theme) Scene { return ZPlane(t, z) }},
		{"zplane-logistic", func(t Theme) Scene { return ZPlane(t, logistic) }},
		{"xplane-picked", func(t Theme) Scene { return XPlane(t, xPicked) }},
		{"xplane-empty-picked", func(t Theme) Scene { return XPlane(t, paperPicked) }},
		{"zplane-picked", func(t Theme) Scene { return ZPlane(t, zPicked) }},
		{"lasso", func(Theme) Scene { return Lasso(x.View, []float32{-1, 0, 1, 0.2, 0.8, 2, -0.5, 1.5}) }},
		{"layer", func(t Theme) Scene { return Layer(t, bent) }},
		{"layer-z", func(t Theme) Scene { return Layer(t, atZ) }},
		{"layer-thumb", func(t Theme) Scene { return LayerThumb(t, 64, bent) }},
		{"loss", func(t Theme) Scene { return Loss(t, losses(60)) }},
		{"loss-gap", func(t Theme) Scene { return Loss(t, gap) }},
		{"loss-marked", func(t Theme) Scene { return Loss(t, marked) }},
		{"loss-empty", func(t Theme) Scene { return Loss(t, LossInput{W: 264, H: 140, Words: losses(0).Words}) }},
		{"curve", func(t Theme) Scene { return Curve(t, coupling) }},
		{"spectrum-2", func(t Theme) Scene {
			return Spectrum(t, SpectrumInput{W: 240, H: 140,
				Values: []float32{1.03, 0.05}})
		}},
		{"spectrum-13", func(t Theme) Scene { return Spectrum(t, SpectrumInput{W: 240, H: 140, Values: many[200:213]}) }},
		{"spectrum-784", func(t Theme) Scene { return Spectrum(t, SpectrumInput{W: 240, H: 140, Values: many}) }},
		{"pit", func(t Theme) Scene { return PIT(t, uniform) }},
		{"pit-off", func(t Theme) Scene { return PIT(t, off) }},
		{"batch", func(t Theme) Scene {
			return Batch(t, BatchInput{View: x.View.Within(300, 150), Data: x.Data, Batch: x.Samples})
		}},
		{"corner", func(t Theme) Scene { return CornerModel(t, cornered(3, 420)) }},
		{"corner-data", func(t Theme) Scene { return CornerData(t, cornered(3, 420)) }},
		{"stretch", func(t Theme) Scene { return Stretch(t, stretched()) }},
		{"shear", func(t Theme) Scene { return Shear(t, shear()) }},
		{"thumb", func(t Theme) Scene { return Thumb(t, 64, []float32{0, 0, -1, -1, 1, 1, 0.5, -0.5}) }},
	} {
		for _, theme := range []Theme{Light, Dark} {
			name := c.name + "-light"
			if theme.Dark {
				name = c.name + "-dark"
			}
			t.Run(name, func(t *testing.T) {
				var got bytes.Buffer
				if err := SVG(&got, c.draw(theme)); err != nil {
					t.Fatal(err)
				}
				file := filepath.Join("testdata", name+".svg")
				if *update {
					if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(file)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(unpacked(t, got.Bytes()), unpacked(t, want)) {
					t.Errorf("%s is drawn differently; look at it, then run go test -update", file)
				}
			})
		}
	}
}

// bent is z = 2 x, so that everything in the picture is known.
func stretched() StretchInput {
	in := StretchInput{
		W: 360, H: 240, Reach: 3, Top: 1, X: []float64{-0.5, 0, 0.5}, Z: []float64{-1, 0, 1}, BandX: 0.25, BandZ: 0.5,
		NamePrior: "prior", NameDensity: "p(x)",
	}
	for i := -30; i <= 30; i++ {
		v := float64(i) / 10
		p := func(z float64) float32 { return float32(math.Exp(-z*z/2) / math.Sqrt(2*math.Pi)) }
		in.Curve = append(in.Curve, float32(v), float32(2*v))
		in.Prior = append(in.Prior, float32(v), p(v))
		in.Density = append(in.Density, float32(v), 2*p(2*v))
	}
	return in
}

func shear() ShearInput {
	return ShearInput{
		W: 240, H: 160, Reach: 2, NameX: "x1", NameY: "x2",
		Across: [][]float32{{-1, -1, 1, 0}, {-1, 0, 1, 1}}, Up: [][]float32{{-1, -1, -1, 0},
			{1, 0, 1, 1}}, Cell: []float32{-1, -1, 1, 0, 1, 1, -1, 0},
	}
}

// unpacked replaces embedded pictures by their pixels, since compressors differ between versions of Go.
func unpacked(t *testing.T, svg []byte) []byte {
	return regexp.MustCompile(`base64,[^"]*`).ReplaceAllFunc(svg, func(b []byte) []byte {
		data, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(string(b), "base64,"))
		if err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		var pixels []byte
		for y := range m.Bounds().Dy() {
			for x := range m.Bounds().Dx() {
				r, g, b, a := m.At(x, y).RGBA()
				pixels = append(pixels, byte(r), byte(g), byte(b), byte(a))
			}
		}
		return []byte(base64.StdEncoding.EncodeToString(pixels))
	})
}

func TestSVGIsWellFormedWhateverAColumnIsCalled(t *testing.T) {
	in := crescent(8, 5)
	in.NameX, in.NameY = "<&\"\x00\xff", "</svg>"
	var b bytes.Buffer
	if err := SVG(&b, XPlane(Light, in)); err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(&b); ; {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
