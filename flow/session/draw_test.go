package session

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nicelab/flow/keep/keeptest"
	"nicelab/wasm/protocol"
)

// drawing is n points along a slope, all of them on few places across: as a table's column that would be a label.
func drawing(n int) (csv []byte, points []float32) {
	var b strings.Builder
	b.WriteString("x1,x2\n")
	for i := range n {
		x, y := float32(i%3), float32(math.Sin(float64(i)))
		fmt.Fprintf(&b, "%v,%v\n", x, y)
		points = append(points, x, y)
	}
	return []byte(b.String()), points
}

// A drawing is modelled as it is, both axes in one unit; it is kept, and comes back with its run to go on drawing.
func TestADrawing(t *testing.T) {
	csv, points := drawing(60)
	m := &keeptest.Memory{}
	a := visit(t, m)
	a.do(small(), protocol.OpenTable{ID: 1, Name: protocol.DrawingName, Bytes: csv})
	st, pl := last[protocol.State](a), last[protocol.Planes](a)
	if st.ID != 1 || st.Source != "table" || st.Rows != 60 || !slices.Equal(st.Columns, []string{"x1", "x2"}) ||
		len(st.Dropped) > 0 {
		t.Errorf("the state is %+v", st)
	}
	if w, h := pl.MaxX-pl.MinX, pl.MaxY-pl.MinY; math.Abs(w-h) > 1e-6*w {
		t.Errorf("the plane is %g by %g", w, h)
	}
	if !slices.Equal(pl.Data, points) {
		t.Error("the plane shows other points")
	}
	a.do(protocol.Keep{On: true})
	a.stepsOn(5)
	m.End()
	b := visit(t, m)
	b.do(protocol.GoOn{ID: 2, Place: last[protocol.Kept](b).Runs[0].Place})
	if d := last[protocol.Drawing](b); !slices.Equal(d.Points, points) {
		t.Errorf("%d of %d points came back", len(d.Points)/2, len(points)/2)
	}
	same(t, "a drawing", a, b)

	wide := newDesk(t)
	wide.do(small(), protocol.OpenTable{ID: 1, Name: "mine.csv", Bytes: csv})
	if pl := last[protocol.Planes](wide); math.Abs((pl.MaxX-pl.MinX)-(pl.MaxY-pl.MinY)) < 1e-6 {
		t.Error("a table that was not drawn has one unit for both axes")
	}
	for _, e := range wide.events {
		if _, ok := e.(protocol.Drawing); ok {
			t.Error("a table is taken for a drawing")
		}
	}
}
