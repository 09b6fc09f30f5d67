package app

import (
	"fmt"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

func cornerBody(v *cornerView, h *viewPanel) []ui.UI {
	l := h.lab
	rev, moved := v.rev, v.moved
	if len(v.data.Columns) == 0 || h.view.closed {
		rev, moved = 0, 0
	}
	return []ui.UI{
		ui.Link().Rel("stylesheet").Href("/web/corner.css"),
		ui.P().ID("corner-text").Class("note").Text(v.text(l, h.view.busy, h.view.done)),
		ui.P().Class("note").Text(words.Say.CornerHow),
		&cornerTools{lab: l, view: v, Rev: v.rev + v.asks, Lang: words.Say.Lang},
		unseen(ui.Div().Class("corner-box"), len(v.data.Columns) == 0).Body(
			ui.Div().Class("corner-stage").Style("max-width", v.width(190)).Style("min-width", v.width(66)).Body(
				ui.Div().Class("corner-rows").Body(ui.Range(v.data.Columns).Slice(func(i int) ui.UI { return v.row(h, i, moved) })),
				&canvas{id: "corner-data", Rev: rev, Dark: h.Dark, draw: v.drawData(l)},
				&cornerCells{lab: l, view: v, Rev: v.rev, At: v.at, X: l.shown.ColumnX, Y: l.shown.ColumnY, Lang: words.Say.Lang},
			),
		),
		ui.P().ID("corner-shows").Class("note").Role("status").Text(v.shows(l)),
		unseen(ui.Button().ID("corner-go").Class("btn"), v.shows(l) == "").Type("button").Title(words.Say.CornerGo.Tip).
			Text(words.Say.CornerGo.Label).OnClick(func(ui.Context, ui.Event) {
			plane := ui.Window().GetElementByID("x-plane")
			plane.Call("scrollIntoView", map[string]any{"block": "center"})
			plane.Call("focus", map[string]any{"preventScroll": true})
		}),
		ui.P().Class("note").Text(v.missing()),
		cornerFigures(v, h),
	}
}

// row is the model in a row of cells. Each is a canvas of its own: they are painted some in each frame, where all at once
// would hold up the page.
func (v *cornerView) row(h *viewPanel, i, moved int) ui.UI {
	k := len(v.data.Columns)
	c := &canvas{id: "corner-row-" + strconv.Itoa(i), Rev: moved, Dark: h.Dark, draw: v.drawModel(h.lab, i+1)}
	if i == 0 {
		c.Label = v.sum(h.lab)
	}
	_, _, top, bottom, gap := plot.CornerSpace()
	return ui.Div().
		Style("top", fmt.Sprintf("calc((100%% - %gpx) * %g)", top+bottom, float64(i)/float64(k))).
		Style("height", fmt.Sprintf("calc((100%% - %gpx) * %g + %gpx)", top+bottom, 1/float64(k), top-gap)).
		Body(c)
}

// width is that of the plot, with cells of so many pixels, for a style.
func (v *cornerView) width(cell float64) string {
	left, right, _, _, _ := plot.CornerSpace()
	return words.Short(left+right+cell*float64(max(1, len(v.data.Columns)))) + "px"
}

// box is a checkbox that does something whenever it is hit; scope is what it is of.
func box(on, disabled bool, hit func(), scope any) ui.HTMLInput {
	return ticked(off(ui.Input().Type("checkbox"), disabled), on).OnChange(func(ui.Context, ui.Event) { hit() }, scope)
}

// cornerTools choose what is shown. There may be a thousand columns, so they are drawn again only where that has changed.
type cornerTools struct {
	ui.Compo
	Rev  int
	Lang string

	lab  *lab
	view *cornerView
}

func (c *cornerTools) Render() ui.UI {
	return ui.Div().Body(c.columns(), ui.Div().Class("pick").Body(c.masses(), c.dataAs()))
}

// columns choose the columns.
func (c *cornerTools) columns() ui.UI {
	l, v := c.lab, c.view
	chosen := v.data.Args.Columns
	var listed []int
	for j := range l.state.Columns {
		if len(l.state.Columns) <= fewColumns || slices.Contains(chosen, j) {
			listed = append(listed, j)
		}
	}
	more := []choice{{"", words.Say.CornerAddHint}}
	if len(listed) < len(l.state.Columns) {
		for j, name := range l.state.Columns {
			if !slices.Contains(chosen, j) {
				more = append(more, choice{strconv.Itoa(j), name})
			}
		}
	}
	full := len(chosen) >= protocol.MaxCorner
	return ui.FieldSet().ID("corner-columns").Class("pick").Body(
		ui.Legend().Text(words.Say.CornerColumns),
		ui.Range(listed).Slice(func(i int) ui.UI {
			j := listed[i]
			on := slices.Contains(chosen, j)
			tip := fmt.Sprintf(words.Say.CornerColumn, l.state.Columns[j])
			if full && !on {
				tip = words.Say.CornerFull
			}
			return ui.Label().Class("check").Title(tip).Body(
				box(on, full && !on || on && len(chosen) == 1, func() {
					v.toggle(j)
					l.watchViews()
				}, j),
				ui.Span().Text(l.state.Columns[j]),
			)
		}),
		unseen(ui.Div(), len(more) == 1).Body(
			selectField("corner-add", words.Say.CornerAdd, "", more, full, func(s string) {
				if s != "" {
					v.toggle(atoi(s))
					l.watchViews()
				}
			}),
		),
	)
}

// masses choose the contours.
func (c *cornerTools) masses() ui.UI {
	v := c.view
	return ui.FieldSet().ID("corner-masses").Class("pick").Body(
		ui.Legend().Text(words.Say.CornerMasses),
		ui.Range(cornerMasses).Slice(func(i int) ui.UI {
			q := cornerMasses[i]
			on := slices.Contains(v.ask.Masses, q)
			return ui.Label().Class("check").Title(fmt.Sprintf(words.Say.CornerMass, massText(q))).Body(
				box(on, on && len(v.ask.Masses) == 1, func() {
					v.toggleMass(q)
					c.lab.watchViews()
				}, q),
				ui.Span().Text(massText(q)),
			)
		}),
	)
}

func (c *cornerTools) dataAs() ui.UI {
	now := "dots"
	if c.view.ask.Outline {
		now = "outline"
	}
	as := []choice{{"dots", words.Say.CornerDots}, {"outline", words.Say.CornerOutlined}}
	return selectField("corner-as", words.Say.CornerAs, now, as, false, func(s string) {
		c.view.outline(s == "outline")
		c.lab.watchViews()
	})
}

// cornerCells are buttons over the pairs: each makes its pair the big plane. Tab leads to one of them, arrow keys to the
// others.
type cornerCells struct {
	ui.Compo
	Rev  int
	At   int // the one to which Tab leads
	X, Y int // the columns of the big plane
	Lang string

	lab  *lab
	view *cornerView
}

func (c *cornerCells) Render() ui.UI {
	l, v := c.lab, c.view
	k := len(v.data.Columns)
	pairs := make([]struct{}, k*(k-1)/2)
	return ui.Div().Class("cells").OnKeyDown(func(ctx ui.Context, e ui.Event) {
		with := e.Get("ctrlKey").Truthy() || e.Get("metaKey").Truthy() || e.Get("altKey").Truthy()
		if with || !v.key(e.Get("key").String()) {
			return
		}
		e.PreventDefault()
		at := v.at
		ctx.Defer(func(ui.Context) { ui.Window().GetElementByID("corner-" + strconv.Itoa(at)).Call("focus") })
	}).Body(ui.Range(pairs).Slice(func(i int) ui.UI {
		row, column := pairOf(i)
		x, y := v.data.Args.Columns[column], v.data.Args.Columns[row]
		stop := -1
		if i == v.at {
			stop = 0
		}
		text := fmt.Sprintf(words.Say.CornerCell, v.columnName(l, column), v.columnName(l, row))
		left, right, top, bottom, gap := plot.CornerSpace()
		size := func(before, after float64, share int) string {
			return fmt.Sprintf("calc(%gpx + (100%% - %gpx) * %g)", before, before+after, float64(share)/float64(k))
		}
		side := func(around float64) string {
			return fmt.Sprintf("calc((100%% - %gpx) * %g - %gpx)", around, 1/float64(k), gap)
		}
		on := l.sliced() && l.shown.ColumnX == x && l.shown.ColumnY == y
		return ui.Button().ID("corner-"+strconv.Itoa(i)).Type("button").TabIndex(stop).Title(text).Aria("label", text).
			Attr("aria-pressed", pressed(on)).
			Style("left", size(left, right, column)).Style("top", size(top, bottom, row)).
			Style("width", side(left+right)).Style("height", side(top+bottom)).
			OnClick(func(ui.Context, ui.Event) {
				v.at = i
				if l.ready() {
					l.showPair(x, y)
				}
			}, i, x, y)
	}))
}

// cornerFigures are the table behind the picture.
func cornerFigures(v *cornerView, h *viewPanel) ui.UI {
	l, fits := h.lab, v.fitting()
	return unseen(ui.Div().Class("box"), len(v.data.Columns) == 0).Body(ui.Table().ID("corner-figures").Body(
		ui.Caption().Text(words.Say.CornerFigures),
		ui.THead().Body(ui.Tr().Body(
			ui.Th().Scope("col").Text(words.Say.CornerName),
			ui.Th().Scope("col").Text(words.Say.CornerData),
			ui.Th().Scope("col").Text(words.Say.CornerModel),
			ui.Th().Scope("col").Title(words.Say.CornerKS.Tip).Text(words.Say.CornerKS.Label),
			ui.Th().Scope("col").Title(words.Say.CornerChance.Tip).Text(words.Say.CornerChance.Label),
			ui.Th().Scope("col").Text(words.Say.CornerLog),
		)),
		ui.TBody().Body(ui.Range(v.data.Columns).Slice(func(i int) ui.UI {
			c, j := v.data.Columns[i], v.data.Args.Columns[i]
			middle, ends := fromTo(c.Low, c.Median, c.High)
			of, between, ks, chance, class := "–", "", "–", "–", ""
			if fits {
				m := v.model.Columns[i]
				of, between = fromTo(m.Low, m.Median, m.High)
				ks, chance = words.Decimals(m.KS, 3), words.Decimals(m.Chance, 3)
				if m.KS > m.Chance {
					class = "far"
				}
			}
			name := v.columnName(l, i)
			tip := fmt.Sprintf(words.Say.CornerLogTip, name)
			if !c.Positive {
				tip = fmt.Sprintf(words.Say.CornerNoLog, name)
			}
			return ui.Tr().DataSet("column", name).Body(
				ui.Th().Scope("row").Text(name),
				ui.Td().Body(ui.Text(middle), ui.Small().Text(ends)),
				ui.Td().Body(ui.Text(of), ui.Small().Text(between)),
				ui.Td().Class("ks", class).Text(ks),
				ui.Td().Text(chance),
				ui.Td().Body(ui.Label().Class("check").Title(tip).Body(
					box(c.Log, !c.Positive, func() {
						v.toggleLog(j)
						l.watchViews()
					}, j).Aria("label", tip),
				)),
			)
		})),
	))
}
