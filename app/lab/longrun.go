package lab

import (
	"fmt"
	"math"
	"strconv"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// longRun is how long a run has to take for the tab's title to tell of it, in seconds.
const longRun = 60

// RunTitle is what the tab's title says of the run; "" where it says nothing: of a run that is over soon a title in
// motion would only distract, unless nobody sees the tab.
func (r *Report) RunTitle(run int, hidden bool) string {
	speed := r.Now.StepsPerSecond
	long := run > 0 && speed > 0 && float64(run)/speed >= longRun
	if r.Phase != protocol.Training || r.Fatal != nil || !(long || hidden) {
		return ""
	}
	figure := words.Nats(r.Now.Valid) + " " + words.Say.Unit
	if r.Pictures() && !math.IsNaN(r.Now.Bits) {
		figure = words.Decimals(r.Now.Bits, 3) + " " + words.Say.FigBits.Label
	}
	if math.IsNaN(r.Now.Valid) {
		figure = "–"
	}
	left, ok := r.secondsLeft(run)
	if !ok {
		return fmt.Sprintf(words.Say.RunTitle, words.Count(r.Now.Step), figure)
	}
	return fmt.Sprintf(words.Say.RunTitleLeft, duration(left), words.Count(r.Now.Step), figure)
}

// secondsLeft is how long the run takes at the speed that was measured.
func (r *Report) secondsLeft(run int) (seconds float64, ok bool) {
	speed := r.Now.StepsPerSecond
	if r.Phase != protocol.Training || run == 0 || !(speed > 0) {
		return 0, false
	}
	return float64(r.stepsLeft(run)) / speed, true
}

// stepsLeft is how many there are to the end of the run.
func (r *Report) stepsLeft(run int) int { return run - r.Now.Step%run }

// TimeLeft says how long a run takes at the speed that was measured.
func (r *Report) TimeLeft(run int) string {
	seconds, ok := r.secondsLeft(run)
	if !ok {
		return ""
	}
	return fmt.Sprintf(words.Say.TimeLeft, words.Count(r.stepsLeft(run)), duration(seconds))
}

// duration is a time that nobody measures: seconds, minutes or hours.
func duration(seconds float64) string {
	switch {
	case seconds < 100:
		return fmt.Sprintf(words.Say.Seconds, strconv.FormatFloat(seconds, 'f', 0, 64))
	case seconds < 6000:
		return fmt.Sprintf(words.Say.Minutes, strconv.FormatFloat(seconds/60, 'f', 0, 64))
	}
	return fmt.Sprintf(words.Say.Hours, words.Fixed(seconds/3600, 1))
}
