package link

import (
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// Builtin is a table that the site ships, or pictures. Rows and columns are those modelled: a link has to know the
// defaults of a table before its bytes are there.
type Builtin struct {
	packing
	folder, Name  string
	Rows, Columns int
}

var Builtins = []Builtin{
	{aTable, "tables", "penguins", 342, 4}, {aTable, "tables", "iris", 150, 4}, {aTable, "tables", "wine", 178, 13},
	{aTable, "tables", "banknote", 1372, 4}, {aTable, "tables", "faithful", 272, 2}, {aTable, "tables", "redwine", 1599,
		11},
	{aTable, "tables", "cancer", 569, 30}, {aTable, "tables", "datasaurus", 142, 2},
	{asPictures, "pictures", "digits", 4779, 64}, {asPictures, "mnist", "mnist", 70_000, 784},
}

func BuiltinNamed(name string) (Builtin, bool) {
	for _, b := range Builtins {
		if b.Name == name {
			return b, true
		}
	}
	return Builtin{}, false
}

func BuiltinNames() []string {
	var names []string
	for _, b := range Builtins {
		names = append(names, b.Name)
	}
	return names
}

// packing is how a kind of data is shipped: what its buttons' ids begin with, the end of its files' names, and what
// fits it.
type packing struct {
	button, suffix string
	recipe         func(rows, columns int) recipe.Recipe
}

var (
	aTable     = packing{"table-", ".csv", recipe.Table}
	asPictures = packing{"pictures-", ".npz", recipe.Pictures}
)

// Id is that of its button.
func (b Builtin) Id() string { return b.button + b.Name }

func (b Builtin) File() string { return b.Name + b.suffix }

// Path is where its file lies on the site.
func (b Builtin) Path() string { return b.folder + "/" + b.File() }

func (b Builtin) Setup() protocol.Setup { return protocol.Setup(b.recipe(b.Rows, b.Columns)) }
