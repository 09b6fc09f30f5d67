package session

import (
	"time"

	"nicelab/wasm/protocol"
)

// A job does one chunk of its work and reports whether that was the last.
type job func() (done bool)

// finish does all of a job.
func finish(j job) {
	for !j() {
	}
}

// queue is jobs with their names, in the order in which they are done.
type queue []struct {
	name string
	do   job
}

func (q *queue) add(name string, j job) {
	*q = append(*q, struct {
		name string
		do   job
	}{name, j})
}

// step does a chunk of the first job, which may add others.
func (q *queue) step() {
	if (*q)[0].do() {
		*q = (*q)[1:]
	}
}

// turn is background work: a slice of it is done beside the rest.
type turn struct {
	name string
	// while something else is due, that gets so many times what a slice took before the next; 0: each time
	share      int
	busy, rest time.Duration // how long a slice is then, and otherwise
	due        time.Time
	step       func() (worked, more bool) // does one piece; more says that the slice may go on
}

// work does a slice, if there is anything to do and it is due. busy says that something else is.
func (t *turn) work(now func() time.Time, busy bool) (worked bool) {
	start := now()
	if busy && start.Before(t.due) {
		return false
	}
	slice := t.rest
	if busy {
		slice = t.busy
	}
	for more := true; more; more = more && now().Sub(start) < slice {
		var did bool
		did, more = t.step()
		worked = worked || did
	}
	end := now()
	t.due = end.Add(time.Duration(t.share) * end.Sub(start))
	return worked
}

// turns are the background of a session: what little the limits of a preset take, each time; a fiftieth for the
// baselines; a fifth for the views.
func turns(limits, baselines, views func() (worked, more bool)) []*turn {
	return []*turn{
		{name: "limits", step: limits},
		{name: "baselines", share: baselineShare, busy: busySlice, rest: restSlice, step: baselines},
		{name: "views", share: viewShare, busy: viewSlice, rest: viewRest, step: views},
	}
}

// waiting is a command, and how many pauses had come before it.
type waiting struct {
	command protocol.Command
	pauses  int
}

// schedule says who gets time. The command in hand is worked on to its end, so that none of its jobs sees weights that
// change; then come the commands that wait, in their order; then the picture in hand; then training, which begins a
// picture when pace lets it. All of that is the foreground, and gets what the background leaves.
type schedule struct {
	now    func() time.Time
	handle func(protocol.Command)
	train  func() (more bool, wait time.Duration) // a chunk of training; a wait says how long none is due

	foreground queue // of the command in hand
	inHand     int   // ID of that command, where it can be cancelled
	inbox      []waiting
	pauses     int // how often a Pause came: what asked to play before it does not
	picture    job // to its end, after all commands
	pace       pace
	background []*turn // in the order of their turns
}

// busy reports whether a command is in hand or waits.
func (q *schedule) busy() bool { return len(q.foreground) > 0 || len(q.inbox) > 0 }

// accept handles a command, or puts it behind the one in hand, but for those whose answer nobody should wait for.
func (q *schedule) accept(c protocol.Command) {
	switch c.(type) {
	case protocol.Pause:
		q.pauses++
	case protocol.Probe, protocol.Painted, protocol.Crash, protocol.Cancel:
	default:
		if q.busy() {
			q.enqueue(c)
			return
		}
	}
	q.begin(c)
}

// enqueue puts a command behind those that wait. Of looks in a row the last is enough.
func (q *schedule) enqueue(c protocol.Command) {
	if _, ok := c.(protocol.Look); ok && len(q.inbox) > 0 {
		if _, ok := q.inbox[len(q.inbox)-1].command.(protocol.Look); ok {
			q.inbox = q.inbox[:len(q.inbox)-1]
		}
	}
	q.inbox = append(q.inbox, waiting{c, q.pauses})
}

// next handles the first waiting command, without its wish to play if a pause came after it.
func (q *schedule) next() {
	w := q.inbox[0]
	q.inbox = q.inbox[1:]
	c := w.command
	if w.pauses != q.pauses {
		switch c.(type) {
		case protocol.Play, protocol.Step:
			return
		}
		c = protocol.WithPlay(c, false)
	}
	q.begin(c)
}

// begin handles a command, and notes which one is in hand unless it was answered at once.
func (q *schedule) begin(c protocol.Command) {
	q.handle(c)
	if id := asked(c); id != 0 && len(q.foreground) > 0 {
		q.inHand = id
	}
}

// work does about budget of what there is to do, one chunk at least. Without more there is nothing to do until the next
// command; a positive wait says how long nothing is due.
func (q *schedule) work(budget time.Duration) (more bool, wait time.Duration) {
	start := q.now()
	for {
		more, wait = q.chunk()
		if !more || wait > 0 || q.now().Sub(start) >= budget {
			break
		}
	}
	busy := more && wait == 0
	for _, t := range q.background {
		if t.work(q.now, busy) {
			more, wait = true, 0
			busy = busy || t.share == 0
		}
	}
	return more, wait
}

func (q *schedule) chunk() (more bool, wait time.Duration) {
	switch {
	case len(q.foreground) > 0:
		if q.foreground.step(); len(q.foreground) == 0 {
			q.inHand = 0
		}
	case len(q.inbox) > 0:
		q.next()
	case q.picture != nil:
		q.workPicture()
	default:
		return q.train()
	}
	return true, 0
}

// workPicture notes what a picture costs, so that pictures take a bounded share of the time.
func (q *schedule) workPicture() {
	start, j := q.now(), q.picture
	done := j()
	end := q.now()
	q.pace.drew(end, end.Sub(start), done)
	if done {
		q.picture = nil
	}
}
