package checkpoint

import (
	"encoding/binary"
	"math"
	"strings"
)

// narrow reports whether a type is a half, whose every number float32 holds exactly.
func narrow(k kind) bool { return k == halves || k == bfloat16s }

// width is how many bytes a number of that kind has, which is F32 or narrow.
func width(k kind) int {
	if narrow(k) {
		return 2
	}
	return 4
}

// decode sets dst to the numbers of src, as float32 holds them exactly.
func decode(dst []float32, k kind, src []byte) {
	for i := range dst {
		switch k {
		case halves:
			dst[i] = half(binary.LittleEndian.Uint16(src[2*i:]))
		case bfloat16s:
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:])) << 16)
		default:
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	}
}

// rounded reports whether some of the training's own numbers were made halves, so that it cannot go on exactly.
func rounded(tensors []tensor) bool {
	for _, t := range tensors {
		if narrow(t.Kind) && strings.HasPrefix(t.name, trainPrefix) {
			return true
		}
	}
	return false
}

// half returns the number that an IEEE 754 half of these bits is.
func half(bits uint16) float32 {
	const bias = 127 - 15 // of the exponents
	sign, exponent, fraction := uint32(bits>>15)<<31, uint32(bits>>10&31), uint32(bits&1023)
	switch exponent {
	case 0: // zero and what is below the normal numbers: fraction 2^-24
		return math.Float32frombits(sign | math.Float32bits(float32(fraction)*0x1p-24))
	case 31: // infinite, or no number
		return math.Float32frombits(sign | 0xFF<<23 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+bias)<<23 | fraction<<13)
}
