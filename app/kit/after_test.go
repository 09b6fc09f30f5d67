package kit

import (
	"testing"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"
)

type host struct {
	ui.Compo
	rev int
	kid *kid
}

func (h *host) Render() ui.UI { return ui.Div().Body(&kid{Rev: h.rev, host: h}) }

type kid struct {
	ui.Compo
	Rev     int
	host    *host
	after   func(f func(ui.Context))
	renders int
	drawn   []int
}

func (k *kid) OnMount(ctx ui.Context) {
	k.after = After(ctx)
	k.host.kid = k
}

func (k *kid) Render() ui.UI {
	k.renders++
	if k.after != nil {
		k.after(func(ui.Context) { k.drawn = append(k.drawn, k.Rev) })
	}
	return ui.P()
}

// What is left to do after a drawing is done once, and draws nothing.
func TestAfter(t *testing.T) {
	h := &host{}
	d := ui.NewClientTester(h)
	defer d.Close()
	settle := func() {
		for range 3 {
			d.Consume()
		}
	}
	settle()
	k := h.kid
	k.renders, k.drawn = 0, nil
	for rev := 1; rev <= 3; rev++ {
		d.Dispatch(ui.Dispatch{Mode: ui.Update, Source: h, Function: func(ui.Context) { h.rev = rev }})
		settle()
		if k.renders != rev || len(k.drawn) != rev || k.drawn[rev-1] != rev {
			t.Fatalf("after %d changes it was drawn %d times, and what is left to do was done for %v", rev, k.renders, k.drawn)
		}
	}
}
