package hub

import (
	"fmt"
	"testing"
)

// A range lies in the file, or outside, or is ignored; what is written back as one is read as the same.
func FuzzParseRange(f *testing.F) {
	for _, s := range []string{"bytes=0-0", "bytes=-5", "bytes=5-", "bytes=5-2", "bytes=0-0,2-3",
		"bytes=99999999999999999999-", "bytes= 1-2 "} {
		f.Add(s, int64(10))
	}
	f.Fuzz(func(t *testing.T, header string, size int64) {
		if size < 1 {
			return
		}
		s, ok := parseRange(header, size)
		if !ok && s != (span{}) || s.n < 0 || s.offset < 0 || s.n > size || s.offset > size-s.n {
			t.Fatalf("%q of %d bytes is %+v, %v", header, size, s, ok)
		}
		if ok && s.n > 0 {
			again, ok := parseRange(fmt.Sprintf("bytes=%d-%d", s.offset, s.offset+s.n-1), size)
			if !ok || again != s {
				t.Fatalf("%q is %+v, and that %+v", header, s, again)
			}
		}
	})
}
