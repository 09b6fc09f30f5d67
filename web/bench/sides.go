package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"

	"nicelab/web/bench/message"
	"nicelab/web/machine"
)

// A side is a contender: it keeps its model from request to request.
type side interface {
	name() string
	library() string
	ask(message.Request) (message.Answer, error)
}

// The kernels that we run on, each a contender of its own; everyone's losses are held against the reference's.
var kernels = []string{reference, threads, "strict", "plain"}

const reference = "relaxed"

// TensorFlow.js as it comes, and with a gradient of our own; see tfjs.js.
var (
	tfjs  = []string{"tfjs cpu", "tfjs wasm", "tfjs wasm-threads"}
	tuned = "tfjs wasm-tuned"
)

// contenders starts everyone who is there. Alternating ours with theirs is a matter of this order.
func (b *bench) contenders(p *page) (sides []side, stop func(), err error) {
	var processes []*process
	stop = func() {
		for _, t := range processes {
			t.stop()
		}
	}
	for _, k := range kernels {
		sides = append(sides, worker{p, k, "NICE Lab", "ours.js"})
	}
	if _, err := os.Stat("web/node_modules/@tensorflow/tfjs-backend-wasm"); err != nil {
		b.note("TENSORFLOW.JS IS MISSING: run npm ci in web")
	} else {
		for _, t := range append(tfjs[:len(tfjs):len(tfjs)], tuned) {
			sides = append(sides, worker{p, t, "TensorFlow.js", "tfjs.js"})
		}
	}
	if out, err := exec.Command(machine.Python, "-c", "import torch, numpy").CombinedOutput(); err != nil {
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		b.note("PYTORCH IS MISSING (%s): install python3-torch and python3-numpy", lines[len(lines)-1])
		return sides, stop, nil
	}
	if len(machine.FastBLAS()) == 0 {
		b.note(machine.SlowBLAS)
	}
	all := []torch{{1, false}, {2, false}}[:min(2, runtime.NumCPU())]
	if wide() {
		all = append(all, torch{1, true})
	}
	for _, t := range all {
		t, err := t.start()
		if err != nil {
			return sides, stop, err
		}
		processes = append(processes, t)
		sides = append(sides, t)
	}
	return sides, stop, nil
}

func ownOnly(sides []side) (own []side) {
	for _, s := range sides {
		if s.library() == "NICE Lab" {
			own = append(own, s)
		}
	}
	return own
}

// worker is a contender in the browser.
type worker struct {
	page                *page
	title, lib, program string
}

func (w worker) name() string    { return w.title }
func (w worker) library() string { return w.lib }

func (w worker) ask(r message.Request) (message.Answer, error) {
	return checked(w.page.ask(w.title, w.program, r))
}

// torch is how PyTorch is to run: with so many threads, and with vectors of 256 bits, which most processors have, in
// place of the 512 that some do.
type torch struct {
	threads int
	avx2    bool
}

func (t torch) name() string {
	if t.avx2 {
		return fmt.Sprintf("torch %d AVX2", t.threads)
	}
	return fmt.Sprintf("torch %d", t.threads)
}

// wide reports whether this processor has vectors of 512 bits.
func wide() bool {
	info, _ := os.ReadFile("/proc/cpuinfo")
	return strings.Contains(string(info), " avx512f ")
}

// process is PyTorch, running.
type process struct {
	torch
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

func (how torch) start() (*process, error) {
	t := &process{torch: how, cmd: machine.PyTorch(how.threads, "web/bench/pytorch.py", strconv.Itoa(how.threads))}
	if how.avx2 {
		t.cmd.Env = append(t.cmd.Env, "OPENBLAS_CORETYPE=Haswell", "ATEN_CPU_CAPABILITY=avx2")
	}
	var err error
	if t.in, err = t.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := t.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	t.out = bufio.NewReader(out)
	return t, t.cmd.Start()
}

func (t *process) library() string { return "PyTorch" }

func (t *process) ask(r message.Request) (a message.Answer, err error) {
	if err := json.NewEncoder(t.in).Encode(r); err != nil {
		return a, err
	}
	line, err := t.out.ReadBytes('\n')
	if err != nil {
		return a, fmt.Errorf("PyTorch ended: %w", err)
	}
	err = json.Unmarshal(line, &a)
	return checked(a, err)
}

func (t *process) stop() {
	t.in.Close()
	t.cmd.Wait()
}

func checked(a message.Answer, err error) (message.Answer, error) {
	if err == nil && a.Error != "" {
		err = errors.New(a.Error)
	}
	return a, err
}
