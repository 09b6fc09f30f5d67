package plot

import (
	"math"
	"math/rand/v2"
	"testing"
)

// sample evaluates f on n x n points of [-1, 1]^2.
func sample(n int, f func(x, y float64) float64) []float32 {
	g := make([]float32, n*n)
	for r := range n {
		for c := range n {
			g[r*n+c] = float32(f(2*float64(c)/float64(n-1)-1, 2*float64(r)/float64(n-1)-1))
		}
	}
	return g
}

// bumps is a density with several modes, some cut by the border.
func bumps(rng *rand.Rand) func(x, y float64) float64 {
	var m [6][3]float64
	for i := range m {
		m[i] = [3]float64{2.4*rng.Float64() - 1.2, 2.4*rng.Float64() - 1.2, 0.1 + 0.3*rng.Float64()}
	}
	return func(x, y float64) float64 {
		p := 0.0
		for _, b := range m {
			p += math.Exp(-((x-b[0])*(x-b[0])+(y-b[1])*(y-b[1]))/(2*b[2]*b[2])) / (b[2] * b[2])
		}
		return math.Log(p)
	}
}

func bilinear(g []float32, n int, x, y float64) float64 {
	c, r := min(int(x), n-2), min(int(y), n-2)
	u, v := x-float64(c), y-float64(r)
	k := r*n + c
	return (1-v)*((1-u)*float64(g[k])+u*float64(g[k+1])) + v*((1-u)*float64(g[k+n])+u*float64(g[k+n+1]))
}

// area is that of a closed contour in grid cells, positive when counter-clockwise.
func area(xy []float64) float64 {
	a := 0.0
	for i := 0; i < len(xy); i += 2 {
		j := (i + 2) % len(xy)
		a += xy[i]*xy[j+1] - xy[j]*xy[i+1]
	}
	return a / 2
}

func TestContourLiesOnItsLevelAndEndsAtTheBorder(t *testing.T) {
	const n = 48
	closed, open := 0, 0
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 1))
		g := sample(n, bumps(rng))
		trace := newTracer(n)
		for _, level := range []float32{-2, 0, 1, 2, 3} {
			vertices := 0
			for _, c := range trace.contours(g, level) {
				vertices += len(c.xy) / 2
				for i := 0; i < len(c.xy); i += 2 {
					x, y := c.xy[i], c.xy[i+1]
					if got := bilinear(g, n, x, y); math.Abs(got-float64(level)) > 1e-4 {
						t.Fatalf("seed %d: the line at %g passes (%g, %g), where the value is %g", seed, level, x, y, got)
					}
				}
				if c.closed {
					closed++
					continue
				}
				open++
				for _, i := range []int{0, len(c.xy) - 2} {
					x, y := c.xy[i], c.xy[i+1]
					if x != 0 && y != 0 && x != n-1 && y != n-1 {
						t.Fatalf("seed %d: the line at %g ends inside, at (%g, %g)", seed, level, x, y)
					}
				}
			}
			crossings := 0
			for r := range n {
				for c := range n {
					above := g[r*n+c] > level
					if c+1 < n && g[r*n+c+1] > level != above {
						crossings++
					}
					if r+1 < n && g[(r+1)*n+c] > level != above {
						crossings++
					}
				}
			}
			if vertices != crossings {
				t.Fatalf("seed %d: %d vertices for %d edges that cross %g", seed, vertices, crossings, level)
			}
		}
	}
	if closed < 20 || open < 20 {
		t.Fatalf("only %d closed and %d open lines were seen", closed, open)
	}
}

func TestContourOfADiscEnclosesItsArea(t *testing.T) {
	const n, radius = 64, 0.7
	g := sample(n, func(x, y float64) float64 { return -(x*x + y*y) / 2 })
	lines := newTracer(n).contours(g, -radius*radius/2)
	if len(lines) != 1 || !lines[0].closed {
		t.Fatalf("a disc gave %d lines", len(lines))
	}
	cell := 2.0 / (n - 1)
	got, want := math.Abs(area(lines[0].xy))*cell*cell, math.Pi*radius*radius
	if math.Abs(got/want-1) > 0.01 {
		t.Fatalf("area %g, want %g", got, want)
	}
}

func TestContourSaddleFollowsTheBilinearSurface(t *testing.T) {
	for _, sign := range []float32{1, -1} {
		// x*y or -x*y on one cell around the origin, where it has its saddle at 0.
		g := []float32{sign, -sign, -sign, sign}
		for _, level := range []float32{-0.25, 0.25} {
			lines := newTracer(2).contours(g, level)
			if len(lines) != 2 {
				t.Fatalf("sign %g, level %g: %d lines", sign, level, len(lines))
			}
			for _, c := range lines {
				// Each line cuts off a corner; below the saddle's value that is a low one.
				mx, my := (c.xy[0]+c.xy[2])/2-0.5, (c.xy[1]+c.xy[3])/2-0.5
				if float64(sign)*mx*my > 0 != (level > 0) {
					t.Fatalf("sign %g, level %g: a line cuts off the wrong corner: %v", sign, level, c.xy)
				}
			}
		}
	}
}

func TestContourStopsAtCellsThatAreNotFinite(t *testing.T) {
	const n = 20
	g := sample(n, func(x, y float64) float64 { return -(x*x + y*y) })
	g[10*n+4], g[10*n+15] = float32(math.NaN()), float32(math.Inf(-1))
	lines := newTracer(n).contours(g, -0.3)
	if len(lines) != 2 {
		t.Fatalf("a disc with two holes in its rim gave %d lines", len(lines))
	}
	for _, c := range lines {
		if c.closed {
			t.Fatal("a line closed across a hole")
		}
	}
}

func BenchmarkContours(b *testing.B) {
	g := sample(128, bumps(rand.New(rand.NewPCG(3, 1))))
	for b.Loop() {
		trace := newTracer(128)
		for _, level := range []float32{-1, 1, 2} {
			trace.contours(g, level)
		}
	}
}
