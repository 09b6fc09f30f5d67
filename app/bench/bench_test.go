package bench

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/lab/labtest"
	"nicelab/app/words"
	"nicelab/flow/speed"
	"nicelab/wasm/protocol"
)

// measurement is a bench of two kernels and two models, the second of which is too much for the second kernel.
func measurement(done int) protocol.Bench {
	return protocol.Bench{
		Kernels: []protocol.BenchKernel{{Name: "threads", InUse: true, Helpers: 1, Peak: 101.2, Mark: 1}, {Name: "plain"}},
		Models: []protocol.BenchModel{{Name: "2-D 64x2", Batch: 256, Weights: 17_026},
			{Name: "784-D 1000x5", Batch: 200, Weights: 19_112_352}},
		Figures: []protocol.BenchFigure{
			{Turns: 5, StepsPerSecond: 1234.5, Gflops: 36.61, Share: 0.362, Length: 0.362},
			{Turns: 5, StepsPerSecond: 86.34, Gflops: 2.217, Share: 0.022, Length: 0.022},
			{Turns: 4, StepsPerSecond: 1.304, Gflops: 30.08, Share: 0.297, Length: 0.297},
			{StepSeconds: 10.6},
		},
		Done: done, Total: 20, Model: 1,
	}
}

func TestBenchPrerender(t *testing.T) {
	html := ui.HTMLString(newBench(nil))
	for _, s := range []string{`id="measure"`, `href="../"`, `href="/web/bench.css"`, words.Say.Bench.Idle,
		words.Say.Bench.Meaning} {
		if !strings.Contains(html, s) {
			t.Errorf("the first picture has no %s", s)
		}
	}
	if strings.Contains(html, `hidden="false"`) {
		t.Error(`hidden="false" hides`)
	}
}

// mounted is the page with what it launches.
func mounted(t *testing.T) (b *bench, engines *[]*labtest.Recorder, on func(protocol.Event), press func()) {
	t.Helper()
	engines = new([]*labtest.Recorder)
	var send func(...protocol.Event)
	b = newBench(func(f func(...protocol.Event)) lab.Engine {
		send = f
		*engines = append(*engines, &labtest.Recorder{})
		return (*engines)[len(*engines)-1]
	})
	d := ui.NewClientTester(b)
	t.Cleanup(d.Close)
	settle := func() {
		for range 4 {
			d.Consume()
		}
	}
	settle()
	var ctx ui.Context
	d.Dispatch(ui.Dispatch{Mode: ui.Update, Source: b, Function: func(c ui.Context) { ctx = c }})
	settle()
	return b, engines, func(e protocol.Event) { send(e); settle() }, func() { b.onMeasure(ctx, ui.Event{}); settle() }
}

func TestBenchRun(t *testing.T) {
	b, engines, on, press := mounted(t)
	press()
	if e := (*engines)[0]; len(e.Sent) != 1 || e.Sent[0] != protocol.Command(protocol.Measure{}) ||
		b.phase != benchRunning {
		t.Fatalf("measuring began with %v, state %s", e.Sent, b.phase)
	}
	on(protocol.Hello{})
	on(measurement(7))
	if s := b.status(); !strings.Contains(s, "8 of 20") || !strings.Contains(s, "784-D 1000x5, threads") {
		t.Errorf("while it measures it says %q", s)
	}
	html := ui.HTMLString(b)
	for _, s := range []string{
		"1,235", "36.6", "36%", "86.3", "2.22", "2%", "1.30", "30.1", "threads (+1)", words.Say.Bench.InUse,
		fmt.Sprintf(words.Say.Bench.LeftOut, "11"), "batch 256, 17,026 weights", "threads (+1) 101 GFLOP/s",
	} {
		if !strings.Contains(html, s) {
			t.Errorf("the page does not show %q", s)
		}
	}
	if (*engines)[0].Closed {
		t.Error("the trainer was closed while it measured")
	}
	on(measurement(20))
	if !(*engines)[0].Closed || b.phase != benchDone {
		t.Errorf("at the end the trainer is closed: %v, state %s", (*engines)[0].Closed, b.phase)
	}
	text := b.markdown()
	for _, s := range []string{
		"| 2-D 64x2 | threads (+1) | 1,235 | 36.6 | 36% |\n| 2-D 64x2 | plain | 86.3 | 2.22 | 2% |\n",
		"| 784-D 1000x5 | threads (+1) | 1.30 | 30.1 | 30% |\n", "101 GFLOP/s",
	} {
		if !strings.Contains(text, s) {
			t.Errorf("the result lacks %q:\n%s", s, text)
		}
	}
	if strings.Contains(text, "784-D 1000x5 | plain") {
		t.Error("the result has a figure that was not measured")
	}
}

// Stop ends the trainer, keeps the figures, and a late word of that trainer changes nothing; the next run begins empty.
func TestBenchStop(t *testing.T) {
	b, engines, on, press := mounted(t)
	press()
	on(measurement(7))
	late := on
	press()
	if !(*engines)[0].Closed || b.phase != benchStopped || !b.measured() {
		t.Fatalf("stopped: closed %v, state %s, figures %v", (*engines)[0].Closed, b.phase, b.measured())
	}
	late(measurement(20))
	if b.phase != benchStopped || b.got.Done != 7 {
		t.Errorf("a closed trainer still counts: state %s, %d turns", b.phase, b.got.Done)
	}
	press()
	if len(*engines) != 2 || b.measured() || b.phase != benchRunning {
		t.Errorf("again: %d trainers, figures %v, state %s", len(*engines), b.measured(), b.phase)
	}
}

func TestBenchFails(t *testing.T) {
	for _, e := range []protocol.Event{protocol.Fatal{Text: "out of memory"},
		protocol.Notice{Error: true, Text: "out of memory"}} {
		b, engines, on, press := mounted(t)
		press()
		on(measurement(7))
		on(e)
		if b.phase != benchFailed || !strings.Contains(b.status(), "out of memory") || !b.measured() ||
			!(*engines)[0].Closed {
			t.Errorf("%T: state %s, %q", e, b.phase, b.status())
		}
	}
}

func TestDigits(t *testing.T) {
	for v, want := range map[float64]string{
		1278.4: "1,278", 99.96: "100", 99.94: "99.9", 9.996: "10.0", 9.99: "9.99", 0.9996: "1.00", 0.1464: "0.146",
		0.0999: "0.0999",
	} {
		if got := words.Digits(v); got != want {
			t.Errorf("digits(%g) = %s, want %s", v, got, want)
		}
	}
}

func TestBenchWordsAreComplete(t *testing.T) {
	v := reflect.ValueOf(words.Say.Bench)
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("%s is empty", v.Type().Field(i).Name)
		}
	}
	for _, m := range speed.Models {
		if words.Say.Bench.Models.Of(m.Name) == "" {
			t.Errorf("nothing is said about %s", m.Name)
		}
	}
}
