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
	packing
	folder, name  string
	rows, columns int
}

var builtins = []builtin{
	{aTable, "tables", "penguins", 342, 4}, {aTable, "tables", "iris", 150, 4}, {aTable, "tables", "wine", 178, 13},
	{aTable, "tables", "banknote", 1372, 4}, {aTable, "tables", "faithful", 272, 2}, {aTable, "tables", "redwine", 1599, 11},
	{aTable, "tables", "cancer", 569, 30}, {aTable, "tables", "datasaurus", 142, 2},
	{asPictures, "pictures", "digits", 4779, 64}, {asPictures, "mnist", "mnist", 70_000, 784},
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

// packing is how a kind of data is shipped: what its buttons' ids begin with, the end of its files' names, and what fits it.
type packing struct {
	button, suffix string
	recipe         func(rows, columns int) recipe.Recipe
}

var (
	aTable     = packing{"table-", ".csv", recipe.Table}
	asPictures = packing{"pictures-", ".npz", recipe.Pictures}
)

// id is that of its button.
func (b builtin) id() string { return b.button + b.name }

func (b builtin) file() string { return b.name + b.suffix }

func (b builtin) setup() protocol.Setup { return protocol.Setup(b.recipe(b.rows, b.columns)) }

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
	l.effect.ship([]string{b.folder + "/" + b.file()}, func(files [][]byte) {
		switch {
		case !wanted():
		case files == nil:
			if l.ready() && l.data == nil {
				l.begin() // a link's table did not come, and the page is not to stay empty
			}
			l.warn(fmt.Sprintf(words.Say.NotFetched, words.Say.Tables[name].Label))
		default:
			before, errand := l.lastID, l.wanting
			l.openFile(b.file(), files[0])
			l.wanting = errand // which was for this table
			if l.lastID > before {
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
