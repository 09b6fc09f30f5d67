package e2e

import (
	"os"
	"strconv"
	"testing"
	"time"
)

// MNIST through the page itself: how long it takes to open, and what some minutes of training come to. It is asked for
// with the seconds that it is to train, and prints a table.
func TestMNIST(t *testing.T) {
	seconds, _ := strconv.Atoi(os.Getenv("NICELAB_MNIST"))
	if seconds == 0 {
		t.Skip("NICELAB_MNIST has no seconds")
	}
	p := open(t, "#autoplay=0&speed=max"+os.Getenv("NICELAB_MNIST_LINK"))
	p.state(time.Minute, "ready", "paused")
	start := time.Now()
	p.click("pictures-mnist")
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
}
