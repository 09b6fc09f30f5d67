package app

import (
	"fmt"
	"slices"
	"strings"

	"nicelab/wasm/protocol"
)

func (l *lab) configure() protocol.Configure {
	return protocol.Configure{Model: l.run.Model, Train: l.run.Train}
}

func (l *lab) usePreset() {
	c := protocol.UsePreset{Name: l.run.Data, N: l.run.N, Noise: l.run.Noise, Seed: int(l.run.Model.Seed), Play: l.going}
	l.data = []protocol.Command{c}
	l.send(c)
}

// onPreset reports whether the data is drawn, so that points, noise and a new seed redraw it.
func (l *lab) onPreset() bool {
	if len(l.data) == 0 {
		return true
	}
	_, ok := l.data[0].(protocol.UsePreset)
	return ok
}

// change moves to another run and sends what that takes, and no more.
func (l *lab) change(next Run) {
	was := l.run
	l.run = next
	l.rev++
	l.writeLink()
	if !l.ready() || next.equal(was) {
		return
	}
	if !was.Model.Equal(next.Model) || was.Train != next.Train {
		l.send(l.configure())
	}
	if data := l.withoutCheckpoint(); !was.Model.Equal(next.Model) && len(data) > 0 {
		l.data = data // the checkpoint's weights are gone
	}
	if next.Data != was.Data || l.onPreset() && !next.sameDraw(was) {
		l.usePreset()
	}
}

// choosePreset also comes back from a table or a checkpoint to the preset that was there before.
func (l *lab) choosePreset(name string) {
	next := l.run
	next.Data = name
	if !l.onPreset() && l.ready() {
		l.run = next
		l.rev++
		l.writeLink()
		l.usePreset()
		return
	}
	l.change(next)
}

// follow takes a hash that somebody typed or pasted.
func (l *lab) follow(hash string) {
	hash = strings.TrimPrefix(hash, "#")
	if hash == l.linked {
		return
	}
	l.linked = hash
	link, wrong := Parse(hash)
	if len(wrong) > 0 {
		l.warn(strings.Join(wrong, " "))
	}
	l.theme, l.autoplay = link.Theme, link.Autoplay
	l.change(link.Run)
}

func (l *lab) link() string { return Link{Run: l.run, Autoplay: l.autoplay, Theme: l.theme}.String() }

func (l *lab) writeLink() {
	link := l.link()
	if link == l.linked {
		return
	}
	l.linked = link
	l.effect.link(link)
}

func (l *lab) playPause() {
	if l.empty() {
		return
	}
	l.going = l.phase != protocol.Training
	if l.going {
		l.send(protocol.Play{})
	} else {
		l.send(protocol.Pause{})
	}
}

func (l *lab) step() {
	if !l.empty() {
		l.going = false
		l.send(protocol.Step{})
	}
}

func (l *lab) reset() {
	if !l.empty() {
		l.going = false
		l.send(protocol.Reset{})
	}
}

func (l *lab) show(s protocol.Show) {
	l.shown = s
	l.rev++
	l.send(s)
}

// openFile takes what was dropped or chosen: a checkpoint by its name, else a table.
func (l *lab) openFile(name string, b []byte) {
	if !l.ready() {
		l.warn(say.NotReady)
		return
	}
	if strings.HasSuffix(strings.ToLower(name), ".safetensors") {
		l.openCheckpoint(name, b)
		return
	}
	l.tell(fmt.Sprintf(say.Reading, name, size(len(b))))
	l.opening = l.ask(say.OpeningTable)
	c := protocol.OpenTable{ID: l.opening, Name: name, Bytes: b, Play: l.going}
	kept := c
	if len(b) > maxKept {
		kept.Bytes = nil
	}
	l.trial = kept
	l.send(c)
}

func (l *lab) openCheckpoint(name string, b []byte) {
	if !l.ready() {
		l.warn(say.NotReady)
		return
	}
	l.tell(fmt.Sprintf(say.Reading, name, size(len(b))))
	l.opening = l.ask(say.Opening)
	c := protocol.Open{ID: l.opening, Name: name, Bytes: b}
	l.trial = c
	l.send(c)
}

func (l *lab) score(name string, b []byte) {
	if l.empty() {
		l.warn(say.NothingTrained)
		return
	}
	l.tell(fmt.Sprintf(say.Reading, name, size(len(b))))
	l.send(protocol.Score{ID: l.ask(say.Scoring), Name: name, Bytes: b})
}

func (l *lab) save() {
	if !l.empty() {
		l.send(protocol.Save{ID: l.ask(say.Saving)})
	}
}

func (l *lab) sample() {
	if l.empty() {
		return
	}
	l.samples.seed++ // every file is a fresh draw, and the same clicks give the same files
	s := l.samples
	l.send(protocol.Sample{ID: l.ask(say.Sampling), N: s.n, Temperature: s.temp, Seed: s.seed})
}

// toggleColumn takes one column in or out of the model.
func (l *lab) toggleColumn(i int) {
	if l.table == nil || i < 0 || i >= len(l.table.Columns) || !l.table.Columns[i].Usable {
		return
	}
	var used []int
	for j, c := range l.table.Columns {
		if c.Used != (j == i) {
			used = append(used, j)
		}
	}
	if len(used) < 2 {
		l.warn(say.TwoColumns)
		return
	}
	l.table.Columns[i].Used = !l.table.Columns[i].Used
	l.rev++
	c := protocol.UseColumns{Columns: used, Play: l.going}
	l.data = append(l.data[:min(1, len(l.data))], c)
	l.send(c)
}

// key returns whether the page took the key. In a field where letters are typed it takes none;
// a focused button keeps Space for itself.
func (l *lab) key(key, tag, kind string) bool {
	typing := tag == "TEXTAREA" || tag == "SELECT" || tag == "INPUT" && !slices.Contains([]string{"checkbox", "radio", "button", "file"}, kind)
	if typing || l.empty() {
		return false
	}
	switch key {
	case " ":
		if slices.Contains([]string{"BUTTON", "A", "INPUT", "SUMMARY", "LABEL"}, tag) {
			return false
		}
		l.playPause()
	case "s", "S":
		l.step()
	case "r", "R":
		l.reset()
	default:
		return false
	}
	return true
}

func withPlay(c protocol.Command, play bool) protocol.Command {
	switch c := c.(type) {
	case protocol.UsePreset:
		c.Play = play
		return c
	case protocol.OpenTable:
		c.Play = play
		return c
	case protocol.UseColumns:
		c.Play = play
		return c
	}
	return c
}
