package checkpoint

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
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
	case err != nil && (!strings.HasPrefix(err.Error(), "this ") || !strings.Contains(err.Error(), "; ") || len(err.Error()) > 500):
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
		if _, err := ReadHeader(io.MultiReader(bytes.NewReader(b[:n]), iotest.ErrReader(broken)), int64(len(b))); !errors.Is(err, broken) {
			t.Errorf("the reader's error after %d bytes comes back as %v", n, err)
		}
		if _, err := ReadHeader(bytes.NewReader(b[:n]), int64(len(b))); err == nil || !strings.Contains(err.Error(), "ends inside its header") {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
	}
	for _, size := range []int64{-1, 0, 7} {
		if _, err := ReadHeader(bytes.NewReader(b), size); err == nil || !strings.Contains(err.Error(), "has only") {
			t.Errorf("of %d bytes: %v", size, err)
		}
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
