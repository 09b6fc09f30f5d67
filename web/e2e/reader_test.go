package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// says waits until the page says a part of a sentence, and returns the whole.
func (p *tab) says(part string) string {
	p.Helper()
	p.wait(time.Minute, fmt.Sprintf(`document.getElementById("notice").innerText.includes(%q)`, part))
	return p.text("notice")
}

// What a reader did with a file is said on the page, in its language, and the file goes back in its own notation.
func TestReader(t *testing.T) {
	turn(t)
	kinds := filepath.Dir(testdata("faithful.csv")) + "/cases/"
	p := open(t, "#autoplay=0&lang=ko")
	p.state(time.Minute, "ready", "paused")
	p.upload("upload", kinds+"t02-thousands-tab.tsv")
	p.wait(time.Minute, `document.body.dataset.dim === "2" && document.body.dataset.rows === "24"`)
	p.says("price 열: 3,991: 3991(으)로 읽었고, 3.991(으)로 읽지 않았습니다.")
	p.upload("upload", kinds+"t11-two-unit-rows.csv")
	p.wait(time.Minute, `document.querySelector(".dropped li")?.textContent.startsWith("2번째 줄은")`)
	p.upload("upload", p.file("page.csv", []byte("<!DOCTYPE html><html></html>")))
	p.says("page.csv: 표가 아니라 웹 페이지(HTML)입니다.")
	p.click("lang-en")
	p.wait(time.Minute, `document.querySelector(".dropped li")?.textContent.startsWith("Line 2 was left out: it has words, such as the unit \"m\"")`)
	p.upload("upload", kinds+"t21-index.csv")
	p.wait(time.Minute, `document.querySelectorAll(".columns li").length === 3`)
	if p.data("dim") != "2" || eval[bool](p, `document.getElementById("column-0").checked`) {
		t.Error("the counter of rows is ticked")
	}
	p.screenshot("reader", 1440, 900, false)
	p.upload("upload", kinds+"t20-comma-decimals.txt")
	p.wait(time.Minute, `document.querySelectorAll(".columns li").length === 2`)
	name, scored := p.download(func() { p.upload("score", kinds+"t20-comma-decimals.txt") })
	lines := strings.Split(string(scored), "\n")
	if name != "t20-comma-decimals-scored.txt" || lines[0] != "X\tY\tlog_p" || strings.Contains(string(scored), ".") ||
		strings.Count(lines[1], ",") != 3 {
		t.Errorf("%s: %q", name, lines[:2])
	}
	p.upload("upload", kinds+"t24.json")
	p.wait(time.Minute, `document.querySelector(".data h2").title.startsWith("t24.json")`)
	name, scored = p.download(func() { p.upload("score", kinds+"t24.json") })
	if name != "t24-scored.csv" || !strings.HasPrefix(string(scored), "x,y,log_p\n0.095,3.25,") {
		t.Errorf("%s: %.80q", name, scored)
	}
	for _, half := range []string{"bf16", "f16"} {
		p.upload("checkpoint-load", testdata("../../checkpoint/testdata/"+half+".safetensors"))
		p.says("Opened " + half + ".safetensors.")
	}
}

// What is dropped and is no file gets a sentence that says what it is.
func TestDropsThatAreNoFiles(t *testing.T) {
	turn(t)
	p := open(t, "#autoplay=0&data=rings&n=400")
	p.wait(time.Minute, `document.body.dataset.rows === "400"`)
	drop := func(data *input.DragData) {
		t.Helper()
		for _, kind := range []input.DispatchDragEventType{input.DispatchDragEventTypeDragEnter,
			input.DispatchDragEventTypeDragOver, input.DispatchDragEventTypeDrop} {
			if _, err := chromedp.Call(p.ctx, input.DispatchDragEvent,
				input.DispatchDragEventParams{Type: kind, X: 300, Y: 300, Data: data}); err != nil {
				t.Fatal(err)
			}
		}
	}
	drop(&input.DragData{Items: []*input.DragDataItem{{MimeType: "text/plain", Data: "1,2\n3,4\n"}},
		DragOperationsMask: 1})
	t.Log(p.says("Text or a link was dropped"))
	folder := filepath.Join(t.TempDir(), "pictures")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	drop(&input.DragData{Files: []string{folder}, DragOperationsMask: 1})
	t.Log(p.says("pictures is a folder"))
	p.click("step")
	p.wait(time.Minute, `document.body.dataset.step === "1" && document.body.dataset.rows === "400"`)
}
