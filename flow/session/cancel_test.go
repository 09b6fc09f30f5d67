package session

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"nicelab/wasm/protocol"
)

// What takes long ends where it is cancelled, also while it waits; what was done, or never asked, is left alone.
func TestCancel(t *testing.T) {
	d, b := penguins(t)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	blank := strings.Split(lines[1], ",")
	blank[2], blank[4] = "", ""
	file := []byte(lines[0] + "\n" + strings.Repeat(strings.Join(blank, ",")+"\n", 40))
	d.Handle(protocol.Fill{ID: 11, Name: "blanks.csv", Bytes: bytes.Clone(file)})
	d.Handle(protocol.Score{ID: 12, Name: "p.csv", Bytes: bytes.Clone(b)})
	d.Handle(protocol.Sample{ID: 13, N: 5})
	for range 5 {
		d.Work(5 * time.Millisecond)
	}
	d.Handle(protocol.Cancel{ID: 99})
	for _, id := range []int{12, 11} {
		d.Handle(protocol.Cancel{ID: id})
		if n := last[protocol.Notice](d); n.ID != id || n.Key != "cancelled" || n.Error {
			t.Errorf("%d is answered with %+v", id, n)
		}
	}
	d.rest()
	if files := d.of("File"); len(files) != 1 || files[0].(protocol.File).ID != 13 {
		t.Errorf("%d files came", len(files))
	}
	told := len(d.of("Notice"))
	d.do(protocol.Cancel{ID: 13}, protocol.Cancel{})
	if len(d.of("Notice")) != told {
		t.Errorf("what is done is cancelled: %+v", last[protocol.Notice](d))
	}
}

// What would take many minutes is refused with how much does not, and that much is taken.
func TestFillingIsBounded(t *testing.T) {
	d, b := penguins(t)
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	blank := strings.Split(lines[1], ",")
	blank[2], blank[4] = "", ""
	file := []byte(lines[0] + "\n" + strings.Repeat(strings.Join(blank, ",")+"\n", 20_000))
	d.do(protocol.Fill{ID: 11, Name: "blanks.csv", Bytes: file})
	n := last[protocol.Notice](d)
	if n.ID != 11 || n.Key != "fill-long" || !n.Error || n.Args[1] != "20000" || parse(t, n.Args[2]) < mostMinutes ||
		parse(t, n.Args[3]) < 100 {
		t.Fatalf("it says %+v", n)
	}
	start := time.Now()
	d.do(protocol.Fill{ID: 12, Name: "blanks.csv", Bytes: []byte(lines[0] + "\n" + strings.Repeat(strings.Join(blank,
		",")+"\n", 5))})
	if n := last[protocol.Notice](d); n.Key != "filled" && n.Key != "filled-apart" {
		t.Errorf("it says %+v", n)
	}
	t.Logf("%s of 20,000 rows are said to take %d minutes; natively five take %v", n.Args[3], mostMinutes,
		time.Since(start))
}
