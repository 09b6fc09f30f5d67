package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"slices"
)

// tableMark is how the table of a program's functions begins (pcHeader in Go's runtime/symtab.go): its version, that of
// Go 1.20 to 1.26, and the sizes of an instruction and of a pointer.
var tableMark = []byte{0xf1, 0xff, 0xff, 0xff, 0, 0, 1, 8}

// A function (_func in Go's runtime/runtime2.go) begins with ten fields of four bytes. At these places are, each an offset
// and 0 for none, the tables of its frame's size, files and lines; how many more tables follow the function; its unit; and
// its first line.
const (
	frameAt, fileAt, lineAt, tablesAt, unitAt, firstAt = 16, 20, 24, 28, 32, 36
	functionSize                                       = 44
)

// dropLines sets to zero, in the memory with which a Go program starts, what says from which line an instruction comes:
// a tenth of the program once it is compressed. The runtime then prints "?:0" below a function's name and how far into it
// the instruction lies. Nothing moves, and what the runtime needs for its stacks stays.
func dropLines(memory []byte) error {
	at := bytes.Index(memory, tableMark)
	if at < 0 {
		return errors.New("this version of Go has another table of functions than dropLines knows; read its runtime/symtab.go")
	}
	table := memory[at:]
	field := func(i int) int { return int(binary.LittleEndian.Uint64(table[8+8*i:])) }
	count, units, values, functions := field(0), field(4), field(6), field(7)

	var needed, starts []uint32
	for i := range count {
		f := table[functions:]
		f = f[binary.LittleEndian.Uint32(f[8*i+4:]):]
		word := func(at int) uint32 { return binary.LittleEndian.Uint32(f[at:]) }
		needed = append(needed, word(frameAt))
		for k := range int(word(tablesAt)) {
			needed = append(needed, word(functionSize+4*k))
		}
		starts = append(starts, word(fileAt), word(lineAt))
		for _, at := range []int{fileAt, lineAt, unitAt, firstAt} {
			clear(f[at : at+4])
		}
	}
	clear(table[units:values]) // and the names of files behind the units

	// A table ends where the next begins.
	slices.Sort(needed)
	starts = append(starts, needed...)
	slices.Sort(starts)
	starts = append(slices.Compact(starts), uint32(functions-values))
	for i, start := range starts[:len(starts)-1] {
		if _, ok := slices.BinarySearch(needed, start); !ok && start > 0 {
			clear(table[values:][start:starts[i+1]])
		}
	}
	return nil
}
