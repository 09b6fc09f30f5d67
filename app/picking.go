package app

import (
	"fmt"
	"slices"

	"nicelab/app/board"
	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

const (
	nearby     = 0.04 // of the plane: what lies near the crosshair
	leastLasso = 3    // places of a line that encircles anything
)

// picking is which rows of Planes.Data are selected, and the line that is being drawn around some.
type picking struct {
	board.Selection
	on   bool // drags encircle rows
	none bool // the last attempt found no row

	inZ  bool      // the line is in the z-plane
	line []float32 // in the units of its plane; nil between drags
	rev  int       // grows with every change of the line

	cursor bool // keys have put one into the z-plane, at (zx, zy)
	zx, zy float64
}

// picked marks the selected rows of Planes.Data; nil where none is.
func (l *lab) picked() []bool { return l.picking.Mask(len(l.planes.Data) / 2) }

// pickable reports whether there are rows in both planes.
func (l *lab) pickable() bool {
	return len(l.planes.Data) > 0 && len(l.planes.Latent) == len(l.planes.Data)
}

func (l *lab) setPicking(on bool) {
	l.picking.on, l.picking.line, l.picking.none = on, nil, false
	l.picking.rev++
}

// lasso begins a line around rows and reports whether it did.
func (l *lab) lasso(inZ bool, x, y float64) bool {
	if !l.picking.on || !l.pickable() {
		return false
	}
	l.unpoint()
	l.picking.inZ, l.picking.line = inZ, []float32{float32(x), float32(y)}
	l.picking.rev++
	return true
}

func (l *lab) lassoTo(x, y float64) {
	if l.picking.line != nil {
		l.picking.line = append(l.picking.line, float32(x), float32(y))
		l.picking.rev++
	}
}

// lassoEnd selects the rows that the line encircles; a mere touch selects none.
func (l *lab) lassoEnd(add bool) {
	k := &l.picking
	line := k.line
	if k.line = nil; line == nil {
		return
	}
	k.rev++
	if len(line) < 2*leastLasso {
		line = nil
	}
	inside := board.Inside(line, l.rows(k.inZ))
	k.none = line != nil && !slices.Contains(inside, true)
	k.Select(inside, add)
	l.drawn++
	l.watchViews()
}

// lassoGone forgets a line that the browser took away.
func (l *lab) lassoGone() {
	l.picking.line = nil
	l.picking.rev++
}

// rows are those of a plane; of the right-hand one where the scrubber stands.
func (l *lab) rows(inZ bool) []float32 {
	switch {
	case !inZ:
		return l.planes.Data
	case l.atZ() || !l.layered():
		return l.planes.Latent
	}
	return l.layerInput(l.between()).Data
}

// pickKey selects the rows near the crosshair of a plane, or no longer where all of them are selected; in the z-plane the arrow keys move one of its own.
// It returns whether the key was one of these.
func (l *lab) pickKey(inZ bool, key string, shift bool) bool {
	k := &l.picking
	if !l.pickable() {
		return false
	}
	v := l.xView(1, 1)
	if inZ {
		v = l.zView(1, 1)
	}
	pick := key == "b" || key == "B"
	if dx, dy := arrowOf(key); inZ && (pick || dx != 0 || dy != 0) {
		if k.cursor {
			k.zx = min(max(k.zx+dx*stride(shift)*(v.MaxX-v.MinX), v.MinX), v.MaxX)
			k.zy = min(max(k.zy+dy*stride(shift)*(v.MaxY-v.MinY), v.MinY), v.MaxY)
		}
		k.cursor = true
		if !pick {
			return true
		}
	}
	if !pick {
		return false
	}
	x, y := k.zx, k.zy
	if !inZ {
		if !l.probe.on {
			l.point((v.MinX+v.MaxX)/2, (v.MinY+v.MaxY)/2, true)
		}
		x, y = l.probe.x, l.probe.y
	}
	near := board.Near(x, y, nearby*(v.MaxX-v.MinX), nearby*(v.MaxY-v.MinY), l.rows(inZ))
	k.none = !slices.Contains(near, true)
	k.Toggle(near)
	l.drawn++
	l.watchViews()
	return true
}

// clearPicks ends the selection.
func (l *lab) clearPicks() {
	k := &l.picking
	k.Rows, k.line, k.cursor, k.none = nil, nil, false, false
	k.rev++
	l.drawn++
	l.watchViews()
}

// keepPicks notes the columns of a new picture and drops the selection where the rows of a new picture are others. The pair of columns that is shown may change.
func (l *lab) keepPicks(e protocol.Planes) {
	k, was := &l.picking, l.pair
	l.pair = [2]int{l.state.Show.ColumnX, l.state.Show.ColumnY}
	if len(e.Data) != len(l.planes.Data) || l.pair == was && !slices.Equal(e.Data, l.planes.Data) {
		k.Rows = nil
		l.watchViews()
		if k.line != nil {
			l.lassoGone()
		}
	}
}

// selectedText says how many rows are selected, or how to select some.
func (l *lab) selectedText() string {
	switch n := len(l.picking.Rows); {
	case n > 0:
		return fmt.Sprintf(words.Say.Selected, words.Count(n), words.Count(len(l.planes.Data)/2))
	case l.picking.none:
		return words.Say.SelectNone
	case l.picking.on:
		return words.Say.SelectHint
	}
	return ""
}

func (l *lab) drawLasso(inZ bool) func(plot.Theme, float64, float64) plot.Scene {
	return func(_ plot.Theme, w, h float64) plot.Scene {
		v, k := l.xView(w, h), l.picking
		if inZ {
			v = l.zView(w, h)
		}
		if k.inZ != inZ {
			return plot.Lasso(v, nil)
		}
		return plot.Lasso(v, k.line)
	}
}

// pickedAmong marks the same rows among those of the right-hand plane, where a model without data shows samples.
func (l *lab) pickedAmong(rows []float32) []bool {
	if !l.pickable() || len(rows) != len(l.planes.Data) {
		return nil
	}
	return l.picked()
}
