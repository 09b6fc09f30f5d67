// Package plot turns numbers into pictures: each function takes plain slices and returns a
// Scene, a short list of drawing operations that the page paints on a canvas and that tests
// write as SVG. It knows no browser and keeps no state.
package plot

import (
	"math"
	"strconv"
	"strings"
)

//go:generate node gen/cividis.mjs ../../web

// Theme is the palette of one appearance, as CSS colours. One colour has one meaning: Data is the
// person's data, Model what was learned, Prior the density that the data is mapped to.
type Theme struct {
	Paper, Ink, Soft, Line     string // background, text, quiet text, hairlines
	Data, Model, Prior, Sample string
	Contour                    string    // lines and text over the density
	Kinds                      [7]string // rows of several kinds, told apart without red and green; the last: all others
	Dark                       bool
}

// Light and Dark are the two appearances of the page.
var (
	Light = Theme{
		Paper: "#ffffff", Ink: "#1d1c24", Soft: "#686673", Line: "#e6e3dc",
		Data: "#d9691e", Model: "#2f5fd0", Prior: "#8a8796", Sample: "#ffffff", Contour: "#ffffff",
		Kinds: [7]string{"#d9691e", "#7b2d8b", "#1d1c24", "#b89200", "#0f8a8a", "#c978b5", "#8a8796"},
	}
	Dark = Theme{
		Paper: "#191b21", Ink: "#ecebf1", Soft: "#9a98a6", Line: "#2a2c35",
		Data: "#ff9a52", Model: "#8aa9ff", Prior: "#7d7b8a", Sample: "#ffffff", Contour: "#ffffff",
		Kinds: [7]string{"#ff9a52", "#d58be8", "#ffffff", "#f0e442", "#5fd4d0", "#f7c6e3", "#9a98a6"},
		Dark:  true,
	}
)

// Kind says what an Op draws.
type Kind int

const (
	Image Kind = iota
	Path
	Text
)

// Op is one drawing operation. Lengths are CSS pixels with y downwards. Alpha is always set; 1 is opaque.
type Op struct {
	Kind Kind

	// Image: Pixels is opaque RGBA, Rows rows of Cols from the top, stretched with smoothing over
	// the rectangle, which may reach beyond the scene. Text: its baseline starts, is centred or
	// ends (Anchor) at X, Y.
	Pixels     []byte
	Cols, Rows int
	X, Y, W, H float64

	// Path: D is SVG path data of "Mx y", "Lx y" and "Z" with one decimal. Fill and Stroke are
	// empty where there is none. Round caps and joins turn "Mx yLx y" into a dot of diameter Width.
	D            string
	Stroke, Fill string // Text is drawn in Fill
	Width, Alpha float64
	Dash         []float64
	Round        bool
	EvenOdd      bool // a region within another is a hole, whichever way its border runs

	Text   string
	Size   float64
	Anchor string // start, middle or end
	Bold   bool
	Up     bool // it reads upwards
}

// Scene is a picture of W x H CSS pixels; its operations are painted in order and clipped to it.
type Scene struct {
	W, H float64
	Ops  []Op
}

func (s *Scene) add(o Op) { s.Ops = append(s.Ops, o) }

func (s *Scene) fill(colour string) {
	s.add(Op{Kind: Path, D: rect(0, 0, s.W, s.H), Fill: colour, Alpha: 1})
}

func (s *Scene) stroke(p path, colour string, width, alpha float64) {
	if len(p) > 0 {
		s.add(Op{Kind: Path, D: string(p), Stroke: colour, Width: width, Alpha: alpha, Round: true})
	}
}

func (s *Scene) text(x, y float64, text, anchor, colour string) {
	s.add(Op{Kind: Text, X: x, Y: y, Text: text, Size: textSize, Anchor: anchor, Fill: colour, Alpha: 1})
}

// title writes what a small picture shows over its upper left corner, cut to the picture's width.
func (s *Scene) title(x float64, text, colour string) {
	const larger = 1.2 // than plain text
	if text = shorten(text, (s.W-x)/larger); text != "" {
		s.add(Op{Kind: Text, X: x, Y: 18, Text: text, Size: textSize + 1, Anchor: "start", Fill: colour, Alpha: 1,
			Bold: true})
	}
}

const textSize = 11

// textWidth estimates the width of text in the page's sans serif; it errs on the wide side.
func textWidth(text string) float64 {
	ems := 0.0
	for _, r := range text {
		switch {
		case r == '−':
			ems += 0.84
		case strings.ContainsRune("mMW@%", r) || r >= 0x2000: // letters of the Far East fill a square
			ems += 1
		case r >= 'A' && r <= 'Z' || r == 'w' || r >= 0x80:
			ems += 0.8
		case strings.ContainsRune(" .,:;'|!ijl", r):
			ems += 0.35
		case strings.ContainsRune("tfr-()", r):
			ems += 0.42
		default:
			ems += 0.64
		}
	}
	return textSize * ems
}

// path is SVG path data under construction. Its callers pass finite coordinates within 1e6 pixels.
type path []byte

func (p *path) move(x, y float64) { p.vertex('M', x, y) }
func (p *path) line(x, y float64) { p.vertex('L', x, y) }
func (p *path) close()            { *p = append(*p, 'Z') }

// dot draws one point when stroked with round caps.
func (p *path) dot(x, y float64) {
	p.move(x, y)
	p.line(x+0.1, y) // Firefox draws nothing of a line without length
}

func (p *path) vertex(op byte, x, y float64) {
	b := append(*p, op)
	b = appendTenths(b, x)
	b = append(b, ' ')
	*p = appendTenths(b, y)
}

// appendTenths writes v with one decimal. strconv.AppendFloat gives the same digits but is
// several times slower, and a picture has thousands of coordinates.
func appendTenths(b []byte, v float64) []byte {
	n := int64(math.Round(10 * v))
	if n < 0 {
		b = append(b, '-')
		n = -n
	}
	b = strconv.AppendInt(b, n/10, 10)
	return append(b, '.', byte('0'+n%10))
}

func rect(x, y, w, h float64) string {
	var p path
	p.move(x, y)
	p.line(x+w, y)
	p.line(x+w, y+h)
	p.line(x, y+h)
	p.close()
	return string(p)
}
