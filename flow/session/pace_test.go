package session

import (
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

// A small model learns in less time than an exact picture took: training must not wait for three times that.
func TestTheFirstPictureOfTrainingIsNotLate(t *testing.T) {
	var p pace
	p.drew(time.Now(), 400*time.Millisecond, false)
	p.drew(time.Now(), time.Second, true)
	p.drew(time.Now(), 400*time.Millisecond, false)
	p.restart(time.Now(), 0)
	if !p.pictureDue(time.Now().Add(pictureEvery), "max") {
		t.Error("the first picture of training waits for what an exact one cost")
	}
	p.drew(time.Now(), time.Second, true)
	if p.pictureDue(time.Now().Add(pictureShare*time.Second-pictureEvery), "max") {
		t.Error("pictures of training take more than their share")
	}
	if p.last != time.Second {
		t.Errorf("the picture cost %v, with what was given up before", p.last)
	}
}

// run plays a speed on a clock of its own, on which a step takes cost, and returns the steps done after each 1/60 s.
func (p *pace) run(speed string, seconds int, cost time.Duration) []int {
	start, steps := time.Now(), 0
	p.restart(time.Now(), 0)
	p.next = start
	now := start
	var at []int
	for frame := 1; frame <= 60*seconds; frame++ {
		for end := start.Add(time.Duration(frame) * time.Second / 60); now.Before(end); {
			if wait := p.wait(now, speed, steps); wait > 0 {
				now = now.Add(wait)
			} else {
				steps++
				now = now.Add(cost)
			}
		}
		at = append(at, steps)
	}
	return at
}

func TestSpeeds(t *testing.T) {
	var p pace
	if at := p.run("slow", 3, time.Microsecond); at[0] != 1 || at[179] != 6 {
		t.Errorf("slow: %d steps at once, %d after 3 s", at[0], at[179])
	}
	at := p.run("1x", 10, time.Microsecond)
	for i := 1; i < len(at); i++ {
		if n := at[i] - at[i-1]; n > 51 || n < 1 {
			t.Fatalf("1x: %d steps in frame %d", n, i)
		}
	}
	// Nearly all of the bending is in the first 400 steps: people see that, and wait for the rest.
	if at[59] > 150 || at[99] > 500 || at[179] < 400 || at[4*60] < 2600 || at[599]-at[539] < 2980 ||
		at[599]-at[539] > 3020 {
		t.Errorf("1x: %d, %d, %d steps after 1, 1.7, 3 s, %d after 4, %d in the tenth", at[59], at[99], at[179], at[4*60],
			at[599]-at[539])
	}
	// Who is late does not hurry for ever.
	first, now := p.until, p.next.Add(time.Hour)
	n := first
	for p.wait(now, "1x", n) == 0 {
		n++
	}
	if n > first+400 {
		t.Errorf("after an hour's sleep %d steps come at once", n-first)
	}
}

// A page that shows pictures slowly gets fewer; one that is out of sight some; one that never says anything all.
func TestThePageSetsThePaceOfPictures(t *testing.T) {
	var p pace
	now := time.Now()
	due := func(after time.Duration) bool { return p.pictureDue(now.Add(after), "1x") }
	p.sent(now)
	if !due(calmPictures) {
		t.Error("a page that never said anything waits")
	}
	p.painted(now, 0)
	p.sent(now)
	if due(calmPictures) || !due(pageSilent) {
		t.Error("a picture comes before the last is shown, or none comes to a page that is out of sight")
	}
	p.painted(now.Add(100*time.Millisecond), 0.3)
	if !due(100 * time.Millisecond) {
		t.Error("a single hitch holds up the pictures")
	}
	p.painted(now.Add(100*time.Millisecond), 0.05)
	if due(100*time.Millisecond+pageShare*49*time.Millisecond) ||
		!due(100*time.Millisecond+pageShare*50*time.Millisecond) {
		t.Error("a picture that held up the page is not paid for")
	}
	p.painted(now, 1e9)
	p.painted(now, 1e9)
	if !due(longestPause) {
		t.Error("a page that slept gets no picture")
	}
	p.painted(now, -1)
	if !due(calmPictures) {
		t.Error("a page that claims to be early waits")
	}
}

// What there is to say of training comes with its pictures, and by itself only where these are rare.
func TestReportsComeWithPictures(t *testing.T) {
	var p pace
	now := time.Now()
	if !p.reportDue(now) || p.reportDue(now.Add(reportEvery-1)) || !p.reportDue(now.Add(reportEvery)) {
		t.Error("without pictures, reports do not come in time")
	}
	now = now.Add(time.Hour)
	if p.sent(now); p.reportDue(now.Add(pictureEvery)) || !p.reportDue(now.Add(reportEvery)) {
		t.Error("a report comes beside the picture that brought one, or not at all")
	}

	d := newDesk(t)
	capped := small()
	capped.Train.MaxSteps = 1 << 30
	d.do(capped, crescent)
	d.events = nil
	d.Handle(protocol.Play{})
	for start := time.Now(); time.Since(start) < time.Second; {
		d.Work(0)
	}
	var said, pictures int
	for i, e := range d.events {
		switch e := e.(type) {
		case protocol.Progress:
			said++
		case protocol.Planes:
			pictures++
			if p, ok := d.events[i+1].(protocol.Progress); !ok || p.Step != e.Step {
				t.Errorf("behind the picture of step %d comes %T", e.Step, d.events[i+1])
			}
		}
	}
	if pictures < 2 || said > pictures+2 {
		t.Errorf("%d reports came with %d pictures", said, pictures)
	}
}
