package app

import (
	"testing"

	"nicelab/app/lab"
	"nicelab/app/view"
)

// Whatever the lab knows as a view has a kind that draws it.
func TestEveryViewIsDrawn(t *testing.T) {
	l := lab.New()
	for _, v := range l.Views.All {
		if !v.Elsewhere() && len(viewsOf(l).Body(view.Frame{Viewing: v})) == 0 {
			t.Errorf("nothing draws %s", v.Name())
		}
	}
}
