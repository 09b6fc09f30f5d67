package app

import (
	"fmt"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// builtin is a table that the site ships, or pictures. Rows and columns are those modelled: a link has to know the
// defaults of a table before its bytes are there.
type builtin struct {
	name          string
	rows, columns int
	pictures      string // the folder of their file
}

var builtins = []builtin{
	{"penguins", 342, 4, ""}, {"iris", 150, 4, ""}, {"wine", 178, 13, ""}, {"banknote", 1372, 4, ""}, {"faithful", 272, 2, ""},
	{"redwine", 1599, 11, ""}, {"cancer", 569, 30, ""}, {"datasaurus", 142, 2, ""},
	{"digits", 4779, 64, "pictures"}, {"mnist", 70_000, 784, "mnist"},
}

func builtinNamed(name string) (builtin, bool) {
	for _, b := range builtins {
		if b.name == name {
			return b, true
		}
	}
	return builtin{}, false
}

func builtinNames() []string {
	var names []string
	for _, b := range builtins {
		names = append(names, b.name)
	}
	return names
}

// id is that of its button.
func (b builtin) id() string {
	if b.pictures != "" {
		return "pictures-" + b.name
	}
	return "table-" + b.name
}

func (b builtin) file() string {
	if b.pictures != "" {
		return b.name + ".npz"
	}
	return b.name + ".csv"
}

func (b builtin) folder() string {
	if b.pictures != "" {
		return b.pictures + "/"
	}
	return "tables/"
}

func (b builtin) setup() protocol.Setup {
	if b.pictures != "" {
		return protocol.Setup(recipe.Pictures(b.rows, b.columns))
	}
	return protocol.Setup(recipe.Table(b.rows, b.columns))
}

// onBuiltin is the name of the built-in table that is the present data, or "".
func (l *lab) onBuiltin() string {
	if len(l.data) > 0 {
		if c, ok := l.data[0].(protocol.OpenTable); ok && c.ID == l.builtin.id {
			return l.builtin.name
		}
	}
	return ""
}

// linkTable is the built-in table that a link can name: with other columns than at first it is another one.
func (l *lab) linkTable() string {
	if len(l.data) > 1 {
		if _, ok := l.data[1].(protocol.UseColumns); ok {
			return ""
		}
	}
	return l.onBuiltin()
}

// chooseBuiltin fetches a built-in table and opens it, unless something else is chosen meanwhile. A click enters a place
// that the browser's Back returns from.
func (l *lab) chooseBuiltin(name string, click bool) {
	b, ok := builtinNamed(name)
	if !ok {
		return
	}
	l.tell(fmt.Sprintf(words.Say.Fetching, words.Say.Tables[name].Label))
	wanted := l.choose()
	l.effect.ship(b.folder()+b.file(), func(bytes []byte) {
		switch {
		case !wanted():
		case bytes == nil:
			if l.ready() && l.data == nil {
				l.begin() // a link's table did not come, and the page is not to stay empty
			}
			l.warn(fmt.Sprintf(words.Say.NotFetched, words.Say.Tables[name].Label))
		default:
			before := l.lastID
			if l.openFile(b.file(), bytes); l.lastID > before {
				l.builtin.id, l.builtin.name, l.enters = l.lastID, name, click
			}
		}
	})
}

// builtins are the tables that are a click away.
func (d *dataPanel) builtins() ui.UI {
	l := d.lab
	return ui.Div().Class("tables").Role("group").Aria("label", words.Say.TablesHead).Body(
		ui.H3().Text(words.Say.TablesHead),
		ui.Ul().Body(ui.Range(builtins).Slice(func(i int) ui.UI {
			name := builtins[i].name
			tip := words.Say.Tables[name].Tip
			if l.phase == "" {
				tip = "" // the first view is weighed
			}
			return ui.Li().Body(off(ui.Button().ID(builtins[i].id()).Class("chip"), !l.ready()).Type("button").Title(tip).
				Attr("aria-pressed", pressed(l.onBuiltin() == name)).OnClick(func(ui.Context, ui.Event) { l.chooseBuiltin(name, true) }, name).Text(words.Say.Tables[name].Label))
		})),
	)
}
