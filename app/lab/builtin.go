package lab

import (
	"fmt"

	"nicelab/app/words"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// builtin is a table that the site ships, or pictures. Rows and columns are those modelled: a link has to know the
// defaults of a table before its bytes are there.
type builtin struct {
	packing
	folder, Name  string
	rows, columns int
}

var Builtins = []builtin{
	{aTable, "tables", "penguins", 342, 4}, {aTable, "tables", "iris", 150, 4}, {aTable, "tables", "wine", 178, 13},
	{aTable, "tables", "banknote", 1372, 4}, {aTable, "tables", "faithful", 272, 2}, {aTable, "tables", "redwine", 1599, 11},
	{aTable, "tables", "cancer", 569, 30}, {aTable, "tables", "datasaurus", 142, 2},
	{asPictures, "pictures", "digits", 4779, 64}, {asPictures, "mnist", "mnist", 70_000, 784},
}

func builtinNamed(name string) (builtin, bool) {
	for _, b := range Builtins {
		if b.Name == name {
			return b, true
		}
	}
	return builtin{}, false
}

func builtinNames() []string {
	var names []string
	for _, b := range Builtins {
		names = append(names, b.Name)
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

// Id is that of its button.
func (b builtin) Id() string { return b.button + b.Name }

func (b builtin) file() string { return b.Name + b.suffix }

func (b builtin) setup() protocol.Setup { return protocol.Setup(b.recipe(b.rows, b.columns)) }

// OnBuiltin is the name of the built-in table that is the present data, or "".
func (l *Lab) OnBuiltin() string {
	if len(l.Data) > 0 {
		if c, ok := l.Data[0].(protocol.OpenTable); ok && c.ID == l.builtin.id {
			return l.builtin.name
		}
	}
	return ""
}

// linkTable is the built-in table that a link can name: with other columns than at first it is another one.
func (l *Lab) linkTable() string {
	if len(l.Data) > 1 {
		if _, ok := l.Data[1].(protocol.UseColumns); ok {
			return ""
		}
	}
	return l.OnBuiltin()
}

// ChooseBuiltin fetches a built-in table and opens it, unless something else is chosen meanwhile. A click enters a place
// that the browser's Back returns from.
func (l *Lab) ChooseBuiltin(name string, click bool) {
	b, ok := builtinNamed(name)
	if !ok {
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Fetching, words.Say.Tables[name].Label))
	wanted := l.Choose()
	l.Effect.Ship([]string{b.folder + "/" + b.file()}, func(files [][]byte) {
		switch {
		case !wanted():
		case files == nil:
			if l.Ready() && l.Data == nil {
				l.begin() // a link's table did not come, and the page is not to stay empty
			}
			l.Warn(fmt.Sprintf(words.Say.NotFetched, words.Say.Tables[name].Label))
		default:
			before, errand := l.LastID, l.wanting
			l.OpenFile(b.file(), OfBytes(files[0]))
			l.wanting = errand // which was for this table
			if l.LastID > before {
				l.builtin.id, l.builtin.name, l.enters = l.LastID, name, click
			}
		}
	})
}
