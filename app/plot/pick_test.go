package plot

import (
	"strings"
	"testing"
)

// Each row is drawn once as picked or once as faint, wherever it lies among the others.
func TestPickedRowsStandOut(t *testing.T) {
	rows := []float32{1, 1, 2, 2, 3, 3, 4, 4}
	v := View{MaxX: 5, MaxY: 5, W: 100, H: 100}
	for name, draw := range map[string]func(mask []bool) Scene{
		"x": func(mask []bool) Scene { return XPlane(Light, XPlaneInput{View: v, Data: rows, Picked: mask}) },
		"z": func(mask []bool) Scene { return ZPlane(Light, ZPlaneInput{View: v, Latent: rows, Picked: mask}) },
	} {
		for _, mask := range [][]bool{{true, false, false, true}, {true, true, true, true}, {false, false, false, false}} {
			for i, on := range mask {
				px, py := v.Pixel(float64(rows[2*i]), float64(rows[2*i+1]))
				var p path
				p.dot(px, py)
				opaque, weak := 0, 0
				for _, op := range draw(mask).Ops {
					if op.Stroke != Light.Data || !strings.Contains(op.D, string(p)) {
						continue
					}
					if op.Alpha == 1 {
						opaque++
					} else {
						weak++
					}
				}
				if on && (opaque != 1 || weak != 0) || !on && (opaque != 0 || weak != 1) {
					t.Errorf("%s, %v: row %d is drawn %d times opaque and %d times faint", name, mask, i, opaque, weak)
				}
			}
		}
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s takes a mask of another length", name)
				}
			}()
			draw([]bool{true})
		}()
	}
}

// However many rows there are, each is drawn once, and as large as it was told.
func TestManyDots(t *testing.T) {
	v := View{MaxX: 5000, MaxY: 10, W: 500, H: 100}
	for _, n := range []int{0, 1, dotsPerPath, 2*dotsPerPath + 7} {
		var rows []float32
		for i := range n {
			rows = append(rows, float32(i), 5)
		}
		drawn := 0
		for _, op := range Dots(Dark, v, rows, 3000).Ops {
			k := strings.Count(op.D, "M")
			if k > dotsPerPath || op.Width != v.dotSize(3000) {
				t.Errorf("%d rows: %d dots of width %g in one path", n, k, op.Width)
			}
			drawn += k
		}
		if drawn != n {
			t.Errorf("%d of %d rows are drawn", drawn, n)
		}
	}
}
