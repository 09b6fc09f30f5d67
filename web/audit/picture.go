package main

import (
	"context"
	"fmt"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// film keeps the x-plane every 40 ms, as 32 x 32 brightnesses, whoever paints it. What stands there before the trainer
// paints is no canvas.
const film = `globalThis.frames = [];
const small = new OffscreenCanvas(32, 32).getContext("2d", { willReadFrequently: true });
(function look() {
	const canvas = document.getElementById("x-plane");
	if (canvas?.width) {
		small.clearRect(0, 0, 32, 32);
		small.drawImage(canvas, 0, 0, 32, 32);
		const d = small.getImageData(0, 0, 32, 32).data;
		if (d[3] > 0) frames.push({ at: performance.now(),
			light: Array.from({ length: 1024 }, (_, i) => d[4 * i] + d[4 * i + 1] + d[4 * i + 2]) });
	}
	setTimeout(look, 40);
})();`

// alike returns when the first picture was there, and the first that correlates with that of the learned model by 0.75,
// from where on the bend is plain, in ms since the navigation.
const alike = `(() => {
	const mean = (a) => a.reduce((s, v) => s + v, 0) / a.length;
	const centred = ({ light }) => { const m = mean(light); return light.map((v) => v - m); };
	const dot = (a, b) => a.reduce((s, v, i) => s + v * b[i], 0);
	const last = centred(frames.at(-1));
	const first = frames.find((f) => {
		const c = centred(f);
		return dot(c, last) >= 0.75 * Math.sqrt(dot(c, c) * dot(last, last));
	});
	return [frames[0].at, first.at];
})()`

// pictures visits the page as somebody who only watches, and returns how many ms after the navigation there is a
// picture of the model, and one that shows what it will learn.
func pictures(browser, url string) (first, trained float64, err error) {
	ctx, cancel, err := visit(browser)
	if err != nil {
		return 0, 0, err
	}
	defer cancel()
	if _, err := chromedp.Call(ctx, page.AddScriptToEvaluateOnNewDocument,
		page.AddScriptToEvaluateOnNewDocumentParams{Source: film}); err != nil {
		return 0, 0, err
	}
	calm := chromedp.Sleep(2 * time.Second) // a browser that is starting is no part of the page
	if err := chromedp.Do(ctx, calm, chromedp.Navigate(url)); err != nil {
		return 0, 0, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.body.dataset.state === "learned"`,
		chromedp.WithPollingTimeout(time.Minute))); err != nil {
		said, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`JSON.stringify(document.body.dataset) + " " + document.querySelector(".bar").innerText`))
		return 0, 0, fmt.Errorf("it does not learn: %w: %s", err, said)
	}
	at, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](alike))
	if err != nil {
		return 0, 0, err
	}
	return at[0], at[1], nil
}

// visit starts a browser with an empty tab.
func visit(browser string) (ctx context.Context, cancel func(), err error) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browser),
		chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.WindowSize(1440, 900))
	actx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	tab, closeTab := chromedp.NewContext(actx)
	if err := chromedp.Do(tab); err != nil { // without a timeout: it would become the browser's
		closeTab()
		stop()
		return nil, nil, err
	}
	ctx, end := context.WithTimeout(tab, 4*time.Minute)
	return ctx, func() { end(); closeTab(); stop() }, nil
}
