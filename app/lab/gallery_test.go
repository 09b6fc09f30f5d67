package lab

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/link"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// A checkpoint that draws its own preset brings the controls along, and a new trainer gets the same.
func TestACheckpointBringsItsPreset(t *testing.T) {
	for _, before := range []string{"", "iris.csv"} {
		l, r := started(t)
		if before != "" {
			l.OpenFile(before, OfBytes(nil))
			l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Paused, Source: "table", Name: before,
				Columns: []string{"a", "b"}, Rows: 150})
		}
		r.Take()
		l.OpenGallery("moons", []byte{1}, nil)
		want(t, r, protocol.Open{ID: l.Line.LastID, Name: "moons.safetensors", Bytes: []byte{1}})
		model := link.DefaultRun().Model
		model.Couplings = 8
		l.Handle(protocol.State{
			ID: l.Line.LastID, Phase: protocol.Paused, Source: "preset", Name: "moons", Noise: 0.1, Columns: []string{"x1",
				"x2"}, Rows: 10000,
			Model: model, Train: link.DefaultRun().Train, Show: FirstShow,
		})
		if !l.Source.OnPreset() || l.Choice.Run.Data != "moons" || l.Choice.Run.N != 10000 || l.Choice.Run.Noise != 0.1 ||
			l.Choice.Run.Model.Couplings != 8 {
			t.Errorf("after %q the run is %+v", before, l.Choice.Run)
		}
		draw := protocol.UsePreset{Name: "moons", N: 10000, Noise: 0.1, Seed: 7, Play: true}
		if len(l.Source.Data) != 2 || !cmp.Equal(protocol.WithWish(l.Source.Data[0], protocol.Wish{}),
			protocol.Command(draw)) {
			t.Errorf("a new trainer would get %v", l.Source.Data)
		}
		if l.DataHead() != "Two moons · 10,000 rows" {
			t.Errorf("the data is called %q", l.DataHead())
		}
	}
}

func TestGalleryDataComesBeforeItsModel(t *testing.T) {
	l, r := started(t)
	l.OpenGallery("digits", []byte{1}, []byte{2})
	want(t, r, protocol.OpenTable{ID: l.Line.LastID - 1, Name: "digits.npz", Bytes: []byte{2}},
		protocol.Open{ID: l.Line.LastID, Name: "digits.safetensors", Bytes: []byte{1}})

	l = New()
	l.OpenGallery("digits", nil, nil)
	if !l.Notice.Error || len(l.Line.pending) > 0 {
		t.Errorf("without a trainer: %+v", l.Notice)
	}
}

// What an earlier model brought is not put on rows whose own model is on its way.
func TestGalleryDataWaitsForItsModel(t *testing.T) {
	l, r := started(t)
	brought := flow.Config{Dim: 2, Couplings: 8, Hidden: []int{64, 64}, Activation: flow.ReLU, Prior: flow.Gaussian,
		Seed: 3}
	st := protocol.State{Phase: protocol.Paused, Name: "moons", Source: "preset", Noise: 0.1,
		Columns: []string{"x1", "x2"}, Rows: 10000, Model: brought, Train: link.DefaultRun().Train, Show: FirstShow}
	l.OpenGallery("moons", []byte{1}, nil)
	st.ID = l.Line.LastID
	l.Handle(st)
	l.OpenGallery("digits", []byte{1}, []byte{2})
	r.Take()
	st.ID, st.Name, st.Source, st.Columns = l.Line.LastID-1, "digits.npz", "table", []string{"a", "b", "c"}
	l.Handle(st)
	if sent := r.Take(); len(sent) > 0 {
		t.Errorf("behind the checkpoint the trainer gets %v", sent)
	}
}

func TestExports(t *testing.T) {
	l, r := started(t)
	l.Export(true)
	l.Export(false)
	want(t, r, protocol.Export{ID: l.Line.LastID - 1, Sampler: true}, protocol.Export{ID: l.Line.LastID})
	empty := New()
	empty.Export(true) // there is nothing to export
	if len(empty.Line.pending) > 0 {
		t.Error("an export of nothing is awaited")
	}
}
