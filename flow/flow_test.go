package flow

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"

	"nicelab/flow/modes/modestest"
)

// configs covers D 2-9, odd and even, 1-8 couplings, 1-5 hidden layers, both priors and activations, and then every way
// to mix and to whiten.
func configs() []Config {
	var cs []Config
	hidden := [][]int{{16}, {8, 12}, {9, 7, 8}, {6, 6, 6, 6}, {5, 6, 7, 6, 5}}
	for dim := 2; dim <= 9; dim++ {
		for l := 1; l <= 8; l++ {
			i := len(cs)
			cs = append(cs, Config{
				Dim: dim, Couplings: l, Hidden: hidden[i%len(hidden)],
				Activation: []Activation{ReLU, Tanh}[(i+dim)%2], Prior: []Prior{Gaussian, Logistic}[(i/2)%2], Seed: uint64(i),
			})
		}
	}
	for _, dim := range []int{2, 3, 6, 9} {
		for i, mix := range []Mix{Unmixed, Rotate, Rotate, Linear, Linear} {
			c := cs[8*(dim-2)+i+3-dim%2]
			c.Mix, c.Whiten, c.Seed = mix, i%2 == 0, uint64(len(cs))
			cs = append(cs, c)
			if k := dim - 1 - i%3; k > 1 {
				c.Leading, c.Seed = k, uint64(len(cs))
				cs = append(cs, c)
			}
			if dim > 2 {
				c.Modes, c.Seed = 2+i, uint64(len(cs))
				cs = append(cs, c)
				c.Modes, c.Clusters, c.Seed = 0, 2+i, uint64(len(cs))
				cs = append(cs, c)
			}
		}
	}
	return cs
}

func (c Config) String() string {
	return fmt.Sprintf("D=%d L=%d %v %s %s mix=%s whiten=%v leading=%d modes=%d clusters=%d", c.Dim, c.Couplings, c.Hidden,
		c.Activation, c.Prior, c.Mix, c.Whiten, c.Leading, c.Modes, c.Clusters)
}

// paper reports whether c is NICE as the paper has it.
func (c Config) paper() bool {
	return c.Mix == Unmixed && !c.Whiten && c.Leading == 0 && c.Modal() == 0
}

// perturbed returns a flow that is far from the identity, with a data layer in odd units.
func perturbed(t testing.TB, c Config) *Flow {
	t.Helper()
	f, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(c.Seed, 99))
	for i := range f.Weights {
		f.Weights[i] += float32(0.15 * rng.NormFloat64())
	}
	for _, t := range f.Tensors() { // beyond a triangle there is nothing
		lower, upper := strings.HasSuffix(t.Name, ".lower"), strings.HasSuffix(t.Name, ".upper")
		for i := range t.Data {
			if row, column := i/t.Shape[0], i%t.Shape[0]; lower && column >= row || upper && column <= row {
				t.Data[i] = 0
			}
		}
	}
	if c.Clusters > 0 {
		if err := f.SetClusters(modestest.Clusters(rng, c.Clusters-1, c.Modal())); err != nil {
			t.Fatal(err)
		}
	}
	if c.Whiten {
		x := make([]float32, 40*c.Dim)
		for i := range x {
			x[i] = float32(rng.NormFloat64()) + x[max(0, i-1)]
		}
		f.Standardize(x)
	}
	for j := range f.logScale() {
		f.logScale()[j] = float32(0.5 * rng.NormFloat64())
		f.Mean[j] = float32(3 * rng.NormFloat64())
		f.Std[j] = float32(math.Exp(rng.NormFloat64()))
	}
	clear(f.logScale()[:f.Config.Modal()])
	return f
}

// rows returns n rows around the data layer's mean.
func rows(f *Flow, n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 5))
	x := make([]float32, n*f.Config.Dim)
	for i := range x {
		j := i % f.Config.Dim
		x[i] = f.Mean[j] + f.Std[j]*float32(1.5*rng.NormFloat64())
	}
	return x
}

