// Package rows is the view of a table: its rows, ranked by log p, searched and chosen.
package rows

import (
	"fmt"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/view"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Host is what the table needs of the page beside its rows.
type Host interface {
	ExportRows(*lab.RowsView)
	ChooseRow(number int)
}

// View is how it is drawn.
func View(h Host) view.Kind {
	return view.Of(func(v *lab.RowsView, f view.Frame) []ui.UI { return body(v, h, f) }, updated)
}

func body(v *lab.RowsView, h Host, f view.Frame) []ui.UI {
	r := v.Got
	export := !v.Ready() || !v.Ranked() || r.Found == 0 || f.Viewing.Busy
	return []ui.UI{
		ui.P().ID("rows-rank").Class("note").Text(v.RankText(f.Viewing.Busy, f.Viewing.Done)),
		ui.Div().Class("find").Body(
			searchField(v),
			kit.Button("rows-export", words.Say.RowsExport, export, func(ui.Context, ui.Event) { h.ExportRows(v) }),
		),
		ui.Div().Class("pager").Body(
			ui.P().ID("rows-found").Role("status").Text(v.FoundText()),
			ui.Span().ID("rows-window").Text(v.WindowText()),
			pageButton(v, "rows-back", words.Say.RowsBack, -1, r.First == 0),
			pageButton(v, "rows-next", words.Say.RowsNext, 1, r.First+len(r.Numbers) >= r.Found),
		),
		ui.Div().Class("box").Body(
			ui.Table().ID("rows").Aria("label", words.Say.Rows).Aria("rowcount", strconv.Itoa(r.Found+1)).Body(
				ui.THead().Body(ui.Tr().Body(heads(v)...)),
				ui.TBody().Title(words.Say.RowsChoose).OnKeyDown(func(ctx ui.Context, e ui.Event) { onKey(v, ctx, e) }).
					Body(ui.Range(r.Numbers).Slice(func(i int) ui.UI { return line(v, h, i) })),
			),
		),
		ui.P().Class("note").Text(v.LeftText()),
		ui.P().ID("rows-chosen").Class("note").Role("status").Text(v.ChosenText()),
	}
}

func searchField(v *lab.RowsView) ui.UI {
	return ui.Label().Class("field").For("rows-search").Title(words.Say.RowsSearch.Tip).Body(
		ui.Span().Text(words.Say.RowsSearch.Label),
		ui.Input().ID("rows-search").Type("search").Placeholder(words.Say.RowsSearchHint).AutoComplete(false).
			Spellcheck(false).
			Attr("autocapitalize", "none").Value(v.Ask.Search).OnInput(func(ctx ui.Context, _ ui.Event) {
			v.Search(ctx.JSSrc().Get("value").String())
			v.Changed()
		}),
	)
}

func pageButton(v *lab.RowsView, id string, w words.Word, pages int, end bool) ui.UI {
	return kit.Button(id, w, end, func(ui.Context, ui.Event) {
		v.Turn(pages)
		v.At = 0
		v.Changed()
	})
}

// heads are the headings, of which most are buttons that order the rows.
func heads(v *lab.RowsView) []ui.UI {
	r := v.Got
	all := []ui.UI{
		headButton(v, words.Say.RowsNumber, protocol.ByNumber, 0),
		headButton(v, words.Say.RowsLogP, protocol.ByLogP, 0),
		ui.Th().Scope("col").Title(words.Say.RowsShare.Tip).Text(words.Say.RowsShare.Label),
	}
	for j, name := range r.Names {
		if j < r.Texts {
			all = append(all, ui.Th().Scope("col").Class("text").Body(ui.Span().Text(name)))
			continue
		}
		all = append(all, headButton(v, words.Word{Label: name, Tip: fmt.Sprintf(words.Say.RowsColumn, name)},
			protocol.ByColumn, j-r.Texts))
	}
	return all
}

func headButton(v *lab.RowsView, w words.Word, order string, column int) ui.UI {
	sorted, sign := "none", ""
	if a := v.Ask; a.Order == order && a.Column == column {
		if sorted, sign = "ascending", "▲"; a.Back {
			sorted, sign = "descending", "▼"
		}
	}
	return ui.Th().Scope("col").Aria("sort", sorted).Body(
		ui.Button().Type("button").Title(w.Tip).OnClick(func(ui.Context, ui.Event) {
			v.Order(order, column)
			v.Changed()
		}, order, column).Body(ui.Text(w.Label), ui.Span().Aria("hidden", "true").Text(sign)),
	)
}

// line is a row of the window. Tab leads to one of them, arrow keys to the others.
func line(v *lab.RowsView, h Host, i int) ui.UI {
	r := v.Got
	number := r.Numbers[i]
	stop := -1
	if i == v.At {
		stop = 0
	}
	class, on := "", v.Chosen(number)
	if on {
		class = "chosen"
	}
	cells := []ui.UI{
		ui.Th().Scope("row").Body(
			ui.Button().ID("row-at-"+strconv.Itoa(i)).Type("button").TabIndex(stop).Attr("aria-pressed", kit.Pressed(on)).
				Text(words.Count(number)),
		),
		ui.Td().Class("log-p").Text(words.Nats(r.LogP[i])),
		ui.Td().Text(lab.Percentile(r.Share[i])),
	}
	for j := range r.Names {
		text := r.Cells[i*len(r.Names)+j]
		if j < r.Texts {
			cell := []ui.UI{ui.Text(text)}
			if kind := v.Kind(j, text); kind >= 0 {
				cell = append([]ui.UI{kit.Swatch(kind)}, cell...)
			}
			cells = append(cells, ui.Td().Class("text").Body(cell...))
		} else {
			cells = append(cells, ui.Td().Text(strings.ReplaceAll(text, "-", "−")))
		}
	}
	return ui.Tr().DataSet("row", number).Class(class).OnClick(func(ui.Context, ui.Event) {
		v.At = i
		if i < len(v.Got.Numbers) {
			h.ChooseRow(v.Got.Numbers[i])
		}
	}, i).Body(cells...)
}

func onKey(v *lab.RowsView, ctx ui.Context, e ui.Event) {
	if !kit.Plain(e.Value) || !v.Key(e.Get("key").String()) {
		return
	}
	e.PreventDefault()
	v.Changed()
	updated(v, ctx)
}

// updated moves the focus once the row that is to have it is in the document.
func updated(v *lab.RowsView, ctx ui.Context) {
	if row, ok := v.Focused(); ok {
		ctx.Defer(func(ui.Context) { ui.Window().GetElementByID("row-at-" + strconv.Itoa(row)).Call("focus") })
	}
}
