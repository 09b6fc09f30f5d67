package checkpoint

import (
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/bits"
	"slices"
	"strings"

	"github.com/maruel/safetensors"

	"nicelab/flow"
)

// Header is what a checkpoint says before its numbers.
type Header struct {
	Config  flow.Config
	Columns []string // one name per coordinate, or none
	Bytes   []byte   // as they were read: the file begins with them
}

// ReadHeader reads the header of a checkpoint of size bytes from r, and nothing after it. It holds the file to all that
// Unmarshal does except for the numbers themselves, with the same sentences; an error of r comes back as it is.
func ReadHeader(r io.Reader, size int64) (Header, error) {
	b := make([]byte, min(8, max(0, size)))
	if _, err := io.ReadFull(r, b); err != nil {
		return Header{}, cut(err, 0, uint64(size))
	}
	n, err := headerLength(b, uint64(len(b)))
	if err != nil {
		return Header{}, err
	}
	rest := uint64(size) - 8
	if n > rest {
		return Header{}, cutHeader(rest, n)
	}
	b = append(b, make([]byte, n)...)
	if got, err := io.ReadFull(r, b[8:]); err != nil {
		return Header{}, cut(err, uint64(got), n)
	}
	if err := checkHeader(b[8:], rest-n); err != nil {
		return Header{}, err
	}
	tensors, metadata, err := layout(b[8:], rest-n)
	if err != nil {
		return Header{}, foreign("its safetensors header does not describe its contents (%v)", err)
	}
	f, c, err := parseMetadata(metadata)
	if err != nil {
		return Header{}, err
	}
	if err := checkModel(c, tensors); err != nil {
		return Header{}, unsound(err)
	}
	if err := checkColumns(f.Columns, c.Dim); err != nil {
		return Header{}, unsound(err)
	}
	return Header{Config: c, Columns: f.Columns, Bytes: b}, nil
}

// cut says that a file ended where r did.
func cut(err error, have, want uint64) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return cutHeader(have, want)
	}
	return err
}

// entry is a tensor as the header describes it.
type entry struct {
	DType   safetensors.DType `json:"dtype"`
	Shape   []uint64          `json:"shape"`
	Offsets [2]uint64         `json:"data_offsets"`
}

// layout reads a header that checkHeader let pass. Package safetensors reads whole files only.
func layout(header []byte, rest uint64) (tensors map[string]entry, metadata map[string]string, err error) {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(header, &raw); err != nil {
		return nil, nil, err
	}
	if m, ok := raw[metadataKey]; ok {
		if err := json.Unmarshal(m, &metadata); err != nil {
			return nil, nil, err
		}
		delete(raw, metadataKey)
	}
	tensors = make(map[string]entry)
	for name, m := range raw {
		var e entry
		if err := json.Unmarshal(m, &e); err != nil {
			return nil, nil, err
		}
		tensors[name] = e
	}
	return tensors, metadata, checkLayout(tensors, rest)
}

// checkLayout wants the tensors to fill rest bytes without a hole or an overlap, each with as many as its shape says.
func checkLayout(tensors map[string]entry, rest uint64) error {
	if len(tensors) == 0 {
		return errors.New("it holds no tensors")
	}
	inOrder := slices.SortedFunc(maps.Values(tensors), func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.Offsets[0], b.Offsets[0]), cmp.Compare(a.Offsets[1], b.Offsets[1]))
	})
	end := uint64(0)
	for _, e := range inOrder {
		n := e.DType.WordSize()
		for _, d := range e.Shape {
			over, product := bits.Mul64(n, d)
			if over != 0 {
				return errors.New("a shape is beyond what fits")
			}
			n = product
		}
		if e.Offsets[0] != end || e.Offsets[1] < end || e.Offsets[1]-end != n {
			return errors.New("its tensors leave a hole, overlap, or differ from their shapes")
		}
		end = e.Offsets[1]
	}
	if end != rest {
		return errors.New("bytes follow the last tensor")
	}
	return nil
}

// checkModel compares the tensors with what a flow of c has.
func checkModel(c flow.Config, tensors map[string]entry) error {
	model := maps.Clone(tensors)
	maps.DeleteFunc(model, func(name string, _ entry) bool { return strings.HasPrefix(name, trainPrefix) })
	for _, t := range c.Tensors() {
		e, ok := model[t.Name]
		if err := checkTensor(t, e.DType, e.Shape, ok); err != nil {
			return err
		}
		delete(model, t.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(model)) {
		return stranger(name)
	}
	return nil
}
