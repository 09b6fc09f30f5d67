package data

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/apptest"
	"nicelab/wasm/protocol"
)

// What is warned of is listed with its buttons, said once beside what was said of the file, and gone with the data.
func TestWarningsAreListed(t *testing.T) {
	l, r, _ := apptest.Tabled(t, 300)
	l.Handle(protocol.Table{Name: "a.csv", Rows: 300, Columns: []protocol.Column{
		{Name: "kind"}, {Name: "u", Usable: true, Used: true}, {Name: "v", Usable: true, Used: true},
		{Name: "w", Usable: true, Used: true},
	}})
	l.Tell("Opened a.csv.")
	list := []protocol.Warning{
		{Key: "rows-far", Args: []string{"u", "1e+06", "1"}, Do: protocol.TakeFar},
		{Key: "columns-tied", Args: []string{"w ← u + v"}, Do: protocol.Leave, Columns: []string{"w"}},
		{Key: "rows-few", Args: []string{"20", "3"}},
	}
	l.Handle(protocol.Warnings{List: list})
	if text := l.Notice.Text; !strings.HasPrefix(text, "Opened a.csv.\nIn column u the value 1e+06") ||
		!strings.Contains(text, ": 2 beside") {
		t.Errorf("it says %q", text)
	}
	html := func() string { return ui.HTMLString(ui.Div().Body((&panel{lab: l}).warnings())) }
	if h := html(); strings.Count(h, "<li") != 3 || strings.Count(h, "<button") != 3 || strings.Count(h, "hidden") != 1 ||
		!strings.Contains(h, "w ← u + v") {
		t.Errorf("it shows %s", h)
	}
	l.Accept()
	l.Handle(protocol.Warnings{List: list})
	if l.Notice.Text != "" {
		t.Errorf("it says again %q", l.Notice.Text)
	}
	r.Take()
	used := func() string {
		t.Helper()
		sent := r.Take()
		i := slices.IndexFunc(sent, func(c protocol.Command) bool { _, ok := c.(protocol.UseColumns); return ok })
		if i < 0 {
			return fmt.Sprint(sent)
		}
		c := sent[i].(protocol.UseColumns)
		return fmt.Sprint(c.Columns, c.Far)
	}
	if l.Heed(list[0]); used() != "[1 2 3] true" {
		t.Error("the far rows are not taken")
	}
	if l.Heed(list[1]); used() != "[1 2] false" {
		t.Error("w is not left out")
	}
	if l.LeaveOut([]string{"u"}); !l.Notice.Error || used() != "[]" {
		t.Errorf("of two columns one is left out; it says %q", l.Notice.Text)
	}
	l.Accept()
	l.Heed(protocol.Warning{Do: protocol.Spread})
	if c, ok := r.Take()[0].(protocol.Configure); !ok || !c.Train.Dequantize ||
		!strings.Contains(l.Link(), "dequantize=1") {
		t.Errorf("spread: %+v", c)
	}
	l.Handle(apptest.PresetState(protocol.Paused))
	if h := html(); strings.Contains(h, "<li") {
		t.Errorf("of a preset it shows %s", h)
	}
}
