package plot

// BatchInput is some rows among others.
type BatchInput struct {
	View        View
	Data, Batch []float32 // n rows of 2 each
}

// Within returns the view with its picture in the middle of one of w x h pixels that shows more at the sides.
func (v View) Within(w, h float64) View {
	x, y := (v.MaxX-v.MinX)/v.W*(w-v.W)/2, (v.MaxY-v.MinY)/v.H*(h-v.H)/2
	return View{MinX: v.MinX - x, MaxX: v.MaxX + x, MinY: v.MinY - y, MaxY: v.MaxY + y, W: w, H: h}
}

// Batch draws the rows of a batch as dots among the pale ones of the data, on no ground.
func Batch(t Theme, in BatchInput) Scene {
	v := in.View
	s := Scene{W: v.W, H: v.H}
	if !v.usable() {
		return s
	}
	s.stroke(v.dots(in.Data), t.Prior, 1.4, 0.35)
	s.stroke(v.dots(in.Batch), t.Data, 2.2, 0.9)
	return s
}
