package checkpoint

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/maruel/safetensors"
)

// narrow reports whether a type is a half, whose every number float32 holds exactly.
func narrow(t safetensors.DType) bool { return t == safetensors.F16 || t == safetensors.BF16 }

// width is how many bytes a number of that type has, which is F32 or narrow.
func width(t safetensors.DType) int {
	if narrow(t) {
		return 2
	}
	return 4
}

// decode sets dst to the numbers of src, as float32 holds them exactly.
func decode(dst []float32, kind safetensors.DType, src []byte) {
	for i := range dst {
		switch kind {
		case safetensors.F16:
			dst[i] = half(binary.LittleEndian.Uint16(src[2*i:]))
		case safetensors.BF16:
			dst[i] = math.Float32frombits(uint32(binary.LittleEndian.Uint16(src[2*i:])) << 16)
		default:
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	}
}

// rounded reports whether some of the training's own numbers were made halves, so that it cannot go on exactly.
func rounded(tensors []safetensors.Tensor) bool {
	for _, t := range tensors {
		if narrow(t.DType) && strings.HasPrefix(t.Name, trainPrefix) {
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
