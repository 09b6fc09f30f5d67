package e2e

import (
	"flag"
	"strconv"
	"sync"
	"testing"
	"time"
)

// queue lets as many tests run at once as -parallel says, the long ones first: at the end no core waits for one test
// alone. Package testing has them run in no order that can be told, so it is told that all may, and they wait here.
type queue struct {
	sync.Mutex
	changed *sync.Cond
	free    int // places
	long    int // tests that wait, or will, and go first
}

var turns queue

// open takes over what -parallel says. It comes before any test.
func (q *queue) open() error {
	flag.Parse()
	f := flag.Lookup("test.parallel")
	n, err := strconv.Atoi(f.Value.String())
	if err != nil {
		return err
	}
	q.free, q.changed = n, sync.NewCond(q)
	return f.Value.Set("10000")
}

// turn lets a test run beside others once a place is free, and logs what it takes from there: the seconds that package
// testing gives it count the wait for a place.
func turn(t *testing.T) { turns.take(t, false) }

// longTurn is the turn of a test that takes about a minute or more.
func longTurn(t *testing.T) { turns.take(t, true) }

// parts lets a test run beside others whose parts take a turn each. It takes no place: it does nothing else.
func parts(t *testing.T) { t.Parallel() }

func (q *queue) take(t *testing.T, long bool) {
	t.Helper()
	if long { // said before any of those that run at once goes on, but for parts, which begin when those do
		q.Lock()
		q.long++
		q.Unlock()
	}
	t.Parallel()
	q.Lock()
	for q.free == 0 || !long && q.long > 0 {
		q.changed.Wait()
	}
	q.free--
	if long {
		q.long--
	}
	q.Unlock()
	q.changed.Broadcast() // the last long one lets the others in
	began := time.Now()
	t.Cleanup(func() { // after all else that the test cleans up
		t.Logf("took %.1f s", time.Since(began).Seconds())
		q.Lock()
		q.free++
		q.Unlock()
		q.changed.Broadcast()
	})
}
