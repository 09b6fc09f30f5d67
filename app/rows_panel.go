package app

import (
	"fmt"
	"strconv"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func rowsBody(v *rowsView, h *viewPanel) []ui.UI {
	l, r := h.lab, v.got
	export := !l.ready() || !v.ranked(l) || r.Found == 0 || h.view.busy
	return []ui.UI{
		ui.P().ID("rows-rank").Class("note").Text(v.rankText(l, h.view.busy, h.view.done)),
		ui.Div().Class("find").Body(
			searchField(v, h),
			off(ui.Button().ID("rows-export").Class("btn"), export).Type("button").Title(words.Say.RowsExport.Tip).Text(words.Say.RowsExport.Label).
				OnClick(func(ui.Context, ui.Event) { l.exportRows(v) }),
		),
		ui.Div().Class("pager").Body(
			ui.P().ID("rows-found").Role("status").Text(v.foundText(l)),
			ui.Span().ID("rows-window").Text(v.windowText()),
			pageButton(v, h, "rows-back", words.Say.RowsBack, -1, r.First == 0),
			pageButton(v, h, "rows-next", words.Say.RowsNext, 1, r.First+len(r.Numbers) >= r.Found),
		),
		ui.Div().Class("box").Body(
			ui.Table().ID("rows").Aria("label", words.Say.Rows).Aria("rowcount", strconv.Itoa(r.Found+1)).Body(
				ui.THead().Body(ui.Tr().Body(rowsHeads(v, h)...)),
				ui.TBody().Title(words.Say.RowsChoose).OnKeyDown(func(ctx ui.Context, e ui.Event) { rowsKey(v, h, ctx, e) }).
					Body(ui.Range(r.Numbers).Slice(func(i int) ui.UI { return rowsLine(v, h, i) })),
			),
		),
		ui.P().Class("note").Text(v.leftText()),
		ui.P().ID("rows-chosen").Class("note").Role("status").Text(l.chosenText()),
	}
}

func (v *rowsView) leftText() string {
	if v.got.Left == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsLeft, words.Count(v.got.Left))
}

// chosenText says which row is marked.
func (l *lab) chosenText() string {
	if l.shown.Row == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsChosen, words.Count(l.shown.Row))
}

func searchField(v *rowsView, h *viewPanel) ui.UI {
	return ui.Label().Class("field").For("rows-search").Title(words.Say.RowsSearch.Tip).Body(
		ui.Span().Text(words.Say.RowsSearch.Label),
		ui.Input().ID("rows-search").Type("search").Placeholder(words.Say.RowsSearchHint).AutoComplete(false).Spellcheck(false).
			Attr("autocapitalize", "none").Value(v.ask.Search).OnInput(func(ctx ui.Context, _ ui.Event) {
			v.search(ctx.JSSrc().Get("value").String())
			h.lab.watchViews()
		}),
	)
}

func pageButton(v *rowsView, h *viewPanel, id string, w words.Word, pages int, end bool) ui.UI {
	return off(ui.Button().ID(id).Class("btn"), end).Type("button").Title(w.Tip).Text(w.Label).OnClick(func(ui.Context, ui.Event) {
		v.turn(pages)
		v.at = 0
		h.lab.watchViews()
	}, pages)
}

// rowsHeads are the headings, of which most are buttons that order the rows.
func rowsHeads(v *rowsView, h *viewPanel) []ui.UI {
	r := v.got
	all := []ui.UI{
		headButton(v, h, words.Say.RowsNumber, protocol.ByNumber, 0),
		headButton(v, h, words.Say.RowsLogP, protocol.ByLogP, 0),
		ui.Th().Scope("col").Title(words.Say.RowsShare.Tip).Text(words.Say.RowsShare.Label),
	}
	for j, name := range r.Names {
		if j < r.Texts {
			all = append(all, ui.Th().Scope("col").Class("text").Body(ui.Span().Text(name)))
			continue
		}
		all = append(all, headButton(v, h, words.Word{Label: name, Tip: fmt.Sprintf(words.Say.RowsColumn, name)}, protocol.ByColumn, j-r.Texts))
	}
	return all
}

func headButton(v *rowsView, h *viewPanel, w words.Word, order string, column int) ui.UI {
	sorted, sign := "none", ""
	if a := v.ask; a.Order == order && a.Column == column {
		if sorted, sign = "ascending", "▲"; a.Back {
			sorted, sign = "descending", "▼"
		}
	}
	return ui.Th().Scope("col").Aria("sort", sorted).Body(
		ui.Button().Type("button").Title(w.Tip).OnClick(func(ui.Context, ui.Event) {
			v.order(order, column)
			h.lab.watchViews()
		}, order, column).Body(ui.Text(w.Label), ui.Span().Aria("hidden", "true").Text(sign)),
	)
}

// rowsLine is a row of the window. Tab leads to one of them, arrow keys to the others.
func rowsLine(v *rowsView, h *viewPanel, i int) ui.UI {
	l, r := h.lab, v.got
	number := r.Numbers[i]
	stop := -1
	if i == v.at {
		stop = 0
	}
	class, on := "", l.shown.Row == number
	if on {
		class = "chosen"
	}
	cells := []ui.UI{
		ui.Th().Scope("row").Body(
			ui.Button().ID("row-at-"+strconv.Itoa(i)).Type("button").TabIndex(stop).Attr("aria-pressed", pressed(on)).Text(words.Count(number)),
		),
		ui.Td().Class("log-p").Text(words.Nats(r.LogP[i])),
		ui.Td().Text(percentile(r.Share[i])),
	}
	for j := range r.Names {
		text := r.Cells[i*len(r.Names)+j]
		if j < r.Texts {
			cell := []ui.UI{ui.Text(text)}
			if j+1 == l.shown.Label && len(l.planes.Kind) > 0 {
				cell = append([]ui.UI{swatch(l.kindOf(text))}, cell...)
			}
			cells = append(cells, ui.Td().Class("text").Body(cell...))
		} else {
			cells = append(cells, ui.Td().Text(strings.ReplaceAll(text, "-", "−")))
		}
	}
	return ui.Tr().DataSet("row", number).Class(class).OnClick(func(ui.Context, ui.Event) {
		v.at = i
		if i < len(v.got.Numbers) {
			l.chooseRow(v.got.Numbers[i])
		}
	}, i).Body(cells...)
}

func rowsKey(v *rowsView, h *viewPanel, ctx ui.Context, e ui.Event) {
	if e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy() || !v.key(e.Get("key").String()) {
		return
	}
	e.PreventDefault()
	h.lab.watchViews()
	rowsUpdated(v, h.lab, ctx)
}

// rowsUpdated moves the focus once the row that is to have it is in the document.
func rowsUpdated(v *rowsView, l *lab, ctx ui.Context) {
	if row, ok := v.focused(l); ok {
		ctx.Defer(func(ui.Context) { ui.Window().GetElementByID("row-at-" + strconv.Itoa(row)).Call("focus") })
	}
}
