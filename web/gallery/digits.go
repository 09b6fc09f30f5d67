package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"nicelab/flow"
	"nicelab/flow/dataset"
)

// halves writes rows of dim numbers from 0 to 1 as a NumPy array of float16, a quarter of what text would take.
func halves(x []float32, dim int) []byte {
	b := dataset.NpyHeader("<f2", len(x)/dim, dim)
	for _, v := range x {
		b = binary.LittleEndian.AppendUint16(b, half(v))
	}
	return b
}

// half rounds a number in [0, 1] to float16.
func half(v float32) uint16 {
	const least = 0x1p-14 // of the numbers that keep all their digits
	if v < least {
		return uint16(math.RoundToEven(float64(v) * 0x1p24))
	}
	fraction, exponent := math.Frexp(float64(v)) // v = fraction 2^exponent, fraction in [1/2, 1)
	return uint16(int(math.RoundToEven(fraction*2048)) - 1024 + (exponent+14)<<10)
}

// heldDigits returns the rows of digits.npy that the model has not seen: those that a trainer of its seed holds out.
func heldDigits(f *flow.Flow) ([]float32, error) {
	b, err := os.ReadFile(filepath.Join(folder, "digits.npy"))
	if err != nil {
		return nil, err
	}
	t, err := dataset.Read(b)
	if err != nil {
		return nil, err
	}
	x, _, _ := t.Matrix(t.Usable())
	d := f.Config.Dim
	if len(t.Usable()) != d {
		return nil, fmt.Errorf("digits.npy has %d columns that vary and the model %d", len(t.Usable()), d)
	}
	tr, err := flow.NewTrainer(f, f.Rows(x), flow.Options{})
	if err != nil {
		return nil, err
	}
	var held []float32
	for _, r := range tr.Held() {
		held = append(held, x[int(r)*d:int(r+1)*d]...)
	}
	return held, nil
}
