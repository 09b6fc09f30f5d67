package view

import "nicelab/flow/dataset"

// shades is how many numbers a pixel has on the screen: one of grey, or three of colour.
func shades(p *dataset.Pixels) int {
	if p.Channels < 3 {
		return 1
	}
	return 3
}

// levelsOf appends the brightness of each number of a picture, as dequantization had it: the whole part of v times the
// levels. What is darker than black or brighter than white is cut off.
func levelsOf(dst []byte, p *dataset.Pixels, x []float32) []byte {
	levels := float32(p.Levels)
	for _, v := range x {
		switch v *= levels; {
		case v >= levels-1:
			dst = append(dst, byte(p.Levels-1))
		case v >= 1:
			dst = append(dst, byte(v))
		default: // NaN too
			dst = append(dst, 0)
		}
	}
	return dst
}

// Brightness appends a picture of the numbers x as bytes for the screen, row by row from the top: one a pixel of grey,
// three of colour.
func Brightness(dst []byte, p *dataset.Pixels, x []float32) []byte {
	return shown(dst, p, levelsOf(nil, p, x))
}

// brightnessOf appends a picture of the data likewise.
func brightnessOf(dst []byte, p *dataset.Pixels, picture int) []byte {
	return shown(dst, p, p.Picture(picture))
}

// shown appends a picture of brightnesses.
func shown(dst []byte, p *dataset.Pixels, levels []byte) []byte {
	scale := 255 / float32(p.Levels-1)
	return layOut(dst, p, func(i int) byte { return byte(float32(levels[i])*scale + 0.5) })
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
