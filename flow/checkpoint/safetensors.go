package checkpoint

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math/bits"
)

// A kind is the type of a tensor's numbers, as a safetensors header spells it.
type kind string

const (
	float32s  kind = "F32"
	halves    kind = "F16"
	bfloat16s kind = "BF16"
	int32s    kind = "I32"
)

// size returns how many bytes a number of the kind has, 0 for a kind that safetensors does not have.
func (k kind) size() uint64 {
	switch k {
	case "BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3":
		return 1
	case halves, bfloat16s, "I16", "U16":
		return 2
	case float32s, int32s, "U32":
		return 4
	case "F64", "I64", "U64":
		return 8
	}
	return 0
}

// An entry is what a header says of a tensor: where its numbers lie is counted from the end of the header.
type entry struct {
	Kind    kind      `json:"dtype"`
	Shape   []uint64  `json:"shape"`
	Offsets [2]uint64 `json:"data_offsets"`
}

// bytes returns how many bytes the numbers of a tensor take.
func (e entry) bytes() (uint64, error) {
	n := e.Kind.size()
	if n == 0 {
		return 0, fmt.Errorf("safetensors has no type %s", quote(string(e.Kind)))
	}
	for _, d := range e.Shape {
		over, product := bits.Mul64(n, d)
		if over != 0 {
			return 0, errors.New("a shape is beyond what fits")
		}
		n = product
	}
	return n, nil
}

// A tensor has its numbers in little endian, row-major.
type tensor struct {
	entry
	name string
	data []byte // nil where only a header was read
}

func newTensor(name string, k kind, shape []uint64, data []byte) tensor {
	return tensor{entry{Kind: k, Shape: shape}, name, data}
}

// serialize returns the file: the length of the header in eight bytes, the header, which blanks fill up to a multiple
// of eight, and the numbers of all tensors, one after the other.
func serialize(metadata map[string]string, tensors []tensor) ([]byte, error) {
	header, err := member([]byte("{"), metadataKey, metadata)
	end := uint64(0)
	for _, t := range tensors {
		if err != nil {
			return nil, err
		}
		if n, err := t.bytes(); err != nil || n != uint64(len(t.data)) {
			return nil, cmp.Or(err, fmt.Errorf("tensor %s has %d bytes where its shape needs %d", quote(t.name), len(t.data), n))
		}
		t.Offsets = [2]uint64{end, end + uint64(len(t.data))}
		end = t.Offsets[1]
		header, err = member(append(header, ','), t.name, t.entry)
	}
	if err != nil {
		return nil, err
	}
	header = append(header, '}')
	for len(header)%8 > 0 {
		header = append(header, ' ')
	}
	b := make([]byte, 0, 8+len(header)+int(end))
	b = append(binary.LittleEndian.AppendUint64(b, uint64(len(header))), header...)
	for _, t := range tensors {
		b = append(b, t.data...)
	}
	return b, nil
}

// member appends a name and its value to the JSON of an object.
func member(b []byte, name string, v any) ([]byte, error) {
	key, err := json.Marshal(name)
	if err != nil {
		return nil, err
	}
	value, err := json.Marshal(v)
	return append(append(append(b, key...), ':'), value...), err
}
