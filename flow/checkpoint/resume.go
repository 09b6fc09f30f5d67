package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"nicelab/flow"
)

const resumeKey = "resume"

// The tensors of a flow.Snapshot, beside the resume entry of the metadata.
const (
	rawName     = trainPrefix + "raw" // none where the weights are not averaged
	bestName    = trainPrefix + "best"
	moment1Name = trainPrefix + "adam.m"
	moment2Name = trainPrefix + "adam.v"
	orderName   = trainPrefix + "order"
)

// resumeMeta is the resume entry: a flow.Snapshot without its tensors.
type resumeMeta struct {
	LearningRate float64 `json:"learning_rate"`
	Beta1        float64 `json:"beta1"`
	Beta2        float64 `json:"beta2"`
	Eps          float64 `json:"eps"`
	Batch        int     `json:"batch"`
	Holdout      float64 `json:"holdout"`
	EvalEvery    int     `json:"eval_every"`
	Patience     int     `json:"patience"`
	MinGain      float64 `json:"min_gain"`

	Steps      int       `json:"steps"`
	Loss       number    `json:"loss"`
	Valid      [2]number `json:"valid"` // mean and standard error
	Divergence [2]number `json:"divergence"`
	Best       [2]number `json:"best"`
	BestStep   int       `json:"best_step"`
	BestAt     int       `json:"best_at"`
	AdamSteps  int       `json:"adam_steps"`
	Rows       int       `json:"rows"`
	Next       int       `json:"next"`
	InHand     int       `json:"in_hand"`
	Due        bool      `json:"due"`
	Source     []byte    `json:"source"`

	// Those that a run to the plateau has not are left out.
	Run     int     `json:"run,omitempty"`
	Warmup  int     `json:"warmup,omitempty"`
	Clip    float64 `json:"clip,omitempty"`
	Average float64 `json:"average,omitempty"`
	Fresh   bool    `json:"fresh,omitempty"`
	Noise   float64 `json:"noise,omitempty"`
	From    int     `json:"from,omitempty"`

	Dequantize bool `json:"dequantize,omitempty"`

	// of earlier versions, which kept what is measured anew
	BestDivergence json.RawMessage `json:"best_divergence,omitempty"`
}

// number is a float64 that JSON keeps to the bit; null stands for NaN.
type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if n != n {
		return []byte("null"), nil
	}
	return json.Marshal(float64(n))
}

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*n = number(math.NaN())
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

func pair(e flow.Estimate) [2]number { return [2]number{number(e.Mean), number(e.Error)} }
func estimate(p [2]number) flow.Estimate {
	return flow.Estimate{Mean: float64(p[0]), Error: float64(p[1])}
}

func resumeEntry(s *flow.Snapshot) (string, error) {
	o := s.Options
	b, err := json.Marshal(resumeMeta{
		o.LearningRate, o.Beta1, o.Beta2, o.Eps, o.Batch, o.Holdout, o.EvalEvery, o.Patience, o.MinGain,
		s.Steps, number(s.Loss), pair(s.Valid), pair(s.Divergence), pair(s.BestValid),
		s.BestStep, s.BestAt, s.AdamSteps, s.Rows, s.Next, s.Batch, s.Due, s.Source,
		o.Run, o.Warmup, o.Clip, o.Average, o.Fresh, o.Noise, s.From, o.Dequantize, nil,
	})
	return string(b), err
}

