package dataset

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"sort"
	"testing"
)

func limits(p Preset, noise float64) Limits { return run(p.NewLimits(noise)) }

func run(j *LimitsJob) Limits {
	for !j.Step() {
	}
	return j.Limits()
}

func within(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s: %.5f, want %.5f +- %g", what, got, want, tol)
	}
}

func TestCrescentReachesItsEntropy(t *testing.T) {
	for _, noise := range []float64{0.01, 0.05, 0.2, 0.5} {
		l := limits(mustLookup(t, "crescent"), noise)
		want := math.Log(2 * math.Pi * math.E * noise)
		within(t, fmt.Sprint("entropy at noise ", noise), l.Entropy, want, 1e-6)
		within(t, fmt.Sprint("Gaussian floor at noise ", noise), l.Floors["gaussian"], want, 1e-3)
	}
}

func TestCheckerboardIsUniform(t *testing.T) {
	l := limits(mustLookup(t, "checkerboard"), 0)
	within(t, "entropy", l.Entropy, math.Log(32), 1e-9)
	within(t, "Gaussian floor", l.Floors["gaussian"], 1+math.Log(16), 1e-9)
	within(t, "logistic floor", l.Floors["logistic"], 3.846, 1e-3)
}

// Figures of a separate computation on plain grids, at the noises of the FFJORD paper's generators.
func TestPublishedSets(t *testing.T) {
	for _, c := range []struct {
		name  string
		noise float64
		want  Limits
	}{
		{"gaussians", 0.5 / math.Sqrt2, Limits{2.832, map[string]float64{"gaussian": 2.833, "logistic": 2.849}}},
		{"moons", 0.2, Limits{2.394, map[string]float64{"gaussian": 2.430, "logistic": 2.477}}},
		{"circles", 0.24, Limits{3.268, map[string]float64{"gaussian": 3.297, "logistic": 3.334}}},
		{"rings", 0.08, Limits{2.623, map[string]float64{"gaussian": 2.654, "logistic": 2.679}}},
		{"two-scales", 0, Limits{0.534, map[string]float64{"gaussian": 2.166, "logistic": 1.995}}},
	} {
		l := limits(mustLookup(t, c.name), c.noise)
		within(t, c.name+" entropy", l.Entropy, c.want.Entropy, 0.0015)
		within(t, c.name+" Gaussian floor", l.Floors["gaussian"], c.want.Floors["gaussian"], 0.0015)
		within(t, c.name+" logistic floor", l.Floors["logistic"], c.want.Floors["logistic"], 0.0015)
	}
}

func TestFloorsStandAboveEntropy(t *testing.T) {
	for _, noise := range []float64{MinNoise, DefaultNoise, 0.2, MaxNoise} {
		for _, p := range Presets() {
			l := limits(p, noise)
			if !(l.Floors["gaussian"] >= l.Entropy && l.Floors["logistic"] >= l.Entropy) {
				t.Errorf("%s at noise %v: %+v", p.Name, noise, l)
			}
		}
	}
}

func TestFinerCellsChangeLittle(t *testing.T) {
	for _, noise := range []float64{DefaultNoise, MaxNoise} {
		for _, p := range Presets() {
			a, b := limits(p, noise), run(newLimits(p.at(noise), 2.1*fineness))
			what := fmt.Sprint(p.Name, " at noise ", noise, " on finer cells: ")
			within(t, what+"entropy", b.Entropy, a.Entropy, 1e-5)
			within(t, what+"Gaussian floor", b.Floors["gaussian"], a.Floors["gaussian"], 1e-3)
			within(t, what+"logistic floor", b.Floors["logistic"], a.Floors["logistic"], 1e-3)
		}
	}
}

