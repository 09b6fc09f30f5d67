package app

import "nicelab/wasm/protocol"

// Probe follows the pointer over the x-plane: one question in flight, the latest place next.
type probe struct {
	on     bool
	x, y   float64 // where the person points, user's units
	asked  bool
	id     int
	keys   bool // moved by keys: the readout is spoken
	answer *protocol.Probed
}

// point moves the probe and asks for log p there.
func (l *lab) point(x, y float64, keys bool) {
	l.probe.on, l.probe.keys = true, keys
	l.probe.x, l.probe.y = x, y
	l.probeAgain()
}

func (l *lab) unpoint() { l.probe = probe{asked: l.probe.asked, id: l.probe.id} }

func (l *lab) probeAgain() {
	if !l.probe.on || l.probe.asked || l.empty() {
		return
	}
	l.lastID++
	l.probe.id, l.probe.asked = l.lastID, true
	l.send(protocol.Probe{ID: l.lastID, X: l.probe.x, Y: l.probe.y})
}

func (l *lab) probed(e protocol.Probed) {
	if e.ID != l.probe.id {
		return
	}
	l.probe.asked = false
	if !l.probe.on {
		return
	}
	l.probe.answer = &e
	if e.X != l.probe.x || e.Y != l.probe.y {
		l.probeAgain()
	}
}

// arrow moves the probe by a fiftieth of the plane, with shift by a tenth; the first key puts
// it in the middle and Escape takes it away. It returns whether the key was one of these.
func (l *lab) arrow(key string, shift bool) bool {
	dx, dy := 0.0, 0.0
	switch key {
	case "ArrowLeft":
		dx = -1
	case "ArrowRight":
		dx = 1
	case "ArrowDown":
		dy = -1
	case "ArrowUp":
		dy = 1
	case "Escape":
		l.unpoint()
		return true
	default:
		return false
	}
	if !l.pictured() {
		return false
	}
	p, stride := l.planes, 0.02
	if shift {
		stride = 0.1
	}
	x, y := (p.MinX+p.MaxX)/2, (p.MinY+p.MaxY)/2
	if l.probe.on {
		x = l.probe.x + dx*stride*(p.MaxX-p.MinX)
		y = l.probe.y + dy*stride*(p.MaxY-p.MinY)
	}
	l.point(min(max(x, p.MinX), p.MaxX), min(max(y, p.MinY), p.MaxY), true)
	return true
}
