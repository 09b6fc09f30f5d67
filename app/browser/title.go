package browser

import (
	"time"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/lab"
	"nicelab/app/words"
)

// Title is the tab's title as the page last wrote it.
type Title struct {
	said string
	at   time.Time
}

// Follow has it follow a run of so many steps, once a second at most.
func (t *Title) Follow(r *lab.Report, run int) {
	doc := ui.Window().Get("document")
	text := r.RunTitle(run, doc.Get("hidden").Truthy())
	if text == t.said || text != "" && time.Since(t.at) < time.Second {
		return
	}
	*t = Title{text, time.Now()}
	if text == "" {
		text = words.Say.DocTitle
	}
	doc.Set("title", text)
}
