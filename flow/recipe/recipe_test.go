package recipe

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// Every recipe is a model and a training that can be had.
func TestRecipesCanBeTrained(t *testing.T) {
	check := func(what string, r Recipe, dim int) {
		t.Helper()
		c := r.Model
		c.Dim = dim
		f, err := flow.New(c)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		x := make([]float32, 40*dim)
		for i := range x {
			x[i] = float32(i * i % 17)
		}
		if _, err := flow.NewTrainer(f, f.Rows(x), Options(r.Train)); err != nil {
			t.Errorf("%s: %v", what, err)
		}
		if o := Options(r.Train); o.Run == 0 || o.Clip == 0 || o.Average == 0 {
			t.Errorf("%s: %+v", what, o)
		}
	}
	for _, p := range dataset.Presets() {
		r := Preset(p.Name)
		check(p.Name, r, 2)
		if r.Train.Fresh != true || r.Train.Smooth != 0 {
			t.Errorf("%s: %+v", p.Name, r.Train)
		}
	}
	for _, d := range []int{2, 3, 13, 64, 90, 300} {
		for _, n := range []int{40, 2000} {
			r := Table(n, d)
			check("a table", r, d)
			if r.Train.Fresh || !(r.Train.Smooth > 0) {
				t.Errorf("%d rows of %d: %+v", n, d, r.Train)
			}
		}
	}
}

// Of very many columns nothing grows with their square: twice as many take twice as much.
func TestManyColumnsGrowStraight(t *testing.T) {
	for _, n := range []int{40, 2000, 1_000_000} {
		for d := 300; d <= 600; d += 100 {
			one, two := Table(n, d).Model, Table(n, 2*d).Model
			one.Dim, two.Dim = d, 2*d
			if a, b := one.TrainBytes(), two.TrainBytes(); float64(b) > 2.1*float64(a) {
				t.Errorf("%d rows of %d columns take %d bytes to train, of %d columns %d", n, d, a, 2*d, b)
			}
		}
	}
}

// Of pictures, too: what a person brings may be a few hundred small ones or many large ones.
func TestPictures(t *testing.T) {
	for _, d := range []int{4, 64, 784, 3 * 32 * 32} {
		few, many := Pictures(200, d), Pictures(60_000, d)
		if few.Train.Smooth < many.Train.Smooth || few.Train.Run > many.Train.Run {
			t.Errorf("%d numbers: %+v of few, %+v of many", d, few.Train, many.Train)
		}
		if r := few.Model; r.Whiten != (d <= flow.MaxWhiten) || r.Leading > d || !r.Whiten && r.Mix != flow.Unmixed {
			t.Errorf("%d numbers: %+v", d, r)
		}
		for _, r := range []Recipe{few, many} {
			r.Model.Dim = d
			if _, err := flow.New(r.Model); err != nil {
				t.Errorf("%d numbers: %v", d, err)
			}
		}
	}
}

// More rows need less noise, more columns no less.
func TestSmooth(t *testing.T) {
	for d := 2; d < 40; d++ {
		for n := 10; n < 1e6; n *= 2 {
			s := Smooth(n, d)
			if s < Smooth(2*n, d) || s > Smooth(n, d+1) || s <= 0 || s > flow.MaxNoise {
				t.Errorf("%d rows of %d: %g", n, d, s)
			}
		}
	}
}

// What a person chose stays when other data comes, and all else follows the data.
func TestWishes(t *testing.T) {
	moons, table := Preset("moons"), Table(150, 4)
	if got := table.With(protocol.Wish{Setup: protocol.Setup(moons), Defaults: protocol.Setup(moons)}); !cmp.Equal(got,
		table) {
		t.Errorf("nothing was chosen: %s", cmp.Diff(table, got))
	}
	own := moons
	own.Model.Hidden, own.Model.Whiten = []int{99}, !moons.Model.Whiten
	own.Train.Run, own.Train.Speed = 777, "slow"
	want := table
	want.Model.Hidden, want.Model.Whiten = []int{99}, !moons.Model.Whiten
	want.Train.Run, want.Train.Speed = 777, "slow"
	if got := table.With(protocol.Wish{Setup: protocol.Setup(own), Defaults: protocol.Setup(moons)}); !cmp.Equal(got,
		want) {
		t.Error(cmp.Diff(want, got))
	}
	for _, modes := range []bool{true, false} { // of two mixtures for a prior there is the one that was chosen
		base := Pictures(2000, 64)
		own := base
		if own.Model.Modes = 0; modes {
			own.Model.Modes = 7
		} else {
			own.Model.Clusters = 9
		}
		r := table.With(protocol.Wish{Setup: protocol.Setup(own), Defaults: protocol.Setup(base)})
		r.Model.Dim = 4
		if err := r.Model.Validate(); err != nil || modes && r.Model.Modes != 7 || !modes && r.Model.Clusters != 9 {
			t.Errorf("%+v: %v", r.Model, err)
		}
	}
	if got := table.With(protocol.Wish{Setup: protocol.Setup(own)}); !cmp.Equal(got, table) {
		t.Error("a wish without defaults was heard")
	}
}
