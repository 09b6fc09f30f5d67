package modes

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"nicelab/flow/layer"
	"nicelab/flow/layer/layertest"
	"nicelab/flow/modes/modestest"
)

// moded returns some modes, their numbers, and rows of which the modes have the first coordinates.
func moded(dim, modes, count, rows int) (*Mixture, []float32, *layer.Batch) {
	rng := rand.New(rand.NewPCG(uint64(modes), uint64(count)))
	m := New(modes, count, 1)
	w := make([]float32, layer.Size(m, false))
	m.Init(w, rng)
	for i := range w {
		w[i] += float32(0.3 * rng.NormFloat64())
	}
	x := make([]float32, rows*dim)
	for i := range x {
		x[i] = float32(1.5 * rng.NormFloat64())
	}
	b := layer.NewBatch(dim, rows)
	b.Load(x)
	return m, w, b
}

func sumOf(x []float64) (sum float64) {
	for _, v := range x {
		sum += v
	}
	return sum
}

// The loss of training is that of the exact path, its gradients are those of differences, and what lies behind the
// rows, or beside the coordinates, counts for nothing.
func TestLossOfModes(t *testing.T) {
	const dim, rows = 7, 11
	for _, c := range []struct{ modes, count int }{{2, 2}, {5, 3}, {13, 7}} {
		m, w, b := moded(dim, c.modes, c.count, rows)
		holdLoss(t, m, w, b, dim, c.count)
		many, b := clustered(dim, c.modes, c.count, rows)
		holdLoss(t, many, nil, b, dim, c.count)
	}
}

// holdLoss holds a prior of the first count coordinates to that, at the rows of b.
func holdLoss(t *testing.T, m Prior, w []float32, b *layer.Batch, dim, count int) {
	t.Helper()
	const weight = 0.3
	rows := b.Rows
	exact := func() float64 {
		lp := make([]float64, rows)
		m.AddLogProb(lp, w, b)
		return -sumOf(lp)
	}
	tape, d, g := m.Tape(layer.NewMemory(dim, rows, true)), layer.NewBatch(dim, rows), make([]float32, len(w))
	for j := range count {
		for i := rows; i < b.N; i++ {
			b.Row(j)[i] = float32(math.NaN())
		}
	}
	for j := count; j < dim; j++ {
		d.Row(j)[0] = 5
	}
	d.Weight = weight
	loss := m.Loss(tape, w, g, d, b, 10)
	if want := exact() + 10; math.Abs(loss-want) > 1e-4*math.Abs(want) {
		t.Errorf("%T of %d: the loss is %v, exactly %v", m, count, loss, want)
	}
	worst := 0.
	slope := func(what string, v *float32, got float32) {
		const h = 1e-2
		was := *v
		*v = was + h
		up := exact()
		*v = was - h
		want := weight * (up - exact()) / (2 * h)
		*v = was
		e := math.Abs(float64(got)-want) / max(1, math.Abs(want))
		worst = max(worst, e)
		if e > 1e-3 {
			t.Errorf("%T of %d: the slope of %s is %v, by differences %v", m, count, what, got, want)
		}
	}
	for i := range w {
		slope("a number", &w[i], g[i])
	}
	for j := range count {
		for r := range rows {
			slope("a row", &b.Row(j)[r], d.Row(j)[r])
		}
	}
	t.Logf("%T of %d: slopes within %.2g", m, count, worst)
	for j := count; j < dim; j++ {
		if d.Row(j)[0] != 5 {
			t.Errorf("coordinate %d has no modes and its gradient was written", j)
		}
	}
	again, d2 := make([]float32, len(w)), layer.NewBatch(dim, rows)
	d2.Weight = weight
	if m.Loss(tape, w, again, d2, b, 10) != loss || !slices.Equal(again, g) {
		t.Error("the same again is something else")
	}
	if n := testing.AllocsPerRun(10, func() { m.Loss(tape, w, g, d, b, 0) }); n > 0 {
		t.Errorf("a loss makes %v allocations", n)
	}
}

