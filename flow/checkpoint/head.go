package checkpoint

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

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
	tensors, metadata, err := parseHeader(b[8:], rest-n)
	if err != nil {
		return Header{}, err
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

// layout reads a header that checkHeader let pass, and returns its tensors in its order.
func layout(header []byte, rest uint64) (tensors []tensor, metadata map[string]string, err error) {
	dec := json.NewDecoder(bytes.NewReader(header))
	if _, err := dec.Token(); err != nil { // {
		return nil, nil, err
	}
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, nil, err
		}
		name, _ := token.(string)
		t := tensor{name: name}
		if name == metadataKey {
			err = dec.Decode(&metadata)
		} else if err = dec.Decode(&t.entry); err == nil {
			tensors = append(tensors, t)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return tensors, metadata, checkLayout(tensors, rest)
}

// checkLayout wants the tensors to fill rest bytes without a hole or an overlap, each with as many as its shape says.
func checkLayout(tensors []tensor, rest uint64) error {
	if len(tensors) == 0 {
		return errors.New("it holds no tensors")
	}
	order := make([]int, len(tensors))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		a, b := tensors[i].Offsets, tensors[j].Offsets
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	end := uint64(0)
	for _, i := range order {
		e := tensors[i].entry
		n, err := e.bytes()
		if err != nil {
			return err
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
func checkModel(c flow.Config, tensors []tensor) error {
	model := make(map[string]entry)
	for _, t := range tensors {
		if !strings.HasPrefix(t.name, trainPrefix) {
			model[t.name] = t.entry
		}
	}
	for _, t := range c.Tensors() {
		e, ok := model[t.Name]
		if err := checkTensor(t, e, ok); err != nil {
			return err
		}
		delete(model, t.Name)
	}
	for _, name := range slices.Sorted(maps.Keys(model)) {
		return stranger(name)
	}
	return nil
}
