//go:build js && wasm

// Command inside trains in a browser for `./build.sh quality`. Each argument is preset,NAME,SEED,STEPS,ROWS or
// table,PATH,SEED,STEPS, and each answer a line of JSON.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"nicelab/flow/kernel/simd"
	"nicelab/web/quality/measure"
)

func main() {
	simd.Load()
	for _, arg := range os.Args[1:] {
		answer, err := train(strings.Split(arg, ","))
		if err != nil {
			fail(arg, err)
		}
		line, err := json.Marshal(answer)
		if err != nil {
			fail(arg, err)
		}
		fmt.Println(string(line))
	}
}

func train(arg []string) (any, error) {
	if len(arg) < 4 {
		return nil, errors.New("too short")
	}
	numbers := [3]int{}
	for i, s := range arg[2:min(5, len(arg))] {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil, err
		}
		numbers[i] = n
	}
	seed, size := uint64(numbers[0]), measure.Size{Steps: numbers[1], Fresh: numbers[2]}
	if arg[0] == "preset" {
		return measure.RunPreset(arg[1], seed, size)
	}
	name, x, columns, err := measure.Read(arg[1])
	if err != nil {
		return nil, err
	}
	return measure.RunTable(name, x, columns, seed, size)
}

func fail(arg string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", arg, err)
	os.Exit(1)
}
