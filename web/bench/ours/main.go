//go:build js && wasm

// Command ours is NICE Lab's side of the bench: a Web Worker runs it and calls measure for each request.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall/js"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/kernel"
	"nicelab/flow/kernel/simd"
	"nicelab/flow/plane"
	"nicelab/flow/speed"
	"nicelab/web/bench/message"
)

func main() {
	b := &bench{kernels: simd.Name(js.Global().Get("name").String())}
	refused := !simd.Use(b.kernels)
	// measure(request as JSON, bytes of the checkpoint or null) returns the answer as JSON.
	js.Global().Set("measure", js.FuncOf(func(_ js.Value, args []js.Value) any {
		var file []byte
		if !args[1].IsNull() {
			file = make([]byte, args[1].Length())
			js.CopyBytesToGo(file, args[1])
		}
		var r message.Request
		var a message.Answer
		err := json.Unmarshal([]byte(args[0].String()), &r)
		if refused {
			err = fmt.Errorf("this browser refuses the %s kernels", b.kernels)
		}
		if err == nil {
			a, err = b.measure(r, file)
		}
		if err != nil {
			a.Error = err.Error()
		}
		out, _ := json.Marshal(a)
		return string(out)
	}))
	select {}
}

type bench struct {
	kernels simd.Name
	trainer *flow.Trainer
}

func (b *bench) measure(r message.Request, file []byte) (message.Answer, error) {
	switch r.Do {
	case "load":
		c, err := checkpoint.Unmarshal(file)
		if err != nil {
			return message.Answer{}, err
		}
		return b.load(c.Flow, c.Extra[0].Data, r.Steps)
	case "train":
		return b.train(r.Seconds)
	case "grid":
		points := grid(r.Side)
		lp := make([]float64, r.Side*r.Side)
		a := repeat(r.Seconds, func() { b.trainer.Flow.LogProb(lp, points) })
		a.Mean = mean(lp)
		return a, nil
	case "sketch":
		points := grid(r.Side)
		lp := make([]float32, r.Side*r.Side)
		a := repeat(r.Seconds, func() {
			s := plane.NewSketch(b.trainer.Flow, points)
			for !s.Step() {
			}
			s.LogProb(lp)
		})
		a.Mean = mean(lp)
		return a, nil
	case "score":
		x := normal(r.Rows * b.trainer.Flow.Config.Dim)
		lp := make([]float64, r.Rows)
		a := repeat(0, func() { b.trainer.Flow.LogProb(lp, x) })
		a.Mean = mean(lp)
		return a, nil
	case "gemm":
		return message.Answer{Gflops: b.gemm(r.Width, r.Batch, r.Seconds)}, nil
	case "scale":
		f, err := flow.New(*r.Config)
		if err != nil {
			return message.Answer{}, err
		}
		if a, err := b.load(f, normal(r.Batch*r.Config.Dim), 2); err != nil {
			return a, err
		}
		return b.train(r.Seconds)
	}
	return message.Answer{}, fmt.Errorf("%s measures no %q", b.kernels, r.Do)
}

func (b *bench) load(f *flow.Flow, batch []float32, steps int) (a message.Answer, err error) {
	if b.trainer, err = speed.Trainer(f, batch); err != nil {
		return a, err
	}
	for range steps {
		if _, err := b.trainer.Step(); err != nil {
			return a, err
		}
		a.Losses = append(a.Losses, b.trainer.Loss)
	}
	return a, nil
}

func (b *bench) train(seconds float64) (a message.Answer, err error) {
	a = repeat(seconds, func() {
		if _, e := b.trainer.Step(); e != nil {
			err = e
		}
	})
	return a, err
}

// gemm measures the products of a layer of width w as training calls them, with what is fused into them, and the peak.
// They take short turns, so that what else the machine does hits all alike.
func (b *bench) gemm(w, n int, seconds float64) map[string]float64 {
	weight, grad, bias := normal(w*w), make([]float32, w*w), normal(w)
	x, y := normal(w*n), normal(w*n)
	product := func(f func()) func(seconds float64) float64 {
		f()
		return func(seconds float64) float64 {
			times, took := speed.Repeat(seconds, f)
			return 2 * float64(w*w*n) * float64(times) / took / 1e9
		}
	}
	contenders := map[string]func(seconds float64) float64{
		"NN":   product(func() { kernel.NN(y, w, n, w, weight, x, bias, nil, kernel.ReLU) }),
		"TN":   product(func() { kernel.TN(y, w, n, w, weight, x, x, kernel.ReLU, false) }),
		"NT":   product(func() { kernel.NT(grad, w, w, n, x, y) }),
		"peak": func(seconds float64) float64 { return speed.Peak(seconds, simd.Peak) },
	}
	const turns = 9
	samples, out := map[string][]float64{}, map[string]float64{}
	for range turns {
		for name, f := range contenders {
			samples[name] = append(samples[name], f(seconds/turns))
		}
	}
	for name, s := range samples {
		slices.Sort(s)
		out[name] = s[turns/2]
	}
	return out
}

func repeat(seconds float64, f func()) (a message.Answer) {
	a.Times, a.Seconds = speed.Repeat(seconds, f)
	return a
}

// grid returns side×side points of the square from -4 to 4.
func grid(side int) []float32 {
	x := make([]float32, 0, 2*side*side)
	for i := range side * side {
		for _, k := range []int{i % side, i / side} {
			x = append(x, 8*float32(k)/float32(side-1)-4)
		}
	}
	return x
}

func normal(n int) []float32 {
	rng := rand.New(rand.NewPCG(1, 1))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

func mean[T float32 | float64](x []T) float64 {
	var sum float64
	for _, v := range x {
		sum += float64(v)
	}
	return sum / float64(len(x))
}
