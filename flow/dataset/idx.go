package dataset

import (
	"encoding/binary"
	"math/rand/v2"
)

// idxTypes are the types of numbers in an idx file (the format of MNIST) by their code: kind and size.
var idxTypes = map[byte]struct {
	kind byte
	size int
}{
	0x08: {'u', 1}, 0x09: {'i', 1}, 0x0B: {'i', 2}, 0x0C: {'i', 4}, 0x0D: {'f', 4}, 0x0E: {'f', 8},
}

// isIdx reports whether data begins as an idx file does: two zeros, a type, a number of axes.
func isIdx(data []byte) bool {
	if len(data) < 8 || data[0] != 0 || data[1] != 0 || data[3] == 0 {
		return false
	}
	_, ok := idxTypes[data[2]]
	return ok
}

// readIdx reads an idx file; isIdx has looked at its first bytes.
func readIdx(data []byte) (*array, error) {
	t := idxTypes[data[2]]
	shape, ok := idxShape(data)
	if !ok {
		return nil, errBinary
	}
	a, err := newArray(t.kind, t.size, binary.BigEndian, false, shape, data[4+4*len(shape):])
	if err == nil {
		_, pictures := pictureShape(shape)
		a.pixels = t.kind == 'u' && (pictures || len(shape) == 2 && len(a.data) <= maxInk)
	}
	return a, err
}

// idxShape reads the axes of an idx file from its head.
func idxShape(data []byte) (shape []int, ok bool) {
	axes := int(data[3])
	if axes > maxAxes || len(data) < 4+4*axes {
		return nil, false
	}
	for i := range axes {
		n := binary.BigEndian.Uint32(data[4+4*i:])
		shape = append(shape, int(min(n, 1<<31-1))) // more is refused all the same, where an int has 32 bits too
	}
	return shape, true
}

// maxInk is how many pixels one picture may have: to so many the page scales what a person drops. Bytes along two axes
// that are more are no picture but rows, such as those of digits that were made flat, 60000 x 784.
const maxInk = 1 << 20

// inkPoints is how many points are drawn from one picture.
const inkPoints = 10_000

// ink draws points from a single picture, rows x cols brightnesses: a density proportional to how dark a place is, or
// to how bright where most of the picture is dark. The unit is a pixel, the y-axis points up. Without any ink it
// returns nil.
func ink(pixels []byte, rows, cols int, rng *rand.Rand) (points [][2]float64, bright bool) {
	sum := 0
	for _, v := range pixels {
		sum += int(v)
	}
	bright = sum < 128*len(pixels)
	mass := make([]int, len(pixels)+1) // before each pixel
	for i, v := range pixels {
		weight := 255 - int(v)
		if bright {
			weight = int(v)
		}
		mass[i+1] = mass[i] + weight
	}
	total := mass[len(pixels)]
	if total == 0 {
		return nil, bright
	}
	for range inkPoints {
		u := rng.IntN(total)
		lo, hi := 0, len(pixels) // the pixel with mass[lo] <= u < mass[lo+1]
		for hi-lo > 1 {
			if mid := (lo + hi) / 2; mass[mid] <= u {
				lo = mid
			} else {
				hi = mid
			}
		}
		points = append(points, [2]float64{float64(lo%cols) + rng.Float64(), float64(rows-lo/cols) - rng.Float64()})
	}
	return points, bright
}