// The density of two coordinates integrates to 1; that of each alone is the slope of its CDF, and draws follow both.
func TestLawOfModes(t *testing.T) {
	m, w, _ := moded(2, 4, 2, 1)
	holdLaw(t, m, w, 4)
}

// holdLaw holds a prior of two coordinates, of so many modes, to what every law is.
func holdLaw(t *testing.T, m Prior, w []float32, modes int) {
	t.Helper()
	const side, reach = 300, 9.0
	b := layer.NewBatch(2, side)
	x, lp := make([]float32, 2*side), make([]float64, side)
	step := 2 * reach / side
	var mass float64
	margin := make([]float64, side) // of the first coordinate
	for i := range side {
		for k := range side {
			x[2*k], x[2*k+1] = float32(-reach+(float64(i)+0.5)*step), float32(-reach+(float64(k)+0.5)*step)
		}
		b.Load(x)
		clear(lp)
		m.AddLogProb(lp, w, b)
		for _, v := range lp {
			margin[i] += math.Exp(v) * step
		}
		mass += margin[i] * step
	}
	if math.Abs(mass-1) > 1e-4 {
		t.Errorf("the density integrates to %v", mass)
	}
	cdf, std := m.Law(w, 0)
	var mean, square float64
	for i, p := range margin {
		lo := -reach + float64(i)*step
		if got := cdf(lo+step) - cdf(lo); math.Abs(got-p*step) > 1e-4 {
			t.Errorf("between %v and %v lies %v, by the density %v", lo, lo+step, got, p*step)
		}
		mean += p * step * (lo + step/2)
		square += p * step * (lo + step/2) * (lo + step/2)
	}
	if want := math.Sqrt(square - mean*mean); math.Abs(std-want) > 1e-3*want {
		t.Errorf("the standard deviation is %v, of the density %v", std, want)
	}

	const draws = 20_000
	rng := rand.New(rand.NewPCG(5, 6))
	u := make([]float64, draws)
	z := make([]float32, 2)
	for i := range u {
		m.Draw(z, w, 1, rng)
		u[i] = cdf(float64(z[0]))
	}
	slices.Sort(u)
	for i, v := range u {
		if math.Abs(v-float64(i)/draws) > 1.6/math.Sqrt(draws) { // 1 in 85 by chance
			t.Fatalf("of the draws %v lie below where %v should", float64(i)/draws, v)
		}
	}

	// A temperature narrows each mode and leaves all of them: at 0 the draws are the means.
	seen := map[float32]bool{}
	for range 1000 {
		m.Draw(z, w, 0, rng)
		seen[z[1]] = true
	}
	if len(seen) != modes {
		t.Errorf("at temperature 0 there are %d points", len(seen))
	}
}

// As a layer it is held to what every layer is.
func TestModesConform(t *testing.T) {
	for dim := 2; dim <= 9; dim++ {
		m := New(3, dim, 1)
		w := make([]float32, layer.Size(m, false))
		m.Init(w, rand.New(rand.NewPCG(uint64(dim), 9)))
		layertest.Conform(t, m, dim, w)
	}
}

func TestModesAreSound(t *testing.T) {
	m, w, _ := moded(3, 2, 2, 1)
	if err := m.Sound(w); err != nil {
		t.Error(err)
	}
	for _, v := range []float32{21, -21, float32(math.NaN())} {
		w[len(w)-1] = v
		if m.Sound(w) == nil {
			t.Errorf("a log_std of %v is taken", v)
		}
	}
	if layer.NewScale(3, 2).Sound([]float32{0, 1, 1}) == nil || layer.NewScale(3, 2).Sound([]float32{0, 0, 1}) != nil {
		t.Error("scales of coordinates with modes are 0, and those of the others need not be")
	}
}

// clustered returns clusters of unlike shapes, some of which there are not, and rows of which they have the first
// coordinates.
func clustered(dim, most, count, rows int) (*Clusters, *layer.Batch) {
	rng := rand.New(rand.NewPCG(uint64(most), uint64(count)))
	m := NewClusters(most, count)
	m.Hold(make([]float32, layer.Size(m, true)))
	if err := m.Set(modestest.Clusters(rng, most-1, count)); err != nil {
		panic(err)
	}
	x := make([]float32, rows*dim)
	for i := range x {
		x[i] = float32(1.5 * rng.NormFloat64())
	}
	b := layer.NewBatch(dim, rows)
	b.Load(x)
	return m, b
}

