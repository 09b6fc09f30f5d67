package main

import (
	"bytes"
	"encoding/binary"
	"errors"
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

// dropLines leaves out, in the memory with which a Go program starts, what says from which line an instruction comes,
// and what is not used in a tab: a tenth of the program once it is compressed. The runtime then prints "?:0" below a
// function's name and how far into it the instruction lies. What the runtime needs for its stacks stays, in the order
// in which functions name it.
func dropLines(memory []byte) error {
	at, err := tableOf(memory)
	if err != nil {
		return err
	}
	table := memory[at:]
	field := func(i int) int { return int(binary.LittleEndian.Uint64(table[8+8*i:])) }
	count, units, values, functions := field(0), field(4), field(6), field(7)

	all, kept := bytes.Clone(table[values:functions]), table[values:functions]
	clear(kept)
	end, moved := 1, map[uint32]uint32{0: 0} // none is at 0
	for i := range count {
		f := table[functions:]
		f = f[binary.LittleEndian.Uint32(f[8*i+4:]):]
		words := tablesOf(f)
		for k := range words {
			if k == 1+unsafePoint || k == 1+liveArguments {
				clear(words[k])
				continue
			}
			from := binary.LittleEndian.Uint32(words[k])
			to, ok := moved[from]
			if !ok {
				to = uint32(end)
				moved[from] = to
				end += copy(kept[end:], all[from:behind(all, int(from))])
			}
			binary.LittleEndian.PutUint32(words[k], to)
		}
		for k := arguments; k < int(f[restAt]); k++ {
			binary.LittleEndian.PutUint32(f[functionSize+4*(len(words)-1+k):], ^uint32(0))
		}
		for _, at := range []int{fileAt, lineAt, unitAt, firstAt} {
			clear(f[at : at+4])
		}
	}
	clear(table[units:values]) // and the names of files behind the units
	return nil
}

// tablesOf returns the words of a function that say where its tables are, those of files and lines apart: that of its
// frame's size, and then the others.
func tablesOf(function []byte) [][]byte {
	words := [][]byte{function[frameAt : frameAt+4]}
	for k := range binary.LittleEndian.Uint32(function[tablesAt:]) {
		at := functionSize + 4*k
		words = append(words, function[at:at+4])
	}
	return words
}

// behind returns where the table at at ends: it is pairs of numbers, each of as many bytes as it needs, until the first
// of a pair is 0; that of the first pair may be.
func behind(values []byte, at int) int {
	for first := true; first || values[at] != 0; first = false {
		for range 2 {
			for values[at] > 127 {
				at++
			}
			at++
		}
	}
	return at + 1
}

// tableOf finds the table of functions.
func tableOf(memory []byte) (at int, err error) {
	if at = bytes.Index(memory, tableMark); at < 0 {
		err = errors.New("this version of Go has another table of functions than dropLines knows; read its runtime/symtab.go")
	}
	return at, err
}

// difference replaces what can be told from the functions before, and compressed, the table is then half as large.
// Where a function, its name and its record lie becomes by how much that grew, and for a name by how much more than
// the name before is long. Where the next table lies that no function before has becomes ^0. sumUp in web/kernel.js,
// which is told where the table of functions is, undoes it before Go starts.
func difference(memory []byte) (at int, err error) {
	if at, err = tableOf(memory); err != nil {
		return 0, err
	}
	table := memory[at:]
	field := func(i int) uint64 { return binary.LittleEndian.Uint64(table[8+8*i:]) }
	names, values, functions := table[field(3):], table[field(6):], table[field(7):]
	var expected [4]uint32
	next := 1
	for i := range field(0) {
		row := functions[8*i:]
		record := functions[binary.LittleEndian.Uint32(row[4:]):]
		for k, word := range [][]byte{row, row[4:], record[entryAt:], record[nameAt:]} {
			v := binary.LittleEndian.Uint32(word)
			binary.LittleEndian.PutUint32(word, v-expected[k])
			expected[k] = v
		}
		expected[3] += uint32(bytes.IndexByte(names[expected[3]:], 0)) + 1
		for _, word := range tablesOf(record) {
			if int(binary.LittleEndian.Uint32(word)) == next {
				binary.LittleEndian.PutUint32(word, ^uint32(0))
				next = behind(values, next)
			}
		}
	}
	return at, nil
}
