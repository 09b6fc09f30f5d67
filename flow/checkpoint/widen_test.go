package checkpoint

import (
	"bytes"
	"encoding/binary"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/maruel/safetensors"

	"nicelab/flow"
)

// halfByHand is what the standard says of a half: sign, five bits of exponent, ten of fraction.
func halfByHand(bits uint16) float64 {
	sign, exponent, fraction := 1-2*float64(bits>>15), int(bits>>10&31), float64(bits&1023)
	switch exponent {
	case 0:
		return sign * math.Ldexp(fraction, -24)
	case 31:
		if fraction > 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+fraction, exponent-25)
}

func TestHalf(t *testing.T) {
	for bits := range 1 << 16 {
		got, want := float64(half(uint16(bits))), halfByHand(uint16(bits))
		if got != want && !(got != got && want != want) || math.Signbit(got) != math.Signbit(want) && want == want {
			t.Fatalf("%#04x is %v, want %v", bits, got, want)
		}
	}
}

// Files in half precision open, and every weight is exactly the number in the file.
func TestHalfPrecision(t *testing.T) {
	for name, number := range map[string]func(uint16) float64{
		"f16":  halfByHand,
		"bf16": func(bits uint16) float64 { return float64(math.Float32frombits(uint32(bits) << 16)) },
	} {
		b, err := os.ReadFile("testdata/" + name + ".safetensors")
		if err != nil {
			t.Fatal(err)
		}
		agree(t, b)
		f, err := Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := safetensors.Parse(b)
		if err != nil {
			t.Fatal(err)
		}
		inFile := map[string][]byte{}
		for _, r := range raw.Tensors {
			inFile[r.Name] = r.Data
		}
		some := false
		for _, w := range f.Flow.Tensors() {
			for i, v := range w.Data {
				if want := number(binary.LittleEndian.Uint16(inFile[w.Name][2*i:])); float64(v) != want {
					t.Fatalf("%s: number %d of %s is %v, want %v", name, i, w.Name, v, want)
				}
				some = some || v != 0
			}
		}
		if !some {
			t.Errorf("%s: every number is 0", name)
		}
		again, err := Unmarshal(marshal(t, f))
		if err != nil {
			t.Fatal(err)
		}
		for i, w := range again.Flow.Weights {
			if w != f.Flow.Weights[i] {
				t.Fatalf("%s: saved and opened, weight %d is %v", name, i, w)
			}
		}
	}
}

// A run whose own numbers were rounded does not pretend to go on exactly; its model opens.
func TestHalvesOfTraining(t *testing.T) {
	_, _, run := trained(resumed, flow.Options{Batch: 10}, 20)
	b := marshal(t, run)
	in, err := safetensors.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	for i, x := range in.Tensors {
		if x.DType != safetensors.F32 {
			continue
		}
		short := make([]byte, len(x.Data)/2)
		for k := 0; k < len(short); k += 2 {
			copy(short[k:k+2], x.Data[2*k+2:2*k+4]) // the upper half is a BF16
		}
		in.Tensors[i].DType, in.Tensors[i].Data = safetensors.BF16, short
	}
	var out bytes.Buffer
	if err := in.Serialize(&out); err != nil {
		t.Fatal(err)
	}
	f, err := Unmarshal(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if f.Resume != nil {
		t.Error("it goes on exactly, with rounded moments")
	}
	for _, e := range f.Extra {
		if strings.HasPrefix(e.Name, "train.adam") {
			t.Errorf("it keeps %s", e.Name)
		}
	}
	agree(t, out.Bytes())
}
