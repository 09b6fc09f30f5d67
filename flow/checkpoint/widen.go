package checkpoint

import (
	"encoding/binary"
	"math"
	"strings"

	"github.com/maruel/safetensors"
)

// narrow reports whether a type is a half, whose every number float32 holds exactly.
func narrow(t safetensors.DType) bool { return t == safetensors.F16 || t == safetensors.BF16 }

// widen makes float32 of the model's tensors that are halves. Those named train.* stay as they are: what training
// rounded off is gone.
func widen(tensors []safetensors.Tensor) {
	for i, t := range tensors {
		if !narrow(t.DType) || strings.HasPrefix(t.Name, trainPrefix) {
			continue
		}
		wide := make([]byte, 2*len(t.Data))
		for k := 0; k < len(t.Data); k += 2 {
			bits := binary.LittleEndian.Uint16(t.Data[k:])
			v := math.Float32frombits(uint32(bits) << 16)
			if t.DType == safetensors.F16 {
				v = half(bits)
			}
			binary.LittleEndian.PutUint32(wide[2*k:], math.Float32bits(v))
		}
		tensors[i].DType, tensors[i].Data = safetensors.F32, wide
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
