package lab

import (
	"fmt"
	"math"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// longRun is how long a run has to take for the tab's title to tell of it, in seconds.
const longRun = 60

// RunTitle is what the tab's title says of the run; "" where it says nothing: of a run that is over soon a title in
// motion would only distract, unless nobody sees the tab.
func (l *Lab) RunTitle(hidden bool) string {
	speed, run := l.Now.StepsPerSecond, l.Choice.Run.Train.Run
	long := run > 0 && speed > 0 && float64(run)/speed >= longRun
	if l.Phase != protocol.Training || l.Fatal != nil || !(long || hidden) {
		return ""
	}
	figure := words.Nats(l.Now.Valid) + " " + words.Say.Unit
	if l.Pictures() && !math.IsNaN(l.Now.Bits) {
		figure = words.Decimals(l.Now.Bits, 3) + " " + words.Say.FigBits.Label
	}
	if math.IsNaN(l.Now.Valid) {
		figure = "–"
	}
	left, ok := l.secondsLeft()
	if !ok {
		return fmt.Sprintf(words.Say.RunTitle, words.Count(l.Now.Step), figure)
	}
	return fmt.Sprintf(words.Say.RunTitleLeft, duration(left), words.Count(l.Now.Step), figure)
}

// secondsLeft is how long the run takes at the speed that was measured.
func (l *Lab) secondsLeft() (seconds float64, ok bool) {
	speed, run := l.Now.StepsPerSecond, l.Choice.Run.Train.Run
	if l.Phase != protocol.Training || run == 0 || !(speed > 0) {
		return 0, false
	}
	return float64(l.stepsLeft()) / speed, true
}

// stepsLeft is how many there are to the end of the run.
func (l *Lab) stepsLeft() int { return l.Choice.Run.Train.Run - l.Now.Step%l.Choice.Run.Train.Run }
