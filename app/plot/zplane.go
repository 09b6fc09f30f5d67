package plot

import (
	"math"
	"strconv"
)

// ZPlaneInput is the picture of the latent space.
type ZPlaneInput struct {
	View         View
	Latent       []float32 // n rows of 2: the data under z = f(x)
	Picked       []bool    // as in XPlaneInput, of Latent
	Kind         []byte    // likewise
	Prior        Law       // of the latents, whose rings are drawn; nil draws none
	NameX, NameY string
}

// Law is a prior, as far as it is drawn. A ring is the smallest region of two coordinates that holds a mass, as a
// polygon; a square around 0 that reaches so far to each side shows all but the rarest.
type Law interface {
	Ring(mass float64) [][2]float64
	Reach() float64
}

// LatentView is what the z-plane shows of a prior; of none it is nothing.
func LatentView(prior Law, w, h float64) View {
	if prior == nil {
		return View{W: w, H: h}
	}
	r := prior.Reach()
	return View{MinX: -r, MaxX: r, MinY: -r, MaxY: r, W: w, H: h}
}

// ZPlane draws the level sets of the prior that enclose 50, 90 and 99% of it, each labelled so, and the latents as
// dots. Rows that are not finite are left out.
func ZPlane(t Theme, in ZPlaneInput) Scene {
	v := in.View
	s := Scene{W: v.W, H: v.H}
	if !v.usable() {
		return s
	}
	s.fill(t.Paper)
	cross(&s, t, v)

	picked(&s, v, in.Latent, in.Picked, in.Kind, t.Kinds[:], t.Data, "", t.Ink, 0.85)
	massRings(&s, t, v, in.Prior)
	frame{view: v, nameX: in.NameX, nameY: in.NameY, ink: t.Soft, ground: t.Paper}.draw(&s)
	return s
}

// massRings draws the level sets of the prior that enclose 50, 90 and 99% of it.
func massRings(s *Scene, t Theme, v View, prior Law) {
	if prior == nil {
		return
	}
	var rings, pills path
	var labels []Op
	for _, mass := range []float64{0.5, 0.9, 0.99} {
		ring := prior.Ring(mass)
		top := math.Inf(-1)
		for i, z := range ring {
			x, y := v.Pixel(z[0], z[1])
			// A ring far outside a narrow view needs no precision there, only bounds.
			x, y = math.Max(-1e5, math.Min(1e5, x)), math.Max(-1e5, math.Min(1e5, y))
			if i == 0 {
				rings.move(x, y)
			} else {
				rings.line(x, y)
			}
			top = math.Max(top, z[1])
		}
		rings.close()
		x, y := v.Pixel(0, top)
		text := strconv.FormatFloat(math.Round(1000*mass)/10, 'f', -1, 64) + "%"
		if w := textWidth(text); x > w && x < v.W-w && y > textSize && y < v.H-textSize {
			pills.move(x-w/2+3, y)
			pills.line(x+w/2-3, y)
			labels = append(labels, Op{
				Kind: Text, X: x, Y: y + 0.36*textSize, Text: text, Size: textSize, Anchor: "middle", Fill: t.Soft, Alpha: 1,
			})
		}
	}
	s.stroke(rings, t.Paper, 3.4, 0.7)
	s.stroke(rings, t.Prior, 1.3, 1)
	s.stroke(pills, t.Paper, textSize+3, 0.9)
	s.Ops = append(s.Ops, labels...)
}

// cross draws hairlines through the origin.
func cross(s *Scene, t Theme, v View) {
	var p path
	x, y := v.Pixel(0, 0)
	if x > 0 && x < v.W {
		p.move(x, 0)
		p.line(x, v.H)
	}
	if y > 0 && y < v.H {
		p.move(0, y)
		p.line(v.W, y)
	}
	s.stroke(p, t.Line, 1, 1)
}
