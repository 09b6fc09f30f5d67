package lab

import "nicelab/wasm/protocol"

// Offline is what the page knows of itself as a program that the browser keeps: web/start.js and the service worker do
// the work.
type Offline struct {
	Newer       bool // a newer version is there
	Installable bool // the browser offers to install the page
	Renewing    bool // the person asked for the newer version; it comes once the run is kept
}

// may reports whether the newer version was asked for and may come: the run is kept, never will be, or is nothing yet.
func (o Offline) may(keeps, kept, begun bool) bool { return o.Renewing && (!keeps || kept || !begun) }

// Renew stops a run that trains, and has it kept as it is at once, however dear that is: the person waits for it.
func (l *Lab) Renew() {
	l.Offline.Renewing = true
	if l.Phase == protocol.Training {
		l.Line.send(protocol.Pause{})
	}
	l.Keep.KeepNow()
}

// MayRenew reports whether the newer version was asked for and the run is kept, or never will be.
func (l *Lab) MayRenew() bool {
	step := l.Now.Step
	if _, back := l.Time.LookedAt(); back {
		step = l.Time.last() // what was kept before looking back
	}
	kept := l.Phase != protocol.Training && l.Keep.holds(step)
	return l.Offline.may(l.Keep.keeps(), kept, l.Now.Step > 0)
}
