package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// dataSection is the number of the section of a wasm binary that holds what lies in memory from the start.
const dataSection = 11

// joinData returns a program whose memory at the start is one segment. Go's linker leaves eight zeros and more out and
// begins another segment behind them, which makes some hundred thousand; compressed, their heads are larger than the zeros.
func joinData(program []byte) ([]byte, error) {
	const head = 8 // the magic number and the version
	if len(program) < head {
		return nil, errors.New("a wasm binary has a head of eight bytes")
	}
	joined := program[:head:head]
	for rest := program[head:]; len(rest) > 0; {
		id, size, n, err := rest[0], 0, 0, error(nil)
		if size, n, err = number(rest[1:]); err != nil || size > len(rest)-1-n {
			return nil, fmt.Errorf("section %d of a wasm binary ends too early", id)
		}
		body := rest[1+n : 1+n+size]
		rest = rest[1+n+size:]
		if id == dataSection {
			if body, err = joinSegments(body); err != nil {
				return nil, err
			}
		}
		joined = binary.AppendUvarint(append(joined, id), uint64(len(body)))
		joined = append(joined, body...)
	}
	return joined, nil
}

// joinSegments returns a data section of one segment, which begins where memory does.
func joinSegments(section []byte) ([]byte, error) {
	segments, n, err := number(section)
	if err != nil {
		return nil, err
	}
	var memory []byte
	for rest := section[n:]; segments > 0; segments-- {
		// Of memory 0, at an i32.const: 0, 0x41, where, end.
		if len(rest) < 2 || rest[0] != 0 || rest[1] != 0x41 {
			return nil, errors.New("a data segment of a wasm binary is not as Go's linker writes it")
		}
		at, n, err := number(rest[2:])
		if err != nil || len(rest) < 3+n || rest[2+n] != 0x0b {
			return nil, errors.New("a data segment of a wasm binary does not say where it lies")
		}
		rest = rest[3+n:]
		size, n, err := number(rest)
		if err != nil || size > len(rest)-n {
			return nil, errors.New("a data segment of a wasm binary ends too early")
		}
		if end := at + size; end > len(memory) {
			memory = append(memory, make([]byte, end-len(memory))...)
		}
		copy(memory[at:], rest[n:n+size])
		rest = rest[n+size:]
	}
	joined := binary.AppendUvarint([]byte{1, 0, 0x41, 0, 0x0b}, uint64(len(memory)))
	return append(joined, memory...), nil
}

// number reads a LEB128 of 31 bits at most, and returns how many bytes it takes.
func number(b []byte) (v, n int, err error) {
	u, n := binary.Uvarint(b)
	if n <= 0 || u >= 1<<31 {
		return 0, 0, errors.New("a wasm binary has no number where one is due")
	}
	return int(u), n, nil
}
