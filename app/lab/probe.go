package lab

import (
	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// Probe follows the pointer over the x-plane: one question in flight, the latest place next.
type Probe struct {
	on     bool
	x, y   float64 // where the person points, user's units
	asked  bool
	Id     int
	Keys   bool // moved by keys: the readout is spoken
	Answer *protocol.Probed

	to asker `rev:"-"`
}

// asker is what a probe needs: a number for its question, whether a place means anything now, and who answers.
type asker interface {
	number() int
	probable() bool
	send(protocol.Command)
}

// Point moves the probe and asks for log p there.
func (p *Probe) Point(x, y float64, keys bool) {
	p.on, p.Keys = true, keys
	p.x, p.y = x, y
	p.again()
}

// Unpoint takes it away; a question that is in flight stays.
func (p *Probe) Unpoint() { *p = Probe{asked: p.asked, Id: p.Id, to: p.to} }

// forget leaves the data before, and what was asked of it.
func (p *Probe) forget() { *p = Probe{to: p.to} }

// again asks, unless an answer is awaited.
func (p *Probe) again() {
	if !p.on || p.asked || !p.to.probable() {
		return
	}
	p.Id, p.asked = p.to.number(), true
	p.to.send(protocol.Probe{ID: p.Id, X: p.x, Y: p.y})
}

func (p *Probe) probed(e protocol.Probed) {
	if e.ID != p.Id {
		return
	}
	p.asked = false
	if !p.on {
		return
	}
	p.Answer = &e
	if e.X != p.x || e.Y != p.y {
		p.again()
	}
}

// failed notes that there is no answer to the question of that ID.
func (p *Probe) failed(id int) {
	if id == p.Id {
		p.asked = false
	}
}

// ProbedLatent is where the probe's point is in the right-hand plane: under z = f(x), or as far as the scrubber has
// come. It is nil where that is not known.
func (k *Layers) ProbedLatent(a *protocol.Probed) []float32 {
	s := k.sight.of.Shown
	switch {
	case a == nil || k.sight.Planes.Marginal > 0:
		return nil
	case !k.AtZ():
		layer, share := k.between()
		at := 2 * layer
		switch {
		case share == 0 && len(a.Path) >= at+2:
			return a.Path[at : at+2]
		case len(a.Path) >= at+4:
			return plot.Between(a.Path[at:at+2], a.Path[at+2:at+4], k.turn(layer+1), share)
		}
		return nil
	case max(s.ColumnX, s.ColumnY) < len(a.Z):
		return []float32{a.Z[s.ColumnX], a.Z[s.ColumnY]}
	}
	return nil
}

// Arrow moves the probe by a fiftieth of the plane, with shift by a tenth; the first key puts it in the middle, Enter
// chooses the row nearby and Escape takes it away. It returns whether the key was one of these.
func (l *Lab) Arrow(key string, shift bool) bool {
	if key == "Enter" && l.Probe.on {
		l.ChoosePoint(l.Probe.x, l.Probe.y, nearby)
		return true
	}
	if key == "Escape" {
		l.Probe.Unpoint()
		return true
	}
	dx, dy := arrowOf(key)
	if dx == 0 && dy == 0 || !l.Sight.Pictured() {
		return false
	}
	p := l.Sight.Planes
	x, y := (p.MinX+p.MaxX)/2, (p.MinY+p.MaxY)/2
	if l.Probe.on {
		x = l.Probe.x + dx*stride(shift)*(p.MaxX-p.MinX)
		y = l.Probe.y + dy*stride(shift)*(p.MaxY-p.MinY)
	}
	l.Probe.Point(min(max(x, p.MinX), p.MaxX), min(max(y, p.MinY), p.MaxY), true)
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
