package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

const maxSamples = 1_000_000

// ready reports whether there is a model, and says so where there is none.
func (s *Session) ready(id int) bool {
	if s.flow == nil {
		s.say(id, true, "There is no model yet. Choose a data set, upload a file or open a checkpoint.")
		return false
	}
	return true
}

// probe answers from the exact path.
func (s *Session) probe(c protocol.Probe) {
	if s.flow == nil {
		return
	}
	f, x := s.flow, make([]float32, s.flow.Config.Dim)
	copy(x, s.data.shown.slice)
	x[s.show.ColumnX], x[s.show.ColumnY] = float32(c.X), float32(c.Y)
	a := protocol.Probed{ID: c.ID, X: c.X, Y: c.Y, Z: f.Forward(nil, x)}
	for _, z := range a.Z {
		a.LogPrior += f.Config.Prior.LogProb(float64(z))
	}
	a.LogScale, a.LogUnits = f.LogDet()
	a.LogP = a.LogPrior + a.LogScale + a.LogUnits
	s.emit(a)
}

func (s *Session) sample(c protocol.Sample) {
	if !s.ready(c.ID) {
		return
	}
	if c.N < 1 || c.N > maxSamples {
		s.say(c.ID, true, fmt.Sprintf("%d samples: choose 1 to %d.", c.N, maxSamples))
		return
	}
	if !(c.Temperature >= 0 && c.Temperature <= 10) {
		s.say(c.ID, true, fmt.Sprintf("Temperature %g: choose 0 to 10; 1 is the model itself.", c.Temperature))
		return
	}
	f, d, rng := s.flow, s.flow.Config.Dim, source(uint64(c.Seed), streamSample)
	out := csvHeader(s.data.columns)
	left := c.N
	s.jobs = append(s.jobs, func() bool {
		n := min(left, f.Chunk())
		for i, v := range f.Sample(nil, n, c.Temperature, rng) {
			out = strconv.AppendFloat(out, float64(v), 'g', -1, 32)
			if i%d == d-1 {
				out = append(out, '\n')
			} else {
				out = append(out, ',')
			}
		}
		if left -= n; left > 0 {
			return false
		}
		s.emit(protocol.File{ID: c.ID, Name: "samples.csv", Mime: "text/csv", Bytes: out})
		return true
	})
}

// csvHeader quotes what RFC 4180 asks to quote.
func csvHeader(names []string) []byte {
	var out []byte
	for i, n := range names {
		if i > 0 {
			out = append(out, ',')
		}
		if strings.ContainsAny(n, ",\"\r\n") {
			n = `"` + strings.ReplaceAll(n, `"`, `""`) + `"`
		}
		out = append(out, n...)
	}
	return append(out, '\n')
}

// score reads the file, computes log p of its rows by chunks, and gives its lines back with log_p appended.
func (s *Session) score(c protocol.Score) {
	if !s.ready(c.ID) {
		return
	}
	f, names := s.flow, s.data.columns
	s.read(c.ID, c.Name, c.Bytes, func(t *dataset.Table) {
		cols, err := t.Match(names)
		if err != nil {
			s.failFile(c.ID, c.Name, err)
			return
		}
		x, numbers, dropped := t.Matrix(cols)
		lp := make([]float64, len(numbers))
		d, at := f.Config.Dim, 0
		s.jobs = append(s.jobs, func() bool {
			to := min(len(lp), at+f.Chunk())
			f.LogProb(lp[at:to], x[at*d:to*d])
			if at = to; at < len(lp) {
				return false
			}
			s.scored(c, t, lp, numbers, dropped)
			return true
		})
	})
}

func (s *Session) scored(c protocol.Score, t *dataset.Table, lp []float64, numbers []int, dropped []string) {
	var out bytes.Buffer
	next, blank := 0, 0
	var num []byte
	err := t.Append(&out, "log_p", func(row int) (string, bool) {
		if next >= len(numbers) || numbers[next] != row {
			blank++
			return "", false
		}
		num = strconv.AppendFloat(num[:0], lp[next], 'g', 9, 64)
		next++
		return string(num), true
	})
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	text := fmt.Sprintf("Scored %d of %d rows of %s.", len(lp), t.Rows, c.Name)
	if blank > 0 {
		text += fmt.Sprintf(" %d could not be scored and stay blank: %s.", blank, strings.TrimSuffix(strings.Join(dropped[:min(3, len(dropped))], "; "), "."))
	}
	s.emit(protocol.File{ID: c.ID, Name: scoredName(c.Name), Mime: "text/csv", Bytes: out.Bytes()})
	s.say(c.ID, false, text)
}

func scoredName(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[:i] + "-scored" + name[i:]
	}
	return name + "-scored.csv"
}

// trainMeta is what a checkpoint says of how it was trained.
type trainMeta struct {
	Step         int     `json:"step"`
	Optimiser    string  `json:"optimiser"`
	LearningRate float64 `json:"learning_rate"`
	Batch        int     `json:"batch"`
	Data         string  `json:"data"`
}

func (s *Session) save(c protocol.Save) {
	if !s.ready(c.ID) {
		return
	}
	meta := trainMeta{Optimiser: "adam", LearningRate: s.settings.LearningRate, Batch: s.settings.Batch, Data: s.data.name}
	if s.settings.PaperAdam {
		meta.Optimiser = "adam-paper"
	}
	if s.trainer != nil {
		meta.Step = s.trainer.Steps
	}
	train, err := json.Marshal(meta)
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	b, err := checkpoint.Marshal(checkpoint.File{Flow: s.flow, Columns: s.data.columns, Train: train})
	if err != nil {
		s.fail(c.ID, err)
		return
	}
	s.emit(protocol.File{ID: c.ID, Name: "nice-" + plain(s.data.name) + ".safetensors", Mime: "application/octet-stream", Bytes: b})
}

// plain makes a name fit for a file.
func plain(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		name = name[:i]
	}
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '-'
	}, name), "-")
}

// open takes the flow of a checkpoint. Where the data in hand has its columns, training can go on from it.
func (s *Session) open(c protocol.Open) {
	ck, err := checkpoint.Unmarshal(c.Bytes)
	if err != nil {
		s.failFile(c.ID, c.Name, err)
		return
	}
	names := ck.Columns
	if len(names) == 0 {
		for j := range ck.Flow.Config.Dim {
			names = append(names, "x"+strconv.Itoa(j+1))
		}
	}
	var tr *flow.Trainer
	if s.data.rows() > 0 && slices.Equal(names, s.data.columns) {
		if tr, err = flow.NewTrainer(ck.Flow, s.data.x, options(s.settings)); err != nil {
			s.fail(c.ID, err)
			return
		}
		var meta trainMeta
		if json.Unmarshal(ck.Train, &meta) == nil && meta.Step > 0 {
			tr.Steps = meta.Step
		}
	} else {
		s.data = data{source: "checkpoint", name: c.Name, columns: names}
		s.table, s.limits = nil, nil
	}
	s.flow, s.trainer, s.model = ck.Flow, tr, ck.Flow.Config
	s.fresh()
	s.sendAll()
	text := "Opened " + c.Name + "."
	if tr == nil {
		text += " It came without its data: hover, sample and score; upload a file with the columns " + strings.Join(names[:min(8, len(names))], ", ") + " to go on training."
	}
	s.say(c.ID, false, text)
}
