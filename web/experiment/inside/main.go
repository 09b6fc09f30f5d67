//go:build js && wasm

// Command inside trains one net in a browser for `./build.sh pictures`: NET ROWS SECONDS and the seconds after which it
// is to draw. Each line that it prints is a measure.Said in JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"nicelab/flow/kernel/simd"
	"nicelab/web/experiment/measure"
)

func main() {
	simd.Load()
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("NET ROWS SECONDS [MARK...]")
	}
	rows, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	var numbers []float64
	for _, a := range args[2:] {
		v, err := strconv.ParseFloat(a, 64)
		if err != nil {
			return err
		}
		numbers = append(numbers, v)
	}
	return measure.Run(args[0], rows, numbers[0], numbers[1:], func(s measure.Said) {
		line, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		fmt.Println(string(line))
	})
}
