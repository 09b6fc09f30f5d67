// Package debug takes the place of runtime/debug in the trainer. That package also has a file for what a crash prints,
// which brings package os and its files: a tab has none.
package debug

import "runtime"

// The runtime has these two, and gives them their names here.
func setGCPercent(int32) int32
func setMemoryLimit(int64) int64

func SetGCPercent(percent int) int     { return int(setGCPercent(int32(percent))) }
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

// Stack returns the trace of the goroutine that calls it.
func Stack() []byte {
	b := make([]byte, 1024)
	for {
		if n := runtime.Stack(b, false); n < len(b) {
			return b[:n]
		}
		b = make([]byte, 2*len(b))
	}
}
