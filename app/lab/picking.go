package lab

import (
	"fmt"
	"slices"

	"nicelab/app/board"
	"nicelab/app/plot"
	"nicelab/app/words"
)

const (
	nearby     = 0.04 // of the plane: what lies near the crosshair
	leastLasso = 3    // places of a line that encircles anything
)

// Picking is which rows of Planes.Data are selected, and the line that is being drawn around some.
type Picking struct {
	board.Selection
	On   bool // drags encircle rows
	none bool // the last attempt found no row

	inZ  bool      // the line is in the z-plane
	Line []float32 // in the units of its plane; nil between drags

	Cursor bool // keys have put one into the z-plane, at (zx, zy)
	Zx, Zy float64

	to picker `rev:"-"`
}

// picker is what picking needs of the planes.
type picker interface {
	Pickable() bool          // there are rows in both planes
	rows(inZ bool) []float32 // those of a plane
	Watch()                  // tells the trainer that other rows are selected
	Unpoint()                // takes the probe away
}

func (k *Picking) SetPicking(on bool) { k.On, k.Line, k.none = on, nil, false }

// Lasso begins a line around rows and reports whether it did.
func (k *Picking) Lasso(inZ bool, x, y float64) bool {
	if !k.On || !k.to.Pickable() {
		return false
	}
	k.inZ, k.Line = inZ, []float32{float32(x), float32(y)}
	k.to.Unpoint()
	return true
}

func (k *Picking) LassoTo(x, y float64) {
	if k.Line != nil {
		k.Line = append(k.Line, float32(x), float32(y))
	}
}

// LassoEnd selects the rows that the line encircles; a mere touch selects none.
func (k *Picking) LassoEnd(add bool) {
	line := k.Line
	if k.Line = nil; line == nil {
		return
	}
	if len(line) < 2*leastLasso {
		line = nil
	}
	inside := board.Inside(line, k.to.rows(k.inZ))
	k.none = line != nil && !slices.Contains(inside, true)
	k.Select(inside, add)
	k.to.Watch()
}

// LassoGone forgets a line that the browser took away.
func (k *Picking) LassoGone() { k.Line = nil }

// cursor moves the crosshair of the z-plane by keys; the first of them shows it.
func (k *Picking) cursor(v plot.View, dx, dy float64) {
	if k.Cursor {
		k.Zx = min(max(k.Zx+dx*(v.MaxX-v.MinX), v.MinX), v.MaxX)
		k.Zy = min(max(k.Zy+dy*(v.MaxY-v.MinY), v.MinY), v.MaxY)
	}
	k.Cursor = true
}

// toggleNear selects the rows near a place of a plane, or no longer where all of them are selected.
func (k *Picking) toggleNear(inZ bool, v plot.View, x, y float64) {
	near := board.Near(x, y, nearby*(v.MaxX-v.MinX), nearby*(v.MaxY-v.MinY), k.to.rows(inZ))
	k.none = !slices.Contains(near, true)
	k.Toggle(near)
	k.to.Watch()
}

// ClearPicks ends the selection.
func (k *Picking) ClearPicks() {
	k.Rows, k.Line, k.Cursor, k.none = nil, nil, false, false
	k.to.Watch()
}

// Escape ends what there is of a selection, and reports whether there was any.
func (k *Picking) Escape() bool {
	any := len(k.Rows) > 0 || k.Line != nil || k.Cursor
	if any {
		k.ClearPicks()
	}
	return any
}

// drop ends a selection of rows that there are no more, and the line around some.
func (k *Picking) drop() {
	k.Rows, k.Line = nil, nil
	k.to.Watch()
}

// SelectedText says how many rows are selected, or how to select some.
func (k *Picking) SelectedText() string {
	switch n := len(k.Rows); {
	case n > 0:
		return fmt.Sprintf(words.Say.Selected, words.Count(n), words.Count(len(k.to.rows(false))/2))
	case k.none:
		return words.Say.SelectNone
	case k.On:
		return words.Say.SelectHint
	}
	return ""
}

// Pickable reports whether there are rows in both planes.
func (s *Sight) Pickable() bool {
	return len(s.Planes.Data) > 0 && len(s.Planes.Latent) == len(s.Planes.Data)
}

// rows are those of a plane; of the right-hand one where the scrubber stands.
func (k *Layers) rows(inZ bool) []float32 {
	switch {
	case !inZ:
		return k.sight.Planes.Data
	case k.AtZ() || !k.Layered():
		return k.sight.Planes.Latent
	}
	return k.layerInput(k.between()).Data
}

// picked marks the selected rows of Planes.Data; nil where none is.
func (s *Sight) picked() []bool { return s.of.Picking.Mask(len(s.Planes.Data) / 2) }

// pickedAmong marks the same rows among those of the right-hand plane, where a model without data shows samples.
func (s *Sight) pickedAmong(rows []float32) []bool {
	if !s.Pickable() || len(rows) != len(s.Planes.Data) {
		return nil
	}
	return s.picked()
}

// PickKey selects the rows near the crosshair of a plane, or no longer where all of them are selected; in the z-plane
// the arrow keys move one of its own. It returns whether the key was one of these.
func (l *Lab) PickKey(inZ bool, key string, shift bool) bool {
	if !l.Sight.Pickable() {
		return false
	}
	k, v := &l.Picking, l.Sight.XView(1, 1)
	if inZ {
		v = l.Sight.ZView(1, 1)
	}
	pick := key == "b" || key == "B"
	if dx, dy := arrowOf(key); inZ && (pick || dx != 0 || dy != 0) {
		k.cursor(v, dx*stride(shift), dy*stride(shift))
		if !pick {
			return true
		}
	}
	if !pick {
		return false
	}
	x, y := k.Zx, k.Zy
	if !inZ {
		if !l.Probe.on {
			l.Probe.Point((v.MinX+v.MaxX)/2, (v.MinY+v.MaxY)/2, true)
		}
		x, y = l.Probe.x, l.Probe.y
	}
	k.toggleNear(inZ, v, x, y)
	return true
}

func (s *Sight) DrawLasso(inZ bool) func(plot.Theme, float64, float64) plot.Scene {
	return func(_ plot.Theme, w, h float64) plot.Scene {
		v, k := s.XView(w, h), s.of.Picking
		if inZ {
			v = s.ZView(w, h)
		}
		if k.inZ != inZ {
			return plot.Lasso(v, nil)
		}
		return plot.Lasso(v, k.Line)
	}
}
