package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// A helper thread whose execution is ended, which nearly always is in the middle of a product, does not stop the run:
// the page says so and training goes on.
func TestAHelperThatEnds(t *testing.T) {
	turn(t)
	p := alone(t, "#autoplay=0"+endless+"&hidden=680,680,680&batch=512")
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

// However a trainer dies, the page notices, says so, and a click goes on from the weights that were kept last. Only of
// one that hangs it cannot be sure, so it takes the word back if there is an answer.
func TestATrainerThatFallsSilent(t *testing.T) {
	parts(t)
	for name, c := range map[string]struct{ dies, says string }{
		"closes itself": {"self.close()", "The trainer stopped."},
		"terminated":    {"", "The trainer stopped."},
		"hangs":         {"setTimeout(() => { for (;;); })", "The trainer does not answer."},
	} {
		t.Run(name, func(t *testing.T) {
			turn(t)
			p := launch(t)
			if _, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument,
				page.AddScriptToEvaluateOnNewDocumentParams{Source: `
				window.workers = [];
				window.Worker = class extends Worker { constructor(...a) { super(...a); workers.push(this); } };`}); err != nil {
				t.Fatal(err)
			}
			p.do(chromedp.Navigate(p.origin + "/#autoplay=0&data=moons&n=600&speed=slow" + endless))
			p.wait(time.Minute, `document.body.dataset.rows === "600"`)
			p.steps(5)
			p.kept() // at rest: how often it is kept while it trains depends on how long that takes
			p.click("play")
			p.wait(time.Minute, `+document.body.dataset.step > 5`)
			died := time.Now()
			if c.dies == "" {
				eval[bool](p, `(workers.forEach((w) => w.terminate()), true)`)
			} else {
				p.inTrainer(c.dies)
			}
			p.wait(time.Minute, `document.querySelector(".banner")?.innerText.includes("`+c.says+`")`)
			t.Logf("noticed after %v", time.Since(died).Round(100*time.Millisecond))
			kept := p.number("kept")
			p.screenshot("silent-"+strings.ReplaceAll(name, " ", "-"), 1440, 900, false)
			// The state of the trainer that hangs is still "training" when the button is pressed: only a mark that the
			// new one leaves tells the two apart.
			eval[bool](p, `(delete document.body.dataset.step, true)`)
			p.click("restart")
			again := time.Now()
			p.wait(time.Minute, `!document.querySelector(".banner") && document.body.dataset.state === "training" && document.body.dataset.step !== undefined`)
			t.Logf("goes on after %v", time.Since(again).Round(100*time.Millisecond))
			if at := p.number("step"); at < kept {
				t.Errorf("kept was step %g, and it goes on from %g", kept, at)
			}
			p.wait(time.Minute, `+document.body.dataset.step > `+p.data("step"))
		})
	}
}

// A trainer that is busy for long is no dead one: what the page says of it goes.
func TestATrainerThatAnswersLate(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=moons&n=600"+endless)
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 5`)
	// It waits, which the page cannot tell from work, and other tests can use.
	p.inTrainer(`setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 12000))`)
	p.wait(time.Minute, `document.querySelector(".banner")`)
	p.wait(time.Minute, `!document.querySelector(".banner")`)
	p.wait(time.Minute, `+document.body.dataset.step > `+p.data("step"))
	p.halt()
}

// inTrainer runs a script in the trainer's worker. The one of a page before may still be listed, and never answers.
func (p *tab) inTrainer(js string) {
	p.Helper()
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		for _, id := range p.trainers() {
			soon, cancel := context.WithTimeout(p.ctx, 5*time.Second)
			ctx, detach := chromedp.NewContext(soon, chromedp.WithTargetID(id), chromedp.WithDetachOnCancel())
			err = chromedp.Do(ctx, chromedp.Evaluate[chromedp.Void](js))
			detach()
			cancel()
			if err == nil {
				return
			}
		}
	}
	p.Fatal("no trainer answers: ", err)
}

// trainer is the trainer's worker, to be spoken to.
func (p *tab) trainer() context.Context {
	p.Helper()
	ids := p.trainers()
	if len(ids) == 0 {
		p.Fatal("there is no trainer")
	}
	ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(ids[0]), chromedp.WithDetachOnCancel())
	p.Cleanup(cancel)
	return ctx
}

// trainers are the workers that hold a trainer; the kernels' helpers are workers too.
func (p *tab) trainers() (ids []target.ID) {
	p.Helper()
	targets, err := chromedp.Targets(p.ctx)
	if err != nil {
		p.Fatal(err)
	}
	for _, w := range targets {
		if w.Type == "worker" && strings.HasSuffix(w.URL, "/trainer.js") {
			ids = append(ids, w.TargetID)
		}
	}
	return ids
}

// terminateHelpers ends the execution of the trainer's helpers, wherever each of them is, and returns how many there
// were. A browser tells of the workers of a worker whoever attaches to it; these never come back to their event loop,
// so no answer is waited for.
func (p *tab) terminateHelpers() (n int) {
	p.Helper()
	ctx := p.trainer()
	if err := chromedp.Do(ctx); err != nil {
		p.Fatal(err)
	}
	trainer := chromedp.FromContext(ctx).Target
	attached, stop := trainer.Subscribe("Target.attachedToTarget")
	defer stop()
	if _, err := cdp.Call(ctx, trainer, target.SetAutoAttach, target.SetAutoAttachParams{AutoAttach: true,
		Flatten: new(false)}); err != nil {
		p.Fatal(err)
	}
	for {
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
			return n
		}
	}
}

// A wide and long file is named as soon as it is chosen, and then says how far it is read.
func TestALongFileSaysHowFarItIs(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	var table strings.Builder
	for i := range 3000 {
		for j := range 500 {
			if j > 0 {
				table.WriteByte(',')
			}
			fmt.Fprintf(&table, "%d.%03d", j, (i*(j+7)*37)%1000)
		}
		table.WriteByte('\n')
	}
	path := p.file("wide.csv", []byte(table.String()))
	eval[bool](p, `window.said = [], new MutationObserver(() => {
		const text = document.getElementById("notice").innerText;
		if (text && said.at(-1) !== text) said.push(text);
	}).observe(document.body, { subtree: true, childList: true, characterData: true }), true`)
	p.upload("upload", path)
	p.wait(time.Minute, `+document.body.dataset.dim > 400`)
	said := eval[[]string](p, `said`)
	if len(said) < 2 || !strings.HasPrefix(said[0], "Reading wide.csv (") || !strings.HasSuffix(said[1], "%") {
		t.Errorf("it says %q", said)
	}
	t.Logf("%q", said)
}
