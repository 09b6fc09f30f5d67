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

// A function (_func in Go's runtime/runtime2.go) begins with ten fields of four bytes. At these places are where it
// begins; where its name does; each an offset and 0 for none, the tables of its frame's size, files and lines; how many
// more tables follow the function; its unit; and its first line. Behind the tables come as many further offsets, ^0 for
// none, as the byte at restAt says.
const (
	entryAt, nameAt, frameAt, fileAt, lineAt, tablesAt, unitAt, firstAt, restAt = 0, 4, 16, 20, 24, 28, 32, 36, 43
	functionSize                                                                = 44
)

// Of a function's further tables and offsets (Go's internal/abi/symtab.go) some serve what never happens in a tab:
// stopping between any two instructions, and printing arguments.
const (
	unsafePoint, liveArguments = 0, 3 // tables
	arguments                  = 5    // the first of such offsets; none behind it serves anything else
)

// dropLines sets to zero, in the memory with which a Go program starts, what says from which line an instruction comes,
// and what is not used in a tab: a tenth of the program once it is compressed. The runtime then prints "?:0" below a
// function's name and how far into it the instruction lies. Nothing moves, and what the runtime needs for its stacks
// stays.
func dropLines(memory []byte) error {
	at, err := tableOf(memory)
	if err != nil {
		return err
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
		tables := int(word(tablesAt))
		for k := range tables {
			at := functionSize + 4*k
			if k == unsafePoint || k == liveArguments {
				starts = append(starts, word(at))
				clear(f[at : at+4])
				continue
			}
			needed = append(needed, word(at))
		}
		for k := arguments; k < int(f[restAt]); k++ {
			binary.LittleEndian.PutUint32(f[functionSize+4*(tables+k):], ^uint32(0))
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

// tableOf finds the table of functions.
func tableOf(memory []byte) (at int, err error) {
	if at = bytes.Index(memory, tableMark); at < 0 {
		err = errors.New("this version of Go has another table of functions than dropLines knows; read its runtime/symtab.go")
	}
	return at, err
}

// difference replaces what grows from function to function, where each begins and where its name and its record lie, by
// how much it grows, and for a name by how much more than the name before is long: compressed, the table is then half
// as large. sumUp in web/kernel.js, which is told where the table is, undoes it before Go starts.
func difference(memory []byte) (at int, err error) {
	if at, err = tableOf(memory); err != nil {
		return 0, err
	}
	table := memory[at:]
	field := func(i int) uint64 { return binary.LittleEndian.Uint64(table[8+8*i:]) }
	names, functions := table[field(3):], table[field(7):]
	var expected [4]uint32
	for i := range field(0) {
		row := functions[8*i:]
		record := functions[binary.LittleEndian.Uint32(row[4:]):]
		for k, word := range [][]byte{row, row[4:], record[entryAt:], record[nameAt:]} {
			v := binary.LittleEndian.Uint32(word)
			binary.LittleEndian.PutUint32(word, v-expected[k])
			expected[k] = v
		}
		expected[3] += uint32(bytes.IndexByte(names[expected[3]:], 0)) + 1
	}
	return at, nil
}
