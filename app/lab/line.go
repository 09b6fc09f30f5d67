package lab

import (
	"maps"
	"slices"

	"nicelab/wasm/protocol"
)

// Engine is a trainer as the page sees it: a Web Worker in the browser, a fake in tests.
type Engine interface {
	Send(protocol.Command)
	Close()
}

// Launch starts a trainer. It may call on from any goroutine, and not before it returned; with several events at once
// where they are to be shown at once.
type Launch func(on func(...protocol.Event)) Engine

// trainer is what most parts of the lab need of it.
type trainer interface {
	Ready() bool
	send(protocol.Command)
}

// Line leads to the trainer, and to all else that is not the page.
type Line struct {
	Start  func() Engine `rev:"-"` // nil on the server: the page stays in its loading state
	Eng    Engine        `rev:"-"`
	Effect effects       `rev:"-"`
	Alive  Alive
	LastID int `rev:"-"`

	pending map[int]string // what the trainer still owes, by ID
	slow    int            // of these, the last that can be cancelled
	sent    func(protocol.Command)
}

// effects are what reaches out of the page; each is a no-op in tests that do not look.
type effects struct {
	Download func(protocol.File)
	Link     func(hash string)                         // the address of this run is another
	Enter    func(hash string)                         // and of another run, from which Back returns to this one
	Fetch    func(Request, func(Response))             // the answer comes later, and once
	Ship     func(files []string, take func([][]byte)) // files of the site, or nil where they cannot be had
}

func newLine() Line {
	return Line{pending: map[int]string{}, sent: func(protocol.Command) {}, Effect: effects{
		Download: func(protocol.File) {}, Link: func(string) {}, Enter: func(string) {},
		Fetch: func(Request, func(Response)) {}, Ship: func([]string, func([][]byte)) {},
	}}
}

// send sends what a person did, or what follows from it.
func (n *Line) send(c protocol.Command) {
	if n.Eng != nil {
		n.Eng.Send(c)
		n.Alive.awaited = true
		n.sent(c)
	}
}

// pass sends what is nobody's doing.
func (n *Line) pass(c protocol.Command) {
	if n.Eng != nil {
		n.Eng.Send(c)
	}
}

// hangUp ends the trainer, and what it still owes.
func (n *Line) hangUp() {
	clear(n.pending)
	if n.Eng != nil {
		n.Eng.Close()
		n.Eng = nil
	}
}

// number is the ID of another command.
func (n *Line) number() int {
	n.LastID++
	return n.LastID
}

// ask numbers a command and remembers what to say while its answer is awaited.
func (n *Line) ask(doing string) int {
	n.pending[n.number()] = doing
	return n.LastID
}

// askSlowly is ask for what a person may cancel.
func (n *Line) askSlowly(doing string) int {
	n.slow = n.ask(doing)
	return n.slow
}

// Cancellable reports whether such an answer is awaited.
func (n *Line) Cancellable() bool {
	_, waiting := n.pending[n.slow]
	return waiting
}

func (n *Line) Cancel() {
	if n.Cancellable() {
		n.send(protocol.Cancel{ID: n.slow})
	}
}

// Doing is what the trainer is busy with for the person, or nothing.
func (n *Line) Doing() string {
	ids := slices.Sorted(maps.Keys(n.pending))
	if len(ids) == 0 {
		return ""
	}
	return n.pending[ids[0]]
}
