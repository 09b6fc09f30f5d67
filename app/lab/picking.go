package lab

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
	On   bool // drags encircle rows
	none bool // the last attempt found no row

	inZ  bool      // the line is in the z-plane
	Line []float32 // in the units of its plane; nil between drags
	Rev  int       // grows with every change of the line

	Cursor bool // keys have put one into the z-plane, at (zx, zy)
	Zx, Zy float64
}

// picked marks the selected rows of Planes.Data; nil where none is.
func (l *Lab) picked() []bool { return l.Picking.Mask(len(l.Planes.Data) / 2) }

// Pickable reports whether there are rows in both planes.
func (l *Lab) Pickable() bool {
	return len(l.Planes.Data) > 0 && len(l.Planes.Latent) == len(l.Planes.Data)
}

func (l *Lab) SetPicking(on bool) {
	l.Picking.On, l.Picking.Line, l.Picking.none = on, nil, false
	l.Picking.Rev++
}

// Lasso begins a line around rows and reports whether it did.
func (l *Lab) Lasso(inZ bool, x, y float64) bool {
	if !l.Picking.On || !l.Pickable() {
		return false
	}
	l.Unpoint()
	l.Picking.inZ, l.Picking.Line = inZ, []float32{float32(x), float32(y)}
	l.Picking.Rev++
	return true
}

func (l *Lab) LassoTo(x, y float64) {
	if l.Picking.Line != nil {
		l.Picking.Line = append(l.Picking.Line, float32(x), float32(y))
		l.Picking.Rev++
	}
}

// LassoEnd selects the rows that the line encircles; a mere touch selects none.
func (l *Lab) LassoEnd(add bool) {
	k := &l.Picking
	line := k.Line
	if k.Line = nil; line == nil {
		return
	}
	k.Rev++
	if len(line) < 2*leastLasso {
		line = nil
	}
	inside := board.Inside(line, l.rows(k.inZ))
	k.none = line != nil && !slices.Contains(inside, true)
	k.Select(inside, add)
	l.drawn++
	l.WatchViews()
}

// LassoGone forgets a line that the browser took away.
func (l *Lab) LassoGone() {
	l.Picking.Line = nil
	l.Picking.Rev++
}

// rows are those of a plane; of the right-hand one where the scrubber stands.
func (l *Lab) rows(inZ bool) []float32 {
	switch {
	case !inZ:
		return l.Planes.Data
	case l.AtZ() || !l.Layered():
		return l.Planes.Latent
	}
	return l.layerInput(l.between()).Data
}

// PickKey selects the rows near the crosshair of a plane, or no longer where all of them are selected; in the z-plane the arrow keys move one of its own.
// It returns whether the key was one of these.
func (l *Lab) PickKey(inZ bool, key string, shift bool) bool {
	k := &l.Picking
	if !l.Pickable() {
		return false
	}
	v := l.XView(1, 1)
	if inZ {
		v = l.ZView(1, 1)
	}
	pick := key == "b" || key == "B"
	if dx, dy := arrowOf(key); inZ && (pick || dx != 0 || dy != 0) {
		if k.Cursor {
			k.Zx = min(max(k.Zx+dx*stride(shift)*(v.MaxX-v.MinX), v.MinX), v.MaxX)
			k.Zy = min(max(k.Zy+dy*stride(shift)*(v.MaxY-v.MinY), v.MinY), v.MaxY)
		}
		k.Cursor = true
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
			l.Point((v.MinX+v.MaxX)/2, (v.MinY+v.MaxY)/2, true)
		}
		x, y = l.Probe.x, l.Probe.y
	}
	near := board.Near(x, y, nearby*(v.MaxX-v.MinX), nearby*(v.MaxY-v.MinY), l.rows(inZ))
	k.none = !slices.Contains(near, true)
	k.Toggle(near)
	l.drawn++
	l.WatchViews()
	return true
}

// ClearPicks ends the selection.
func (l *Lab) ClearPicks() {
	k := &l.Picking
	k.Rows, k.Line, k.Cursor, k.none = nil, nil, false, false
	k.Rev++
	l.drawn++
	l.WatchViews()
}

// keepPicks notes the columns of a new picture and drops the selection where the rows of a new picture are others. The pair of columns that is shown may change.
func (l *Lab) keepPicks(e protocol.Planes) {
	k, was := &l.Picking, l.pair
	l.pair = [2]int{l.State.Show.ColumnX, l.State.Show.ColumnY}
	if len(e.Data) != len(l.Planes.Data) || l.pair == was && !slices.Equal(e.Data, l.Planes.Data) {
		k.Rows = nil
		l.WatchViews()
		if k.Line != nil {
			l.LassoGone()
		}
	}
}

// SelectedText says how many rows are selected, or how to select some.
func (l *Lab) SelectedText() string {
	switch n := len(l.Picking.Rows); {
	case n > 0:
		return fmt.Sprintf(words.Say.Selected, words.Count(n), words.Count(len(l.Planes.Data)/2))
	case l.Picking.none:
		return words.Say.SelectNone
	case l.Picking.On:
		return words.Say.SelectHint
	}
	return ""
}

func (l *Lab) DrawLasso(inZ bool) func(plot.Theme, float64, float64) plot.Scene {
	return func(_ plot.Theme, w, h float64) plot.Scene {
		v, k := l.XView(w, h), l.Picking
		if inZ {
			v = l.ZView(w, h)
		}
		if k.inZ != inZ {
			return plot.Lasso(v, nil)
		}
		return plot.Lasso(v, k.Line)
	}
}

// pickedAmong marks the same rows among those of the right-hand plane, where a model without data shows samples.
func (l *Lab) pickedAmong(rows []float32) []bool {
	if !l.Pickable() || len(rows) != len(l.Planes.Data) {
		return nil
	}
	return l.picked()
}