func TestInverseUndoesForward(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		f := perturbed(t, c)
		x := rows(f, 500, 1)
		back := f.Inverse(nil, f.Forward(nil, x))
		for i := range x {
			d := math.Abs(float64(x[i]-back[i])) / float64(f.Std[i%c.Dim])
			worst = max(worst, d)
			most := 1e-5
			if !c.paper() {
				most = 3e-5 // products of matrices round more
			}
			if !(d <= most) {
				t.Fatalf("%v: coordinate %d is off by %g standardised units", c, i, d)
			}
		}
	}
	t.Logf("worst round trip: %.2g standardised units", worst)
}

func TestForwardAndLogProbMatchTheTwin(t *testing.T) {
	for _, c := range configs() {
		f := perturbed(t, c)
		x, d := rows(f, 40, 2), c.Dim
		z, lp, w := f.Forward(nil, x), f.LogProb(nil, x), newTwin(f)
		for i := range lp {
			row := widen(x[i*d : (i+1)*d])
			for j, want := range w.forward(row) {
				if got := float64(z[i*d+j]); math.Abs(got-want) > 1e-4*max(1, math.Abs(want)) {
					t.Fatalf("%v: z is %v and should be %v", c, got, want)
				}
			}
			if want := w.logProb(row); math.Abs(lp[i]-want) > 1e-4*max(1, math.Abs(want)) {
				t.Fatalf("%v: log p is %v and should be %v", c, lp[i], want)
			}
		}
	}
}

func TestLogDetIsTheJacobians(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		f := perturbed(t, c)
		scale, units := f.LogDet()
		w := newTwin(f)
		x := rows(f, 5, 3)
		for i := range 5 {
			d := math.Abs(w.logDetJacobian(widen(x[i*c.Dim:(i+1)*c.Dim])) - (scale + units))
			worst = max(worst, d)
			if !(d <= 1e-3) {
				t.Fatalf("%v: log-det is off by %g", c, d)
			}
		}
	}
	t.Logf("worst log-det against the numeric Jacobian: %.2g nats", worst)
}

func TestDensityIntegratesToOne(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		if c.Dim != 2 {
			continue
		}
		f := perturbed(t, c)
		// The box holds all but 1e-4 of the mass: the image of the prior's box, with a margin for its bends.
		p := f.Sample(nil, 20000, 1.6, rand.New(rand.NewPCG(1, 1)))
		lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
		for i, v := range p {
			lo[i%2], hi[i%2] = min(lo[i%2], float64(v)), max(hi[i%2], float64(v))
		}
		const n = 200
		hx, hy := (hi[0]-lo[0])/n, (hi[1]-lo[1])/n
		line := make([]float32, 2*n)
		lp := make([]float64, n)
		var sum float64
		for i := range n {
			for j := range n {
				line[2*j], line[2*j+1] = float32(lo[0]+(float64(j)+.5)*hx), float32(lo[1]+(float64(i)+.5)*hy)
			}
			for _, l := range f.LogProb(lp, line) {
				sum += math.Exp(l)
			}
		}
		sum *= hx * hy
		worst = max(worst, math.Abs(sum-1))
		if !(math.Abs(sum-1) <= 1e-3) {
			t.Errorf("%v: the density integrates to %v", c, sum)
		}
	}
	t.Logf("worst integral: 1 ± %.2g", worst)
}

// On the model's own samples the mean of log p is known exactly.
func TestMeanLogProbOfOwnSamples(t *testing.T) {
	var worst float64
	for _, c := range configs() {
		f := perturbed(t, c)
		if !f.Config.Factorised() {
			continue // the entropy of a mixture has no closed form; package layer integrates its density
		}
		const n = 20000
		lp := f.LogProb(nil, f.Sample(nil, n, 1, rand.New(rand.NewPCG(c.Seed, 8))))
		var sum, sq float64
		for _, l := range lp {
			sum += l
			sq += l * l
		}
		mean := sum / n
		se := math.Sqrt((sq/n - mean*mean) / n)
		scale, units := f.LogDet()
		want := scale + units - float64(c.Dim)*f.Prior.Entropy()
		worst = max(worst, math.Abs(mean-want)/se)
		if math.Abs(mean-want) > 4.5*se {
			t.Errorf("%v: mean log p of samples is %v, should be %v, standard error %v", c, mean, want, se)
		}
	}
	t.Logf("worst mean log p of own samples: %.1f standard errors of %d models", worst, len(configs()))
}

