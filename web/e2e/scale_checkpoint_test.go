package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"nicelab/flow"
	"nicelab/flow/checkpoint"
	"nicelab/web/machine"
)

// A checkpoint of 33 million weights opens: the page says how far it is, answers meanwhile, and the model is there.
func TestALargeCheckpoint(t *testing.T) {
	million(t)
	f, err := flow.New(flow.Config{Dim: 784, Couplings: 4, Hidden: []int{1850, 1850, 1850}, Activation: flow.ReLU,
		Prior: flow.Logistic, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var columns []string
	for j := range f.Config.Dim {
		columns = append(columns, fmt.Sprintf("r%dc%d", j/28+1, j%28+1))
	}
	b, err := checkpoint.Marshal(checkpoint.File{Flow: f, Columns: columns})
	if err != nil {
		t.Fatal(err)
	}
	p := alone(t, "#autoplay=0&data=moons&n=600")
	p.wait(time.Minute, `document.body.dataset.rows === "600"`)
	path := p.file("large.safetensors", b)
	base, most := p.memory(), p.watchMemory()
	eval[bool](p, `window.said = [], new MutationObserver(() => {
		const text = document.getElementById("notice").innerText;
		if (text && said.at(-1) !== text) said.push(text);
	}).observe(document.body, { subtree: true, childList: true, characterData: true }), true`)
	p.film()
	start := time.Now()
	p.upload("checkpoint-load", path)
	// The page is another language at once, and back.
	p.wait(time.Minute, `window.said.length > 0`)
	eval[bool](p, `(document.getElementById("lang-ko").click(), true)`)
	p.wait(10*time.Second, `document.documentElement.lang === "ko"`)
	eval[bool](p, `(document.getElementById("lang-en").click(), true)`)
	p.wait(10*time.Second, `document.documentElement.lang === "en"`)
	answered := time.Since(start)
	p.wait(5*time.Minute, `document.body.dataset.dim === "784"`)
	took := time.Since(start)
	said := eval[[]string](p, `said`)
	far := 0
	for _, s := range said {
		if strings.HasSuffix(s, "%") {
			far++
		}
	}
	t.Logf("%d weights, %.0f MB: two languages later after %.1f s, open after %.1f s; said how far %d times; %s; at most %.0f MB beside the page's own; load %s",
		len(f.Weights), float64(len(b))/1e6, answered.Seconds(), took.Seconds(), far, p.film(),
		most()-base.resident, machine.Load())
	if far < 3 || !strings.HasPrefix(said[0], "Reading large.safetensors (") {
		t.Errorf("it says %q", said)
	}
	// It works: a slice is drawn, and rows are sampled.
	p.wait(time.Minute, `document.getElementById("notice").innerText.startsWith("Opened ")`)
	p.fill("sample-count", "3")
	if _, rows := p.download(func() { p.click("sample-csv") }); strings.Count(string(rows), "\n") != 4 {
		t.Errorf("the samples are %.80q", rows)
	}
}
