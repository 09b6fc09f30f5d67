package dataset

import (
	"math"
	"math/rand/v2"
	"slices"
	"strconv"

	"nicelab/flow/noise"
)

// Shape is that of pictures whose rows of pixels follow each other, and of colour: channel after channel of a pixel, or
// one whole channel after another.
type Shape struct {
	Height, Width, Channels int
	Planes                  bool // one whole channel after another
}

// Size is how many numbers a picture has.
func (s Shape) Size() int { return s.Height * s.Width * s.Channels }

// pictureShape returns the shape of pictures that an array of these axes, the first of which counts them, may hold.
func pictureShape(axes []int) (s Shape, ok bool) {
	colour := func(n int) bool { return n == 1 || n == 3 || n == 4 }
	switch {
	case len(axes) == 3:
		return Shape{Height: axes[1], Width: axes[2], Channels: 1}, true
	case len(axes) == 4 && colour(axes[3]):
		return Shape{Height: axes[1], Width: axes[2], Channels: axes[3]}, true
	case len(axes) == 4 && colour(axes[1]):
		return Shape{Height: axes[2], Width: axes[3], Channels: axes[1], Planes: true}, true
	}
	return s, false
}

// At returns where a picture has a channel of a pixel.
func (s Shape) At(row, col, channel int) int {
	if s.Planes {
		return (channel*s.Height+row)*s.Width + col
	}
	return (row*s.Width+col)*s.Channels + channel
}

// name is what the number at i is called: its row and column from 1, and its colour.
func (s Shape) name(i int) string {
	channel, pixel := i%s.Channels, i/s.Channels
	if s.Planes {
		channel, pixel = i/(s.Height*s.Width), i%(s.Height*s.Width)
	}
	name := "r" + strconv.Itoa(pixel/s.Width+1) + "c" + strconv.Itoa(pixel%s.Width+1)
	if s.Channels > 1 {
		name += "rgba"[channel : channel+1]
	}
	return name
}

// Pixels are pictures as bytes. As numbers they are dequantized (Uria, Murray and Larochelle 2013): a brightness v
// becomes (v + u) / Levels with u uniform in [0, 1), so that they have a density.
type Pixels struct {
	Shape
	Levels int    // brightnesses are 0 to Levels - 1
	Train  []byte // pictures, one after another
	Test   []byte // of a test set that came with them; nil: none
	Labels []int  // what each picture shows, those of Test behind the others; nil: unknown
}

// Len is how many pictures there are, the test set included.
func (p *Pixels) Len() int { return (len(p.Train) + len(p.Test)) / p.Size() }

// Picture returns the bytes of a picture, from 0; those of Test follow the others.
func (p *Pixels) Picture(i int) []byte {
	d := p.Size()
	if at := i*d - len(p.Train); at >= 0 {
		return p.Test[at : at+d]
	}
	return p.Train[i*d : (i+1)*d]
}

// Put dequantizes a picture into dst, with u from rng or, where that is nil, such as belong to this picture: the same
// at every call.
func (p *Pixels) Put(dst []float32, i int, rng *rand.Rand) {
	const lane, low = 16, 1<<16 - 1 // the bits of each u
	step, state := 1/(float32(p.Levels)*(1<<lane)), uint64(i)<<32
	if rng != nil {
		state = rng.Uint64() // a source of its own for each picture takes a third of the time
	}
	from := p.Picture(i)
	dst = dst[:len(from)] // four a turn, written out: the trainer's build inlines no calls here
	for ; len(from) >= 4; from, dst = from[4:], dst[4:] {
		state++
		bits, to := noise.Mixed(state*noise.Golden), dst[:4]
		to[0] = float32(int32(from[0])<<lane|int32(bits&low)) * step
		to[1] = float32(int32(from[1])<<lane|int32(bits>>lane&low)) * step
		to[2] = float32(int32(from[2])<<lane|int32(bits>>(2*lane)&low)) * step
		to[3] = float32(int32(from[3])<<lane|int32(bits>>(3*lane))) * step
	}
	bits := noise.Mixed((state + 1) * noise.Golden)
	for j, v := range from {
		dst[j] = float32(int32(v)<<lane|int32(bits>>(j*lane)&low)) * step
	}
}

// Hash is a sum of all there is, test set and shape included.
func (p *Pixels) Hash() uint64 {
	shape := uint64(p.Height)<<40 | uint64(p.Width)<<20 | uint64(p.Channels)<<10 | uint64(p.Levels)
	h := noise.Mixed(shape * noise.Golden)
	for _, b := range [][]byte{p.Train, p.Test} {
		for len(b) >= 8 {
			w := uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
				uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
			h, b = (h^w)*1099511628211, b[8:]
			h ^= h >> 29
		}
		for _, v := range b {
			h = (h ^ uint64(v)) * 1099511628211
		}
	}
	return h
}

// fewLevels is how many brightnesses pictures may have that have not all 256: so many different steps would be seen as
// such.
const fewLevels = 32

// setLevels counts brightnesses by the largest byte.
func (p *Pixels) setLevels(largest byte) {
	p.Levels = 256
	if int(largest) < fewLevels {
		p.Levels = max(2, int(largest)+1)
	}
}

// inOrder returns the bytes of an array in C order.
func (a *array) inOrder() []byte {
	if a.offset == nil {
		return a.data
	}
	out := make([]byte, 0, len(a.data))
	for i := range a.rows {
		for _, at := range a.offset {
			out = append(out, a.data[i*a.stride+at])
		}
	}
	return out
}

// addTest takes the pictures of a test set, if they are of the same shape, and their labels.
func (p *Pixels) addTest(a *array, largest byte) bool {
	s, ok := pictureShape(a.shape)
	if !ok || s != p.Shape || !a.pixels {
		return false
	}
	p.Test = a.inOrder()
	p.setLevels(max(largest, slices.Max(p.Test)))
	return true
}

// labels returns an array of one axis of n small whole numbers, or nil.
func (a *array) labels(n int) []int {
	const most = 1 << 20
	if len(a.shape) != 1 && !(len(a.shape) == 2 && a.cols == 1) || a.rows != n {
		return nil
	}
	out := make([]int, n)
	for i := range out {
		v := a.at(i, 0)
		if v != math.Trunc(v) || !(math.Abs(v) < most) {
			return nil
		}
		out[i] = int(v)
	}
	return out
}