// parseResume reads the resume entry; the tensors are still missing then.
func parseResume(m map[string]string) (*flow.Snapshot, error) {
	text, ok := m[resumeKey]
	if !ok {
		return nil, nil
	}
	nan := number(math.NaN())
	unknown := [2]number{nan, nan}
	r := resumeMeta{Loss: nan, Valid: unknown, Divergence: unknown, Best: unknown}
	if err := parseStrict(m, resumeKey, &r); err != nil {
		return nil, err
	}
	// A key that is not known may change what the others mean.
	dec := json.NewDecoder(bytes.NewReader([]byte(text)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(new(resumeMeta)); err != nil {
		return nil, fmt.Errorf("its resume entry does not fit (%v)", strings.TrimPrefix(err.Error(), "json: "))
	}
	return &flow.Snapshot{
		Options: flow.Options{
			LearningRate: r.LearningRate, Beta1: r.Beta1, Beta2: r.Beta2, Eps: r.Eps, Batch: r.Batch, Holdout: r.Holdout,
			EvalEvery: r.EvalEvery, Patience: r.Patience, MinGain: r.MinGain,
			Run: r.Run, Warmup: r.Warmup, Clip: r.Clip, Average: r.Average, Fresh: r.Fresh, Noise: r.Noise,
			Dequantize: r.Dequantize,
		},
		Steps: r.Steps, Loss: float64(r.Loss), Valid: estimate(r.Valid), Divergence: estimate(r.Divergence),
		BestValid: estimate(r.Best), BestStep: r.BestStep, BestAt: r.BestAt,
		AdamSteps: r.AdamSteps, Rows: r.Rows, Next: r.Next, Batch: r.InHand, Due: r.Due, Source: r.Source, From: r.From,
	}, nil
}

// resumeTensors are the windows of a snapshot that travel as tensors.
func resumeTensors(s *flow.Snapshot) []tensor {
	order := make([]byte, 4*len(s.Order))
	for i, r := range s.Order {
		binary.LittleEndian.PutUint32(order[4*i:], uint32(r))
	}
	var raw []tensor
	if len(s.Raw) > 0 {
		raw = append(raw, encode(flow.Tensor{Name: rawName, Shape: []int{len(s.Raw)}, Data: s.Raw}))
	}
	return append(raw,
		encode(flow.Tensor{Name: bestName, Shape: []int{len(s.Best)}, Data: s.Best}),
		encode(flow.Tensor{Name: moment1Name, Shape: []int{len(s.Moment1)}, Data: s.Moment1}),
		encode(flow.Tensor{Name: moment2Name, Shape: []int{len(s.Moment2)}, Data: s.Moment2}),
		newTensor(orderName, int32s, []uint64{uint64(len(s.Order))}, order),
	)
}

// takeResume makes room for the snapshot's tensors, which are read later, and returns the others.
func (r *Reader) takeResume(tensors []tensor) (rest []tensor, err error) {
	s := r.file.Resume
	if s == nil {
		return tensors, nil
	}
	blocks := map[string]*[]float32{rawName: &s.Raw, bestName: &s.Best, moment1Name: &s.Moment1, moment2Name: &s.Moment2}
	for _, t := range tensors {
		dst, ok := blocks[t.name]
		switch {
		case !ok && t.name != orderName:
			rest = append(rest, t)
		case len(t.Shape) != 1 || (t.Kind == float32s) != ok || (t.Kind == int32s) == ok:
			return nil, fmt.Errorf("tensor %s has type %s and shape %d, which training cannot go on with", t.name, t.Kind,
				t.Shape)
		case ok:
			*dst = make([]float32, len(t.data)/4)
			r.copy(*dst, t)
		default:
			s.Order = make([]int32, len(t.data)/4)
			for i := range s.Order {
				s.Order[i] = int32(binary.LittleEndian.Uint32(t.data[4*i:]))
			}
		}
	}
	return rest, nil
}

// checkResume is what finds a snapshot that does not fit its flow.
func (f *File) checkResume() []task {
	if f.Resume == nil {
		return nil
	}
	weights := len(f.Flow.Weights)
	tasks := []task{{4 * weights, func() error {
		if err := f.Resume.Validate(f.Flow.Config); err != nil {
			return err
		}
		for _, t := range f.Extra {
			switch t.Name {
			case rawName, bestName, moment1Name, moment2Name, orderName:
				return fmt.Errorf("extra tensor %s has a name that the training state needs", quote(t.Name))
			}
		}
		return nil
	}}}
	// The best weights take the place of the others at the plateau, and those that Adam moves take it little by little:
	// they too must make a sound flow.
	tasks = append(tasks, f.checkOther(f.Resume.Best, "of its best weights")...)
	if len(f.Resume.Raw) > 0 {
		tasks = append(tasks, f.checkOther(f.Resume.Raw, "of the weights that its training moves")...)
	}
	return tasks
}

// checkOther is checkRange of the flow with other weights.
func (f *File) checkOther(weights []float32, whose string) []task {
	var other *flow.Flow
	tasks := []task{{len(weights), func() error {
		other = f.Flow.Copy(weights)
		return nil
	}}}
	for _, t := range checkRange(func() *flow.Flow { return other }, len(weights)) {
		tasks = append(tasks, task{t.cost, func() error {
			if err := t.do(); err != nil {
				return fmt.Errorf("%s: %w", whose, err)
			}
			return nil
		}})
	}
	return tasks
}