// log p of a x under the flow standardised on a x is log p of x - D ln|a|.
func TestScalingShiftsLogProb(t *testing.T) {
	var worst float64
	for i, c := range configs() {
		if c.Whiten {
			continue // rows that are scaled are whitened with other bits, and with any signs
		}
		a := []float32{-8, 0.25, 1000, 0.003}[i%4]
		f := perturbed(t, c)
		g := perturbed(t, c)
		x := rows(f, 200, 4)
		ax := make([]float32, len(x))
		for k, v := range x {
			ax[k] = a * v
		}
		f.Standardize(x)
		g.Standardize(ax)
		if a < 0 {
			// Standardising forgets the sign: mirror the data layer too.
			for j := range g.Std {
				g.Std[j] = -g.Std[j]
			}
		}
		lp, lq := f.LogProb(nil, x), logProbAbs(g, ax)
		for k := range lp {
			want := lp[k] - float64(c.Dim)*math.Log(math.Abs(float64(a)))
			d := math.Abs(lq[k]-want) / max(1, math.Abs(want))
			worst = max(worst, d)
			if !(d <= 1e-4) {
				t.Fatalf("%v, a = %v: log p is %v and should be %v", c, a, lq[k], want)
			}
		}
	}
	t.Logf("worst shift of log p under scaling: %.2g relative", worst)
}

// logProbAbs is LogProb where Std may be negative: a mirrored axis has the log-det of its size.
func logProbAbs(f *Flow, x []float32) []float64 {
	z, t := f.Forward(nil, x), newTwin(f)
	lp := make([]float64, len(x)/f.Config.Dim)
	for i := range lp {
		if k := f.Config.Modal(); k > 0 {
			lp[i] = t.logModes(widen(z[i*f.Config.Dim:][:k]))
		}
		for j := range f.Config.Dim {
			if j < f.Config.Modal() {
				lp[i] -= math.Log(math.Abs(float64(f.Std[j])))
				continue
			}
			lp[i] += f.Prior.LogProb(float64(z[i*f.Config.Dim+j])) + float64(f.logScale()[j]) -
				math.Log(math.Abs(float64(f.Std[j])))
		}
	}
	return lp
}

// However rows are cut, each has the same bits; and there may be none.
func TestBatchInvariance(t *testing.T) {
	for _, c := range configs() {
		f := perturbed(t, c)
		n := 2*f.Chunk() + 13
		if n > 3000 {
			n = 3000
		}
		x := rows(f, n, 6)
		whole := f.LogProb(nil, x)
		for _, cut := range []int{1, 7, 64} {
			for lo := 0; lo < min(n, 200); lo += cut {
				hi := min(lo+cut, n)
				for i, l := range f.LogProb(nil, x[lo*c.Dim:hi*c.Dim]) {
					if l != whole[lo+i] {
						t.Fatalf("%v: log p of row %d is %v in a batch of %d and %v in one of %d", c, lo+i, l, hi-lo, whole[lo+i], n)
					}
				}
			}
		}
		layers := append(f.Layers(nil), f.InverseLayers(nil)...)
		layers = append(layers, f.Forward(nil, nil), f.Inverse(nil, nil), f.GradLogProb(nil, nil), f.Sample(nil, 0, 1, nil))
		if none := len(slices.Concat(layers...)) + len(f.LogProb(nil, nil)); none != 0 {
			t.Errorf("%v: no rows become %d numbers", c, none)
		}
	}
}

