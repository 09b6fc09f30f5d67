package main

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
)

// Two segments, the later one first, with a section on either side: memory is the same, in one segment.
func TestSlimJoinsData(t *testing.T) {
	head := []byte("\x00asm\x01\x00\x00\x00")
	before, after := []byte{5, 3, 1, 0, 1}, []byte{0, 4, 3, 'e', 'n', 'd'}
	segments := []byte{11, 17, 2, 0, 0x41, 0xc0, 0, 0x0b, 2, 'y', 'z', 0, 0x41, 3, 0x0b, 3, 'a', 'b', 'c'}
	memory := make([]byte, 66)
	copy(memory[3:], "abc")
	copy(memory[64:], "yz")
	want := bytes.Join([][]byte{head, before, {11, 72, 1, 0, 0x41, 0, 0x0b, 66}, memory, after}, nil)
	program := bytes.Join([][]byte{head, before, segments, after}, nil)
	got, err := slim(program, true, false)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("joined:\n got %q\nwant %q\n%v", got, want, err)
	}
	if again, err := slim(got, true, false); err != nil || !bytes.Equal(again, got) {
		t.Errorf("joined twice: %q, %v", again, err)
	}
	for n := range program {
		cut := program[:n]
		switch n {
		case len(head), len(head) + len(before), len(program) - len(after): // whole sections
		default:
			if _, err := slim(cut, true, false); err == nil {
				t.Errorf("a program cut after %d bytes is slimmed", n)
			}
		}
	}
	if _, err := slim(append(head, 11, 4, 1, 1, 1, 'a'), true, false); err == nil {
		t.Error("a passive segment is slimmed")
	}
}

// Of two functions, the tables of frames and one more stay, in the order in which they are named; those of files, lines
// and unsafe points are gone, and where the arguments lie is forgotten. Written as differences, the tables that are new
// are not said, nor the name that follows the first.
func TestDropLines(t *testing.T) {
	le := binary.LittleEndian
	function := func(entry, name, frame, file, line, unit, first uint32, tables, rest []uint32) (b []byte) {
		head := []uint32{entry, name, 0, 0, frame, file, line, uint32(len(tables)), unit, first, uint32(len(rest)) << 24}
		for _, v := range slices.Concat(head, tables, rest) {
			b = le.AppendUint32(b, v)
		}
		return b
	}
	program := func(units, values string, functions ...[]byte) []byte {
		names := "main.a\x00main.b\x00"
		b := append([]byte("before"), tableMark...)
		at := uint64(8 + 8*8)
		for _, v := range []uint64{uint64(len(functions)), 1, 0, at, at + uint64(len(names)), 0,
			at + uint64(len(names)+len(units)),
			at + uint64(len(names)+len(units)+len(values))} {
			b = le.AppendUint64(b, v)
		}
		b = append(b, names+units+values...)
		next := uint32(8*len(functions) + 4)
		for i, f := range functions {
			b = le.AppendUint32(le.AppendUint32(b, uint32(i)), next)
			next += uint32(len(f))
		}
		b = le.AppendUint32(b, 99)
		return append(bytes.Join(append([][]byte{b}, functions...), nil), "behind"...)
	}
	const none = ^uint32(0)
	const frame1, file, line, frame2 = "\x02\x05\x00", "\x04\x05\x00", "\x06\x05\x00", "\x00\x81\x01\x08\x05\x00"
	const more, unsafe, left = "\x0a\x05\x00", "\x0c\x05\x00", "\x00\x00\x00\x00\x00\x00\x00\x00\x00"
	memory := program("unit a.go\x00", "\x00"+frame1+file+line+frame2+more+unsafe,
		function(0, 0, 1, 4, 7, 3, 12, []uint32{19, 16}, []uint32{1, 2, 3, 4, 5, 6, 7}),
		function(1, 7, 10, 4, 1, 4, 34, []uint32{16, 16, 0}, nil))
	want := program("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x00"+frame1+more+frame2+left,
		function(0, 0, 1, 0, 0, 0, 0, []uint32{0, 4}, []uint32{1, 2, 3, 4, 5, none, none}),
		function(1, 7, 7, 0, 0, 0, 0, []uint32{0, 4, 0}, nil))
	if err := dropLines(memory); err != nil || !bytes.Equal(memory, want) {
		t.Errorf("without lines:\n got %q\nwant %q\n%v", memory, want, err)
	}
	want = program("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00", "\x00"+frame1+more+frame2+left,
		function(0, 0, none, 0, 0, 0, 0, []uint32{0, none}, []uint32{1, 2, 3, 4, 5, none, none}),
		function(1, 0, none, 0, 0, 0, 0, []uint32{0, 4, 0}, nil))
	row := bytes.Index(want, le.AppendUint32([]byte{1, 0, 0, 0}, 20+80))
	want[row+4] = 80 // as much further lies the second record
	if at, err := difference(memory); err != nil || at != len("before") || !bytes.Equal(memory, want) {
		t.Errorf("as differences at %d:\n got %q\nwant %q\n%v", at, memory, want, err)
	}
	if err := dropLines([]byte("a program of another Go")); err == nil {
		t.Error("a table that is not there was found")
	}
}
