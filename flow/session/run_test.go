package session

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// wish asks for what fits the data, at full speed, with a run of so many steps.
func wish(run int) protocol.Wish {
	was := protocol.Setup(recipe.Plain())
	w := protocol.Wish{Setup: was, Defaults: was}
	w.Train.Speed, w.Train.Run = "max", run
	return w
}

// cloud is a table of n rows of three columns that hang together.
func cloud(n int) []byte {
	rng := rand.New(rand.NewPCG(5, 6))
	var b bytes.Buffer
	b.WriteString("a,b,c\n")
	for range n {
		x, y := rng.NormFloat64(), rng.NormFloat64()
		fmt.Fprintf(&b, "%g,%g,%g\n", x, x*x+0.3*y, 5+rng.NormFloat64()-x)
	}
	return b.Bytes()
}

// New data brings the model that fits it, and the state says what that is.
func TestDataBringsItsRecipe(t *testing.T) {
	d := newDesk(t)
	if !d.model.Equal(recipe.Preset("crescent").Model) {
		t.Errorf("it begins with %+v", d.model)
	}
	d.do(protocol.UsePreset{Name: "moons", N: 500, Noise: 0.1, Seed: 3, Wish: wish(120)})
	fits := recipe.Preset("moons")
	st := last[protocol.State](d)
	if !st.Model.Equal(fits.Model) || st.Train.Run != 120 || !st.Train.Fresh ||
		!cmp.Equal(st.Default, protocol.Setup(fits)) {
		t.Errorf("moons are modelled by %+v, %+v", st.Model, st.Train)
	}
	d.do(protocol.OpenTable{Name: "t.csv", Bytes: cloud(200), Wish: wish(120)})
	st = last[protocol.State](d)
	fits = recipe.Table(200, 3)
	fits.Model.Dim = 3
	if !st.Model.Equal(fits.Model) || st.Train.Run != 120 || st.Train.Smooth != fits.Train.Smooth ||
		st.Default.Train != fits.Train {
		t.Errorf("the table is modelled by %+v, %+v", st.Model, st.Train)
	}
	d.do(protocol.UseColumns{Columns: []int{0, 1}, Wish: wish(120)})
	if st = last[protocol.State](d); st.Train.Smooth != recipe.Table(200, 2).Train.Smooth {
		t.Errorf("of two columns the noise is %g", st.Train.Smooth)
	}
	d.do(protocol.UsePreset{Name: "moons", N: 500, Noise: 0.1, Seed: 3, Wish: wish(7)})
	if n := last[protocol.Notice](d); !n.Error || last[protocol.State](d).Source != "table" {
		t.Errorf("a run of 7 steps gives %+v", n)
	}
}

// A run stops by itself after its steps, and then every figure is of the weights that are in place.
func TestARunEnds(t *testing.T) {
	for name, data := range map[string]protocol.Command{
		"preset": protocol.UsePreset{Name: "moons", N: 500, Noise: 0.1, Seed: 3, Play: true, Wish: wish(150)},
		"table":  protocol.OpenTable{Name: "t.csv", Bytes: cloud(200), Play: true, Wish: wish(150)},
	} {
		d := newDesk(t)
		d.do(data)
		p := last[protocol.Progress](d)
		if p.Phase != protocol.Over || p.Step != 150 {
			t.Fatalf("%s: %s at step %d", name, p.Phase, p.Step)
		}
		if known := !math.IsNaN(p.AboveFloor); known != (name == "preset") {
			t.Errorf("%s: above the floor by %g", name, p.AboveFloor)
		}
		held := map[int32]bool{}
		var in, out []float32
		for _, r := range d.trainer.Held() {
			held[r] = true
		}
		k := len(d.data.columns)
		for r := range d.data.rows() {
			if row := d.data.x[r*k : (r+1)*k]; held[int32(r)] {
				out = append(out, row...)
			} else {
				in = append(in, row...)
			}
		}
		for what, c := range map[string]struct {
			x   []float32
			nll float64
		}{"train": {in, p.Train}, "valid": {out, p.Valid}} {
			if want := nll(d.flow.LogProb(nil, c.x)); !(math.Abs(c.nll-want) < 1e-5) {
				t.Errorf("%s: the %s NLL is %v, of the weights in place %v", name, what, c.nll, want)
			}
		}
		d.do(protocol.Play{})
		if p := last[protocol.Progress](d); p.Phase != protocol.Over || p.Step != 300 {
			t.Errorf("%s: going on it is %s at step %d", name, p.Phase, p.Step)
		}
	}
}

