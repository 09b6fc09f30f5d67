package lab

import (
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// What takes long says how far it is, unless something went wrong meanwhile.
func TestProgressIsTold(t *testing.T) {
	l, _ := started(t)
	l.OpenFile("big.csv", make([]byte, 100))
	l.Handle(protocol.Progressed{ID: l.LastID, Done: 0.456})
	if l.Notice.Text != words.Say.OpeningTable+" 45%" {
		t.Errorf("it says %q", l.Notice.Text)
	}
	l.Handle(protocol.Progressed{ID: l.LastID + 1, Done: 0.9})
	if l.Notice.Text != words.Say.OpeningTable+" 45%" {
		t.Errorf("of something else it says %q", l.Notice.Text)
	}
	l.Warn("Something is wrong.")
	l.Handle(protocol.Progressed{ID: l.LastID, Done: 0.9})
	if l.Notice.Text != "Something is wrong." {
		t.Errorf("it says %q", l.Notice.Text)
	}
}
