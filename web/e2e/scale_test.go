package e2e

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"

	"nicelab/app/words"
	"nicelab/flow/dataset"
	"nicelab/web/machine"
)

// million says that tests of very large files are wanted, which take minutes and gigabytes.
func million(t *testing.T) {
	t.Helper()
	if os.Getenv("NICELAB_SCALE") == "" {
		t.Skip("NICELAB_SCALE is not set")
	}
}

// A million rows of 16 columns, as text and as an array: the page stays at its frames while they are read, trained on
// and ranked; ranks say how far they are, and are there within half a minute; memory stays within three times the file,
// beside what the page takes for the same work on 2,000 such rows.
func TestAMillionRows(t *testing.T) {
	million(t)
	const rows, columns = 1_000_000, 16
	for _, c := range []struct {
		name  string
		write func(w *bufio.Writer, rows, columns int)
	}{{"million.csv", writeCSV}, {"million.npy", writeNpy}} {
		t.Run(c.name, func(t *testing.T) {
			few := written(t, "few-"+c.name, 2000, columns, c.write)
			own := workedThrough(t, few, 2000, columns)
			path := written(t, c.name, rows, columns, c.write)
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			size := float64(info.Size()) / 1e6
			most := workedThrough(t, path, rows, columns)
			t.Logf("%s, %.0f MB: at most %.0f MB resident, %.0f for 2,000 rows: %.2f times the file", c.name, size, most, own, (most-own)/size)
			if most-own > 3*size {
				t.Errorf("it takes %.0f MB at most, 2,000 rows %.0f: more than three times %.0f MB", most, own, size)
			}
		})
	}
}

// workedThrough opens a table of a file, ranks it, trains on it, ranks it again and explains a row. It returns the most
// memory that the page took, in MB.
func workedThrough(t *testing.T, path string, rows, columns int) float64 {
	t.Helper()
	p := alone(t, "#autoplay=0&speed=max")
	p.wait(time.Minute, `document.body.dataset.rows === "2000"`)
	p.do(chromedp.Sleep(3 * time.Second)) // all of the program has run by then
	t.Logf("%d rows; load %s; the page alone takes %s", rows, machine.Load(), p.memory())
	most := p.watchMemory()

	p.film()
	start := time.Now()
	p.upload("upload", path)
	p.wait(3*time.Minute,
		fmt.Sprintf(`document.body.dataset.dim === "%d" && document.body.dataset.rows === "%d"`, columns, rows))
	t.Logf("read after %.1f s: %s; memory %s", time.Since(start).Seconds(), p.film(), p.memory())

	p.wait(time.Minute, fmt.Sprintf(`document.getElementById("rows-found")?.innerText === "%s rows"`, words.Count(rows)))
	said := 3 // times at least, of how far the ranks are
	if rows <= 100_000 {
		said = 0 // they are there at once
	}
	p.rankedSoon(t, start, said)

	p.film()
	p.click("play")
	p.wait(time.Minute, `+document.body.dataset.step >= 20`)
	p.do(chromedp.Sleep(15 * time.Second))
	p.halt()
	t.Logf("step %s, NLL %s, while training: %s", p.data("step"), p.data("nll-valid"), p.film())
	p.rankedSoon(t, time.Now(), said)
	p.screenshot("million", 1440, 900, false)

	// One is explained, and found by its number.
	p.fill("rows-search", fmt.Sprintf("#%d", rows*7/9))
	p.wait(time.Minute, `document.querySelectorAll("#rows tr[data-row]").length === 1`)
	p.hit(firstRow + `?.cells[0]`) // the row itself may be wider than the screen
	p.wait(time.Minute, `document.querySelectorAll("#why li").length === 16`)
	t.Logf("explained; load %s; memory %s", machine.Load(), p.memory())
	return most()
}

// rankedSoon waits until the rows are ranked, and looks whether it is said so many times how far that is.
func (p *tab) rankedSoon(t *testing.T, start time.Time, times int) {
	t.Helper()
	eval[bool](p, `window.said = [], window.saying?.disconnect(), window.saying = new MutationObserver(() => {
		const text = document.getElementById("rows-rank")?.innerText;
		if (text && said.at(-1) !== text) said.push(text);
	}), saying.observe(document.body, { subtree: true, childList: true, characterData: true }), true`)
	p.film()
	from := time.Now()
	p.wait(3*time.Minute, `document.getElementById("rows-rank").innerText.includes("Choose a row")`)
	took := time.Since(from)
	said := eval[[]string](p, `said`)
	far := 0
	for _, s := range said {
		if strings.Contains(s, "%") {
			far++
		}
	}
	t.Logf("ranked after %.1f s, %.1f s since it was begun; said how far %d times: %s", took.Seconds(),
		time.Since(start).Seconds(), far, p.film())
	if took > 30*time.Second || far < times {
		t.Errorf("ranked after %v; it said %q", took, said)
	}
	for i, r := range p.tableRows() {
		if share := strings.Fields(r.Text)[2]; i == 0 && !strings.HasSuffix(share, "%") {
			t.Errorf("the first row has no rank: %q", r.Text)
		}
	}
}

