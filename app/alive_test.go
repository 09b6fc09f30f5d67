package app

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// A trainer that owes a word is asked once, and is silent after some looks; its next word, whatever it is, takes that
// back.
func TestASilentTrainer(t *testing.T) {
	l, r := started(t)
	p := &page{lab: l}
	l.look()
	want(t, r, protocol.Ping{})
	for i := 1; i < mostLooks; i++ {
		if l.look() || l.alive.silent {
			t.Fatalf("it is silent at look %d", i)
		}
	}
	if !l.look() || !l.alive.silent || l.look() {
		t.Error("it is never silent, or twice")
	}
	want(t, r)
	l.handle(protocol.Kept{On: true, Place: 1, Steps: 1234})
	if l.alive.silent {
		t.Error("it has spoken and is silent")
	}
	l.look()
	for range mostLooks {
		l.look()
	}
	if html := ui.HTMLString(p.banner()); !strings.Contains(html, words.Say.SilentHead) || !strings.Contains(html, "1,234") || !strings.Contains(html, `id="restart"`) {
		t.Errorf("the banner is %s", html)
	}
	p.onRestart(nil, ui.Event{})
	if l.alive.silent || l.keep.back != 1 || !l.going || !r.closed {
		t.Errorf("after the restart: silent %v, back to %d, going %v", l.alive.silent, l.keep.back, l.going)
	}
}

// One that owes nothing is let alone; one that opens a file gets more time; one that is gone is told at once.
func TestWhenATrainerIsAsked(t *testing.T) {
	l, r := started(t)
	l.handle(presetState(protocol.Paused))
	for range 2 * mostOpened {
		l.look()
	}
	want(t, r)
	l.save()
	r.take()
	for i := range mostOpened {
		if l.look() {
			t.Fatalf("a trainer that saves is silent at look %d", i)
		}
	}
	if !l.look() {
		t.Error("a trainer that saves may be silent for ever")
	}
	l.answer(l.lastID)
	l.handle(presetState(protocol.Training))
	l.run.Model.Hidden = []int{1024, 1024, 1024, 1024, 1024}
	for range 2 * mostLooks {
		if l.look() {
			t.Fatal("a large model gets no more time than a small one")
		}
	}
	l.handle(protocol.Fatal{Ended: true})
	if html := ui.HTMLString((&page{lab: l}).banner()); !strings.Contains(html, words.Say.EndedText) || l.status() != "error" {
		t.Errorf("the banner is %s", html)
	}
	if l.look() {
		t.Error("a trainer that is gone is asked")
	}
}

// What takes long says how far it is, unless something went wrong meanwhile.
func TestProgressIsTold(t *testing.T) {
	l, _ := started(t)
	l.openFile("big.csv", make([]byte, 100))
	l.handle(protocol.Progressed{ID: l.lastID, Done: 0.456})
	if l.notice.text != words.Say.OpeningTable+" 45%" {
		t.Errorf("it says %q", l.notice.text)
	}
	l.handle(protocol.Progressed{ID: l.lastID + 1, Done: 0.9})
	if l.notice.text != words.Say.OpeningTable+" 45%" {
		t.Errorf("of something else it says %q", l.notice.text)
	}
	l.warn("Something is wrong.")
	l.handle(protocol.Progressed{ID: l.lastID, Done: 0.9})
	if l.notice.text != "Something is wrong." {
		t.Errorf("it says %q", l.notice.text)
	}
}

// A large file does not pass through the page: the trainer gets its number, and the next trainer gets it again.
func TestLargeFilesAreLent(t *testing.T) {
	l, r := started(t)
	l.openContents("big.csv", contents{lent: 2, size: 200 << 20})
	var opened []protocol.OpenTable
	for _, c := range r.take() {
		if c, ok := c.(protocol.OpenTable); ok {
			opened = append(opened, c)
		}
	}
	if len(opened) != 1 || opened[0].Lent != 2 || opened[0].Bytes != nil || !strings.Contains(l.notice.text, "209.7 MB") {
		t.Fatalf("sent is %+v, said %q", opened, l.notice.text)
	}
}
