package e2e

import (
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"nicelab/flow/checkpoint"
	"nicelab/web/experiment/measure"
)

// MNIST through the page itself: 10,000 of its pictures are dropped on it and trained on by its defaults, for the
// seconds that NICELAB_MNIST says. NICELAB_MNIST_LINK adds to the address, and with NICELAB_MNIST_ALL=1 all 60,000 are
// opened by their button. The flow is to beat a Gaussian with the covariance that it whitens by. A classifier of real
// digits judges samples of the checkpoint that the page saves, at several temperatures, beside real digits, noise and
// samples of that Gaussian: after 180 seconds on a machine that does nothing else it is to be sure of 60 % at one of
// them, of eight digits or more.
func TestMNIST(t *testing.T) {
	seconds, _ := strconv.Atoi(os.Getenv("NICELAB_MNIST"))
	if seconds == 0 {
		t.Skip("NICELAB_MNIST has no seconds")
	}
	digits, err := measure.Read(filepath.Join("../..", measure.MNIST))
	if err != nil {
		t.Fatal(err)
	}
	p := openServed(t, "#autoplay=0&speed=max"+os.Getenv("NICELAB_MNIST_LINK"))
	p.state(time.Minute, "ready", "paused")
	start := time.Now()
	if os.Getenv("NICELAB_MNIST_ALL") != "" {
		p.click("pictures-mnist")
	} else {
		b, err := measure.Subset(digits, 10_000)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "mnist-10000.npz")
		if err := os.WriteFile(file, b, 0o644); err != nil {
			t.Fatal(err)
		}
		p.upload("upload", file)
	}
	p.wait(5*time.Minute, `document.body.dataset.kind === "picture" && document.body.dataset.dim === "784"`)
	t.Logf("open after %.1f s", time.Since(start).Seconds())
	p.screenshot("mnist-0", 1440, 900, false)
	start = time.Now()
	p.click("play")
	for next := 10.; time.Since(start).Seconds() < float64(seconds); time.Sleep(200 * time.Millisecond) {
		if s := time.Since(start).Seconds(); s >= next {
			next += 10
			t.Logf("%4.0f s: step %s, NLL %s, %s bits a pixel", s, p.data("step"), p.data("nll-valid"), p.data("bits-dim"))
		}
	}
	p.halt()
	p.screenshot("mnist-trained", 1440, 900, false)
	p.screenshot("mnist-trained", 390, 844, true)

	ck, err := checkpoint.Unmarshal(p.checkpoint())
	if err != nil {
		t.Fatal(err)
	}
	train := len(digits.Train) / digits.Size()
	test := measure.Numbers(digits, train, digits.Len())
	nll := measure.NLL(ck.Flow, test)
	gaussian, other, err := measure.Gaussian(ck.Flow, test)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("step %s: %.1f nats, %.3f bits a pixel; the full Gaussian %.1f, %.3f", p.data("step"), -nll,
		measure.Bits(nll, 784), -other, measure.Bits(other, 784))
	if nll >= other {
		t.Errorf("the flow has an NLL of %.1f, a full Gaussian %.1f", nll, other)
	}
	j := measure.NewJudge(measure.Numbers(digits, 0, train), digits.Labels[:train], measure.Passes, 1)
	t.Logf("the classifier has %.2f %% of the test set right", 100*j.Right(test, digits.Labels[train:]))
	said := func(what string, v measure.Verdict) {
		t.Logf("sure of %5.1f %% of %s, of %.1f digits", 100*v.Sure, what, v.Spread())
	}
	said("real digits", j.Look(test))
	said("noise", j.Look(measure.Noise(measure.Judged, 1)))
	said("samples of the Gaussian", j.Look(measure.Brightness(measure.Drawn(gaussian, []float64{1})[0])))
	best := 0.
	for i, s := range measure.Drawn(ck.Flow, measure.Temperatures) {
		v := j.Look(measure.Brightness(s))
		said("samples at temperature "+strconv.FormatFloat(measure.Temperatures[i], 'g', -1, 64), v)
		if v.Spread() >= 8 {
			best = max(best, v.Sure)
		}
		file, err := os.Create("../../run/shots/mnist-samples-" + strconv.Itoa(int(10*measure.Temperatures[i])) + ".png")
		if err != nil {
			t.Fatal(err)
		}
		err = png.Encode(file, measure.Grid(measure.Brightness(s), 10, 5))
		if file.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if seconds >= 180 && best < 0.6 {
		t.Errorf("of the samples %.1f %% are recognised", 100*best)
	}
}
