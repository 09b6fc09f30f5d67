package lab

import (
	"strings"
	"testing"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// What takes long says how far it is, unless something went wrong meanwhile.
func TestProgressIsTold(t *testing.T) {
	l, _ := started(t)
	l.OpenFile("big.csv", OfBytes(make([]byte, 100)))
	l.Handle(protocol.Progressed{ID: l.Line.LastID, Done: 0.456})
	if l.Notice.Text != words.Say.OpeningTable+" 45%" {
		t.Errorf("it says %q", l.Notice.Text)
	}
	l.Handle(protocol.Progressed{ID: l.Line.LastID + 1, Done: 0.9})
	if l.Notice.Text != words.Say.OpeningTable+" 45%" {
		t.Errorf("of something else it says %q", l.Notice.Text)
	}
	l.Warn("Something is wrong.")
	l.Handle(protocol.Progressed{ID: l.Line.LastID, Done: 0.9})
	if l.Notice.Text != "Something is wrong." {
		t.Errorf("it says %q", l.Notice.Text)
	}
}

// A large file does not pass through the page: the trainer gets its number, and the next trainer gets it again.
func TestLargeFilesAreLent(t *testing.T) {
	l, r := started(t)
	l.OpenFile("big.csv", Contents{Lent: 2, Size: 200 << 20})
	var opened []protocol.OpenTable
	for _, c := range r.Take() {
		if c, ok := c.(protocol.OpenTable); ok {
			opened = append(opened, c)
		}
	}
	if len(opened) != 1 || opened[0].Lent != 2 || opened[0].Bytes != nil || !strings.Contains(l.Notice.Text, "209.7 MB") {
		t.Fatalf("sent is %+v, said %q", opened, l.Notice.Text)
	}
}