// A run that is saved in its middle goes on to the bit, on fresh rows as on noisy ones.
func TestARunGoesOnFromAFile(t *testing.T) {
	for name, data := range map[string]protocol.Command{
		"preset": protocol.UsePreset{Name: "circles", N: 400, Noise: 0.1, Seed: 3, Wish: wish(200)},
		"table":  protocol.OpenTable{Name: "t.csv", Bytes: cloud(150), Wish: wish(200)},
	} {
		whole, half := newDesk(t), newDesk(t)
		for _, d := range []*desk{whole, half} {
			d.do(data)
			d.stepsOn(60)
		}
		half.quick(protocol.Save{ID: 1})
		back := newDesk(t)
		if name == "table" {
			back.do(data)
		}
		back.do(protocol.Open{ID: 2, Name: "run.safetensors", Bytes: last[protocol.File](half).Bytes})
		if got, want := back.settings, whole.settings; got.Run != want.Run || got.Fresh != want.Fresh ||
			got.Smooth != want.Smooth {
			t.Errorf("%s: the settings came as %+v", name, got)
		}
		whole.quick(protocol.Play{})
		back.quick(protocol.Play{})
		a, b := last[protocol.Progress](whole), last[protocol.Progress](back)
		if a.Step != 200 || a.Phase != protocol.Over || b.Step != 200 || !slices.Equal(whole.flow.Weights,
			back.flow.Weights) {
			t.Errorf("%s: %s at %d and %s at %d, or other weights", name, a.Phase, a.Step, b.Phase, b.Step)
		}
	}
}

// An explained step of a run is told by the rows that it was trained on and the weights that Adam moves.
func TestAnExplainedStepOfARun(t *testing.T) {
	w := wish(100)
	w.Train.Smooth = 0.3
	for name, data := range map[string]protocol.UsePreset{
		"fresh": {Name: "moons", N: 500, Noise: 0.1, Seed: 3, Wish: w},
	} {
		d := newDesk(t)
		d.do(data)
		for i := range 12 {
			was := d.flow.Copy(d.trainer.Moving().Weights)
			d.do(protocol.Step{})
			e := last[protocol.Explained](d)
			if e.Rows != 0 || len(e.First) != 0 || len(e.Points) != 2*e.Batch {
				t.Fatalf("%s: %d points of a batch of %d of %d rows", name, len(e.Points)/2, e.Batch, e.Rows)
			}
			if want := nll(was.LogProb(nil, e.Points)); math.Abs(e.Loss-want) > 1e-4*max(1, math.Abs(want)) {
				t.Errorf("%s: step %d has loss %v and its rows %v", name, i, e.Loss, want)
			}
			if want := nll(d.trainer.Moving().LogProb(nil, e.Points)); math.Abs(e.After-want) > 1e-4*max(1, math.Abs(want)) {
				t.Errorf("%s: after step %d the loss is %v and that of its rows %v", name, i, e.After, want)
			}
			if i > 5 && e.Gain < -1 {
				t.Errorf("%s: step %d loses %v nats", name, i, -e.Gain)
			}
		}
	}
}

