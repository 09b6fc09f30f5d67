package checkpoint

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/maruel/safetensors"
	"pgregory.net/rapid"
)

// drawTensors draws tensors of every kind, with names and shapes of their own.
func drawTensors(t *rapid.T) (tensors []tensor) {
	names := rapid.SliceOfNDistinct(rapid.StringN(1, 8, -1), 1, 5, rapid.ID[string]).Draw(t, "names")
	for _, name := range names {
		if name == metadataKey {
			continue
		}
		k := kind(rapid.SampledFrom([]safetensors.DType{safetensors.BOOL, safetensors.U8, safetensors.I8,
			safetensors.F8_E5M2, safetensors.F8_E4M3, safetensors.I16, safetensors.U16, safetensors.F16, safetensors.BF16,
			safetensors.I32, safetensors.U32, safetensors.F32, safetensors.F64, safetensors.I64, safetensors.U64,
		}).Draw(t, "kind"))
		shape := rapid.SliceOfN(rapid.Uint64Range(1, 4), 0, 3).Draw(t, "shape")
		n := int(safetensors.DType(k).WordSize())
		for _, d := range shape {
			n *= int(d)
		}
		tensors = append(tensors, newTensor(name, k, shape, rapid.SliceOfN(rapid.Byte(), n, n).Draw(t, "data")))
	}
	return tensors
}

// twins are the same tensors for the library.
func twins(tensors []tensor) (out []safetensors.Tensor) {
	for _, t := range tensors {
		out = append(out, safetensors.Tensor{Name: t.name, DType: safetensors.DType(t.Kind), Shape: t.Shape, Data: t.data})
	}
	return out
}

// Package safetensors writes the same bytes, and reads the same tensors in the same order.
func TestLikeTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tensors := drawTensors(t)
		metadata := map[string]string{"format": rapid.String().Draw(t, "format"), "a": "<&>"}
		got, err := serialize(metadata, tensors)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		file := safetensors.File{Tensors: twins(tensors), Metadata: metadata}
		if err := file.Serialize(&want); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want.Bytes()) {
			t.Fatalf("wrote\n%q, the library\n%q", got, want.Bytes())
		}
		if len(tensors) > 0 {
			readAlike(t, got)
		}
	})
}

// readAlike holds parse to the library on a file that parse takes.
func readAlike(t *rapid.T, b []byte) {
	tensors, metadata, err := parse(b)
	if err != nil {
		t.Fatal(err)
	}
	want, err := safetensors.Parse(b)
	if err != nil {
		t.Fatalf("parse takes a file that the library refuses: %v", err)
	}
	got := &safetensors.File{Tensors: twins(tensors), Metadata: metadata}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("the library reads -, parse +: %s", diff)
	}
}

// Where a number or a type in a header is another, parse and the library agree on whether the file is sound.
func TestRefusesLikeTheLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := newTensor("a", float32s, []uint64{2, 3}, make([]byte, 24))
		b := newTensor("b", halves, []uint64{4}, make([]byte, 8))
		file, err := serialize(map[string]string{"format": "x"}, []tensor{a, b})
		if err != nil {
			t.Fatal(err)
		}
		header, body := split(file)
		old := rapid.SampledFrom([]string{`"F32"`, `"F16"`, `[2,3]`, `[4]`, `[0,24]`, `[24,32]`, `"a"`}).Draw(t, "old")
		number := rapid.OneOf(rapid.Uint64Max(40), rapid.Just(uint64(math.MaxUint64)), rapid.Just(uint64(1)<<63))
		var news any
		switch old[:2] {
		case `"F`:
			news = rapid.SampledFrom([]any{"F64", "I8", "BF16", "I32", "", "f32", "F33", nil, 3}).Draw(t, "new")
		case `"a`:
			news = rapid.SampledFrom([]string{"c", "", metadataKey + " "}).Draw(t, "new")
		default:
			news = rapid.SliceOfN(number, 1, 3).Draw(t, "new")
			if strings.Contains(old, "24") {
				news = rapid.SliceOfN(number, 2, 2).Draw(t, "new") // the library takes lists of other lengths
			}
		}
		with, err := json.Marshal(news)
		if err != nil {
			t.Fatal(err)
		}
		changed := join(strings.Replace(header, old, string(with), 1), body)
		_, libraryRefuses := safetensors.Parse(changed)
		if _, _, err := parse(changed); (err != nil) != (libraryRefuses != nil) {
			t.Fatalf("%s in the place of %s: parse says %v, the library %v", with, old, err, libraryRefuses)
		}
		if libraryRefuses == nil {
			readAlike(t, changed)
		}
	})
}
