package dataset

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The plane outside this box holds less than 1e-6 of any preset at the noise tested.
const (
	boxLeft, boxBottom = -7.0, -7.0
	boxSide            = 21.0 // the crescent's horns are high
	boxBlocks          = 42   // a side, of 0.5
	testNoise          = 0.2
)

// boxMasses returns the mass of every block of the box by the midpoint rule on cells x cells points a block.
func boxMasses(density func(x, y float64) float64, cells int) (masses []float64, total float64) {
	h := boxSide / float64(boxBlocks*cells)
	masses = make([]float64, boxBlocks*boxBlocks)
	for j := range boxBlocks * cells {
		for i := range boxBlocks * cells {
			m := h * h * math.Exp(density(boxLeft+(float64(i)+0.5)*h, boxBottom+(float64(j)+0.5)*h))
			masses[j/cells*boxBlocks+i/cells] += m
			total += m
		}
	}
	return masses, total
}

func TestDensityIntegratesToOneAndMatchesCounts(t *testing.T) {
	const rows, n = 40_000, boxBlocks
	for _, p := range Presets() {
		cells := 5
		if p.Name == "two-scales" {
			cells = 10 // its small blob has a std of 0.05
		}
		masses, total := boxMasses(p.Density(testNoise), cells)
		if math.Abs(total-1) > 1e-4 {
			t.Errorf("%s: the density integrates to %v", p.Name, total)
		}
		counts := make([]float64, n*n)
		x := p.Sample(nil, rows, testNoise, seeded(11))
		for i := 0; i < len(x); i += 2 {
			const side = boxSide / n
			counts[int((float64(x[i+1])-boxBottom)/side)*n+int((float64(x[i])-boxLeft)/side)]++
		}
		// Blocks that expect fewer than 10 rows are pooled into one.
		var chi2, rest, restCount float64
		blocks := 0
		for k, m := range masses {
			if m*rows < 10 {
				rest += m * rows
				restCount += counts[k]
				continue
			}
			chi2 += (counts[k] - m*rows) * (counts[k] - m*rows) / (m * rows)
			blocks++
		}
		if math.Abs(restCount-rest) > 5*math.Sqrt(rest)+1 {
			t.Errorf("%s: %v rows in the sparse blocks, want %.1f", p.Name, restCount, rest)
		}
		// Chi-square of k degrees has mean k and variance 2k.
		if k := float64(blocks); math.Abs(chi2-k) > 5*math.Sqrt(2*k) {
			t.Errorf("%s: chi-square %.1f over %d blocks", p.Name, chi2, blocks)
		}
	}
}

func TestMeanLogDensityOfSamplesIsMinusEntropy(t *testing.T) {
	const rows = 4_000
	for _, noise := range []float64{MinNoise, DefaultNoise, MaxNoise} {
		for i, p := range Presets() {
			if noise == MinNoise && p.Name != "s-curve" && p.Name != "pinwheel" {
				continue // thousands of nodes under each point
			}
			density := p.Density(noise)
			x := p.Sample(nil, rows, noise, seeded(uint64(20+i)))
			var sum, squares float64
			for k := 0; k < len(x); k += 2 {
				v := -density(float64(x[k]), float64(x[k+1]))
				sum += v
				squares += v * v
			}
			mean := sum / rows
			se := math.Sqrt(max(0, squares/rows-mean*mean) / rows)
			if h := limits(p, noise).Entropy; math.Abs(mean-h) > 4*se+1e-4 {
				t.Errorf("%s at noise %v: mean -log p of samples %.4f +- %.4f, entropy %.4f", p.Name, noise, mean, se, h)
			}
		}
	}
}