// With m = 0 the flow is the prior, scaled: log p has a closed form.
func TestZeroCouplingsGiveTheScaledPrior(t *testing.T) {
	for _, prior := range []Prior{Gaussian, Logistic} {
		f, _ := New(Config{Dim: 3, Couplings: 4, Hidden: []int{8}, Activation: ReLU, Prior: prior})
		clear(f.Weights)
		f.logScale()[0], f.logScale()[1], f.logScale()[2] = 1, -0.5, 0.25
		lp := f.LogProb(nil, []float32{0.3, -2, 1})[0]
		want := 0.75
		for j, x := range []float64{0.3, -2, 1} {
			z := x * math.Exp(float64(f.logScale()[j]))
			if prior == Gaussian {
				want += -z*z/2 - math.Log(2*math.Pi)/2
			} else {
				want += math.Log(1 / (4 * math.Pow(math.Cosh(z/2), 2)))
			}
		}
		if math.Abs(lp-want) > 1e-6 {
			t.Errorf("%s: log p is %v and should be %v", prior, lp, want)
		}
	}
}

func TestSampleFollowsSeedAndTemperature(t *testing.T) {
	f := perturbed(t, Default())
	a := f.Sample(nil, 50, 1, rand.New(rand.NewPCG(1, 2)))
	b := f.Sample(nil, 50, 1, rand.New(rand.NewPCG(1, 2)))
	c := f.Sample(nil, 50, 1, rand.New(rand.NewPCG(2, 2)))
	same := true
	for i := range a {
		if a[i] != b[i] {
			t.Fatal("the same seed gave other samples")
		}
		same = same && a[i] == c[i]
	}
	if same {
		t.Error("another seed gave the same samples")
	}
	mode := f.Inverse(nil, []float32{0, 0})
	for i, v := range f.Sample(nil, 50, 0, rand.New(rand.NewPCG(1, 2))) {
		if v != mode[i%2] {
			t.Fatalf("at temperature 0 a sample is %v, the mode is %v", v, mode[i%2])
		}
	}
}

