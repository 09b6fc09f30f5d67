// Package checkpoint keeps a flow as a safetensors file that 30 lines of PyTorch can load.
//
//	name                          shape     meaning
//	mean, std                     [dim]     data layer, x' = (x - mean) / std
//	couplings.{i}.{2k}.weight     [out,in]  layer k of m_i, an nn.Sequential of Linear and activation
//	couplings.{i}.{2k}.bias       [out]
//	log_scale                     [dim]     s in z = exp(s) h
//	train.*                       any       what training needs to go on; a loader drops them
//
// The metadata holds format ("nice-lab/1"), config (the flow.Config), columns (a list of
// names) and, where training can go on, train; the last three as JSON.
//
// The same state gives the same bytes. What is read is checked in full before it is used,
// so a file from anyone gives either a sound flow or an error that says to a person what is wrong.
package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

	"github.com/maruel/safetensors"

	"nicelab/flow"
)

const (
	format      = "nice-lab/1"
	trainPrefix = "train."
)

// File is what a checkpoint holds.
type File struct {
	Flow    *flow.Flow
	Columns []string        // one name per coordinate, or none
	Train   json.RawMessage // compact JSON; nil in a file that is only for use
	Extra   []flow.Tensor   // tensors named train.*, in file order
}

// Marshal returns the bytes of a checkpoint. It refuses whatever Unmarshal would.
func Marshal(f File) ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("the model cannot be saved: %w", err)
	}
	metadata, err := f.metadata()
	if err != nil {
		return nil, fmt.Errorf("the model cannot be saved: %w", err)
	}
	out := safetensors.File{Metadata: metadata}
	size := 4096
	for _, t := range append(f.Flow.Tensors(), f.Extra...) {
		shape := make([]uint64, len(t.Shape))
		for i, n := range t.Shape {
			shape[i] = uint64(n)
		}
		data := make([]byte, 4*len(t.Data))
		for i, v := range t.Data {
			binary.LittleEndian.PutUint32(data[4*i:], math.Float32bits(v))
		}
		out.Tensors = append(out.Tensors, safetensors.Tensor{Name: t.Name, DType: safetensors.F32, Shape: shape, Data: data})
		size += len(data)
	}
	buf := bytes.NewBuffer(make([]byte, 0, size))
	if err := out.Serialize(buf); err != nil {
		return nil, fmt.Errorf("the model cannot be saved: %w", err)
	}
	return buf.Bytes(), nil
}

// Unmarshal reads a checkpoint. It keeps nothing of b. Tensors named train.* of another
// type than float32 are left out.
func Unmarshal(b []byte) (File, error) {
	if err := checkContainer(b); err != nil {
		return File{}, err
	}
	in, err := safetensors.Parse(b)
	if err != nil {
		return File{}, foreign("its safetensors header does not describe its contents (%v)", err)
	}
	f, c, err := parseMetadata(in.Metadata)
	if err != nil {
		return File{}, err
	}
	if err := f.readTensors(c, in.Tensors); err != nil {
		return File{}, unsound(err)
	}
	if err := f.check(); err != nil {
		return File{}, unsound(err)
	}
	return f, nil
}

// readTensors makes the flow of c and fills it.
func (f *File) readTensors(c flow.Config, tensors []safetensors.Tensor) error {
	byName := make(map[string]safetensors.Tensor)
	size := 0
	for _, t := range tensors {
		if !strings.HasPrefix(t.Name, trainPrefix) {
			byName[t.Name] = t
			size += len(t.Data)
			continue
		}
		if t.DType == safetensors.F32 {
			shape := make([]int, len(t.Shape))
			for i, n := range t.Shape {
				if n > math.MaxInt32 {
					return fmt.Errorf("tensor %s has shape %d, beyond what fits", quote(t.Name), t.Shape)
				}
				shape[i] = int(n)
			}
			extra := flow.Tensor{Name: t.Name, Shape: shape, Data: make([]float32, len(t.Data)/4)}
			copyFloats(extra.Data, t.Data)
			f.Extra = append(f.Extra, extra)
		}
	}
	// A short file must not make us allocate the gigabyte that its config asks for.
	if want := 4 * (c.Weights() + 2*c.Dim); size < want {
		return fmt.Errorf("its model of %d columns and %d couplings needs %d bytes of numbers and it holds %d", c.Dim, c.Couplings, want, size)
	}
	var err error
	if f.Flow, err = flow.New(c); err != nil {
		return err
	}
	for _, t := range f.Flow.Tensors() {
		from, ok := byName[t.Name]
		switch {
		case !ok:
			return fmt.Errorf("tensor %s is missing", t.Name)
		case from.DType != safetensors.F32:
			return fmt.Errorf("tensor %s is of type %s where F32 is needed", t.Name, from.DType)
		case !sameShape(t.Shape, from.Shape):
			return fmt.Errorf("tensor %s has shape %d where its config needs %d", t.Name, from.Shape, t.Shape)
		}
		copyFloats(t.Data, from.Data)
		delete(byName, t.Name)
	}
	for _, t := range tensors {
		if _, ok := byName[t.Name]; ok {
			return fmt.Errorf("it holds a tensor %s that no NICE model has", quote(t.Name))
		}
	}
	return nil
}

// check reports what would make a File unfit for use.
func (f File) check() error {
	for _, t := range append(f.Flow.Tensors(), f.Extra...) {
		for i, v := range t.Data {
			if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
				return fmt.Errorf("number %d of tensor %s is %v, not a finite number", i+1, quote(t.Name), v)
			}
		}
	}
	if n := len(f.Columns); n != 0 && n != f.Flow.Config.Dim {
		return fmt.Errorf("it names %d columns and models %d", n, f.Flow.Config.Dim)
	}
	named := make(map[string]bool)
	for i, name := range f.Columns {
		switch {
		case strings.TrimSpace(name) == "" || !utf8.ValidString(name):
			return fmt.Errorf("column %d has no name", i+1)
		case named[name]:
			return fmt.Errorf("two columns have the name %s", quote(name))
		}
		named[name] = true
	}
	seen := make(map[string]bool)
	for _, t := range f.Extra {
		if !strings.HasPrefix(t.Name, trainPrefix) || seen[t.Name] {
			return fmt.Errorf("extra tensor %s must be called %s and something of its own", quote(t.Name), trainPrefix)
		}
		seen[t.Name] = true
	}
	return checkRange(f.Flow)
}

func copyFloats(dst []float32, src []byte) {
	for i := range dst {
		dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
	}
}

func sameShape(a []int, b []uint64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if uint64(a[i]) != b[i] {
			return false
		}
	}
	return true
}
