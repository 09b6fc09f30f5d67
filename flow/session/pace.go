package session

import (
	"time"
)

// pace decides when the next step, report and picture are due, and measures the speed.
type pace struct {
	until    int       // the step before which nothing waits
	next     time.Time // when the steps after it are due
	reported time.Time
	drawn    time.Time
	cost     time.Duration // of the picture in hand, then of the last one
	last     time.Duration
	page     page
	since    time.Time // of the speed's measurement
	sinceAt  int
	speed    float64
}

func (p *pace) restart(now time.Time, step int) {
	p.until, p.next, p.since, p.sinceAt, p.speed = step, now, now, step, 0
	p.cost, p.last = 0, 0 // what an exact picture cost says nothing of those to come
}

// wait returns how long the speed asks to wait before the step after so many.
func (p *pace) wait(now time.Time, speed string, steps int) time.Duration {
	if speed == "max" || steps < p.until {
		return 0
	}
	if left := p.next.Sub(now); left > 0 {
		return left
	}
	n, every := 1, time.Second/2
	if speed == "1x" {
		n, every = min(50, 1+steps/30), time.Second/60
	}
	p.until = steps + n
	if late := now.Add(-mayCatchUp); p.next.Before(late) {
		p.next = late
	}
	p.next = p.next.Add(every)
	return 0
}

const (
	mayCatchUp   = 100 * time.Millisecond
	reportEvery  = 150 * time.Millisecond // more than from one picture to the next
	pictureEvery = 125 * time.Millisecond
	calmPictures = 65 * time.Millisecond // where the speed leaves time for them
	pictureShare = 3                     // training gets so many times what a picture cost before the next
)

// reportDue says whether something is to be told of training; with a picture something was.
func (p *pace) reportDue(now time.Time) bool {
	if now.Sub(p.reported) < reportEvery || now.Sub(p.page.sent) < reportEvery {
		return false
	}
	p.reported = now
	return true
}

func (p *pace) pictureDue(now time.Time, speed string) bool {
	every := calmPictures
	if speed == "max" {
		every = pictureEvery
	}
	return now.Sub(p.drawn) >= max(every, pictureShare*p.last) && p.page.ready(now)
}

// page is how far whoever shows the pictures has got.
type page struct {
	answers bool      // it says when one is shown
	waiting bool      // for that
	sent    time.Time // the last picture
	free    time.Time // when it may get another
	late    float64   // how much longer than it must the last one took; once is no sign that it is slow
}

const (
	pageShare    = 2           // the page gets so many times that before the next
	pageSilent   = time.Second // a page that is out of sight shows nothing and says nothing
	longestPause = 2 * time.Second
)

func (p *page) ready(now time.Time) bool {
	if p.waiting && p.answers && now.Sub(p.sent) < pageSilent {
		return false
	}
	return !now.Before(p.free)
}

func (p *pace) sent(now time.Time) { p.page.waiting, p.page.sent = true, now }

func (p *pace) painted(now time.Time, late float64) {
	pause := time.Duration(min(max(0, pageShare*min(late, p.page.late)), longestPause.Seconds()) * float64(time.Second))
	p.page.answers, p.page.waiting, p.page.free, p.page.late = true, false, now.Add(pause), late
}

// drew notes what a chunk of a picture cost.
func (p *pace) drew(now time.Time, cost time.Duration, done bool) {
	p.cost += cost
	if done {
		p.last, p.cost, p.drawn = p.cost, 0, now
	}
}

// rate returns the steps per second over the last half second or more.
func (p *pace) rate(now time.Time, step int, training bool) float64 {
	if !training {
		return p.speed
	}
	if d := now.Sub(p.since).Seconds(); d >= 0.5 || p.speed == 0 && d > 0 {
		p.speed = float64(step-p.sinceAt) / d
		if d >= 0.5 {
			p.since, p.sinceAt = now, step
		}
	}
	return p.speed
}
