package session

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"nicelab/wasm/protocol"
)

// office is a schedule on a clock of its own, with work that costs what the test says.
type office struct {
	schedule
	t     *rapid.T
	at    time.Time
	spent map[string]time.Duration
	last  map[string]time.Duration // the longest piece of each

	cost     func(who string) time.Duration // of the next piece
	speed    string
	training bool
	steps    int
	wants    map[string]bool // what of the background has work
	begun    []int           // IDs of commands, in the order in which they were begun
	done     []int
}

func newOffice(t *rapid.T, cost func(string) time.Duration) *office {
	o := &office{
		t: t, at: time.Unix(1000, 0), spent: map[string]time.Duration{}, last: map[string]time.Duration{}, cost: cost,
		speed: "max", wants: map[string]bool{},
	}
	o.now = func() time.Time { return o.at }
	o.handle = o.answer
	o.train = o.learn
	beside := func(who string, more bool) func() (bool, bool) {
		return func() (bool, bool) {
			if !o.wants[who] {
				return false, false
			}
			o.spend(who)
			return true, more
		}
	}
	o.background = turns(beside("limits", false), beside("baselines", true), beside("views", true))
	return o
}

// spend is a piece of somebody's work.
func (o *office) spend(who string) {
	if o.busy() && (who == "training" || who == "picture") {
		o.t.Fatalf("%s works while a command is in hand or waits", who)
	}
	if who == "training" && o.picture != nil {
		o.t.Fatal("training moves the weights of a picture that is being drawn")
	}
	cost := o.cost(who)
	o.at = o.at.Add(cost)
	o.spent[who] += cost
	o.last[who] = max(o.last[who], cost)
}

// answer queues two jobs of a command, of three pieces each.
func (o *office) answer(c protocol.Command) {
	switch c := c.(type) {
	case protocol.Pause:
		o.training = false
	case protocol.Play:
		o.training = true
	case protocol.Sample:
		o.begun = append(o.begun, c.ID)
		for k := range 2 {
			left := 3
			o.foreground.add(fmt.Sprint("job ", k), func() bool {
				o.spend("command")
				if left--; left == 0 && k == 1 {
					o.done = append(o.done, c.ID)
				}
				return left == 0
			})
		}
	}
}

// learn is a step, which begins a picture when that is due.
func (o *office) learn() (more bool, wait time.Duration) {
	if !o.training {
		return false, 0
	}
	if wait := o.pace.wait(o.at, o.speed, o.steps); wait > 0 {
		return true, wait
	}
	o.steps++
	o.spend("training")
	if o.pace.pictureDue(o.at, o.speed) {
		left := int(o.steps%7) + 1
		o.picture = func() bool {
			o.spend("picture")
			left--
			return left == 0
		}
	}
	return true, 0
}

// run works in turns of the trainer until so much time is over, and returns the longest turn.
func (o *office) run(most time.Duration, between func()) (longest time.Duration) {
	const budget = 12 * time.Millisecond
	for end := o.at.Add(most); o.at.Before(end); {
		start := o.at
		more, wait := o.work(budget)
		longest = max(longest, o.at.Sub(start))
		switch {
		case wait > 0:
			o.at = o.at.Add(wait)
		case !more:
			o.at = o.at.Add(time.Millisecond) // nobody does anything
		}
		between()
	}
	return longest
}

func costs(t *rapid.T) func(who string) time.Duration {
	most := map[string]int{"training": 20_000, "picture": 20_000, "views": 6_000, "baselines": 800, "command": 20_000,
		"limits": 500}
	for who, n := range most {
		most[who] = rapid.IntRange(n/10, n).Draw(t, who)
	}
	x := uint64(1)
	return func(who string) time.Duration {
		x = x*6364136223846793005 + 1442695040888963407
		return time.Duration(1+int(x>>33)%most[who]) * time.Microsecond
	}
}