// A curve's density against its definition, the mean over u of a Gaussian, by Simpson's rule on a fine comb.
func TestCurveDensityAgainstPlainIntegral(t *testing.T) {
	const teeth = 20_000
	for _, p := range Presets() {
		for _, noise := range []float64{MinNoise, DefaultNoise, MaxNoise} {
			tube, ok := p.at(noise).(tube)
			if !ok {
				continue
			}
			rng := seeded(5)
			for range 20 {
				// Points on the curve and up to four stds off it, the ends of open curves among them.
				c := tube.curves[rng.IntN(len(tube.curves))]
				x, y := c(math.Round(4*rng.Float64()) / 4)
				x += noise * 8 * (rng.Float64() - 0.5)
				y += noise * 8 * (rng.Float64() - 0.5)
				var sum float64
				for _, c := range tube.curves {
					for k := range teeth + 1 {
						weight := float64(2+2*(k&1)) / 3
						if k == 0 || k == teeth {
							weight = 1. / 3
						}
						cx, cy := c(float64(k) / teeth)
						sum += weight * math.Exp(-((x-cx)*(x-cx)+(y-cy)*(y-cy))/(2*noise*noise))
					}
				}
				want := math.Log(sum / float64(teeth*len(tube.curves)) / (2 * math.Pi * noise * noise))
				if got := p.LogDensity(x, y, noise); math.Abs(got-want) > 1e-5 {
					t.Errorf("%s at noise %v: log p(%v, %v) = %v, want %v", p.Name, noise, x, y, got, want)
				}
			}
		}
	}
}

func TestWarpsKeepAreasAndUndo(t *testing.T) {
	for _, name := range []string{"crescent", "pinwheel"} {
		w := mustLookup(t, name).at(DefaultNoise).(warped)
		rng := seeded(8)
		for range 200 {
			x, y := 6*rng.Float64()-3, 6*rng.Float64()-3
			bx, by := w.flatten(w.bend(x, y))
			if math.Hypot(bx-x, by-y) > 1e-12 {
				t.Fatalf("%s: flatten(bend(%v, %v)) = %v, %v", name, x, y, bx, by)
			}
			const e = 1e-5
			x1, y1 := w.bend(x+e, y)
			x0, y0 := w.bend(x-e, y)
			x3, y3 := w.bend(x, y+e)
			x2, y2 := w.bend(x, y-e)
			if det := ((x1-x0)*(y3-y2) - (x3-x2)*(y1-y0)) / (4 * e * e); math.Abs(det-1) > 1e-6 {
				t.Fatalf("%s: Jacobian determinant %v at %v, %v", name, det, x, y)
			}
		}
	}
}

// A rotated Gaussian against its definition by the distances along and across its axis.
func TestGaussian(t *testing.T) {
	const along, across, angle = 0.7, 0.2, 0.8
	g := newGaussian(0.3, 1, -2, along, across, angle)
	sin, cos := math.Sincos(angle)
	rng := seeded(2)
	for range 50 {
		u, v := rng.NormFloat64(), rng.NormFloat64()
		x := 1 + cos*along*u - sin*across*v
		y := -2 + sin*along*u + cos*across*v
		want := math.Log(0.3/(2*math.Pi*along*across)) - (u*u+v*v)/2
		if got := g.logDensity(x, y); math.Abs(got-want) > 1e-12*math.Abs(want)+1e-12 {
			t.Fatalf("log density %v, want %v", got, want)
		}
	}
}

func TestDensityIsFiniteFarAway(t *testing.T) {
	for _, p := range Presets() {
		for _, at := range []float64{20, -300} {
			got := p.LogDensity(at, at, MinNoise)
			if p.Name == "checkerboard" {
				if !math.IsInf(got, -1) {
					t.Errorf("checkerboard: log p %v outside the board", got)
				}
			} else if math.IsInf(got, 0) || math.IsNaN(got) || got > -50 {
				t.Errorf("%s: log p(%v, %v) = %v", p.Name, at, at, got)
			}
		}
	}
}

// scripted is a random source that gives the numbers of a list in turn.
type scripted []uint64

func (s *scripted) Uint64() uint64 {
	v := (*s)[0]
	*s = (*s)[1:]
	return v
}

// A point of the checkerboard has a density as the float32 numbers that it becomes, also next to the far edges of its
// square.
func TestTheCheckerboardHoldsItsPoints(t *testing.T) {
	p, _ := Lookup("checkerboard")
	for _, u := range []uint64{0, math.MaxUint64} {
		for column := range uint64(4) {
			for row := range uint64(2) {
				x := p.Sample(nil, 1, 0, rand.New(&scripted{column, row, u, u}))
				if lp := p.LogDensity(float64(x[0]), float64(x[1]), 0); lp != -math.Log(boardArea) {
					t.Errorf("column %d, row %d: the density of %v is exp(%v)", column, row, x, lp)
				}
			}
		}
	}
}
