package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

const (
	seed   = 7
	points = 10_000  // of a preset, each time they are drawn
	fresh  = 100_000 // on which the NLL is measured
	goOn   = 2e-4    // the learning rate of whoever goes on: Adam's first steps are as long as it says, on every weight
)

// item is how one model of the gallery is made.
type item struct {
	name   string
	digits bool
	model  flow.Config
	opt    flow.Options
	steps  int
}

func items() []item {
	var all []item
	for _, p := range dataset.Presets() {
		r := recipe.Preset(p.Name)
		r.Model.Seed = seed
		all = append(all, item{name: p.Name, model: r.Model, opt: recipe.Options(r.Train), steps: r.Train.Run})
	}
	c := flow.Config{Dim: 64, Couplings: 4, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic,
		Seed: seed}
	digits := protocol.Settings{LearningRate: 0.002, Batch: 256, Run: 4000, Fresh: true}
	return append(all, item{name: "digits", digits: true, model: c, opt: recipe.Options(digits), steps: digits.Run})
}

// model is one that was trained.
type model struct {
	flow    *flow.Flow
	columns []string
	x       []float32 // rows as trained on last
	nll     float64
	rows    int // on which nll was measured
	train   trainMeta
}

// trainMeta is the train entry that flow/session reads.
type trainMeta struct {
	Step         int             `json:"step"`
	Optimiser    string          `json:"optimiser"`
	LearningRate float64         `json:"learning_rate"` // to go on with
	Batch        int             `json:"batch"`
	Data         string          `json:"data"`
	Recipe       *session.Recipe `json:"recipe,omitempty"`
}

func source(stream uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 200+stream)) }

// train runs the recipe to its end, on rows that are drawn anew for every step: there is nothing to learn by heart.
func (it item) train() (model, error) {
	f, err := flow.New(it.model)
	if err != nil {
		return model{}, err
	}
	m := model{flow: f, train: trainMeta{Step: it.steps, Optimiser: "adam", LearningRate: goOn, Batch: it.opt.Batch,
		Data: it.name}}
	var raw []float32 // of digits
	var draw func([]float32, *rand.Rand)
	if it.digits {
		if raw, err = readDigits(); err != nil {
			return model{}, err
		}
		m.x = make([]float32, len(raw))
		dequantize(m.x, raw, source(0))
	} else {
		p, ok := dataset.Lookup(it.name)
		if !ok {
			return model{}, fmt.Errorf("there is no such preset")
		}
		m.train.Recipe = &session.Recipe{Preset: it.name, N: points, Noise: dataset.DefaultNoise, Seed: seed}
		draw = p.Sampler(dataset.DefaultNoise)
		m.x = p.Sample(nil, points, dataset.DefaultNoise, source(0))
	}
	for j := range it.model.Dim {
		m.columns = append(m.columns, "x"+strconv.Itoa(j+1))
	}
	f.Standardize(m.x)
	tr, err := flow.NewTrainer(f, f.Rows(m.x), it.opt)
	if err != nil {
		return model{}, err
	}
	if it.digits {
		draw = blurred(raw, it.model.Dim, tr.Held())
	}
	tr.Draw = draw
	for over := false; !over; {
		r, err := tr.Step()
		if err != nil {
			return model{}, err
		}
		over = r.Over
	}
	if it.digits {
		dequantize(m.x, raw, source(1))
		if err := save("digits.npy", halves(m.x, it.model.Dim)); err != nil {
			return model{}, err
		}
	}
	m.nll, m.rows, err = it.measure(f)
	return m, err
}

// blurred draws rows of raw, of d pixels each, that are not held out, with noise of their own.
func blurred(raw []float32, d int, held []int32) func([]float32, *rand.Rand) {
	var rows []int
	for r := range len(raw) / d {
		if !slices.Contains(held, int32(r)) {
			rows = append(rows, r)
		}
	}
	return func(dst []float32, rng *rand.Rand) {
		for i := 0; i < len(dst); i += d {
			r := rows[rng.IntN(len(rows))]
			dequantize(dst[i:i+d], raw[r*d:(r+1)*d], rng)
		}
	}
}

// measure returns the mean NLL, in nats a row, of rows that were not trained on, and how many these are.
func (it item) measure(f *flow.Flow) (nll float64, rows int, err error) {
	var x []float32
	if it.digits {
		if x, err = heldDigits(f); err != nil {
			return 0, 0, err
		}
	} else {
		p, _ := dataset.Lookup(it.name)
		x = p.Sample(nil, fresh, dataset.DefaultNoise, source(3))
	}
	lp := f.LogProb(nil, x)
	for _, v := range lp {
		nll -= v / float64(len(lp))
	}
	return nll, len(lp), nil
}

// line is what README.md says of a model.
func (it item) line(m model, bytes int) string {
	h, floor, noise := "", "", "-"
	if !it.digits {
		p, _ := dataset.Lookup(it.name)
		job := p.NewLimits(dataset.DefaultNoise)
		for !job.Step() {
		}
		h, floor = fmt.Sprintf("%.3f", job.Limits().Entropy), fmt.Sprintf("%.3f", job.Limits().Floors["gaussian"])
		if p.Noisy {
			noise = strconv.FormatFloat(dataset.DefaultNoise, 'g', -1, 64)
		}
	}
	return fmt.Sprintf("| %s | %s | %.3f | %s | %s | %d | %d |", it.name, noise, m.nll, floor, h, it.steps,
		(bytes+512)/1024)
}

// bounds are the corners of the picture: those of the data without its outermost points.
func (m model) bounds() (lo, hi [2]float32) {
	for j := range 2 {
		reach := 2.3 * m.flow.Std[j]
		lo[j], hi[j] = m.flow.Mean[j]-reach, m.flow.Mean[j]+reach
	}
	return lo, hi
}

// digitsFile is scikit-learn's copy of the UCI optical digits: 8 x 8 pixels from 0 to 16, and a label.
const digitsFile = "web/gallery/digits.csv.gz"

func readDigits() ([]float32, error) {
	file, err := os.Open(digitsFile)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	z, err := gzip.NewReader(file)
	if err != nil {
		return nil, err
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		return nil, err
	}
	var raw []float32
	for _, row := range rows {
		for _, cell := range row[:64] {
			v, err := strconv.ParseFloat(cell, 32)
			if err != nil {
				return nil, err
			}
			raw = append(raw, float32(v))
		}
	}
	return raw, nil
}

// dequantize sets x to (raw + u)/17 with u uniform in [0, 1), as the paper does.
func dequantize(x, raw []float32, rng *rand.Rand) {
	for i, v := range raw {
		x[i] = (v + rng.Float32()) / 17
	}
}
