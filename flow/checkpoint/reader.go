package checkpoint

import (
	"fmt"
	"math"
	"strings"

	"nicelab/flow"
)

// Unmarshal reads a checkpoint. It keeps nothing of b. Weights in half precision, F16 or BF16, become the float32 that
// they are exactly. Tensors named train.* of another type than float32 are left out; where that are halves, so is the
// Resume.
func Unmarshal(b []byte) (File, error) {
	r := NewReader(b)
	if _, err := r.Step(math.MaxInt); err != nil {
		return File{}, err
	}
	return r.File(), nil
}

// A Reader is Unmarshal in slices.
type Reader struct {
	file      File
	tasks     []task // left
	done, all int    // what tasks cost
}

// A task is a part of the work on a file that is as long as copying so many numbers.
type task struct {
	cost int
	do   func() error
}

// perTask bounds the numbers that are copied or looked at in one task: a millisecond or two.
const perTask = 1 << 20

// NewReader returns a reader of the checkpoint b, which must not change meanwhile.
func NewReader(b []byte) *Reader {
	r := new(Reader)
	r.add(task{1, func() error { return r.begin(b) }})
	return r
}

// Step reads on for as long as it takes to copy that many numbers at most, but for a task that is longer by itself: a
// model is tried at last, whole. The error says what is wrong with the file.
func (r *Reader) Step(numbers int) (done bool, err error) {
	for work := 0; len(r.tasks) > 0; {
		t := r.tasks[0]
		if work > 0 && t.cost > numbers-work {
			break
		}
		r.tasks = r.tasks[1:]
		if err := t.do(); err != nil {
			return false, err
		}
		work += t.cost
		r.done += t.cost
	}
	return len(r.tasks) == 0, nil
}

// Done returns the share of the work that is done, from 0 to 1.
func (r *Reader) Done() float64 { return float64(r.done) / float64(r.all) }

// File returns what was read, once Step is done.
func (r *Reader) File() File { return r.file }

func (r *Reader) add(tasks ...task) {
	for _, t := range tasks {
		r.all += t.cost
	}
	r.tasks = append(r.tasks, tasks...)
}

// begin reads the header and leaves the numbers, for which there is room then, to other tasks.
func (r *Reader) begin(b []byte) error {
	all, metadata, err := parse(b)
	if err != nil {
		return err
	}
	f, c, err := parseMetadata(metadata)
	if err != nil {
		return err
	}
	r.file = f
	if r.file.Resume, err = parseResume(metadata); err != nil {
		return unsound(err)
	}
	if rounded(all) {
		r.file.Resume = nil
	}
	tensors, err := r.takeResume(all)
	if err != nil {
		return unsound(err)
	}
	if err := r.takeTensors(c, tensors); err != nil {
		return unsound(err)
	}
	for _, t := range r.file.checks() {
		r.add(task{t.cost, func() error {
			if err := t.do(); err != nil {
				return unsound(err)
			}
			return nil
		}})
	}
	return nil
}

// takeTensors makes the flow of c, which is filled later.
func (r *Reader) takeTensors(c flow.Config, tensors []tensor) error {
	f, byName := &r.file, make(map[string]tensor)
	size := 0
	for _, t := range tensors {
		if !strings.HasPrefix(t.name, trainPrefix) {
			byName[t.name] = t
			size += len(t.data) * 4 / width(t.Kind)
			continue
		}
		if t.Kind == float32s {
			shape := make([]int, len(t.Shape))
			for i, n := range t.Shape {
				if n > math.MaxInt32 {
					return fmt.Errorf("tensor %s has shape %d, beyond what fits", quote(t.name), t.Shape)
				}
				shape[i] = int(n)
			}
			extra := flow.Tensor{Name: t.name, Shape: shape, Data: make([]float32, len(t.data)/4)}
			r.copy(extra.Data, t)
			f.Extra = append(f.Extra, extra)
		}
	}
	// A short file must not make us allocate the gigabyte that its config asks for.
	if want := 4 * (c.Weights() + 2*c.Dim); size < want {
		return fmt.Errorf("its model of %d columns and %d couplings needs %d bytes of numbers and it holds %d",
			c.Dim, c.Couplings, want, size)
	}
	var err error
	if f.Flow, err = flow.Blank(c); err != nil {
		return err
	}
	for _, t := range f.Flow.Tensors() {
		from, ok := byName[t.Name]
		if err := checkTensor(t, from.entry, ok); err != nil {
			return err
		}
		r.copy(t.Data, from)
		delete(byName, t.Name)
	}
	for _, t := range tensors {
		if _, ok := byName[t.name]; ok {
			return stranger(t.name)
		}
	}
	return nil
}

// copy has dst filled with the numbers of a tensor.
func (r *Reader) copy(dst []float32, t tensor) {
	w := width(t.Kind)
	for i := 0; i < len(dst); i += perTask {
		n := min(perTask, len(dst)-i)
		r.add(task{n, func() error {
			decode(dst[i:i+n], t.Kind, t.data[i*w:])
			return nil
		}})
	}
}

// check reports what would make a File unfit for use.
func (f *File) check() error {
	for _, t := range f.checks() {
		if err := t.do(); err != nil {
			return err
		}
	}
	return nil
}

// checks is what finds it.
func (f *File) checks() (tasks []task) {
	for _, t := range append(f.Flow.Tensors(), f.Extra...) {
		for i := 0; i < len(t.Data); i += perTask {
			n := min(perTask, len(t.Data)-i)
			tasks = append(tasks, task{n, func() error {
				for k, v := range t.Data[i : i+n] {
					if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
						return fmt.Errorf("number %d of tensor %s is %v, not a finite number", i+k+1, quote(t.Name), v)
					}
				}
				return nil
			}})
		}
	}
	tasks = append(tasks, task{1, func() error {
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
		return nil
	}})
	tasks = append(tasks, checkRange(func() *flow.Flow { return f.Flow }, len(f.Flow.Weights))...)
	return append(tasks, f.checkResume()...)
}
