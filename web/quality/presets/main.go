//go:build js && wasm

// Command presets trains presets in a browser for `./build.sh quality`: each argument is NAME,SEED,STEPS,ROWS, and each
// answer a line of JSON.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"nicelab/flow/kernel/simd"
	"nicelab/web/quality/measure"
)

func main() {
	simd.Load()
	for _, arg := range os.Args[1:] {
		var seed uint64
		var size measure.Size
		name, rest, _ := strings.Cut(arg, ",")
		if _, err := fmt.Sscanf(rest, "%d,%d,%d", &seed, &size.Steps, &size.Fresh); err != nil {
			fail(arg, err)
		}
		p, err := measure.RunPreset(name, seed, size)
		if err != nil {
			fail(arg, err)
		}
		line, err := json.Marshal(p)
		if err != nil {
			fail(arg, err)
		}
		fmt.Println(string(line))
	}
}

func fail(arg string, err error) {
	fmt.Fprintf(os.Stderr, "%s: %v\n", arg, err)
	os.Exit(1)
}
