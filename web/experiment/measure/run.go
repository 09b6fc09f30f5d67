package measure

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
	"nicelab/flow/session"
	"nicelab/wasm/protocol"
)

// Nets are the models of the experiment by name: the page's own for pictures, one that is smaller, and the paper's.
// Setup knows one more, "long": the page's own with three times as many steps.
var Nets = []string{"small", "page", "paper"}

// Setup returns how n pictures are modelled and trained by the net of a name.
func Setup(name string, n int) (r recipe.Recipe, ok bool) {
	r = recipe.Pictures(n, pixels)
	switch name {
	case "small":
		r.Model.Couplings, r.Model.Hidden = 4, []int{64}
	case "page":
	case "long":
		r.Train.Run *= 3
	case "paper":
		r.Model.Couplings, r.Model.Hidden = 4, slices.Repeat([]int{1000}, 5)
		r.Model.Mix, r.Model.Whiten, r.Model.Leading = flow.Unmixed, false, 0
		r.Model.Modes, r.Model.Clusters, r.Model.Last = 0, 0, 0
		r.Train.LearningRate, r.Train.PaperAdam, r.Train.Run, r.Train.Smooth = 0.001, true, 25_000, 0
	default:
		return r, false
	}
	return r, true
}

// DigitsNet is a net of other pictures.
const DigitsNet = "digits"

// Temperatures are those at which samples are judged.
var Temperatures = []float64{1, 0.8, 0.7, 0.6}

// Judged is how many samples are drawn at each temperature.
const Judged = 500

// Point is the NLL of the test set, in nats, at a time of a run, in seconds of training with all that the page does
// meanwhile but drawing.
type Point struct {
	Seconds float64
	Step    int
	NLL     float64
}

// Shot is what the model draws at such a time: bytes of brightness, as many pictures for each of Temperatures.
type Shot struct {
	Seconds float64
	Step    int
	Samples [][]byte
}

// Said is a line of a run: one of these.
type Said struct {
	Point *Point `json:",omitempty"`
	Shot  *Shot  `json:",omitempty"`
	End   *End   `json:",omitempty"`
}

// End is what is known once a run is over.
type End struct {
	Opened   float64 // seconds that opening and whitening took
	Weights  int
	Flops    float64 // of a step
	Memory   uint64  // bytes that the program has taken of the system
	Gaussian float64 // NLL of a Gaussian with the covariance that it whitens by; 0 where nothing is whitened
	Drawn    []byte  // samples of that Gaussian
	Step     int     // of the model
	Model    []byte  // as a checkpoint, of up to mostModel bytes
}

// mostModel is how large a model may be for what Chromium says to be a line that arrives.
const mostModel = 8 << 20

// Subset is an npz file of the first rows pictures to train on and all of the test set.
func Subset(p *dataset.Pixels, rows int) ([]byte, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	add := func(name string, axes []int, data []byte) error {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = f.Write(append(dataset.NpyHeader("|u1", axes...), data...))
		}
		return err
	}
	train := p.Train[:min(rows*pixels, len(p.Train))]
	err := errors.Join(
		add("x_train.npy", []int{len(train) / pixels, side, side}, train),
		add("x_test.npy", []int{len(p.Test) / pixels, side, side}, p.Test),
		w.Close())
	return b.Bytes(), err
}

