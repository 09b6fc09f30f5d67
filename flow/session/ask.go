package session

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

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
	if c.N < protocol.MinSamples || c.N > protocol.MaxSamples {
		s.say(c.ID, true, fmt.Sprintf("%d samples: choose %d to %d.", c.N, protocol.MinSamples, protocol.MaxSamples))
		return
	}
	if !(c.Temperature >= protocol.MinTemp && c.Temperature <= protocol.MaxTemp) {
		s.say(c.ID, true, fmt.Sprintf("Temperature %g: choose %g to %g; 1 is the model itself.", c.Temperature, protocol.MinTemp, protocol.MaxTemp))
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

// score reads the file and gives its lines back, verbatim, with log p appended, a slice of rows at a time.
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
		sc := &scoring{f: f, table: t, lp: make([]float64, min(rowsPerChunk, t.Rows))}
		sc.x, sc.numbers, sc.dropped = t.Matrix(cols)
		sc.out.Grow(len(c.Bytes) + 16*t.Rows)
		if err := t.AppendHead(&sc.out, "log_p"); err != nil {
			s.failFile(c.ID, c.Name, err)
			return
		}
		s.jobs = append(s.jobs, func() bool {
			if err := sc.rows(); err != nil {
				s.failFile(c.ID, c.Name, err)
				return true
			}
			if sc.row < t.Rows {
				return false
			}
			s.emit(protocol.File{ID: c.ID, Name: scoredName(c.Name), Mime: "text/csv", Bytes: sc.out.Bytes()})
			s.say(c.ID, false, sc.summary(c.Name))
			return true
		})
	})
}

// scoring is a file on its way back.
type scoring struct {
	f       *flow.Flow
	table   *dataset.Table
	x       []float32 // the rows that can be scored, row-major
	numbers []int     // and their 1-based numbers in the file
	dropped []string
	lp      []float64
	out     bytes.Buffer
	row     int // rows written
	next    int // rows scored
	num     []byte
}

// rows writes the next rows of the file.
func (sc *scoring) rows() error {
	last := min(sc.table.Rows, sc.row+len(sc.lp))
	end := sc.next
	for end < len(sc.numbers) && sc.numbers[end] <= last {
		end++
	}
	d := sc.f.Config.Dim
	lp := sc.f.LogProb(sc.lp[:end-sc.next], sc.x[sc.next*d:end*d])
	err := sc.table.AppendRows(&sc.out, sc.row+1, last, func(row int) (string, bool) {
		if sc.next == end || sc.numbers[sc.next] != row {
			return "", false
		}
		sc.num = strconv.AppendFloat(sc.num[:0], lp[len(lp)-(end-sc.next)], 'g', 9, 64)
		sc.next++
		return string(sc.num), true
	})
	sc.row = last
	return err
}

// summary counts what could not be scored.
func (sc *scoring) summary(name string) string {
	text := fmt.Sprintf("Scored %d of %d rows of %s.", sc.next, sc.table.Rows, name)
	if blank := sc.table.Rows - sc.next; blank > 0 {
		text += fmt.Sprintf(" %d could not be scored and stay blank: %s.", blank, strings.TrimSuffix(strings.Join(sc.dropped[:min(3, len(sc.dropped))], "; "), "."))
	}
	return text
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
	Hash         string  `json:"hash"` // of the rows, so that a run goes on only on its own
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

// maxStep bounds the step that a file may claim.
const maxStep = 1 << 40

func (s *Session) save(c protocol.Save) {
	if !s.ready(c.ID) {
		return
	}
	meta := trainMeta{Optimiser: "adam", LearningRate: s.settings.LearningRate, Batch: s.settings.Batch, Data: s.data.name}
	if s.settings.PaperAdam {
		meta.Optimiser = "adam-paper"
	}
	if s.trainer != nil {
		meta.Step, meta.Hash = s.trainer.Steps, hash(s.data.x)
	} else {
		meta.Step, meta.Data, meta.Hash = s.data.steps, s.data.trained, s.data.hash
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

// open takes the flow of a checkpoint. Training can go on where the data in hand is what it was trained on,
// or a table with its columns.
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
	var meta trainMeta
	if ck.Train != nil && json.Unmarshal(ck.Train, &meta) != nil || meta.Step < 0 || meta.Step > maxStep {
		meta = trainMeta{}
	}
	var tr *flow.Trainer
	fits := s.data.rows() > 0 && slices.Equal(names, s.data.columns)
	if fits && (s.data.source == "table" || meta.Hash == hash(s.data.x)) {
		if tr, err = flow.NewTrainer(ck.Flow, s.data.x, options(s.settings)); err != nil {
			s.fail(c.ID, err)
			return
		}
		tr.Steps = meta.Step
	} else {
		s.data = data{source: "checkpoint", name: c.Name, columns: names, steps: meta.Step, trained: meta.Data, hash: meta.Hash}
		s.show.ColumnX, s.show.ColumnY = 0, 1
		s.table, s.beside = nil, nil
	}
	s.flow, s.trainer, s.model = ck.Flow, tr, ck.Flow.Config
	s.fresh()
	if tr != nil {
		s.measure()
	}
	s.sendAll(c.ID)
	text := "Opened " + c.Name + "."
	if tr == nil {
		text += " It came without its data; upload a table of " + list(names) + " to train on."
	}
	s.say(c.ID, false, text)
}
