package lab

import "nicelab/app/plot"

// The parts of a picture that leaves the page, in units, and how many pixels a unit has.
const (
	pictureSide, PictureSpace, pictureChart = 480.0, 20.0, 210.0
	PictureDensity                          = 2.0
)

// part is a scene and where its upper left corner lies.
type part struct {
	plot.Scene
	X, Y float64
}

// Picture is both planes as they are seen, over the curve of the loss and, of a table, over the corner plot.
func (l *Lab) Picture(t plot.Theme) (parts []part, w, h float64) {
	const a, s = pictureSide, PictureSpace
	if l.Pictures() {
		w, h = 2*a+3*s, a+pictureChart+3*s
		v, _ := l.Views.Album()
		return []part{
			{l.Imaging.DrawGrid(t, a, a), s, s}, {plot.Pictures(t, l.Imaging.GridInput(a, a, v.Got.Pixels, -1)), a + 2*s, s},
			{l.DrawLoss(t, w-2*s, pictureChart), s, a + 2*s},
		}, w, h
	}
	w, h = 2*a+3*s, a+pictureChart+3*s
	parts = []part{
		{l.Sight.DrawX(t, a, a), s, s}, {l.Layers.DrawLatent(t, a, a), a + 2*s, s},
		{l.DrawLoss(t, w-2*s, pictureChart), s, a + 2*s},
	}
	corner, _ := ViewOf[*CornerView](&l.Views)
	if more := corner.Parts(t, s, h, w-2*s); len(more) > 0 {
		parts, h = append(parts, more...), h+w-s
	}
	return parts, w, h
}

// Exportable reports whether there is anything to save as a picture.
func (l *Lab) Exportable() bool { return l.Sight.Pictured() || len(l.Imaging.Grid.Got.Pixels) > 0 }
