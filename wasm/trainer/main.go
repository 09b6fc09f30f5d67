//go:build js && wasm

// Command trainer is the program of the Web Worker: it hands the page's messages
// to a flow/session and trains in short slices, so that the next message is heard.
package main

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"syscall/js"
	"time"

	"nicelab/flow/keep"
	"nicelab/flow/kernel/simd"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
	"nicelab/wasm/wire"
)

// slice is how long the trainer works before it listens again.
const slice = 12 * time.Millisecond

// garbage is how many bytes of it Go lets lie beside a large file before it collects it. Large files and their rows are
// numbers without pointers, which a collection does not look through, and a wasm memory never shrinks again.
const garbage = 8 << 20

// memory is what Go tries to get by with, in bytes: a wasm memory ends at 4 GiB, and Go would wait to collect what is
// left over until there is as much of that as of all else.
const memory = 7 << 29

func main() {
	defer func() {
		if p := recover(); p != nil {
			js.Global().Get("console").Call("error", fmt.Sprintf("trainer panic: %v\n%s", p, debug.Stack()))
			fatal(fmt.Sprintf("The trainer's program hit a fault: %v.", p))
		}
	}()
	debug.SetMemoryLimit(memory)
	simd.Load()
	in := listen() // before anything waits: the page may speak by then
	st := newStage(in)
	s := session.New(st.post)
	said.send() // what follows may wait
	run(s, in, st, openShelf(st, s, in))
}

// shelved is the store of kept runs, or why there is none.
type shelved struct {
	store *keep.Store
	err   error
}

// openShelf gives the session its store before anything else happens or, on a stage, lets the run begin meanwhile.
func openShelf(st *stage, s *session.Session, in *inbox) <-chan shelved {
	if !st.open {
		s.Shelve(openStore())
		return nil
	}
	opened := make(chan shelved, 1)
	go func() {
		store, err := openStore()
		opened <- shelved{store, err}
		in.wake()
	}()
	st.begin(s)
	return opened
}

// run alternates between the page's commands and slices of work, forever.
func run(s *session.Session, in *inbox, st *stage, opened <-chan shelved) {
	breath := newBreath()
	var bench measuring
	lost := 0
	for {
		if n := simd.Lost(); n > lost {
			lost = n
			s.Tell("helper-lost")
		}
		select {
		case o := <-opened:
			s.Shelve(o.store, o.err)
		default:
		}
		st.confirm(s)
		for _, data := range in.take() {
			msg, err := wire.Decode(data)
			if errors.Is(err, wire.ErrUnread) {
				post(unread(data))
				continue
			}
			if err != nil {
				post(misunderstood(err))
				continue
			}
			switch m := msg.(type) {
			case protocol.Aside:
				st.takes(s, m)
			case protocol.Measure:
				bench.begin(m)
			case protocol.Ping:
				post(protocol.Alive{})
			case protocol.Command:
				if n := wire.Lent(data); n > 0 {
					debug.SetGCPercent(max(5, min(100, 100*garbage/n)))
				}
				s.Handle(m)
			default:
				post(protocol.Notice{Error: true, Text: fmt.Sprintf("The trainer takes commands only, not %T.", msg)})
			}
		}
		said.send()
		if bench.run != nil {
			bench.turn()
			said.send()
			breath.take()
			continue
		}
		if st.paused {
			<-in.arrived
			continue
		}
		more, wait := s.Work(slice)
		said.send()
		switch {
		case wait > 0:
			alarm := time.AfterFunc(wait, in.wake)
			<-in.arrived
			alarm.Stop()
		case more:
			breath.take()
		default:
			<-in.arrived
		}
	}
}

// unread answers a message whose file is gone.
func unread(data js.Value) protocol.Notice {
	args := []string{data.Get("name").String()}
	return protocol.Notice{
		ID: data.Get("id").Int(), Error: true, Key: "unread", Args: args,
		Text: protocol.Worded(protocol.Sentences.Of("unread"), args),
	}
}

// inbox keeps the page's messages in order until run takes them.
type inbox struct {
	queue   []js.Value
	arrived chan struct{} // holds a token after a message came
}

// listen replaces the worker's onmessage, which only queued until now.
func listen() *inbox {
	in := &inbox{arrived: make(chan struct{}, 1)}
	js.Global().Set("onmessage", js.FuncOf(func(_ js.Value, args []js.Value) any {
		in.queue = append(in.queue, args[0].Get("data"))
		in.wake()
		return nil
	}))
	return in
}

// first waits for a message of one of these types and takes it; what came before it stays.
func (in *inbox) first(types ...string) js.Value {
	for {
		for i, data := range in.queue {
			if data.Type() == js.TypeObject && slices.Contains(types, data.Get("type").String()) {
				in.queue = slices.Delete(in.queue, i, i+1)
				in.wake() // for the others
				return data
			}
		}
		<-in.arrived
	}
}

// wake has run look up.
func (in *inbox) wake() {
	select {
	case in.arrived <- struct{}{}:
	default:
	}
}

// take empties the queue.
func (in *inbox) take() []js.Value {
	q := in.queue
	in.queue = nil
	return q
}

// breath lets the worker's event loop run. A MessageChannel comes back in 0.1 ms;
// a timer would cost 1 to 4 ms every time.
type breath struct {
	port js.Value
	back chan struct{}
}

func newBreath() *breath {
	c := js.Global().Get("MessageChannel").New()
	b := &breath{port: c.Get("port2"), back: make(chan struct{}, 1)}
	c.Get("port1").Set("onmessage", js.FuncOf(func(js.Value, []js.Value) any {
		b.back <- struct{}{}
		return nil
	}))
	return b
}

func (b *breath) take() {
	b.port.Call("postMessage", js.Null())
	<-b.back
}

// said are the events of a slice of work, which go to the page in one message: what belongs together is shown together.
var said outbox

type outbox struct{ events, transfer []any }

// post has an event sent to the page, its buffers transferred.
func post(e protocol.Event) {
	msg, transfer := wire.Encode(e)
	said.events, said.transfer = append(said.events, msg), append(said.transfer, transfer...)
}

func (o *outbox) send() {
	if len(o.events) > 0 {
		js.Global().Call("postMessage", o.events, o.transfer)
		*o = outbox{}
	}
}

func postAside(m protocol.Aside) {
	msg, _ := wire.Encode(m)
	js.Global().Call("postMessage", msg)
}

func misunderstood(err error) protocol.Notice {
	return protocol.Notice{Error: true, Text: "The trainer did not understand the page: " + err.Error() + "."}
}

// fatal is trainer.js's: the page hears of it once, and the worker listens no more.
func fatal(text string) { js.Global().Call("fatal", text) }