// While it trains, pictures get a quarter of the time at most, views a fifth, baselines a fiftieth, and training all
// the rest, whatever each costs; and no turn is longer than the trainer's and a piece of everybody.
func TestWhoGetsTheTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t, costs(t))
		o.speed = rapid.SampledFrom([]string{"slow", "1x", "max"}).Draw(t, "speed")
		for _, who := range []string{"limits", "baselines", "views"} {
			o.wants[who] = rapid.Bool().Draw(t, "wants "+who)
		}
		o.accept(protocol.Play{})
		const all = 10 * time.Second
		longest := o.run(all, func() {})
		picture := 7 * o.last["picture"]
		for who, limit := range map[string]time.Duration{
			"picture":   (all + 3*picture) / 4,
			"views":     (all + viewShare*(viewRest+o.last["views"])) / (viewShare + 1),
			"baselines": (all + baselineShare*(restSlice+o.last["baselines"])) / (baselineShare + 1),
		} {
			if slack := 50 * time.Millisecond; o.speed == "max" && o.spent[who] > limit+slack {
				t.Errorf("%s got %v of %v", who, o.spent[who], all)
			}
		}
		rest := all - picture - o.spent["picture"] - o.spent["views"] - o.spent["baselines"] - o.spent["limits"]
		if o.speed == "max" && o.spent["training"] < rest-100*time.Millisecond {
			t.Errorf("training got %v of %v, and %v", o.spent["training"], all, o.spent)
		}
		most := 12*time.Millisecond + max(o.last["training"], o.last["picture"]) + o.last["limits"] +
			max(restSlice, o.last["baselines"]+busySlice) + max(viewRest, o.last["views"]+viewSlice) + o.last["views"]
		if longest > most {
			t.Errorf("a turn took %v, and %v is the most", longest, most)
		}
	})
}

// Commands are worked on in the order in which they came, each to its end, before any picture or step.
func TestCommandsComeFirstAndInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t, costs(t))
		o.wants["views"] = true
		o.accept(protocol.Play{})
		var sent []int
		rate := rapid.IntRange(1, 20).Draw(t, "rate")
		o.run(3*time.Second, func() {
			if len(sent) < 40 && (len(sent)*7+int(o.at.UnixMicro()))%rate == 0 {
				sent = append(sent, len(sent)+1)
				o.accept(protocol.Sample{ID: len(sent)})
				if !slices.Equal(o.done, o.begun) && !slices.Equal(o.done, o.begun[:len(o.begun)-1]) {
					t.Fatalf("begun %v, done %v", o.begun, o.done)
				}
			}
		})
		o.run(8*time.Second, func() {})
		if !slices.Equal(o.begun, sent) || !slices.Equal(o.done, sent) {
			t.Errorf("sent %v, begun %v, done %v", sent, o.begun, o.done)
		}
		if o.spent["training"] == 0 {
			t.Error("nothing was learned")
		}
	})
}

// A pause is heard at once, whatever is in hand, and what asked to play before it does not.
func TestAPauseOvertakes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t, costs(t))
		o.accept(protocol.Sample{ID: 1})
		o.accept(protocol.Play{})
		o.accept(protocol.Pause{})
		late := rapid.Bool().Draw(t, "another play")
		if late {
			o.accept(protocol.Play{})
		}
		o.run(time.Second, func() {})
		if o.training != late {
			t.Errorf("with a play after the pause %v, it trains: %v", late, o.training)
		}
	})
}

// At rest the background has all the time, and where nobody wants anything there is nothing to do.
func TestTheBackgroundAtRest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := newOffice(t, costs(t))
		o.wants["views"] = true
		o.run(time.Second, func() {})
		if o.spent["views"] < time.Second {
			t.Errorf("views had %v of a second", o.spent["views"])
		}
		o.wants["views"] = false
		if more, wait := o.work(time.Millisecond); more || wait != 0 {
			t.Errorf("there is still something to do, in %v", wait)
		}
	})
}
