package lab

import (
	"nicelab/app/plot"
	"nicelab/app/words"
)

// Width is that of the plot, with cells of so many pixels, for a style.
func (v *CornerView) Width(cell float64) string {
	left, right, _, _, _ := plot.CornerSpace()
	return words.Short(left+right+cell*float64(max(1, len(v.Data.Columns)))) + "px"
}
