package lab

import (
	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// Probe follows the pointer over the x-plane: one question in flight, the latest place next.
type probe struct {
	on     bool
	x, y   float64 // where the person points, user's units
	asked  bool
	Id     int
	Keys   bool // moved by keys: the readout is spoken
	Answer *protocol.Probed
}

// Point moves the probe and asks for log p there.
func (l *Lab) Point(x, y float64, keys bool) {
	l.Probe.on, l.Probe.Keys = true, keys
	l.Probe.x, l.Probe.y = x, y
	l.probeAgain()
}

func (l *Lab) Unpoint() { l.Probe = probe{asked: l.Probe.asked, Id: l.Probe.Id} }

func (l *Lab) probeAgain() {
	if !l.Probe.on || l.Probe.asked || l.Empty() || l.Turning() {
		return
	}
	l.LastID++
	l.Probe.Id, l.Probe.asked = l.LastID, true
	l.send(protocol.Probe{ID: l.LastID, X: l.Probe.x, Y: l.Probe.y})
}

func (l *Lab) probed(e protocol.Probed) {
	if e.ID != l.Probe.Id {
		return
	}
	l.Probe.asked = false
	if !l.Probe.on {
		return
	}
	l.Probe.Answer = &e
	if e.X != l.Probe.x || e.Y != l.Probe.y {
		l.probeAgain()
	}
}

// ProbedLatent is where the probe's point is in the right-hand plane: under z = f(x), or as far as the scrubber has come. It is nil where that is not known.
func (l *Lab) ProbedLatent() []float32 {
	a, s := l.Probe.Answer, l.Shown
	switch {
	case a == nil || l.Planes.Marginal > 0:
		return nil
	case !l.AtZ():
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

// Arrow moves the probe by a fiftieth of the plane, with shift by a tenth; the first key puts
// it in the middle, Enter chooses the row nearby and Escape takes it away. It returns whether the key was one of these.
func (l *Lab) Arrow(key string, shift bool) bool {
	if key == "Enter" && l.Probe.on {
		l.ChoosePoint(l.Probe.x, l.Probe.y, nearby)
		return true
	}
	if key == "Escape" {
		l.Unpoint()
		return true
	}
	dx, dy := arrowOf(key)
	if dx == 0 && dy == 0 || !l.Pictured() {
		return false
	}
	p := l.Planes
	x, y := (p.MinX+p.MaxX)/2, (p.MinY+p.MaxY)/2
	if l.Probe.on {
		x = l.Probe.x + dx*stride(shift)*(p.MaxX-p.MinX)
		y = l.Probe.y + dy*stride(shift)*(p.MaxY-p.MinY)
	}
	l.Point(min(max(x, p.MinX), p.MaxX), min(max(y, p.MinY), p.MaxY), true)
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
