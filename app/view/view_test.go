package view_test

import (
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/app/lab"
	"nicelab/app/view"
)

// A section is there where its view fits the data, and has the body of the kind that draws it, and of no other.
func TestSections(t *testing.T) {
	said := func(text string) []ui.UI { return []ui.UI{ui.P().Text(text)} }
	kinds := view.Kinds{
		view.Of(func(*lab.WhyView, view.Frame) []ui.UI { return said("the reasons") }, nil),
		view.Of(func(v *lab.RowsView, h view.Frame) []ui.UI {
			if h.Viewing.View != lab.View(v) {
				t.Error("it is drawn in another's place")
			}
			return said("the rows")
		}, nil),
	}
	html := func(l *lab.Lab) string { return ui.HTMLString(kinds.Sections(&l.Views, l.Rev(), false)) }
	l, _, _ := apptest.Tabled(t, 300)
	h := html(l)
	for _, text := range []string{"the rows", "the reasons", `id="view-rows"`, `id="view-why"`, `id="view-corner"`} {
		if strings.Count(h, text) != 1 {
			t.Errorf("of a table it does not show %s once: %s", text, h)
		}
	}
	if strings.Index(h, "the rows") > strings.Index(h, `id="view-why"`) {
		t.Errorf("the rows are not in their own section: %s", h)
	}
	if l, _ = apptest.Started(t); strings.Contains(html(l), "<details") {
		t.Errorf("of points in the plane it shows %s", html(l))
	}
}
