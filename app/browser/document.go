package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/link"
	"nicelab/app/words"
)

// Document is the look of the page: its theme and its language, as the address says, or an earlier visit chose.
type Document struct {
	Lab  *lab.Lab
	Dark bool
	Text string // the language of long texts, which follow the page's
}

// Read takes what the address says, and what an earlier visit chose.
func (d *Document) Read(ctx ui.Context, hear *kit.Listeners) {
	l := d.Lab
	hash := ui.Window().Get("location").Get("hash").String()
	said, _ := link.Parse(hash)
	words.Speak(kit.Spoken(said.Lang))
	d.translate(ctx)
	said, wrong := link.Parse(hash) // in that language
	l.Load(said, hash)
	l.PreferTheme(kit.Remembered("theme"))
	still := kit.Matches("(prefers-reduced-motion: reduce)")
	switch {
	case still:
		l.Choice.Intent = lab.Still
	case !said.Autoplay:
		l.Choice.Intent = lab.Held
	}
	waitUntilSeen(ctx, &l.Choice, hear, l.Seen)
	l.Refuse(wrong)
	d.applyTheme()
}

// Listen follows the address and the system's theme. told is called when something has changed.
func (d *Document) Listen(ctx ui.Context, hear *kit.Listeners, told func()) {
	win := ui.Window()
	hear.On(win, "hashchange", func(ui.Value) bool {
		d.Lab.Follow(win.Get("location").Get("hash").String())
		d.Lab.PreferTheme(kit.Remembered("theme"))
		d.applyTheme()
		ctx.Dispatch(d.translate)
		told()
		return false
	})
	hear.On(win.Call("matchMedia", "(prefers-color-scheme: dark)"), "change", func(ui.Value) bool {
		d.applyTheme()
		told()
		return false
	})
}

// SetTheme is a person's choice.
func (d *Document) SetTheme(name string) {
	d.Lab.Address.Theme = name
	d.Lab.WriteLink()
	d.applyTheme()
}

// applyTheme tells the style sheet and the canvases.
func (d *Document) applyTheme() {
	d.Dark = kit.PaintTheme(d.Lab.Address.Theme)
	ui.Window().Get("document").Get("documentElement").Call("toggleAttribute", "data-embed", d.Lab.Address.Embed)
}

// SetLanguage is a person's choice.
func (d *Document) SetLanguage(ctx ui.Context, lang string) {
	d.Lab.Address.Lang = lang
	d.Lab.Speak(lang)
	d.Lab.WriteLink()
	d.translate(ctx)
}

// translate names the document in the page's language, and has long texts follow into it once the rest is on the
// screen.
func (d *Document) translate(ctx ui.Context) {
	kit.Entitle(ctx, words.Say.DocTitle, words.Say.Description)
	if d.Text != words.Say.Lang {
		kit.WhenShown(ctx, func() {
			ctx.Dispatch(func(ui.Context) { d.Text = words.Say.Lang })
		})
	}
}
