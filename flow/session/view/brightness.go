package view

import "nicelab/flow/dataset"

// shades is how many numbers a pixel has on the screen: one of grey, or three of colour.
func shades(p *dataset.Pixels) int {
	if p.Channels < 3 {
		return 1
	}
	return 3
}

// Brightness appends a picture of the numbers x as bytes for the screen, row by row from the top: one a pixel of grey,
// three of colour. What is darker than black or brighter than white is cut off.
func Brightness(dst []byte, p *dataset.Pixels, x []float32) []byte {
	levels, scale := float32(p.Levels), 255/float32(p.Levels-1)
	return layOut(dst, p, func(i int) byte {
		switch v := x[i] * levels; {
		case v >= levels-1:
			return 255
		case v >= 1:
			return byte(float32(int(v))*scale + 0.5)
		}
		return 0
	})
}

// brightnessOf appends a picture of the data likewise.
func brightnessOf(dst []byte, p *dataset.Pixels, picture int) []byte {
	b, scale := p.Picture(picture), 255/float32(p.Levels-1)
	return layOut(dst, p, func(i int) byte { return byte(float32(b[i])*scale + 0.5) })
}

func layOut(dst []byte, p *dataset.Pixels, at func(i int) byte) []byte {
	for y := range p.Height {
		for x := range p.Width {
			for k := range shades(p) {
				dst = append(dst, at(p.At(y, x, k)))
			}
		}
	}
	return dst
}