// With noise said to be in the rows, the loss is that of the law of clusters with noise: its mean over many draws of
// the noise's law, where a difference would show.
func TestClustersKnowTheNoise(t *testing.T) {
	const count, rows, noise = 3, 4, 0.7
	m, b := clustered(count, 4, count, rows)
	tape, d := m.Tape(layer.NewMemory(count, rows, true)), layer.NewBatch(count, rows)
	clear0 := m.Loss(tape, nil, nil, d, b, 0)
	m.Blur(tape, noise)
	got := m.Loss(tape, nil, nil, d, b, 0)
	// The density with noise is the mean of the density at points that lie as far off as the noise is wide.
	const draws = 200_000
	rng := rand.New(rand.NewPCG(8, 9))
	sum, one, lp := make([]float64, rows), layer.NewBatch(count, 1), make([]float64, 1)
	x := make([]float32, count)
	for i := range draws {
		for j := range x {
			x[j] = b.Row(j)[i%rows] + float32(noise*rng.NormFloat64())
		}
		one.Load(x)
		lp[0] = 0
		m.AddLogProb(lp, nil, one)
		sum[i%rows] += math.Exp(lp[0]) / (draws / rows)
	}
	want := 0.
	for _, p := range sum {
		want -= math.Log(p)
	}
	if math.Abs(got-want) > 0.03 || math.Abs(clear0-want) < 0.1 {
		t.Errorf("with noise the loss is %v, by many draws %v, and without %v", got, want, clear0)
	}
	if m.Blur(tape, 0); m.Loss(tape, nil, nil, d, b, 0) != clear0 {
		t.Error("without noise again it is something else")
	}
	if err := m.Set([]float64{0}, [][]float64{{0, 0, 0}}, [][]float64{{1, 0, 0, 0, 1, 0, 0, 0, 1}}); err != nil {
		t.Fatal(err)
	}
	lps := make([]float64, rows)
	m.AddLogProb(lps, nil, b)
	if got, want := m.Loss(tape, nil, nil, d, b, 0), -sumOf(lps); math.Abs(got-want) > 1e-4*want {
		t.Errorf("fitted anew the loss is %v, exactly %v", got, want)
	}
}

// The density integrates to 1, that of each coordinate alone is the slope of its CDF, and draws follow both.
func TestLawOfClusters(t *testing.T) {
	m, _ := clustered(2, 4, 2, 1)
	holdLaw(t, m, nil, 3)
}

func TestClustersConform(t *testing.T) {
	for dim := 2; dim <= 9; dim++ {
		layertest.Conform(t, NewClusters(3, dim), dim, nil)
	}
}

// What is read from a file is refused where no law follows from it.
func TestClustersAreSound(t *testing.T) {
	m, _ := clustered(3, 3, 2, 1)
	if err := m.Settle(); err != nil {
		t.Fatal(err)
	}
	standard := slices.Clone(m.law.inverse)
	broken := [][]float64{{1, 0, 0, 0}}
	if m.Set([]float64{0}, [][]float64{{1, 2}}, broken) == nil || slices.Equal(m.law.inverse, standard) || m.mean[0] != 0 {
		t.Error("of what cannot be used something stays")
	}
	m, _ = clustered(3, 3, 2, 1)
	for _, c := range []struct {
		at *float32
		to float32
	}{
		{&m.logit[0], float32(math.Inf(1))}, {&m.mean[1], float32(math.NaN())}, {&m.tril[0], 0}, {&m.tril[0], -1},
		{&m.tril[1], 0.5}, {&m.tril[3], 1e16}, {&m.mean[0], 3e38},
		{&m.tril[2], 1e16},
	} {
		was := *c.at
		*c.at = c.to
		if m.Settle() == nil {
			t.Errorf("%v is taken", c.to)
		}
		*c.at = was
	}
}
