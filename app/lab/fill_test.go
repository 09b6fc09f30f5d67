package lab

import (
	"testing"

	"nicelab/wasm/protocol"
)

// So many draws as a person wants go with the file; how well blanks are filled is asked of a table alone.
func TestFillIsAskedFor(t *testing.T) {
	l, r, _ := tabled(t, 300)
	r.Take()
	if l.Choice.SetFillDraws("21"); l.Choice.Samples.Draws != 0 || len(l.Choice.Refused) != 1 {
		t.Errorf("%d draws are wanted, and %v refused", l.Choice.Samples.Draws, l.Choice.Refused)
	}
	l.Choice.SetFillDraws("3")
	l.Fill("a.csv", OfBytes([]byte("u")))
	seed := int(l.Choice.Run.Model.Seed)
	if c, ok := r.Take()[0].(protocol.Fill); !ok || c.Draws != 3 || c.Seed != seed || c.ID != l.Line.LastID {
		t.Errorf("it asks for %+v", c)
	}
	l.TestFill()
	if c, ok := r.Take()[0].(protocol.Fill); !ok || !c.Test || c.Seed != seed || c.ID != l.Line.LastID {
		t.Errorf("it asks for %+v", c)
	}
	if !l.Fills() {
		t.Error("a table is not tested")
	}
	l.Handle(presetState(protocol.Paused))
	if l.Fills() {
		t.Error("a preset is tested")
	}
}
