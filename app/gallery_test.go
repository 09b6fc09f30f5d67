package app

import (
	"github.com/google/go-cmp/cmp"

	"testing"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// A checkpoint that draws its own preset brings the controls along, and a new trainer gets the same.
func TestACheckpointBringsItsPreset(t *testing.T) {
	for _, before := range []string{"", "iris.csv"} {
		l, r := started(t)
		if before != "" {
			l.openFile(before, nil)
			l.handle(protocol.State{ID: l.lastID, Phase: protocol.Paused, Source: "table", Name: before, Columns: []string{"a", "b"}, Rows: 150})
		}
		r.take()
		l.openGallery("moons", []byte{1}, nil)
		want(t, r, protocol.Open{ID: l.lastID, Name: "moons.safetensors", Bytes: []byte{1}})
		model := defaultRun().Model
		model.Couplings = 8
		l.handle(protocol.State{
			ID: l.lastID, Phase: protocol.Paused, Source: "preset", Name: "moons", Noise: 0.1, Columns: []string{"x1", "x2"}, Rows: 10000,
			Model: model, Train: defaultRun().Train, Show: firstShow,
		})
		if !l.onPreset() || l.run.Data != "moons" || l.run.N != 10000 || l.run.Noise != 0.1 || l.run.Model.Couplings != 8 {
			t.Errorf("after %q the run is %+v", before, l.run)
		}
		draw := protocol.UsePreset{Name: "moons", N: 10000, Noise: 0.1, Seed: 7, Play: true}
		if len(l.data) != 2 || !cmp.Equal(protocol.WithWish(l.data[0], protocol.Wish{}), protocol.Command(draw)) {
			t.Errorf("a new trainer would get %v", l.data)
		}
		if l.dataHead() != "Two moons · 10,000 rows" {
			t.Errorf("the data is called %q", l.dataHead())
		}
	}
}

func TestGalleryDataComesBeforeItsModel(t *testing.T) {
	l, r := started(t)
	l.openGallery("digits", []byte{1}, []byte{2})
	want(t, r, protocol.OpenTable{ID: l.lastID - 1, Name: "digits.npz", Bytes: []byte{2}}, protocol.Open{ID: l.lastID, Name: "digits.safetensors", Bytes: []byte{1}})

	l = newLab()
	l.openGallery("digits", nil, nil)
	if !l.notice.error || len(l.pending) > 0 {
		t.Errorf("without a trainer: %+v", l.notice)
	}
}

// What an earlier model brought is not put on rows whose own model is on its way.
func TestGalleryDataWaitsForItsModel(t *testing.T) {
	l, r := started(t)
	brought := flow.Config{Dim: 2, Couplings: 8, Hidden: []int{64, 64}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: 3}
	st := protocol.State{Phase: protocol.Paused, Name: "moons", Source: "preset", Noise: 0.1, Columns: []string{"x1", "x2"}, Rows: 10000, Model: brought, Train: defaultRun().Train, Show: firstShow}
	l.openGallery("moons", []byte{1}, nil)
	st.ID = l.lastID
	l.handle(st)
	l.openGallery("digits", []byte{1}, []byte{2})
	r.take()
	st.ID, st.Name, st.Source, st.Columns = l.lastID-1, "digits.npz", "table", []string{"a", "b", "c"}
	l.handle(st)
	if sent := r.take(); len(sent) > 0 {
		t.Errorf("behind the checkpoint the trainer gets %v", sent)
	}
}

func TestExports(t *testing.T) {
	l, r := started(t)
	l.export(true)
	l.export(false)
	want(t, r, protocol.Export{ID: l.lastID - 1, Sampler: true}, protocol.Export{ID: l.lastID})
	empty := newLab()
	empty.export(true) // there is nothing to export
	if len(empty.pending) > 0 {
		t.Error("an export of nothing is awaited")
	}
}
