package main

import (
	"bytes"
	"testing"
)

// Two segments, the later one first, with a section on either side: memory is the same, in one segment.
func TestJoinData(t *testing.T) {
	head := []byte("\x00asm\x01\x00\x00\x00")
	before, after := []byte{5, 3, 1, 0, 1}, []byte{0, 4, 3, 'e', 'n', 'd'}
	segments := []byte{11, 17, 2, 0, 0x41, 0xc0, 0, 0x0b, 2, 'y', 'z', 0, 0x41, 3, 0x0b, 3, 'a', 'b', 'c'}
	memory := make([]byte, 66)
	copy(memory[3:], "abc")
	copy(memory[64:], "yz")
	want := bytes.Join([][]byte{head, before, {11, 72, 1, 0, 0x41, 0, 0x0b, 66}, memory, after}, nil)
	program := bytes.Join([][]byte{head, before, segments, after}, nil)
	got, err := joinData(program)
	if err != nil || !bytes.Equal(got, want) {
		t.Fatalf("joined:\n got %q\nwant %q\n%v", got, want, err)
	}
	if again, err := joinData(got); err != nil || !bytes.Equal(again, got) {
		t.Errorf("joined twice: %q, %v", again, err)
	}
	for n := range program {
		cut := program[:n]
		switch n {
		case len(head), len(head) + len(before), len(program) - len(after): // whole sections
		default:
			if _, err := joinData(cut); err == nil {
				t.Errorf("a program cut after %d bytes is joined", n)
			}
		}
	}
	if _, err := joinData(append(head, 11, 4, 1, 1, 1, 'a')); err == nil {
		t.Error("a passive segment is joined")
	}
}