// A row that lies far beyond all others is left out and named: the rest trains as if it had never been there, until
// somebody wants it.
func TestFarRowsAreLeftOut(t *testing.T) {
	clean := cloud(800)
	spoilt := append(slices.Clone(clean), "1000000,1,2\n0,-3e20,1\n"...)
	runs := map[string]*desk{}
	for name, table := range map[string][]byte{"clean": clean, "spoilt": spoilt} {
		d := newDesk(t)
		d.quick(protocol.OpenTable{Name: "t.csv", Bytes: table, Wish: wish(100)}, protocol.Play{})
		runs[name] = d
	}
	a, b := runs["clean"], runs["spoilt"]
	if !slices.Equal(a.flow.Weights, b.flow.Weights) || a.trainer.Valid != b.trainer.Valid {
		t.Error("the far rows have a say")
	}
	st := last[protocol.State](b)
	if st.Far != 2 || st.FarKept || st.Rows != 800 || len(st.Dropped) != 2 {
		t.Errorf("of 802 rows %d are modelled and %d far: %q", st.Rows, st.Far, st.Dropped)
	}
	b.do(protocol.UseColumns{Columns: []int{0, 1, 2}, Far: true, Wish: wish(100)})
	if st = last[protocol.State](b); st.Rows != 802 || !st.FarKept || st.Far == 0 {
		t.Errorf("wanted, they are %d of %d rows", st.Far, st.Rows)
	}
	if w := last[protocol.Warnings](b).List; len(w) != 1 || w[0].Key != "rows-far-kept" || w[0].Do != protocol.LeaveFar {
		t.Errorf("it warns of %+v", w)
	}
	// Saved with them, the run goes on with them.
	b.do(protocol.Step{}, protocol.Save{ID: 1})
	c := newDesk(t)
	c.do(protocol.Open{ID: 2, Name: "run.safetensors", Bytes: last[protocol.File](b).Bytes})
	c.do(protocol.OpenTable{ID: 3, Name: "t.csv", Bytes: spoilt})
	if n := last[protocol.Notice](c); n.Key != "joined-exact" || len(c.data.x) != 3*802 {
		t.Errorf("the run came back on %d rows: %+v", len(c.data.x)/3, n)
	}
}

// Rows that lie far out have no place in clusters, whether somebody wants them or there are too few to leave any out.
func TestFarRowsHaveNoClusters(t *testing.T) {
	far := "1000000,1,2\n"
	for _, c := range []struct {
		what     string
		table    []byte
		kept     bool
		clusters bool
	}{
		{"none", cloud(100), false, true},
		{"left out", append(cloud(100), far...), false, true},
		{"kept", append(cloud(100), far...), true, false},
		{"among few", append(cloud(40), far...), false, false},
	} {
		d := newDesk(t)
		d.do(protocol.OpenTable{Name: "t.csv", Bytes: c.table, Wish: wish(100)})
		if c.kept {
			d.do(protocol.UseColumns{Columns: []int{0, 1, 2}, Far: true, Wish: wish(100)})
		}
		if r := d.data.standard(); r.Model.Clusters > 0 != c.clusters {
			t.Errorf("%s: %d clusters are the default", c.what, r.Model.Clusters)
		}
	}
}

// Mean, std and whitening are those of the rows that are trained on.
func TestHeldOutRowsHaveNoSay(t *testing.T) {
	d := newDesk(t)
	d.do(protocol.OpenTable{Name: "t.csv", Bytes: cloud(60), Wish: wish(100)})
	held := map[int]bool{}
	for _, r := range d.trainer.Held() {
		held[int(r)] = true
	}
	var sum, n float64
	for r := range d.data.rows() {
		if !held[r] {
			sum, n = sum+float64(d.data.x[3*r]), n+1
		}
	}
	if got := float64(d.flow.Mean[0]); math.Abs(got-sum/n) > 1e-6 || n >= 60 {
		t.Errorf("the mean is %v, of the %g rows trained on %v", got, n, sum/n)
	}
}
