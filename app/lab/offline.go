package lab

import "nicelab/wasm/protocol"

// offline is what the page knows of itself as a program that the browser keeps: web/start.js and the service worker do the work.
type offline struct {
	Newer       bool // a newer version is there
	Installable bool // the browser offers to install the page
	Renewing    bool // the person asked for the newer version; it comes once the run is kept
}

// Renew stops a run that trains, so that it is kept as it is.
func (l *Lab) Renew() {
	l.Offline.Renewing = true
	if l.Phase == protocol.Training {
		l.send(protocol.Pause{})
	}
}

// MayRenew reports whether the newer version was asked for and the run is kept, or never will be.
func (l *Lab) MayRenew() bool {
	keeps := l.Ready() && l.Keep.asked && l.Keep.Wanted && l.Keep.Problems == nil
	step := l.Now.Step
	if _, back := l.LookedAt(); back {
		step = l.Time.Steps[len(l.Time.Steps)-1] // what was kept before looking back
	}
	saved := l.Phase != protocol.Training && l.Keep.Present && l.Keep.Steps == step
	return l.Offline.Renewing && (!keeps || saved || l.Now.Step == 0)
}
