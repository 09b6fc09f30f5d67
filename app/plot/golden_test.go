//go:build !js

package plot

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"flag"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata anew")

func TestGolden(t *testing.T) {
	x := crescent(24, 80)
	x.Samples, x.Data = x.Data[:60], x.Data[60:]
	ringed := x
	ringed.Rings = nil
	for _, mass := range []float64{0.5, 0.9, 0.99} {
		var ring []float32
		for _, z := range gaussianRing(mass) {
			ring = append(ring, float32(z[0]), float32(0.6*z[0]*z[0]+0.4*z[1]))
		}
		ringed.Rings = append(ringed.Rings, ring)
	}
	empty := XPlaneInput{View: x.View, Data: x.Data, NameX: "eruptions", NameY: "waiting"}
	z := ZPlaneInput{View: View{MinX: -7.5, MaxX: 7.5, MinY: -7.5, MaxY: 7.5, W: 360, H: 360}, Latent: x.Data, NameX: "z1", NameY: "z2"}
	logistic := z
	logistic.Logistic = true
	gap := losses(50)
	gap.Entropy, gap.Floor = 0.534, 2.166
	for _, c := range []struct {
		name string
		draw func(Theme) Scene
	}{
		{"xplane", func(t Theme) Scene { return XPlane(t, x) }},
		{"xplane-rings", func(t Theme) Scene { return XPlane(t, ringed) }},
		{"xplane-empty", func(t Theme) Scene { return XPlane(t, empty) }},
		{"zplane", func(t Theme) Scene { return ZPlane(t, z) }},
		{"zplane-logistic", func(t Theme) Scene { return ZPlane(t, logistic) }},
		{"loss", func(t Theme) Scene { return Loss(t, losses(60)) }},
		{"loss-gap", func(t Theme) Scene { return Loss(t, gap) }},
		{"loss-empty", func(t Theme) Scene { return Loss(t, LossInput{W: 264, H: 140}) }},
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
