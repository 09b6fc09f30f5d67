package lab

import (
	"strings"
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// The ends of the spectrum are asked for by what fits the model, or as a person chose, and follow the picture that is
// looked at.
func TestEnds(t *testing.T) {
	l, r := withPictures(t)
	v, _ := ViewOf[*EndsView](&l.Views)
	whitened := l.State.Model.Whiten
	if got := v.Args().Ends; got.Pixels != whitened || got.Picture != 0 {
		t.Errorf("it asks for %+v", got)
	}
	l.State.Model.Whiten = !whitened
	if got := v.Args().Ends; got.Pixels == whitened {
		t.Errorf("of another model it asks for %+v", got)
	}
	v.By = "scale"
	l.Imaging.Examine(protocol.CloseupArgs{Picture: 4})
	w := watched(t, r, "ends")
	if want := (protocol.EndsArgs{Picture: 4}); w.Args.Ends != want {
		t.Errorf("it asks for %+v", w.Args.Ends)
	}
	if v.Known() || v.Wait(false) != words.Say.EndsBegun {
		t.Errorf("nothing came, and it says %q", v.Wait(false))
	}
	l.Handle(protocol.Ends{Args: w.Args.Ends, Step: 1200, Values: []float32{3, 2, 1}, Places: []int{1, 3},
		Moves: []float64{0.2, 0.1}})
	if text := v.Said(); !v.Known() || !strings.Contains(text, "3 directions") || !strings.Contains(text, "1,200") {
		t.Errorf("it says %q", text)
	}
	if text := v.From(); !strings.Contains(text, "picture 4") {
		t.Errorf("it says %q", text)
	}
	l.Phase = protocol.Training
	l.Imaging.Examine(protocol.CloseupArgs{Picture: 5})
	if v.Known() || v.Wait(false) != words.Say.EndsMoving {
		t.Errorf("while training it says %q", v.Wait(false))
	}
}
