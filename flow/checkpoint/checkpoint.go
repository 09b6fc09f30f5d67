// Package checkpoint keeps a flow as a safetensors file that 30 lines of PyTorch can load.
//
//	name                          shape     meaning
//	mean, std                     [dim]     data layer, x' = (x - mean) / std
//	couplings.{i}.{2k}.weight     [out,in]  layer k of m_i, an nn.Sequential of Linear and activation
//	couplings.{i}.{2k}.bias       [out]
//	modes.logit                   [modes]   what the prior of the first k coordinates is a mixture of, where config has
//	modes.mean, .log_std          [modes,k] modes; k is leading or, without that, dim
//	clusters.logit                [n]       the same of n clusters, which are not trained; -1000: there is none
//	clusters.mean                 [n,k]
//	clusters.scale_tril           [n,k,k]   lower triangles L, row by row; a covariance is L L^T
//	log_scale                     [dim]     s in z = exp(s) h, and 0 in the first k where these have modes or clusters
//	train.*                       any       what training needs to go on; a loader drops them:
//	  train.best, .adam.m, .adam.v  [weights] best weights and Adam's moments, in the order of the tensors above
//	  train.order                 int32     rows to train on, in the order of the epoch
//
// The metadata holds format ("nice-lab/1"), config (the flow.Config), columns (a list of
// names), train (how it was trained, for people) and, where training can go on, resume (the numbers of a
// flow.Snapshot); all but the first as JSON.
//
// The same state gives the same bytes. What is read is checked in full before it is used,
// so a file from anyone gives either a sound flow or an error that says to a person what is wrong.
package checkpoint

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"

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
	var tensors []tensor
	for _, t := range append(f.Flow.Tensors(), f.Extra...) {
		tensors = append(tensors, encode(t))
	}
	if f.Resume != nil {
		tensors = append(tensors, resumeTensors(f.Resume)...)
	}
	b, err := serialize(metadata, tensors)
	if err != nil {
		return nil, fmt.Errorf("the model cannot be saved: %w", err)
	}
	return b, nil
}

func encode(t flow.Tensor) tensor {
	shape := make([]uint64, len(t.Shape))
	for i, n := range t.Shape {
		shape[i] = uint64(n)
	}
	data := make([]byte, 4*len(t.Data))
	for i, v := range t.Data {
		binary.LittleEndian.PutUint32(data[4*i:], math.Float32bits(v))
	}
	return newTensor(t.Name, float32s, shape, data)
}

// checkTensor compares what a file has under the name of t with what its config needs.
func checkTensor(t flow.Tensor, e entry, there bool) error {
	switch {
	case !there:
		return fmt.Errorf("tensor %s is missing", t.Name)
	case e.Kind != float32s && !narrow(e.Kind):
		return fmt.Errorf("tensor %s is of type %s where F32, F16 or BF16 is needed", t.Name, e.Kind)
	case !sameShape(t.Shape, e.Shape):
		return fmt.Errorf("tensor %s has shape %d where its config needs %d", t.Name, e.Shape, t.Shape)
	}
	return nil
}

func stranger(name string) error {
	return fmt.Errorf("it holds a tensor %s that no NICE model has", quote(name))
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
