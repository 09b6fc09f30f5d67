package main

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// paced trains at full speed for ten seconds and returns how many frames a second there were, and how many the median
// frame stands for.
const paced = `new Promise((done) => {
	document.getElementById("play").click();
	const times = [];
	let last = 0;
	requestAnimationFrame(function frame(now) {
		if (last) times.push(now - last);
		last = now;
		if (times.length && now > start + 10000) {
			document.getElementById("play").click();
			const all = times.reduce((a, b) => a + b, 0);
			return done([1000 * times.length / all, 1000 / times.sort((a, b) => a - b)[times.length >> 1]]);
		}
		requestAnimationFrame(frame);
	});
	const start = performance.now();
})`

// frames returns the frame rates of a page with every picture on and in view while it trains at full speed.
func frames(browser, origin string) (mean, median float64, err error) {
	ctx, cancel, err := visit(browser)
	if err != nil {
		return 0, 0, err
	}
	defer cancel()
	tall := emulation.SetDeviceMetricsOverrideParams{Width: 1440, Height: 1700, DeviceScaleFactor: 1}
	if _, err := chromedp.Call(ctx, emulation.SetDeviceMetricsOverride, tall); err != nil {
		return 0, 0, err
	}
	// The low learning rate and the far cap keep it training.
	if err := chromedp.Do(ctx,
		chromedp.Navigate(origin+"/#autoplay=0&data=spirals&speed=max&lr=0.0005&steps=10000000")); err != nil {
		return 0, 0, err
	}
	if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`document.body.dataset.rows === "2000"`,
		chromedp.WithPollingTimeout(time.Minute))); err != nil {
		return 0, 0, fmt.Errorf("it does not get its data: %w", err)
	}
	on := chromedp.Evaluate[chromedp.Void](`for (const id of ["samples", "grid"]) document.getElementById(id).click()`)
	if err := chromedp.Do(ctx, on, chromedp.Sleep(2*time.Second)); err != nil { // its pictures are exact by then
		return 0, 0, err
	}
	rates, err := chromedp.Run(ctx, chromedp.Evaluate[[]float64](paced, chromedp.EvalAwaitPromise))
	if err != nil {
		return 0, 0, err
	}
	return rates[0], rates[1], nil
}
