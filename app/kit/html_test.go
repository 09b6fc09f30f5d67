package kit

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/plot"
	"nicelab/app/words"
)

// In HTML that a server wrote an attribute is there or it is not: disabled="false" disables.
func TestAttributesThatAreThereAreTrue(t *testing.T) {
	for _, on := range []bool{false, true} {
		html := ui.HTMLString(ui.Div().Body(
			Disabled(ui.Button(), on), Checked(ui.Input(), on), Hidden(ui.P(), on),
			SelectField("a", words.Word{}, "x", []Choice{{"x", "X"}, {"y", "Y"}}, on, nil),
		))
		if strings.Contains(html, `="false"`) {
			t.Errorf("%s", html)
		}
		for _, name := range []string{" disabled", " checked", " hidden"} {
			if strings.Contains(html, name) != on {
				t.Errorf("%v: %s is wrong in %s", on, name, html)
			}
		}
		if strings.Count(html, " selected") != 1 {
			t.Errorf("one of two is selected, not as in %s", html)
		}
	}
}

// What a field does not take stands in it, with the reason below; else what holds does, and nothing is said.
func TestTextField(t *testing.T) {
	w := words.Word{Label: "Points", Tip: "How many."}
	html := ui.HTMLString(TextField("points", w, "300", false, Refusal{Typed: "3", Why: "At least 200."}, nil))
	for _, s := range []string{`value="3"`, "aria-invalid", "At least 200.", `id="points-wrong"`, "How many."} {
		if !strings.Contains(html, s) {
			t.Errorf("it has no %s: %s", s, html)
		}
	}
	html = ui.HTMLString(TextField("points", w, "300", false, Refusal{}, nil))
	if !strings.Contains(html, `value="300"`) || strings.Contains(html, "aria-invalid") {
		t.Errorf("nothing was refused, and it is %s", html)
	}
}

// A canvas is a picture with a sentence, more than one where it has a role, and nothing to a reader of screens where a
// text says the same. What is drawn in it is asked again only for another Rev, Dark, Lang or Label.
func TestCanvas(t *testing.T) {
	for _, c := range []struct {
		plot Plot
		has  []string
	}{
		{Plot{ID: "a", Label: "Two moons."}, []string{`id="a"`, `role="img"`, `aria-label="Two moons."`}},
		{Plot{ID: "a", Label: "A board.", Role: "application", Keys: true}, []string{`role="application"`, `tabindex="0"`}},
		{Plot{ID: "a"}, []string{"aria-hidden"}},
	} {
		html := ui.HTMLString(Canvas(c.plot))
		for _, s := range c.has {
			if !strings.Contains(html, s) {
				t.Errorf("%+v has no %s: %s", c.plot, s, html)
			}
		}
	}
	holder := &holds{}
	d := ui.NewClientTester(holder)
	defer d.Close()
	d.Consume()
	first := holder.canvas
	for i, p := range []Plot{{Rev: 1, Label: "One."}, {Rev: 2, Label: "Two."}} {
		holder.plot = p
		holder.plot.Draw = func(plot.Theme, float64, float64) plot.Scene { return plot.Scene{} }
		holder.Update()
		d.Consume()
		if first.Rev != p.Rev || first.Label != p.Label || first.draw != nil {
			t.Errorf("%d: the canvas that stands has %d, %q", i, first.Rev, first.Label)
		}
	}
}

// holds is a component with a canvas.
type holds struct {
	ui.Compo
	plot   Plot
	canvas *canvas
}

func (h *holds) Render() ui.UI {
	c := Canvas(h.plot)
	if h.canvas == nil {
		h.canvas = c.(*canvas)
	}
	return ui.Div().Body(c)
}

// A figure that a sample decides has its error beside it; one that does not has none.
func TestChance(t *testing.T) {
	if got := Chance(0.031); got != " ± 0.031" {
		t.Errorf("it says %q", got)
	}
	if got := Chance(0); got != "" {
		t.Errorf("without an error it says %q", got)
	}
}
