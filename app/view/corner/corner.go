// Package corner is the corner plot: every pair of some columns, data and model.
package corner

import (
	"fmt"
	"slices"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/plot"
	"nicelab/app/view"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Host is what the plot needs of the page beside its part.
type Host interface {
	ShowPair(x, y int) // in the big plane
}

// View is how it is drawn.
func View(h Host) view.Kind {
	return view.Of(func(v *lab.CornerView, f view.Frame) []ui.UI { return body(v, h, f) }, nil)
}

func body(v *lab.CornerView, h Host, f view.Frame) []ui.UI {
	rev, moved := v.Rev(), v.Moved()
	if len(v.Data.Columns) == 0 || f.Viewing.Closed {
		rev, moved = 0, 0
	}
	x, y, _ := v.Pair()
	return []ui.UI{
		ui.Link().Rel("stylesheet").Href("/web/corner.css"),
		ui.P().ID("corner-text").Class("note").Text(v.Text(f.Viewing.Busy, f.Viewing.Done)),
		ui.P().Class("note").Text(words.Say.CornerHow),
		&tools{host: h, view: v, Rev: v.Rev() + v.Asks, Lang: words.Say.Lang},
		kit.Hidden(ui.Div().Class("corner-box"), len(v.Data.Columns) == 0).Body(
			ui.Div().Class("corner-stage").Style("max-width", v.Width(190)).Style("min-width", v.Width(66)).Body(
				ui.Div().Class("corner-rows").Body(ui.Range(v.Data.Columns).
					Slice(func(i int) ui.UI { return row(v, f, i, moved) })),
				kit.Canvas(kit.Plot{ID: "corner-data", Rev: rev, Dark: f.Dark, Draw: v.DrawData()}),
				&cells{host: h, view: v, Rev: v.Rev(), At: v.At, X: x, Y: y, Lang: words.Say.Lang},
			),
		),
		ui.P().ID("corner-shows").Class("note").Role("status").Text(v.Shows()),
		kit.Hidden(kit.Button("corner-go", words.Say.CornerGo, false, func(ui.Context, ui.Event) {
			plane := ui.Window().GetElementByID("x-plane")
			plane.Call("scrollIntoView", map[string]any{"block": "center"})
			plane.Call("focus", map[string]any{"preventScroll": true})
		}), v.Shows() == ""),
		ui.P().Class("note").Text(v.Missing()),
		figures(v, h),
	}
}

// row is the model in a row of cells. Each is a canvas of its own: they are painted some in each frame, where all
// at once would hold up the page.
func row(v *lab.CornerView, f view.Frame, i, moved int) ui.UI {
	k := len(v.Data.Columns)
	p := kit.Plot{ID: "corner-row-" + strconv.Itoa(i), Rev: moved, Dark: f.Dark, Draw: v.DrawModel(i + 1)}
	if i == 0 {
		p.Label = v.Sum()
	}
	_, _, top, bottom, gap := plot.CornerSpace()
	return ui.Div().
		Style("top", fmt.Sprintf("calc((100%% - %gpx) * %g)", top+bottom, float64(i)/float64(k))).
		Style("height", fmt.Sprintf("calc((100%% - %gpx) * %g + %gpx)", top+bottom, 1/float64(k), top-gap)).
		Body(kit.Canvas(p))
}

// box is a checkbox that does something whenever it is hit; scope is what it is of.
func box(on, disabled bool, hit func(), scope any) ui.HTMLInput {
	return kit.Checked(kit.Disabled(ui.Input().Type("checkbox"), disabled), on).
		OnChange(func(ui.Context, ui.Event) { hit() }, scope)
}

// tools choose what is shown. There may be a thousand columns, so they are drawn again only where that has changed.
type tools struct {
	ui.Compo
	Rev  int
	Lang string

	host Host
	view *lab.CornerView
}

func (c *tools) Render() ui.UI {
	return ui.Div().Body(c.columns(), ui.Div().Class("pick").Body(c.masses(), c.dataAs()))
}

// columns choose the columns.
func (c *tools) columns() ui.UI {
	v, all := c.view, c.view.Columns()
	chosen := v.Data.Args.Columns
	var listed []int
	for j := range all {
		if len(all) <= lab.FewColumns || slices.Contains(chosen, j) {
			listed = append(listed, j)
		}
	}
	more := []kit.Choice{{"", words.Say.CornerAddHint}}
	if len(listed) < len(all) {
		for j, name := range all {
			if !slices.Contains(chosen, j) {
				more = append(more, kit.Choice{strconv.Itoa(j), name})
			}
		}
	}
	full := len(chosen) >= protocol.MaxCorner
	return ui.FieldSet().ID("corner-columns").Class("pick").Body(
		ui.Legend().Text(words.Say.CornerColumns),
		ui.Range(listed).Slice(func(i int) ui.UI {
			j := listed[i]
			on := slices.Contains(chosen, j)
			tip := fmt.Sprintf(words.Say.CornerColumn, all[j])
			if full && !on {
				tip = words.Say.CornerFull
			}
			return ui.Label().Class("check").Title(tip).Body(
				box(on, full && !on || on && len(chosen) == 1, func() {
					v.Toggle(j)
					c.view.Changed()
				}, j),
				ui.Span().Text(all[j]),
			)
		}),
		kit.Hidden(ui.Div(), len(more) == 1).Body(
			kit.SelectField("corner-add", words.Say.CornerAdd, "", more, full, func(s string) {
				if s != "" {
					v.Toggle(lab.Atoi(s))
					c.view.Changed()
				}
			}),
		),
	)
}

// masses choose the contours.
func (c *tools) masses() ui.UI {
	v := c.view
	return ui.FieldSet().ID("corner-masses").Class("pick").Body(
		ui.Legend().Text(words.Say.CornerMasses),
		ui.Range(lab.CornerMasses).Slice(func(i int) ui.UI {
			q := lab.CornerMasses[i]
			on := slices.Contains(v.Ask.Masses, q)
			return ui.Label().Class("check").Title(fmt.Sprintf(words.Say.CornerMass, lab.MassText(q))).Body(
				box(on, on && len(v.Ask.Masses) == 1, func() {
					v.ToggleMass(q)
					c.view.Changed()
				}, q),
				ui.Span().Text(lab.MassText(q)),
			)
		}),
	)
}

func (c *tools) dataAs() ui.UI {
	now := "dots"
	if c.view.Ask.Outline {
		now = "outline"
	}
	as := []kit.Choice{{"dots", words.Say.CornerDots}, {"outline", words.Say.CornerOutlined}}
	return kit.SelectField("corner-as", words.Say.CornerAs, now, as, false, func(s string) {
		c.view.Outline(s == "outline")
		c.view.Changed()
	})
}

// cells are buttons over the pairs: each makes its pair the big plane. Tab leads to one of them, arrow keys to the
// others.
type cells struct {
	ui.Compo
	Rev  int
	At   int // the one to which Tab leads
	X, Y int // the columns of the big plane
	Lang string

	host Host
	view *lab.CornerView
}

func (c *cells) Render() ui.UI {
	v := c.view
	k := len(v.Data.Columns)
	pairs := make([]struct{}, k*(k-1)/2)
	shownX, shownY, shown := v.Pair()
	return ui.Div().Class("cells").OnKeyDown(func(ctx ui.Context, e ui.Event) {
		if !kit.Plain(e.Value) || !v.Key(e.Get("key").String()) {
			return
		}
		e.PreventDefault()
		at := v.At
		ctx.Defer(func(ui.Context) { ui.Window().GetElementByID("corner-" + strconv.Itoa(at)).Call("focus") })
	}).Body(ui.Range(pairs).Slice(func(i int) ui.UI {
		row, column := lab.PairOf(i)
		x, y := v.Data.Args.Columns[column], v.Data.Args.Columns[row]
		stop := -1
		if i == v.At {
			stop = 0
		}
		text := fmt.Sprintf(words.Say.CornerCell, v.ColumnName(column), v.ColumnName(row))
		left, right, top, bottom, gap := plot.CornerSpace()
		size := func(before, after float64, share int) string {
			return fmt.Sprintf("calc(%gpx + (100%% - %gpx) * %g)", before, before+after, float64(share)/float64(k))
		}
		side := func(around float64) string {
			return fmt.Sprintf("calc((100%% - %gpx) * %g - %gpx)", around, 1/float64(k), gap)
		}
		on := shown && shownX == x && shownY == y
		return ui.Button().ID("corner-"+strconv.Itoa(i)).Type("button").TabIndex(stop).Title(text).Aria("label", text).
			Attr("aria-pressed", kit.Pressed(on)).
			Style("left", size(left, right, column)).Style("top", size(top, bottom, row)).
			Style("width", side(left+right)).Style("height", side(top+bottom)).
			OnClick(func(ui.Context, ui.Event) {
				v.At = i
				if v.Ready() {
					c.host.ShowPair(x, y)
				}
			}, i, x, y)
	}))
}

// figures are the table behind the picture.
func figures(v *lab.CornerView, h Host) ui.UI {
	fits := v.Fitting()
	return kit.Hidden(ui.Div().Class("box"), len(v.Data.Columns) == 0).Body(ui.Table().ID("corner-figures").Body(
		ui.Caption().Text(words.Say.CornerFigures),
		ui.THead().Body(ui.Tr().Body(
			ui.Th().Scope("col").Text(words.Say.CornerName),
			ui.Th().Scope("col").Text(words.Say.CornerData),
			ui.Th().Scope("col").Text(words.Say.CornerModel),
			ui.Th().Scope("col").Title(words.Say.CornerKS.Tip).Text(words.Say.CornerKS.Label),
			ui.Th().Scope("col").Title(words.Say.CornerChance.Tip).Text(words.Say.CornerChance.Label),
			ui.Th().Scope("col").Text(words.Say.CornerLog),
		)),
		ui.TBody().Body(ui.Range(v.Data.Columns).Slice(func(i int) ui.UI {
			c, j := v.Data.Columns[i], v.Data.Args.Columns[i]
			middle, ends := lab.FromTo(c.Low, c.Median, c.High)
			of, between, ks, chance, class := "–", "", "–", "–", ""
			if fits {
				m := v.Model.Columns[i]
				of, between = lab.FromTo(m.Low, m.Median, m.High)
				ks, chance = words.Decimals(m.KS, 3), words.Decimals(m.Chance, 3)
				if m.KS > m.Chance {
					class = "far"
				}
			}
			name := v.ColumnName(i)
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
						v.ToggleLog(j)
						v.Changed()
					}, j).Aria("label", tip),
				)),
			)
		})),
	))
}