// Run trains a net for so many seconds, or to the end of its run, as the page does, through a session of its own, and
// tells what it comes to: a Shot at each of marks. DigitsNet is the page's own for the digits of 8 x 8 pixels.
func Run(net string, rows int, seconds float64, marks []float64, say func(Said)) error {
	p, file, r, err := open(net, rows)
	if err != nil {
		return err
	}
	var failed error
	var progress protocol.Progress
	var saved []byte
	s := session.New(func(e protocol.Event) {
		switch e := e.(type) {
		case protocol.Notice:
			if e.Error {
				failed = errors.New(e.Text)
			}
		case protocol.Progress:
			progress = e
		case protocol.File:
			saved = e.Bytes
		}
	})
	work := func(until func() bool) {
		for !until() && failed == nil {
			more, wait := s.Work(20 * time.Millisecond)
			if !more {
				break
			}
			time.Sleep(wait)
		}
	}
	never := func() bool { return false }
	model := func() (*flow.Flow, error) {
		saved = nil
		s.Handle(protocol.Save{ID: 1, Publish: true})
		work(func() bool { return saved != nil })
		ck, err := checkpoint.Unmarshal(saved)
		return ck.Flow, errors.Join(failed, err)
	}
	start := time.Now()
	s.Handle(protocol.OpenTable{ID: 1, Name: "mnist.npz", Bytes: file,
		Wish: protocol.Wish{Setup: protocol.Setup(r), Defaults: protocol.Setup(recipe.Pictures(rows, p.Size()))}})
	work(never)
	end := End{Opened: time.Since(start).Seconds()}
	if failed != nil {
		return failed
	}
	start, last := time.Now(), math.NaN()
	s.Handle(protocol.Play{})
	for over := false; !over; {
		due := seconds
		if len(marks) > 0 {
			due = min(due, marks[0])
		}
		work(func() bool {
			if v := progress.Valid; v == v && v != last {
				last = v
				say(Said{Point: &Point{time.Since(start).Seconds(), progress.At, v}})
			}
			return time.Since(start).Seconds() >= due
		})
		now := time.Since(start).Seconds()
		over = now >= seconds || now < due // the run has ended before
		if len(marks) > 0 && (now >= marks[0] || over) {
			f, err := model()
			if err != nil {
				return err
			}
			say(Said{Shot: &Shot{now, progress.Step, Drawn(f, Temperatures)}})
			marks = marks[1:]
			start = start.Add(time.Since(start) - time.Duration(now*float64(time.Second))) // drawing does not count
		}
	}
	f, err := model()
	if err != nil {
		return err
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if end.Step = progress.Step; len(saved) <= mostModel {
		end.Model = saved
	}
	end.Weights, end.Flops, end.Memory = f.Config.Weights(), f.Config.StepFlops(r.Train.Batch), m.Sys
	if f.Config.Whiten {
		g, nll, err := Gaussian(f, Numbers(p, len(p.Train)/p.Size(), p.Len()))
		if err != nil {
			return err
		}
		end.Gaussian = nll
		end.Drawn = Drawn(g, []float64{1})[0]
	}
	say(Said{End: &end})
	return nil
}

// open returns the pictures of a net, the file in which a person would open them, and how they are modelled.
func open(net string, rows int) (p *dataset.Pixels, file []byte, r recipe.Recipe, err error) {
	if net == DigitsNet {
		if file, err = os.ReadFile(Digits); err != nil {
			return nil, nil, r, err
		}
		t, err := dataset.Read(file)
		if err != nil {
			return nil, nil, r, err
		}
		return t.Pictures, file, recipe.Pictures(t.Pictures.Len(), t.Pictures.Size()), nil
	}
	if p, err = Read(MNIST); err != nil {
		return nil, nil, r, err
	}
	r, ok := Setup(net, min(rows, len(p.Train)/pixels)+len(p.Test)/pixels)
	if !ok {
		return nil, nil, r, fmt.Errorf("there is no net %q", net)
	}
	file, err = Subset(p, rows)
	return p, file, r, err
}

// Drawn are samples of f, at each temperature of the same latents.
func Drawn(f *flow.Flow, temperatures []float64) [][]byte {
	var out [][]byte
	for _, t := range temperatures {
		x := f.Sample(nil, Judged, t, rand.New(rand.NewPCG(11, 1)))
		b := make([]byte, len(x))
		for i, v := range x {
			b[i] = byte(255*max(0, min(1, v)) + 0.5)
		}
		out = append(out, b)
	}
	return out
}

// Brightness are bytes as numbers from 0 to 1.
func Brightness(b []byte) []float32 {
	x := make([]float32, len(b))
	for i, v := range b {
		x[i] = float32(v) / 255
	}
	return x
}
