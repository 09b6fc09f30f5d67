// Package startup is what the site says before the page's program is there.
package startup

import (
	"nicelab/app/lab"
	"nicelab/app/panel/bar"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Table is what the site's scripts say and do before the page's program is there. The build writes it into
// web/start.js.
type Table struct {
	First     string                `json:"first"` // the language that the page comes in
	Languages map[string]words.Lost `json:"languages"`
	Stage     protocol.StageWords   `json:"stage"`    // in the first language, as all that follows
	Training  string                `json:"training"` // that the first run trains
	Pause     string                `json:"pause"`    // what the button is called then
	Keys      map[string]string     `json:"keys"`     // shortcuts: the id of the button that a key presses
}

// New returns what the scripts start with.
func New() Table {
	s := Table{
		First: words.Say.Lang, Languages: map[string]words.Lost{},
		Training: bar.TrainsFirst(), Pause: words.Say.Pause.Label, Keys: lab.Shortcuts,
		Stage: protocol.StageWords{
			Chart: protocol.ChartWords(lab.LossWords()), Thousands: words.Say.Thousands, Decimal: words.Say.Decimal,
		},
	}
	for _, t := range words.Tables {
		s.Languages[t.Lang] = t.Lost
	}
	return s
}
