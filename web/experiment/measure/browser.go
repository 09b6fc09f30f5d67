//go:build !js

package measure

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"

	"nicelab/flow/checkpoint"
)

// What ./build.sh pictures has built.
const (
	browser = "run/chromium"
	program = "run/experiment.wasm"
)

// Outcome is what one net has come to.
type Outcome struct {
	Net    string
	Points []Point
	Shots  []Shot
	End    End
}

// Checkpoint is the model as a file that says how many steps it has behind it.
func (o Outcome) Checkpoint() ([]byte, error) {
	ck, err := checkpoint.Unmarshal(o.End.Model)
	if err != nil {
		return nil, err
	}
	if ck.Train, err = json.Marshal(map[string]int{"step": o.End.Step}); err != nil {
		return nil, err
	}
	return checkpoint.Marshal(ck)
}

// Train runs a net in Chromium: args are the rest of Run's numbers, as text.
func Train(net string, args []string) (Outcome, error) {
	o := Outcome{Net: net}
	cmd := exec.Command(browser, append([]string{program, net}, args...)...)
	cmd.Env = append(os.Environ(), "HELPERS=yes")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return o, err
	}
	if err := cmd.Start(); err != nil {
		return o, fmt.Errorf("%w; ./build.sh pictures builds it", err)
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var said Said
		if json.Unmarshal(lines.Bytes(), &said) != nil {
			fmt.Fprintln(os.Stderr, lines.Text())
			continue
		}
		switch {
		case said.Point != nil:
			o.Points = append(o.Points, *said.Point)
			fmt.Fprintf(os.Stderr, "%6.0f s: step %d, %.1f nats\n", said.Point.Seconds, said.Point.Step, -said.Point.NLL)
		case said.Shot != nil:
			o.Shots = append(o.Shots, *said.Shot)
		case said.End != nil:
			o.End = *said.End
		}
	}
	if err := cmd.Wait(); err != nil {
		return o, err
	}
	return o, lines.Err()
}