// The definitions, literally: sort the cells of a plain grid over Density by density, and set the areas
// they enclose against those of the prior's sorted cells.
func TestLimitsAgainstBruteForce(t *testing.T) {
	prior, priorCell := sortedLogistic()
	for _, name := range []string{"moons", "spirals"} {
		p := mustLookup(t, name)
		density := p.Density(0.1)
		const h, side = 0.041, 9.0
		var cells []float64
		for y := -side / 2; y < side/2; y += h {
			for x := -side / 2; x < side/2; x += h {
				if d := density(x, y); d > -30 {
					cells = append(cells, d)
				}
			}
		}
		sort.Sort(sort.Reverse(sort.Float64Slice(cells)))
		var entropy, meanV float64
		for k, d := range cells {
			m := h * h * math.Exp(d)
			entropy -= m * d
			meanV += m * h * h * (float64(k) + 0.5)
		}
		underLogistic := func(s float64) float64 {
			nll, scale := -s, math.Exp(s)*h*h
			for k, d := range cells {
				area := scale * (float64(k) + 0.5)
				nll += h * h * math.Exp(d) * prior[min(int(area/priorCell), len(prior)-1)]
			}
			return nll
		}
		l := limits(p, 0.1)
		within(t, name+" entropy", l.Entropy, entropy, 1e-4)
		within(t, name+" Gaussian floor", l.Floors["gaussian"], 1+math.Log(meanV), 1e-3)
		within(t, name+" logistic floor", l.Floors["logistic"], underLogistic(minimize(underLogistic, 0, 6)), 1e-3)
	}
}

// sortedLogistic returns -log p of the logistic prior on a plain grid, rising, and
// the area that each entry stands for.
func sortedLogistic() (nll []float64, area float64) {
	const h, n = 0.04, 500
	for i := range n {
		for k := range n {
			nll = append(nll, logistic((float64(i)+0.5)*h)+logistic((float64(k)+0.5)*h))
		}
	}
	slices.Sort(nll)
	return nll, 4 * h * h
}

// logisticLaw is the logistic prior itself as data: a flow that does nothing reaches its entropy.
type logisticLaw struct{ board }

func (logisticLaw) scan(float64) (grid, scanner) {
	const h, half = 0.05, 25
	cells := grid{x: -half, y: -half, h: h, cols: 2 * half / h, rows: 2 * half / h}
	return cells, func(dst []float64, y float64) int {
		for i := range dst {
			dst[i] = math.Exp(-logistic(-half+(float64(i)+0.5)*h) - logistic(y))
		}
		return len(dst)
	}
}

func TestLogisticDataReachTheirEntropy(t *testing.T) {
	l := run(newLimits(logisticLaw{}, fineness))
	within(t, "entropy", l.Entropy, 4, 1e-6)
	within(t, "logistic floor", l.Floors["logistic"], 4, 1e-3)
	if l.Floors["gaussian"] < 4.005 {
		t.Errorf("Gaussian floor %v of logistic data, want it above their entropy", l.Floors["gaussian"])
	}
}

func TestLogisticLevelsHoldTheWholePrior(t *testing.T) {
	l := newLevels()
	var mass float64
	for k := 1; k < len(l.nll); k++ {
		if l.area[k] <= l.area[k-1] {
			t.Fatalf("area falls from %v to %v at knot %d", l.area[k-1], l.area[k], k)
		}
		mass += (l.area[k] - l.area[k-1]) * (math.Exp(-l.nll[k]) + math.Exp(-l.nll[k-1])) / 2
	}
	within(t, "mass", mass, 1, 3e-4)
}

func TestLimitsJobStaysDone(t *testing.T) {
	j := mustLookup(t, "moons").NewLimits(DefaultNoise)
	if j.Step() || j.Limits().Floors != nil {
		t.Fatal("one step was enough, or a result came before the end")
	}
	l := run(j)
	if !j.Step() || !reflect.DeepEqual(j.Limits(), l) {
		t.Error("a step after the last one changed the result")
	}
}

func BenchmarkLimits(b *testing.B) {
	for _, name := range []string{"crescent", "moons", "rings"} {
		for _, noise := range []float64{MinNoise, DefaultNoise} {
			b.Run(fmt.Sprintf("%s/noise=%v", name, noise), func(b *testing.B) {
				p := mustLookup(b, name)
				for range b.N {
					limits(p, noise)
				}
			})
		}
	}
}

func BenchmarkDensity(b *testing.B) {
	density := mustLookup(b, "moons").Density(DefaultNoise)
	for range b.N {
		density(0.5, 0.5)
	}
}
