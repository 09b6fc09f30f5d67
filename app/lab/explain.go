package lab

import "nicelab/app/plot"

func (l *Lab) DrawBatch(t plot.Theme, w, h float64) plot.Scene {
	in := plot.BatchInput{View: l.Sight.XView(min(w, h), min(w, h)).Within(w, h), Data: l.Sight.Planes.Data}
	if l.Net.Step != nil {
		in.Batch = l.Net.Step.Points
	}
	return plot.Batch(t, in)
}
