package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
	"nicelab/flow/session"
	"nicelab/web/experiment/measure"
)

const (
	seed   = 7
	points = 10_000  // of a preset, each time they are drawn
	fresh  = 100_000 // on which the NLL is measured
	goOn   = 2e-4    // the learning rate of whoever goes on: Adam's first steps are as long as it says, on every weight
)

// item is how one model of the gallery is made.
type item struct {
	name  string
	data  string // the file of its pictures; "" of a preset
	net   string // that it was trained as
	model flow.Config
	opt   flow.Options
	steps int
}

func items() []item {
	var all []item
	for _, p := range dataset.Presets() {
		r := recipe.Preset(p.Name)
		r.Model.Seed = seed
		all = append(all, item{name: p.Name, model: r.Model, opt: recipe.Options(r.Train), steps: r.Train.Run})
	}
	for _, p := range []item{
		{name: "digits", net: measure.DigitsNet, data: measure.Digits},
		{name: "mnist", net: "page", data: measure.MNIST},
	} {
		r := recipe.Pictures(4779, 64)
		r.Model.Dim = 64
		if p.name == "mnist" {
			r = recipe.Pictures(70_000, 784)
			r.Model.Dim = 784
		}
		p.model, p.opt = r.Model, recipe.Options(r.Train)
		all = append(all, p)
	}
	return all
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
	if it.data != "" {
		return it.trainPictures()
	}
	f, err := flow.New(it.model)
	if err != nil {
		return model{}, err
	}
	m := model{flow: f, train: trainMeta{
		Step: it.steps, Optimiser: "adam", LearningRate: goOn, Batch: it.opt.Batch, Data: it.name,
	}}
	p, ok := dataset.Lookup(it.name)
	if !ok {
		return model{}, fmt.Errorf("there is no such preset")
	}
	m.train.Recipe = &session.Recipe{Preset: it.name, N: points, Noise: dataset.DefaultNoise, Seed: seed}
	m.x = p.Sample(nil, points, dataset.DefaultNoise, source(0))
	for j := range it.model.Dim {
		m.columns = append(m.columns, "x"+strconv.Itoa(j+1))
	}
	f.Standardize(m.x)
	tr, err := flow.NewTrainer(f, f.Rows(m.x), it.opt)
	if err != nil {
		return model{}, err
	}
	tr.Draw = p.Sampler(dataset.DefaultNoise)
	for over := false; !over; {
		r, err := tr.Step()
		if err != nil {
			return model{}, err
		}
		over = r.Over
	}
	m.nll, m.rows, err = it.measure(f)
	return m, err
}

// trainPictures takes what ./build.sh pictures has trained in Chromium, a tenth of the time that it would take here.
func (it item) trainPictures() (model, error) {
	b, err := os.ReadFile("run/pictures/" + it.net + ".safetensors")
	if err != nil {
		return model{}, fmt.Errorf("%w: ./build.sh pictures -nets page,digits -minutes 20 trains it", err)
	}
	ck, err := checkpoint.Unmarshal(b)
	if err != nil {
		return model{}, err
	}
	m := model{flow: ck.Flow, columns: ck.Columns}
	if err := json.Unmarshal(ck.Train, &m.train); err != nil {
		return model{}, err
	}
	m.train = trainMeta{Step: m.train.Step, Optimiser: "adam", LearningRate: goOn, Batch: it.opt.Batch, Data: it.name}
	m.nll, m.rows, err = it.measure(m.flow)
	return m, err
}

// measure returns the mean NLL, in nats a row, of rows that were not trained on, and how many these are.
func (it item) measure(f *flow.Flow) (nll float64, rows int, err error) {
	var x []float32
	if it.data != "" {
		b, err := os.ReadFile(it.data)
		if err != nil {
			return 0, 0, err
		}
		t, err := dataset.Read(b)
		if err != nil {
			return 0, 0, err
		}
		p := t.Pictures
		x = measure.Numbers(p, len(p.Train)/p.Size(), p.Len())
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
	if it.data == "" {
		p, _ := dataset.Lookup(it.name)
		job := p.NewLimits(dataset.DefaultNoise)
		for !job.Step() {
		}
		limits := job.Limits()
		h, floor = fmt.Sprintf("%.3f", limits.Entropy), fmt.Sprintf("%.3f", limits.Floors[string(m.flow.Config.Prior)])
		if p.Noisy {
			noise = strconv.FormatFloat(dataset.DefaultNoise, 'g', -1, 64)
		}
	}
	return fmt.Sprintf("| %s | %s | %.3f | %s | %s | %d | %d |", it.name, noise, m.nll, floor, h, m.train.Step,
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
