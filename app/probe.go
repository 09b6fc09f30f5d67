package app

import (
	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

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
	if !l.probe.on || l.probe.asked || l.empty() || l.turning() {
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

// probedLatent is where the probe's point is in the right-hand plane: under z = f(x), or as far as the scrubber has come. It is nil where that is not known.
func (l *lab) probedLatent() []float32 {
	a, s := l.probe.answer, l.shown
	switch {
	case a == nil || l.planes.Marginal > 0:
		return nil
	case !l.atZ():
		layer, share := l.between()
		at := 2 * layer
		switch {
		case share == 0 && len(a.Path) >= at+2:
			return a.Path[at : at+2]
		case len(a.Path) >= at+4:
			return plot.Between(a.Path[at:at+2], a.Path[at+2:at+4], l.turn(layer+1), share)
		}
		return nil
	case max(s.ColumnX, s.ColumnY) < len(a.Z):
		return []float32{a.Z[s.ColumnX], a.Z[s.ColumnY]}
	}
	return nil
}

// arrow moves the probe by a fiftieth of the plane, with shift by a tenth; the first key puts
// it in the middle, Enter chooses the row nearby and Escape takes it away. It returns whether the key was one of these.
func (l *lab) arrow(key string, shift bool) bool {
	if key == "Enter" && l.probe.on {
		l.choosePoint(l.probe.x, l.probe.y, nearby)
		return true
	}
	if key == "Escape" {
		l.unpoint()
		return true
	}
	dx, dy := arrowOf(key)
	if dx == 0 && dy == 0 || !l.pictured() {
		return false
	}
	p := l.planes
	x, y := (p.MinX+p.MaxX)/2, (p.MinY+p.MaxY)/2
	if l.probe.on {
		x = l.probe.x + dx*stride(shift)*(p.MaxX-p.MinX)
		y = l.probe.y + dy*stride(shift)*(p.MaxY-p.MinY)
	}
	l.point(min(max(x, p.MinX), p.MaxX), min(max(y, p.MinY), p.MaxY), true)
	return true
}

// arrowOf is the way that an arrow key points, (0, 0) for other keys.
func arrowOf(key string) (dx, dy float64) {
	switch key {
	case "ArrowLeft":
		return -1, 0
	case "ArrowRight":
		return 1, 0
	case "ArrowDown":
		return 0, -1
	case "ArrowUp":
		return 0, 1
	}
	return 0, 0
}

// stride is how far an arrow key goes, as a share of the plane.
func stride(shift bool) float64 {
	if shift {
		return 0.1
	}
	return 0.02
}
