package why

import (
	"fmt"
	"math"
	"strconv"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// tools are the buttons above the list, and log p of what is tried.
func tools(v *lab.WhyView, known bool) ui.UI {
	more := []kit.Choice{{"", words.Say.TryAddHint}}
	for _, j := range v.Others() {
		more = append(more, kit.Choice{strconv.Itoa(j), v.ColumnName(j)})
	}
	on, sum := v.Trying(), ""
	if on {
		sum = fmt.Sprintf(words.Say.TrySum, words.Nats(v.Got.LogP), words.Nats(v.Got.RowLogP))
	}
	return kit.Hidden(ui.Div().Class("pager"), !known).Body(
		ui.Button().ID("what-if").Class("chip").Type("button").Title(words.Say.Try.Tip).Text(words.Say.Try.Label).
			Attr("aria-pressed", kit.Pressed(on)).OnClick(func(ctx ui.Context, _ ui.Event) {
			v.Try(!v.Trying())
			updated(v, ctx)
		}),
		kit.Hidden(ui.Button().ID("what-if-reset").Class("btn"), !on).Type("button").Title(words.Say.TryReset.Tip).
			Text(words.Say.TryReset.Label).OnClick(func(ctx ui.Context, _ ui.Event) {
			v.Again()
			updated(v, ctx)
		}),
		ui.P().ID("what-if-sum").Role("status").Text(sum),
		kit.Hidden(ui.Div(), len(more) == 1).
			Body(kit.SelectField("what-if-add", words.Say.TryAdd, "", more, false, func(s string) {
				if s != "" {
					v.Add(lab.Atoi(s))
				}
			})),
	)
}

// tried is one column under a slider.
func tried(v *lab.WhyView, c protocol.Surprise) ui.UI {
	name := v.ColumnName(c.Column)
	id := lab.TriedID + strconv.Itoa(c.Column)
	now := v.Trial.Values[c.Column]
	lo, hi, _ := lab.Scale(c)
	return surprising(v, c).Body(
		kit.TextField(id, words.Word{Label: name, Tip: fmt.Sprintf(words.Say.TryValue, name)}, lab.Shortest(now), false,
			kit.Refusal(v.Fields().Refused[id]), func(s string) string {
				x, ok := words.Number(s)
				if x = float64(float32(x)); !ok || math.IsInf(x, 0) {
					return v.Fields().RefuseField(id, s, fmt.Sprintf(words.Say.NotANumber, lab.Shortest(v.Trial.Values[c.Column])))
				}
				v.Fields().TakeField(id)
				v.Set(c.Column, x)
				return lab.Shortest(x)
			}),
		ui.Raw(lab.ConditionalSVG(c, &[2]float64{lo, hi})),
		ui.Input().ID(id+"-slider").Type("range").Title(fmt.Sprintf(words.Say.TryValue, name)).
			Aria("label", name).Aria("valuetext", lab.Value(now)).OnInput(func(ctx ui.Context, _ ui.Event) {
			if x, ok := words.Number(ctx.JSSrc().Get("value").String()); ok {
				v.Fields().TakeField(id)
				v.Set(c.Column, float64(float32(x)))
			}
		}, c.Column),
		expected(c),
	)
}

// updated sets the ends of each slider before its value, which they bound; as attributes they would come in any order.
func updated(v *lab.WhyView, ctx ui.Context) {
	if !v.Trying() || ui.IsServer {
		return
	}
	ctx.Defer(func(ui.Context) {
		for _, c := range v.Got.Columns {
			el := ui.Window().GetElementByID(lab.TriedID + strconv.Itoa(c.Column) + "-slider")
			if !el.Truthy() || c.Column >= len(v.Trial.Values) {
				continue
			}
			lo, hi, step := lab.Scale(c)
			el.Set("min", words.Exact(lo))
			el.Set("max", words.Exact(hi))
			el.Set("step", words.Exact(step))
			el.Set("value", words.Exact(v.Trial.Values[c.Column]))
		}
	})
}
