package main

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// dataSection is the number of the section of a wasm binary that holds what lies in memory from the start.
const dataSection = 11

// slim returns a program that does the same and is smaller once it is compressed. Its data is one segment: Go's linker
// leaves eight zeros and more out and begins another segment behind them, which makes some hundred thousand, and
// compressed, their heads are larger than the zeros. Without lines its traces name functions alone. With differences a
// section called differences, its last, says where in memory kernel.js has to sum them up.
func slim(program []byte, lines, differences bool) ([]byte, error) {
	const head = 8 // the magic number and the version
	if len(program) < head {
		return nil, errors.New("a wasm binary has a head of eight bytes")
	}
	out := program[:head:head]
	var last []byte
	for rest := program[head:]; len(rest) > 0; {
		id := rest[0]
		size, n, err := number(rest[1:])
		if err != nil || size > len(rest)-1-n {
			return nil, fmt.Errorf("section %d of a wasm binary ends too early", id)
		}
		body := rest[1+n : 1+n+size]
		rest = rest[1+n+size:]
		if id == dataSection {
			memory, err := memoryOf(body)
			if err != nil {
				return nil, err
			}
			if !lines {
				if err := dropLines(memory); err != nil {
					return nil, err
				}
			}
			if differences {
				at, err := difference(memory)
				if err != nil {
					return nil, err
				}
				last = binary.LittleEndian.AppendUint32([]byte("\x00\x10\x0bdifferences"), uint32(at))
			}
			// One segment, of memory 0, at i32.const 0, end.
			body = append(binary.AppendUvarint([]byte{1, 0, 0x41, 0, 0x0b}, uint64(len(memory))), memory...)
		}
		out = append(binary.AppendUvarint(append(out, id), uint64(len(body))), body...)
	}
	return append(out, last...), nil
}

// memoryOf returns the memory that a data section sets, from address 0.
func memoryOf(section []byte) (memory []byte, err error) {
	segments, n, err := number(section)
	if err != nil {
		return nil, err
	}
	for rest := section[n:]; segments > 0; segments-- {
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
	return memory, nil
}

// number reads a LEB128 of 31 bits at most, and returns how many bytes it takes.
func number(b []byte) (v, n int, err error) {
	u, n := binary.Uvarint(b)
	if n <= 0 || u >= 1<<31 {
		return 0, 0, errors.New("a wasm binary has no number where one is due")
	}
	return int(u), n, nil
}
