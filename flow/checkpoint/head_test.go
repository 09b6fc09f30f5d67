package checkpoint

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nicelab/flow"
)

// about are words of the errors that take the numbers, or what training makes of its own tensors, to find.
var about = regexp.MustCompile(`not a finite number|(mean|std) of column|log_scale of coordinate|not finite numbers|train\.`)

// agree fails unless ReadHeader and Unmarshal think the same of a file, as far as a header tells.
func agree(t interface {
	Helper()
	Fatalf(string, ...any)
}, b []byte) {
	t.Helper()
	r := bytes.NewReader(b)
	h, err := ReadHeader(iotest.OneByteReader(r), int64(len(b)))
	f, whole := Unmarshal(b)
	switch {
	case whole == nil && err != nil:
		t.Fatalf("a sound file is refused by its header: %v", err)
	case err == nil && whole != nil && !about.MatchString(whole.Error()):
		t.Fatalf("the header is taken of a file that is refused: %v", whole)
	case err != nil && (!strings.HasPrefix(err.Error(), "this ") || !strings.Contains(err.Error(), "; ") ||
		len(err.Error()) > 500):
		t.Fatalf("does not say what and what to do, in brief: %v", err)
	case err == nil && !bytes.Equal(append(h.Bytes, b[len(b)-r.Len():]...), b):
		t.Fatalf("what was read and what is left do not make the file")
	case err == nil && whole == nil && (!h.Config.Equal(f.Flow.Config) || !slices.Equal(h.Columns, f.Columns)):
		t.Fatalf("the header says %v %q, the file %v %q", h.Config, h.Columns, f.Flow.Config, f.Columns)
	}
}

// Only the bytes of the header are taken, however large the file says to be.
func TestReadHeaderStops(t *testing.T) {
	b := marshal(t, sample())
	_, body := split(b)
	h, err := ReadHeader(bytes.NewReader(b[:len(b)-len(body)]), int64(len(b)))
	if err != nil || !h.Config.Equal(sample().Flow.Config) {
		t.Errorf("without the numbers: %v, %v", h.Config, err)
	}
	broken := errors.New("the line is dead")
	for _, n := range []int{0, 4, 40} {
		if _, err := ReadHeader(io.MultiReader(bytes.NewReader(b[:n]), iotest.ErrReader(broken)),
			int64(len(b))); !errors.Is(err, broken) {
			t.Errorf("the reader's error after %d bytes comes back as %v", n, err)
		}
		if _, err := ReadHeader(bytes.NewReader(b[:n]), int64(len(b))); err == nil ||
			!strings.Contains(err.Error(), "ends inside its header") {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	for _, size := range []int64{-1, 0, 7} {
		if _, err := ReadHeader(bytes.NewReader(b), size); err == nil || !strings.Contains(err.Error(), "has only") {
			t.Errorf("of %d bytes: %v", size, err)
		}
	}
}

// A header that would take seconds to read is refused by what it counts, after a part of the work.
func TestHeadersAreCounted(t *testing.T) {
	list := func(n int, item string) string { return strings.TrimSuffix(strings.Repeat(item+",", n), ",") }
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, `,"t%d":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`, i)
		}
		return b.String()
	}
	header, body := split(marshal(t, sample()))
	inside := strings.TrimSuffix(strings.TrimSpace(header), "}")
	for _, c := range []struct{ name, header, says string }{
		{"100,000 tensors", inside + many(100_000) + "}", "its header lists more than 4096 tensors"},
		{"100,000 tensors, metadata last", `{` + many(100_000)[1:] + `,"__metadata__":{}}`,
			"its header lists more than 4096 tensors"},
		{"100,000 entries of metadata", `{"__metadata__":{` + many(100_000)[1:] + `}}`,
			"its header has more than 81920 parts"},
		{"a million dimensions", `{"t":{"dtype":"F32","shape":[` + list(1e6, "1") + `],"data_offsets":[0,4]}}`,
			"its header has more than 81920 parts"},
		{"a million columns", strings.Replace(header, `[\"eruptions\",\"waiting\"]`, "["+list(1e6, `\"\"`)+"]", 1),
			"its columns entry has more than 81920 parts"},
	} {
		file := join(c.header, body)
		for reader, read := range map[string]func() error{
			"ReadHeader": func() error { _, err := ReadHeader(bytes.NewReader(file), int64(len(file))); return err },
			"Unmarshal":  func() error { _, err := Unmarshal(file); return err },
		} {
			var err error
			work := testing.AllocsPerRun(1, func() { err = read() })
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%s, %s: %v", c.name, reader, err)
			}
			if work > 1_000_000 {
				t.Errorf("%s, %s: %.0f allocations before it is refused", c.name, reader, work)
			}
		}
	}
}

// The largest models, and any that are to come with twice as many couplings, stay far below the bound.
func TestHeaderOfTheLargestModel(t *testing.T) {
	c := flow.Config{Dim: 2, Couplings: flow.MaxCouplings, Activation: flow.ReLU, Prior: flow.Gaussian}
	for range flow.MaxDepth {
		c.Hidden = append(c.Hidden, 1)
	}
	if n := len(c.Tensors()); 2*n > maxTensors {
		t.Errorf("a model may have %d tensors and a header %d", n, 4096)
	}
	f := sample()
	f.Flow = perturbed(c, 1)
	agree(t, marshal(t, f))
	if _, err := Unmarshal(marshal(t, f)); err != nil {
		t.Error(err)
	}
	wide, err := flow.New(flow.Config{Dim: flow.MaxDim, Couplings: 1, Hidden: []int{1}, Activation: flow.ReLU,
		Prior: flow.Gaussian})
	if err != nil {
		t.Fatal(err)
	}
	f.Flow, f.Columns = wide, nil
	for i := range flow.MaxDim {
		f.Columns = append(f.Columns, fmt.Sprint("column ", i))
	}
	if _, err := Unmarshal(marshal(t, f)); err != nil {
		t.Error(err)
	}
}

func TestReadHeaderAgreesOnEdits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { agree(t, edited.Draw(t, "file")) })
}

func FuzzReadHeader(f *testing.F) {
	valid := marshal(f, sample())
	header, body := split(valid)
	f.Add(header, body)
	f.Add("{}", valid)
	f.Add(header, body[:len(body)-4])
	f.Add(strings.Replace(header, "[0,8]", "[0,4]", 1), body)
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		agree(t, join(header, body))
		agree(t, body)
	})
}

// The shapes that a Config promises are those of its flow.
func TestConfigTensors(t *testing.T) {
	f := sample().Flow
	got, want := f.Config.Tensors(), f.Tensors()
	for i := range want {
		want[i].Data = nil
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
