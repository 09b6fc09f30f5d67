package session

import (
	"bytes"
	"encoding/binary"
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

// A pause waits for a slice at most. BenchmarkLongestSlice prints, for each kind of work, how many milliseconds the longest
// slice took, a command that begins it included, in the best of three runs: the machine may have had other things to do.
//
//	go test -run '^$' -bench LongestSlice -benchtime 1x ./flow/session
//
// As wasm, with the page's kernels, under Node:
//
//	GOOS=js GOARCH=wasm go test -c -o run/wasm/ ./flow/session && cd flow/session && env -i PATH="$PATH" HOME="$HOME" \
//		NODE_OPTIONS=--require=$OLDPWD/flow/kernel/simd/node.js "$(go env GOROOT)/lib/wasm/go_js_wasm_exec" \
//		../../run/wasm/session.test -test.run '^$' -test.bench LongestSlice -test.benchtime 1x
func BenchmarkLongestSlice(b *testing.B) {
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
		{"training of the default", nil, []protocol.Command{protocol.UsePreset{Name: "crescent", N: 2000, Noise: 0.1, Seed: 1, Play: true}}, trained(300)},
		{"training of 784 columns, 5 x 1000", nil, []protocol.Command{open(300, 784), large, protocol.Play{}}, trained(2)},
		{"logistic levels and pictures of 784 columns", []protocol.Command{open(300, 784)}, []protocol.Command{levels}, never},
		{"opening a table of 1,024 columns", nil, []protocol.Command{open(3000, 1024)}, never},
		{"samples of a checkpoint of 784 columns, 5 x 1000", nil, []protocol.Command{bare(b, large.Model)}, chosen},
		{"ranking of 20,000 rows", []protocol.Command{open(20000, 8)}, []protocol.Command{rowsView(protocol.RowsArgs{})}, never},
		{"filling of 100 rows", []protocol.Command{few, open(400, 6), protocol.Play{}}, []protocol.Command{
			protocol.Fill{ID: 2, Name: "t.csv", Bytes: []byte("x1,x2,x3,x4,x5,x6\n" + strings.Repeat(".1,,.2,,-.3,.5\n", 100))},
		}, never},
		{"whitening of pictures of 784 pixels", nil, []protocol.Command{inks(2000, 28)}, never},
	} {
		b.Run(c.name, func(b *testing.B) {
			longest := math.Inf(1)
			for range 3 {
				longest = min(longest, longestSlice(c.before, c.begin, c.end).Seconds())
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(1000*longest, "ms")
		})
	}
}

func longestSlice(before, begin []protocol.Command, end func(*Session) bool) (longest time.Duration) {
	s := New(func(protocol.Event) {})
	for _, c := range before {
		s.Handle(c)
	}
	for more := true; more; {
		more, _ = s.Work(time.Second)
	}
	timed := func(do func()) {
		start := time.Now()
		do()
		longest = max(longest, time.Since(start))
	}
	for _, c := range begin {
		timed(func() { s.Handle(c) })
	}
	for more := true; more && !end(s); {
		timed(func() { more, _ = s.Work(0) })
	}
	return longest
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
