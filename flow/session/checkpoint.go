package session

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// trainMeta is what a checkpoint says of how it was trained.
type trainMeta struct {
	Step         int          `json:"step"`
	Optimiser    string       `json:"optimiser"`
	LearningRate float64      `json:"learning_rate"`
	Batch        int          `json:"batch"`
	MaxSteps     int          `json:"max_steps,omitempty"`
	Data         string       `json:"data"`
	Hash         string       `json:"hash"`             // of the rows, so that a run goes on only on its own
	Recipe       *Recipe      `json:"recipe,omitempty"` // of a preset's rows
	Curve        *historyMeta `json:"curve,omitempty"`
}

// historyMeta is the part of a history that is no curve, and its steps once more.
type historyMeta struct {
	Sum   float64   `json:"sum"`
	N     int       `json:"n"`
	Every int       `json:"every"`
	Skip  int       `json:"skip"`
	Steps []float64 `json:"steps,omitempty"` // a float32 has them up to 2^24 alone; files of before have no others
}

// curveName is the tensor of a history: steps, train, valid.
const curveName = "train.curve"

// unattached is a run without its rows, as a checkpoint brings it.
type unattached struct {
	meta   trainMeta
	resume *flow.Snapshot
	extra  []flow.Tensor
}

// fits reports whether d has the rows that the run was trained on, so that it can go on exactly.
func (u *unattached) fits(d *data) bool {
	return u.meta.Hash != "" && u.meta.Hash == d.sum()
}

// history returns the loss curve, or none where the file has none that makes sense.
func (u *unattached) history() history {
	m := u.meta.Curve
	i := slices.IndexFunc(u.extra, func(t flow.Tensor) bool { return t.Name == curveName })
	if m == nil || i < 0 || m.N < 0 || m.N > maxStep || m.Every < 0 || m.Every > maxStep || m.Skip < 0 ||
		m.Skip > max(1, m.Every) {
		return history{}
	}
	if math.Abs(m.Sum) > maxLoss*float64(m.N) {
		return history{}
	}
	t := u.extra[i]
	if len(t.Shape) != 2 || t.Shape[0] != 3 || t.Shape[1] >= maxHistory || len(t.Data) != 3*t.Shape[1] {
		return history{}
	}
	n := t.Shape[1]
	steps := make([]float64, n)
	for i, v := range t.Data[:n] {
		if steps[i] = float64(v); len(m.Steps) == n && float32(m.Steps[i]) == v {
			steps[i] = m.Steps[i]
		}
	}
	return history{
		steps: steps, train: clone(t.Data[n : 2*n]), valid: clone(t.Data[2*n:]),
		sum: m.Sum, n: m.N, every: m.Every, skip: m.Skip,
	}
}

// list names the first few columns.
func list(names []string) string {
	const most = 4
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(len(names)-most) + " more"
}

// hash is FNV-1a of the rows' bits.
func hash(x []float32) string {
	h := uint64(14695981039346656037)
	for _, v := range x {
		h = (h ^ uint64(math.Float32bits(v))) * 1099511628211
	}
	return strconv.FormatUint(h, 16)
}

// What a file may claim at most: a step or a count of steps, and a mean loss in nats a row.
const (
	maxStep = 1 << 40
	maxLoss = 1e12
)

func (s *Session) save(c protocol.Save) {
	if !s.ready(c.ID) {
		return
	}
	var b []byte
	var err error
	if c.Publish {
		b, err = checkpoint.Marshal(checkpoint.File{Flow: s.flow, Columns: s.data.columns})
	} else {
		b, err = s.checkpoint(len(s.flow.Weights) <= s.exactRoom)
	}
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	file := protocol.File{ID: c.ID, Name: "nice-" + plain(s.data.name) + ".safetensors", Mime: "application/octet-stream",
		Bytes: b}
	s.emit(file)
	if !c.Publish && len(s.flow.Weights) > s.exactRoom {
		s.tell(0, false, "saved-bare", file.Name)
	}
}

// mostExact is how many weights a model may have whose checkpoint holds all that its training needs: to write one, some
// 64 bytes a weight are in memory at a time.
const mostExact = 50_000_000

// checkpoint returns the run as a file: with what training needs to go on exactly, or else the weights and how they
// were trained.
func (s *Session) checkpoint(exact bool) ([]byte, error) {
	f := checkpoint.File{Flow: s.flow, Columns: s.data.columns}
	var meta trainMeta
	if s.trainer == nil {
		meta = s.data.from.meta
		if exact {
			f.Resume, f.Extra = s.data.from.resume, s.data.from.extra
		}
	} else {
		o := s.trainer.Options() // which need not be among what the page offers
		meta = trainMeta{
			Step: s.trainer.Steps, Optimiser: "adam", LearningRate: o.LearningRate, Batch: o.Batch,
			MaxSteps: s.settings.MaxSteps,
			Data:     s.data.name, Hash: s.data.sum(), Recipe: s.data.recipe,
		}
		if recipe.PaperAdam(o) {
			meta.Optimiser = "adam-paper"
		}
		if exact {
			snapshot, h := s.trainer.Snapshot(), s.history
			f.Resume, meta.Curve = &snapshot, &historyMeta{h.sum, h.n, h.every, h.skip, h.steps}
			steps := make([]float32, len(h.steps))
			for i, v := range h.steps {
				steps[i] = float32(v)
			}
			f.Extra = []flow.Tensor{{Name: curveName, Shape: []int{3, len(steps)}, Data: slices.Concat(steps, h.train, h.valid)}}
		}
	}
	train, err := json.Marshal(meta)
	if err != nil {
		return nil, err
	}
	f.Train = train
	return checkpoint.Marshal(f)
}

// plain makes a name fit for a file.
func plain(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	name = strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name), "-")
	if name == "" {
		return "model"
	}
	return name
}