// film returns the frames since it was called last, and begins to count anew. The median is held to 58 a second.
func (p *tab) film() string {
	p.Helper()
	got := p.frames()
	if len(got) == 0 {
		return "no frames"
	}
	if got[0] < 58 && got[5] > 60 {
		p.Errorf("the median frame is %.1f a second", got[0])
	}
	return fmt.Sprintf("%.1f frames a second, the median frame %.1f, the longest %.0f, %.0f and %.0f ms", got[1], got[0],
		got[2], got[3], got[4])
}

// frames tells of those since it was called last, and begins to count anew: the median and the mean of them, a second;
// the three longest, in ms; how many. Nothing where there were none.
func (p *tab) frames() []float64 {
	p.Helper()
	return eval[[]float64](p, `(() => {
		const times = window.filmed ?? [];
		if (!window.filmed) {
			let last = 0;
			requestAnimationFrame(function frame(now) {
				if (last) filmed.push(now - last);
				last = now;
				requestAnimationFrame(frame);
			});
		}
		window.filmed = [];
		if (!times.length) return [];
		const sum = times.reduce((a, b) => a + b, 0), sorted = times.slice().sort((a, b) => a - b);
		return [1000 / sorted[sorted.length >> 1], 1000 * times.length / sum, sorted.at(-1), sorted.at(-2) ?? 0,
			sorted.at(-3) ?? 0, times.length];
	})()`)
}

// memory is what a browser's process for the page takes.
type memory struct{ resident, peak float64 } // MB

func (m memory) String() string {
	return fmt.Sprintf("%.0f MB resident, %.0f at most", m.resident, m.peak)
}

// renderers are the processes of the tabs of this test's browser.
func (p *tab) renderers() (ids []int) {
	p.Helper()
	got, err := chromedp.CallBrowser(p.ctx, systeminfo.GetProcessInfo, cdp.Empty{})
	if err != nil {
		p.Fatal(err)
	}
	for _, process := range got.ProcessInfo {
		if process.Type == "renderer" {
			ids = append(ids, int(process.ID))
		}
	}
	return ids
}

// memory is of the renderers together.
func (p *tab) memory() (m memory) {
	p.Helper()
	for _, id := range p.renderers() {
		b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", id))
		for line := range strings.Lines(string(b)) {
			f := strings.Fields(line)
			if len(f) < 2 {
				continue
			}
			kB, _ := strconv.ParseFloat(f[1], 64)
			switch f[0] {
			case "VmRSS:":
				m.resident += kB * 1024 / 1e6
			case "VmHWM:":
				m.peak += kB * 1024 / 1e6
			}
		}
	}
	return m
}

// watchMemory looks at it ten times a second until what it returns is called, which tells the most there was.
func (p *tab) watchMemory() func() float64 {
	p.Helper()
	ids := p.renderers()
	var most atomic.Uint64
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			sum := 0.
			for _, id := range ids {
				b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/statm", id))
				if f := strings.Fields(string(b)); len(f) > 1 {
					pages, _ := strconv.ParseFloat(f[1], 64)
					sum += pages * float64(os.Getpagesize()) / 1e6
				}
			}
			most.Store(max(most.Load(), uint64(sum)))
			select {
			case <-stop:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return func() float64 {
		close(stop)
		<-stopped
		return float64(most.Load())
	}
}

// written writes a large file.
func written(t *testing.T, name string, rows, columns int, write func(w *bufio.Writer, rows, columns int)) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriterSize(f, 1<<20)
	write(w, rows, columns)
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// correlated draws rows whose columns hang together, two clusters of them.
func correlated(columns int) func(row []float64) {
	rng := rand.New(rand.NewPCG(1, 2))
	return func(row []float64) {
		common, side := rng.NormFloat64(), float64(2*rng.IntN(2)-1)
		for j := range columns {
			row[j] = side*float64(j%3) + common*math.Sin(float64(j)) + rng.NormFloat64()
		}
	}
}

func writeCSV(w *bufio.Writer, rows, columns int) {
	draw, row := correlated(columns), make([]float64, columns)
	for j := range columns {
		fmt.Fprintf(w, "%sc%d", strings.Repeat(",", min(j, 1)), j+1)
	}
	var line []byte
	for range rows {
		draw(row)
		line = append(line[:0], '\n')
		for j, v := range row {
			if j > 0 {
				line = append(line, ',')
			}
			line = strconv.AppendFloat(line, v, 'f', 5, 64)
		}
		w.Write(line)
	}
	w.WriteByte('\n')
}

func writeNpy(w *bufio.Writer, rows, columns int) {
	w.Write(dataset.NpyHeader("<f4", rows, columns))
	draw, row := correlated(columns), make([]float64, columns)
	cell := make([]byte, 4)
	for range rows {
		draw(row)
		for _, v := range row {
			binary.LittleEndian.PutUint32(cell, math.Float32bits(float32(v)))
			w.Write(cell)
		}
	}
}

// A corner plot in view moves while penguins train, and the page stays at its frames. It wants a machine that does
// nothing else.
func TestCornerFrames(t *testing.T) {
	million(t)
	p := openServed(t, "#table=penguins&autoplay=0&speed=max&run=100000")
	p.wait(time.Minute, `document.body.dataset.rows === "342"`)
	p.corner()
	p.click("play")
	p.wait(time.Minute, `document.getElementById("corner-text").innerText.includes("moves as it trains")`)
	p.film()
	time.Sleep(8 * time.Second)
	t.Log(p.film())
}
