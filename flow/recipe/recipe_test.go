package recipe

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// Whatever the data, its recipe is one that a trainer takes, and the page shows.
func TestRecipesAreSound(t *testing.T) {
	all := map[string]Recipe{"plain": Plain()}
	for _, p := range dataset.Presets() {
		all[p.Name] = Preset(p.Name)
	}
	for _, n := range []int{8, 1_000_000} {
		for _, d := range []int{2, 13, 256, 257} {
			r := Table(n, d)
			if r.Model.Whiten != (d <= flow.MaxWhiten) {
				t.Errorf("%d columns: whiten is %v", d, r.Model.Whiten)
			}
			if s := r.Train.Smooth; !(s > 0 && s <= protocol.MaxSmooth) {
				t.Errorf("%d rows of %d: the noise is %g", n, d, s)
			}
			if r.Model.Dim = d; d < 256 {
				checkRecipe(t, r)
			}
		}
	}
	for _, r := range all {
		checkRecipe(t, r)
	}
}

func checkRecipe(t *testing.T, r Recipe) {
	t.Helper()
	f, err := flow.New(r.Model)
	if err != nil {
		t.Fatal(err)
	}
	x := make([]float32, 20*r.Model.Dim)
	for i := range x {
		x[i] = float32(i * i % 97)
	}
	f.Standardize(x)
	if _, err := flow.NewTrainer(f, x, Options(r.Train)); err != nil {
		t.Error(err)
	}
}

// What a person chose stays when other data comes, and all else follows the data.
func TestWishes(t *testing.T) {
	moons, table := Preset("moons"), Table(150, 4)
	if got := table.With(protocol.Wish{Setup: protocol.Setup(moons), Defaults: protocol.Setup(moons)}); !cmp.Equal(got, table) {
		t.Errorf("nothing was chosen: %s", cmp.Diff(table, got))
	}
	own := moons
	own.Model.Hidden, own.Model.Whiten = []int{99}, !moons.Model.Whiten
	own.Train.Run, own.Train.Speed = 777, "slow"
	want := table
	want.Model.Hidden, want.Model.Whiten = []int{99}, !moons.Model.Whiten
	want.Train.Run, want.Train.Speed = 777, "slow"
	if got := table.With(protocol.Wish{Setup: protocol.Setup(own), Defaults: protocol.Setup(moons)}); !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
	if got := table.With(protocol.Wish{Setup: protocol.Setup(own)}); !cmp.Equal(got, table) {
		t.Error("a wish without defaults was heard")
	}
}
