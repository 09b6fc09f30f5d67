package flow

import (
	"math"
	"testing"
)

// The gradient of log p with respect to a row is that of the twin's log p by differences.
func TestGradLogProbAgainstFiniteDifferences(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		f := perturbed(t, c)
		const n = 6
		x, w := rows(f, n, 12), newTwin(f)
		before := widen(f.Weights)
		g := f.GradLogProb(nil, x)
		for i, v := range widen(f.Weights) {
			if v != before[i] {
				t.Fatalf("%v: weight %d has moved", c, i)
			}
		}
		for r := range n {
			row := widen(x[r*c.Dim : (r+1)*c.Dim])
			for j := range row {
				h := 1e-6 * w.std[j]
				old := row[j]
				row[j] = old + h
				up := w.logProb(row)
				row[j] = old - h
				down := w.logProb(row)
				row[j] = old
				want := (up - down) / 2e-6 // in standardised units
				d := math.Abs(float64(g[r*c.Dim+j])*w.std[j]-want) / max(1, math.Abs(want))
				worst = max(worst, d)
				if !(d <= 1e-3) {
					t.Errorf("%v: the gradient of row %d, column %d is %v and should be %v", c, r, j,
						float64(g[r*c.Dim+j])*w.std[j], want)
				}
			}
		}
		// However many rows there are, and in place.
		if again := f.GradLogProb(x[:c.Dim], x[:c.Dim]); again[0] != g[0] {
			t.Errorf("%v: alone the first row has the gradient %v, not %v", c, again[0], g[0])
		}
	}
	t.Logf("worst gradient of log p: %.2g", worst)
}
