package app

import (
	"fmt"

	"nicelab/app/plot"
	"nicelab/wasm/protocol"
)

// Startup is what the site's scripts say and do before the page's program is there. The build writes it into web/start.js.
type Startup struct {
	First     string               `json:"first"` // the language that the page comes in
	Languages map[string]lostWords `json:"languages"`
	Stage     protocol.StageWords  `json:"stage"`    // in the first language, as all that follows
	Training  string               `json:"training"` // that the first run trains
	Pause     string               `json:"pause"`    // what the button is called then
	Keys      map[string]string    `json:"keys"`     // shortcuts: the id of the button that a key presses
}

// lostWords are said where the page's program cannot start, or has ended.
type lostWords struct {
	Reload  string `json:"reload"`
	Old     string `json:"old"`     // the browser
	Stopped string `json:"stopped"` // the program
	Missing string `json:"missing"` // the program, and why, in the browser's words
}

// shortcuts are the ids of the buttons that keys press wherever the focus is.
var shortcuts = map[string]string{" ": "play", "s": "step", "r": "reset"}

// AtStart returns what the scripts start with.
func AtStart() Startup {
	s := Startup{
		First: say.Lang, Languages: map[string]lostWords{}, Training: trainsFirst(), Pause: say.Pause.Label, Keys: shortcuts,
		Stage: protocol.StageWords{
			Chart: protocol.ChartWords(lossWords()), Thousands: say.Numbers.Thousands, Decimal: say.Numbers.Decimal,
		},
	}
	for _, lang := range languages {
		s.Languages[lang] = tables[lang].Lost
	}
	return s
}

// trainsFirst says that the first visit's run is under way.
func trainsFirst() string { return fmt.Sprintf(say.Status[protocol.Training], presetName(presets[0])) }

func lossWords() plot.LossWords {
	return plot.LossWords{
		Nats: say.Unit, Step: say.StatStep, Train: say.LossTrain, Held: say.LossHeld, Floor: say.LossFloor, Price: say.LossPrice,
	}
}
