package lab

import (
	"nicelab/app/plot"
	"nicelab/app/words"
)

// Shortcuts are the ids of the buttons that keys press wherever the focus is.
var Shortcuts = map[string]string{" ": "play", "s": "step", "r": "reset"}

func LossWords() plot.LossWords {
	return plot.LossWords{
		Nats: words.Say.Unit, Step: words.Say.StatStep, Train: words.Say.LossTrain, Held: words.Say.LossHeld,
		Floor: words.Say.LossFloor, Price: words.Say.LossPrice,
	}
}
