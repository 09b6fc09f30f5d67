package dataset

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"
)

// What is read of a file grows from 0 to all of it, whatever the file is.
func TestDoneGrows(t *testing.T) {
	text := []byte("x,y\n" + strings.Repeat("1.5,2\n2.5,1\n", 500))
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	z.Write(text)
	z.Close()
	numbers := make([]float64, 1000)
	for i := range numbers {
		numbers[i] = float64(i % 7)
	}
	for name, data := range map[string][]byte{"text": text, "gzip": packed.Bytes(), "npy": Npy(numbers)} {
		r, last, between := NewReader(data), 0.0, 0
		for done := false; !done; {
			var err error
			if done, err = r.Step(100); err != nil {
				t.Fatal(name, err)
			}
			now := r.Done()
			if now < last || now > 1 || done && now != 1 {
				t.Fatalf("%s: %g after %g", name, now, last)
			}
			if last = now; now > 0 && now < 1 {
				between++
			}
		}
		if between < 5 {
			t.Errorf("%s: its share was told %d times on the way", name, between)
		}
	}
}
