package e2e

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A helper thread whose execution is ended, which nearly always is in the middle of a product, does not stop the run: the page says so and
// training goes on.
func TestAHelperThatEnds(t *testing.T) {
	p := open(t, "#autoplay=0&hidden=680,680,680&batch=512"+endless)
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.click("speed-max")
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 2`)
	ended := p.terminateHelpers()
	if ended == 0 {
		t.Skip("this machine has one core: there is no helper")
	}
	at := p.number("step")
	p.wait(time.Minute, `document.getElementById("notice").innerText.includes("helper thread")`)
	p.wait(time.Minute, `+document.body.dataset.step >= `+p.data("step")+` + 2`)
	t.Logf("%d helpers ended at step %g", ended, at)
	p.halt()
}

// terminateHelpers ends the execution of the trainer's helpers, wherever each of them is, and returns how many there were. A browser tells of
// the workers of a worker whoever attaches to it; these never come back to their event loop, so no answer is waited for.
func (p *tab) terminateHelpers() (n int) {
	p.Helper()
	targets, err := chromedp.Targets(p.ctx)
	if err != nil {
		p.Fatal(err)
	}
	for _, w := range targets {
		if w.Type != "worker" || !strings.HasSuffix(w.URL, "/trainer.js") {
			continue
		}
		ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(w.TargetID), chromedp.WithDetachOnCancel())
		p.Cleanup(cancel)
		if err := chromedp.Do(ctx); err != nil {
			p.Fatal(err)
		}
		trainer := chromedp.FromContext(ctx).Target
		attached, stop := trainer.Subscribe("Target.attachedToTarget")
		defer stop()
		if _, err := cdp.Call(ctx, trainer, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: true, Flatten: new(false)}); err != nil {
			p.Fatal(err)
		}
		for told := true; told; {
			select {
			case raw := <-attached:
				var of target.EventAttachedToTarget
				if err := json.Unmarshal(raw, &of); err != nil {
					p.Fatal(err)
				}
				message := map[string]any{"sessionId": of.SessionID, "message": `{"id":1,"method":"Runtime.terminateExecution"}`}
				if err := trainer.Call(ctx, "Target.sendMessageToTarget", message, nil); err != nil {
					p.Fatal(err)
				}
				n++
			case <-time.After(2 * time.Second):
				told = false
			}
		}
	}
	return n
}
