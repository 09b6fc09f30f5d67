// Package checkpoint keeps a flow as a safetensors file that 30 lines of PyTorch can load.
//
//	name                          shape     meaning
//	mean, std                     [dim]     data layer, x' = (x - mean) / std
//	couplings.{i}.{2k}.weight     [out,in]  layer k of m_i, an nn.Sequential of Linear and activation
//	couplings.{i}.{2k}.bias       [out]
//	log_scale                     [dim]     s in z = exp(s) h
//	train.*                       any       what training needs to go on; a loader drops them:
//	  train.best, .adam.m, .adam.v  [weights] best weights and Adam's moments, in the order of the tensors above
//	  train.order                 int32     rows to train on, in the order of the epoch
//
// The metadata holds format ("nice-lab/1"), config (the flow.Config), columns (a list of
// names), train (how it was trained, for people) and, where training can go on, resume (the numbers of a flow.Snapshot);
// all but the first as JSON.
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
	Resume  *flow.Snapshot  // with which a trainer goes on as if it had never stopped; nil in a file that is only for use
	Extra   []flow.Tensor   // other tensors named train.*, in file order
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
		out.Tensors = append(out.Tensors, encode(t))
	}
	if f.Resume != nil {
		out.Tensors = append(out.Tensors, resumeTensors(f.Resume)...)
	}
	for _, t := range out.Tensors {
		size += len(t.Data)
	}
	buf := bytes.NewBuffer(make([]byte, 0, size))
	if err := out.Serialize(buf); err != nil {
		return nil, fmt.Errorf("the model cannot be saved: %w", err)
	}
	return buf.Bytes(), nil
}

func encode(t flow.Tensor) safetensors.Tensor {
	shape := make([]uint64, len(t.Shape))
	for i, n := range t.Shape {
		shape[i] = uint64(n)
	}
	data := make([]byte, 4*len(t.Data))
	for i, v := range t.Data {
		binary.LittleEndian.PutUint32(data[4*i:], math.Float32bits(v))
	}
	return safetensors.Tensor{Name: t.Name, DType: safetensors.F32, Shape: shape, Data: data}
}

// Unmarshal reads a checkpoint. It keeps nothing of b. Weights in half precision, F16 or BF16, become the float32 that they
// are exactly. Tensors named train.* of another type than float32 are left out; where that are halves, so is the Resume.
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
	if f.Resume, err = parseResume(in.Metadata); err != nil {
		return File{}, unsound(err)
	}
	widen(in.Tensors)
	if rounded(in.Tensors) {
		f.Resume = nil
	}
	tensors, err := fillResume(f.Resume, in.Tensors)
	if err != nil {
		return File{}, unsound(err)
	}
	if err := f.readTensors(c, tensors); err != nil {
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
		if err := checkTensor(t, from.DType, from.Shape, ok); err != nil {
			return err
		}
		copyFloats(t.Data, from.Data)
		delete(byName, t.Name)
	}
	for _, t := range tensors {
		if _, ok := byName[t.Name]; ok {
			return stranger(t.Name)
		}
	}
	return nil
}

// checkTensor compares what a file has under the name of t with what its config needs.
func checkTensor(t flow.Tensor, kind safetensors.DType, shape []uint64, there bool) error {
	switch {
	case !there:
		return fmt.Errorf("tensor %s is missing", t.Name)
	case kind != safetensors.F32 && !narrow(kind):
		return fmt.Errorf("tensor %s is of type %s where F32, F16 or BF16 is needed", t.Name, kind)
	case !sameShape(t.Shape, shape):
		return fmt.Errorf("tensor %s has shape %d where its config needs %d", t.Name, shape, t.Shape)
	}
	return nil
}

func stranger(name string) error {
	return fmt.Errorf("it holds a tensor %s that no NICE model has", quote(name))
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
	if err := checkColumns(f.Columns, f.Flow.Config.Dim); err != nil {
		return err
	}
	seen := make(map[string]bool)
	for _, t := range f.Extra {
		if !strings.HasPrefix(t.Name, trainPrefix) || seen[t.Name] {
			return fmt.Errorf("extra tensor %s must be called %s and something of its own", quote(t.Name), trainPrefix)
		}
		seen[t.Name] = true
	}
	if err := checkRange(f.Flow); err != nil {
		return err
	}
	return f.checkResume()
}

func checkColumns(columns []string, dim int) error {
	if n := len(columns); n != 0 && n != dim {
		return fmt.Errorf("it names %d columns and models %d", n, dim)
	}
	named := make(map[string]bool)
	for i, name := range columns {
		switch {
		case strings.TrimSpace(name) == "" || !utf8.ValidString(name):
			return fmt.Errorf("column %d has no name", i+1)
		case named[name]:
			return fmt.Errorf("two columns have the name %s", quote(name))
		}
		named[name] = true
	}
	return nil
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
