package session

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// A pause waits until the turn in hand is over, which begins a piece of work as long as its time is not up.
// BenchmarkPause says for each kind of work after how many milliseconds a pause is heard at worst, its answer included,
// and how long the longest piece is and what it was: in the best of three runs, or of as many as begin within a minute,
// since the machine may have had other things to do.
//
//	go test -run '^$' -bench Pause -benchtime 1x -v ./flow/session
//
// As wasm, with the page's kernels, under Node:
//
//	GOOS=js GOARCH=wasm go test -c -o run/wasm/ ./flow/session && cd flow/session && env -i PATH="$PATH" HOME="$HOME" \
//		NODE_OPTIONS=--require=$OLDPWD/flow/kernel/simd/node.js "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" \
//		../../run/wasm/session.test -test.run '^$' -test.bench Pause -test.benchtime 1x
func BenchmarkPause(b *testing.B) {
	large := small()
	large.Model.Couplings, large.Model.Hidden, large.Model.Prior = 2, []int{1000, 1000, 1000, 1000, 1000}, flow.Logistic
	levels := small()
	levels.Model.Prior = flow.Logistic
	open := func(rows, columns int) protocol.OpenTable {
		return protocol.OpenTable{ID: 1, Name: "t.csv", Bytes: noise(rows, columns)}
	}
	trained := func(steps int) func(*Session) bool {
		return func(s *Session) bool { return s.trainer != nil && s.trainer.Steps >= steps }
	}
	chosen := func(s *Session) bool { return s.data.shown.rows != nil }
	never := func(*Session) bool { return false }
	few := small()
	few.Train.MaxSteps = 1
	for _, c := range []struct {
		name   string
		before []protocol.Command // until all is done, not measured
		begin  []protocol.Command
		end    func(*Session) bool // or when all is done
	}{
		{"training of the default", nil, []protocol.Command{protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.1, Seed: 1,
			Play: true}}, trained(300)},
		{"training of 784 columns, 5 x 1000", nil, []protocol.Command{open(300, 784), large, protocol.Play{}}, trained(2)},
		{"logistic levels and pictures of 784 columns", []protocol.Command{open(300, 784)}, []protocol.Command{levels},
			never},
		{"opening a table of 1,024 columns", nil, []protocol.Command{open(3000, 1024)}, never},
		{"samples of a checkpoint of 784 columns, 5 x 1000", nil, []protocol.Command{bare(b, large.Model)}, chosen},
		{"the table of 20,000 rows", []protocol.Command{open(20000, 8)}, []protocol.Command{rowsView(protocol.RowsArgs{})},
			never},
		{"a row of 16 columns, explained", []protocol.Command{few, open(2000, 16), protocol.Play{}},
			[]protocol.Command{whyView(5)}, never},
		{"testing how blanks of 16 columns are filled", []protocol.Command{few, open(2000, 16), protocol.Play{}},
			[]protocol.Command{protocol.Fill{ID: 2, Test: true}}, never},
		{"filling of 100 rows", []protocol.Command{few, open(400, 6), protocol.Play{}}, []protocol.Command{
			protocol.Fill{ID: 2, Name: "t.csv", Bytes: []byte("x1,x2,x3,x4,x5,x6\n" + strings.Repeat(".1,,.2,,-.3,.5\n", 100))},
		}, never},
		{"baselines of 10,000 rows of 12 columns", nil, []protocol.Command{open(10000, 12)}, never},
		{"opening and whitening a table of 256 columns", nil, []protocol.Command{open(20000, 256)}, never},
		{"scoring by 784 columns, 5 x 1000", []protocol.Command{open(300, 784), large}, []protocol.Command{
			protocol.Score{ID: 3, Name: "t.csv", Bytes: noise(300, 784)},
		}, never},
		{"whitening of pictures of 784 pixels", nil, []protocol.Command{inks(2000, 28)}, never},
	} {
		b.Run(c.name, func(b *testing.B) {
			best, start := heard{pause: math.MaxInt64}, time.Now()
			for range 3 {
				if h := hear(c.before, c.begin, c.end); h.pause < best.pause {
					best = h
				}
				if time.Since(start) > time.Minute {
					break
				}
			}
			ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(ms(best.pause), "ms-pause")
			b.ReportMetric(ms(best.piece), "ms-piece")
			b.Logf("pause heard after %.0f ms with %s running; the longest piece, %.0f ms, is of: %s", ms(best.pause), c.name,
				ms(best.piece), best.what)
		})
	}
}

// heard is when a pause is heard at worst, and the longest piece of work.
type heard struct {
	pause, piece time.Duration
	what         string
}

// turnTime is how long the trainer works before it looks for messages, as wasm/trainer does.
const turnTime = 12 * time.Millisecond

// hear does some work, piece by piece. The worst pause comes when a turn has begun, whose last piece is the longest.
func hear(before, begin []protocol.Command, end func(*Session) bool) (h heard) {
	s := New(func(protocol.Event) {})
	for _, c := range before {
		s.Handle(c)
	}
	for more := true; more; {
		more, _ = s.Work(time.Second)
	}
	timed := func(what string, do func()) {
		start := time.Now()
		do()
		if took := time.Since(start); took > h.piece {
			h.piece, h.what = took, what
		}
	}
	for _, c := range begin {
		timed(fmt.Sprintf("%T", c), func() { s.Handle(c) })
	}
	for more := true; more && !end(s); {
		timed(s.doing(), func() { more, _ = s.Work(0) })
	}
	start := time.Now()
	s.Handle(protocol.Pause{})
	h.pause = turnTime + h.piece + time.Since(start)
	return h
}

// doing names what is next.
func (q *schedule) doing() string {
	switch {
	case len(q.foreground) > 0:
		return q.foreground[0].name
	case len(q.inbox) > 0:
		return fmt.Sprintf("%T", q.inbox[0].command)
	case q.picture != nil:
		return "a picture"
	}
	return "training, or the background"
}

// bare is a checkpoint without data.
func bare(b *testing.B, c flow.Config) protocol.Open {
	b.Helper()
	c.Dim = 784
	f, err := flow.Blank(c)
	if err != nil {
		b.Fatal(err)
	}
	for i := range f.Std {
		f.Std[i] = 1
	}
	file, err := checkpoint.Marshal(checkpoint.File{Flow: f})
	if err != nil {
		b.Fatal(err)
	}
	return protocol.Open{ID: 1, Name: "paper.safetensors", Bytes: file}
}

// inks are n pictures of noise, with a model of theirs that whitens them.
func inks(n, side int) protocol.OpenTable {
	file := []byte{0, 0, 8, 3}
	for _, v := range []int{n, side, side} {
		file = binary.BigEndian.AppendUint32(file, uint32(v))
	}
	rng := rand.New(rand.NewPCG(1, 1))
	pixels := bytes.Repeat([]byte{0}, n*side*side)
	for i := range pixels {
		pixels[i] = byte(rng.Uint32())
	}
	r := recipe.Pictures(n, side*side)
	w := protocol.Wish{Setup: protocol.Setup(r), Defaults: protocol.Setup(r)}
	w.Model.Hidden, w.Model.Whiten = []int{32}, true
	return protocol.OpenTable{Name: "inks.idx", Bytes: append(file, pixels...), Wish: w}
}
