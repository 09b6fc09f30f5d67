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

// Of two functions, the tables of files, lines and unsafe points are cleared, but not one that another table is the
// same as, and where the arguments lie is forgotten.
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
	memory := program("unit a.go\x00", "\x00frame1\x00file1\x00line1\x00frame2\x00more\x00end\x00",
		function(0, 0, 1, 8, 14, 3, 12, []uint32{32, 27}, []uint32{1, 2, 3, 4, 5, 6, 7}),
		function(1, 7, 20, 8, 1, 4, 34, []uint32{20, 27, 0}, nil))
	want := program("\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00",
		"\x00frame1\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00frame2\x00more\x00\x00\x00\x00\x00",
		function(0, 0, 1, 0, 0, 0, 0, []uint32{0, 27}, []uint32{1, 2, 3, 4, 5, none, none}),
		function(1, 7, 20, 0, 0, 0, 0, []uint32{0, 27, 0}, nil))
	if err := dropLines(memory); err != nil || !bytes.Equal(memory, want) {
		t.Errorf("without lines:\n got %q\nwant %q\n%v", memory, want, err)
	}
	before := bytes.Clone(memory)
	at, err := difference(memory)
	if err != nil || at != len("before") {
		t.Errorf("differences at %d, %v", at, err)
	}
	// The second record lies 80 bytes behind the first, and its name just behind the first's.
	small := bytes.Clone(before)
	row := bytes.Index(before, le.AppendUint32([]byte{1, 0, 0, 0}, 20+80))
	small[row+4] = 80
	small[len(before)-len("behind")-len(function(1, 7, 20, 0, 0, 0, 0, []uint32{0, 27, 0}, nil))+nameAt] = 0
	if !bytes.Equal(memory, small) {
		t.Errorf("as differences:\n got %q\nwant %q", memory, small)
	}
	if err := dropLines([]byte("a program of another Go")); err == nil {
		t.Error("a table that is not there was found")
	}
}
