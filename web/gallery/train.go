package main

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"

	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/session"
)

const (
	seed   = 7
	points = 10_000  // of a preset, each time they are drawn
	fresh  = 100_000 // on which the NLL is measured
	batch  = 256
	goOn   = 2e-4 // the learning rate of whoever goes on: Adam's first steps are as long as it says, on every weight
)

// item is how one model of the gallery is made.
type item struct {
	name   string
	digits bool
	noise  float64 // of a preset
	model  flow.Config
	rate   float64 // the learning rate at first; it falls to zero along a cosine
	steps  int
	shake  bool // start with larger weights
	open   bool // learn the data with a gap first
}

// The noise of each preset: where NICE has to cut rings open or to bridge islands, thin ones take far longer.
var noises = map[string]float64{
	"crescent": 0.1, "s-curve": 0.1, "moons": 0.1, "circles": 0.2, "rings": 0.15, "gaussians": 0.3, "pinwheel": 0.1, "spirals": 0.2,
	"checkerboard": 0.05, "two-scales": 0.05, // it does not apply
}

// Near the identity no shear gains anything on a set whose rows have a mean y of 0 at every x, and the other way round: training
// stays there. Some get away from large first weights. Others are cut open on the left at first, which makes them arcs that
// shears unbend; then the cut closes.
var (
	shaken = map[string]bool{"gaussians": true, "spirals": true, "rings": true}
	opened = map[string]bool{"circles": true, "rings": true}
)

func items() []item {
	var all []item
	for _, p := range dataset.Presets() {
		c := flow.Config{Dim: 2, Couplings: 8, Hidden: []int{64, 64}, Activation: flow.ReLU, Prior: flow.Gaussian, Seed: seed}
		all = append(all, item{name: p.Name, noise: noises[p.Name], model: c, rate: 0.003, steps: 6000, shake: shaken[p.Name], open: opened[p.Name]})
	}
	c := flow.Config{Dim: 64, Couplings: 4, Hidden: []int{128, 128}, Activation: flow.ReLU, Prior: flow.Logistic, Seed: seed}
	return append(all, item{name: "digits", digits: true, model: c, rate: 0.002, steps: 4000})
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

// train draws the rows anew at every pass over them, so that there is nothing to learn by heart.
func (it item) train() (model, error) {
	f, err := flow.New(it.model)
	if err != nil {
		return model{}, err
	}
	m := model{flow: f, train: trainMeta{Step: it.steps, Optimiser: "adam", LearningRate: goOn, Batch: batch, Data: it.name}}
	rng := source(0)
	var redraw func(*rand.Rand, []float32)
	if it.digits {
		raw, err := readDigits()
		if err != nil {
			return model{}, err
		}
		m.x = make([]float32, len(raw))
		redraw = func(rng *rand.Rand, x []float32) { dequantize(x, raw, rng) }
	} else {
		p, ok := dataset.Lookup(it.name)
		if !ok {
			return model{}, fmt.Errorf("there is no such preset")
		}
		m.train.Recipe = &session.Recipe{Preset: it.name, N: points, Noise: it.noise, Seed: seed}
		m.x = make([]float32, 2*points)
		redraw = func(rng *rand.Rand, x []float32) { p.Sample(x, len(x)/2, it.noise, rng) }
	}
	for j := range it.model.Dim {
		m.columns = append(m.columns, "x"+strconv.Itoa(j+1))
	}
	redraw(rng, m.x)
	f.Standardize(m.x)
	if it.shake {
		shake(f)
	}
	o := flow.Options{Batch: batch, LearningRate: it.rate, Patience: it.steps + 1, EvalEvery: it.steps}
	tr, err := flow.NewTrainer(f, m.x, o)
	if err != nil {
		return model{}, err
	}
	pass := (len(m.x)/it.model.Dim - len(tr.Held())) / batch
	for tr.Steps < it.steps {
		if tr.Steps%pass == 0 {
			redraw(rng, m.x)
			if closed := 2 * float64(tr.Steps) / float64(it.steps); it.open && closed < 1 {
				cut(m.x, 0.8*(1-closed))
			}
		}
		o.LearningRate = it.rate * (1e-3 + (1+math.Cos(math.Pi*float64(tr.Steps)/float64(it.steps)))/2)
		if err := tr.SetOptions(o); err != nil {
			return model{}, err
		}
		if _, err := tr.Step(); err != nil {
			return model{}, err
		}
	}
	if it.digits {
		redraw(source(1), m.x)
		if err := save("digits.npy", halves(m.x, it.model.Dim)); err != nil {
			return model{}, err
		}
	}
	m.nll, m.rows, err = it.measure(f)
	return m, err
}

// shake gives the last layers their usual size: flow.New makes them a tenth of it.
func shake(f *flow.Flow) {
	last := "." + strconv.Itoa(2*len(f.Config.Hidden)) + ".weight"
	for _, t := range f.Tensors() {
		if strings.HasSuffix(t.Name, last) {
			for i := range t.Data {
				t.Data[i] *= 10
			}
		}
	}
}

// cut leaves out the rows within an angle of the negative x-axis; others stand in their place.
func cut(x []float32, angle float64) {
	slope := float32(math.Tan(angle))
	gone := func(i int) bool { return x[i] < 0 && max(x[i+1], -x[i+1]) < -x[i]*slope }
	for i := 0; i < len(x); i += 2 {
		for k := i; gone(i); {
			k = (k + 2) % len(x)
			if !gone(k) {
				x[i], x[i+1] = x[k], x[k+1]
			}
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
		x = p.Sample(nil, fresh, it.noise, source(3))
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
		job := p.NewLimits(it.noise)
		for !job.Step() {
		}
		h, floor = fmt.Sprintf("%.3f", job.Limits().Entropy), fmt.Sprintf("%.3f", job.Limits().Floors["gaussian"])
		if p.Noisy {
			noise = strconv.FormatFloat(it.noise, 'g', -1, 64)
		}
	}
	return fmt.Sprintf("| %s | %s | %.3f | %s | %s | %d | %d |", it.name, noise, m.nll, floor, h, it.steps, (bytes+512)/1024)
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