func TestValidateNamesTheField(t *testing.T) {
	for name, change := range map[string]func(*Config){
		"dim":        func(c *Config) { c.Dim = 1 },
		"couplings":  func(c *Config) { c.Couplings = 0 },
		"hidden":     func(c *Config) { c.Hidden = nil },
		"width":      func(c *Config) { c.Hidden = []int{0} },
		"activation": func(c *Config) { c.Activation = "gelu" },
		"prior":      func(c *Config) { c.Prior = "" },
		"mix":        func(c *Config) { c.Mix = "shuffle" },
		"whiten":     func(c *Config) { c.Dim, c.Whiten = 2000, true },
		"to train":   func(c *Config) { c.Hidden = []int{8192, 8192, 8192, 8192, 8192, 8192} },
	} {
		c := Default()
		change(&c)
		if _, err := New(c); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestTensorsCoverTheWeights(t *testing.T) {
	f, _ := New(Config{Dim: 5, Couplings: 3, Hidden: []int{4, 6}, Activation: ReLU, Prior: Gaussian})
	n := 0
	for _, ts := range f.Tensors() {
		size := 1
		for _, s := range ts.Shape {
			size *= s
		}
		if size != len(ts.Data) {
			t.Errorf("%s has shape %v and %d numbers", ts.Name, ts.Shape, len(ts.Data))
		}
		n += size
	}
	if n != len(f.Weights)+2*5 {
		t.Errorf("the tensors hold %d numbers, the flow %d", n, len(f.Weights)+10)
	}
	for _, c := range configs() {
		there := map[string]bool{}
		for _, ts := range c.Tensors() {
			if there[ts.Name] {
				t.Errorf("%v: two tensors are called %s", c, ts.Name)
			}
			there[ts.Name] = true
		}
	}
}

// A flow of NICE's own says nothing in its JSON of what NICE has not, so that its files keep their bytes.
func TestConfigSaysWhatNICEHasNot(t *testing.T) {
	c := Config{Dim: 3, Couplings: 4, Hidden: []int{8}, Activation: ReLU, Prior: Gaussian, Seed: 7}
	const nice = `{"dim":3,"couplings":4,"hidden":[8],"activation":"relu","prior":"gaussian","seed":7`
	for want, change := range map[string]func(){
		nice + "}": func() {}, nice + `,"mix":"rotate"}`: func() { c.Mix = Rotate },
		nice + `,"whiten":true}`: func() { c.Mix, c.Whiten = Unmixed, true },
	} {
		c.Mix, c.Whiten = Unmixed, false
		was := c
		change()
		if b, err := json.Marshal(c); err != nil || string(b) != want {
			t.Errorf("the config is %s, not %s", b, want)
		}
		if c.Equal(was) != c.paper() {
			t.Errorf("%v and %v are told apart: %v", c, was, !c.Equal(was))
		}
	}
}

// No field is forgotten by Equal, nor left in the JSON of what does not have it.
func TestEveryFieldCounts(t *testing.T) {
	was := Config{Dim: 3, Couplings: 4, Hidden: []int{8}, Activation: ReLU, Prior: Gaussian, Seed: 7}
	for i := range reflect.TypeFor[Config]().NumField() {
		c := was
		switch v := reflect.ValueOf(&c).Elem().Field(i); v.Kind() {
		case reflect.Int:
			v.SetInt(v.Int() + 1)
		case reflect.Uint64:
			v.SetUint(v.Uint() + 1)
		case reflect.Float64:
			v.SetFloat(v.Float() + 1)
		case reflect.Bool:
			v.SetBool(true)
		case reflect.String:
			v.SetString("another")
		case reflect.Slice:
			v.Set(reflect.ValueOf([]int{9}))
		default:
			t.Fatalf("set a value of kind %v here", v.Kind())
		}
		if field := reflect.TypeFor[Config]().Field(i); c.Equal(was) || was.Equal(c) || !was.Equal(was) {
			t.Errorf("two configs that differ in %s are equal", field.Name)
		} else if n := len(field.Tag.Get("json")); n == 0 || field.Tag.Get("json")[0] == '-' {
			t.Errorf("%s is not in the JSON", field.Name)
		}
	}
}

// A flow that is the identity behind the whitening is the Gaussian of the rows' shrunk covariance.
func TestWhitenedIdentityIsTheFullGaussian(t *testing.T) {
	const d, n = 4, 60
	f, err := New(Config{Dim: d, Couplings: 2, Hidden: []int{3}, Activation: ReLU, Prior: Gaussian,
		Whiten: true, Mix: Linear})
	if err != nil {
		t.Fatal(err)
	}
	clear(f.Weights)
	rng := rand.New(rand.NewPCG(6, 6))
	x := make([]float32, n*d)
	for i := range x {
		x[i] = float32(rng.NormFloat64())*3 + x[max(0, i-2)] + 10
	}
	f.Standardize(x)
	cov := mat.NewSymDense(d, nil)
	for i := range d {
		for j := range i + 1 {
			var sum float64
			for r := range n {
				sum += float64((x[r*d+i]-f.Mean[i])/f.Std[i]) * float64((x[r*d+j]-f.Mean[j])/f.Std[j]) / n
			}
			if i == j {
				sum += d / (2.0 * n)
			}
			cov.SetSym(i, j, sum*float64(f.Std[i])*float64(f.Std[j]))
		}
	}
	g, ok := distmv.NewNormal(widen(f.Mean), cov, nil)
	if !ok {
		t.Fatal("no Gaussian")
	}
	for r, lp := range f.LogProb(nil, x) {
		if want := g.LogProb(widen(x[r*d : (r+1)*d])); math.Abs(lp-want) > 1e-4 {
			t.Fatalf("log p of row %d is %v, the Gaussian's %v", r, lp, want)
		}
	}
}
