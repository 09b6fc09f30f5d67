package app

import (
	"fmt"
	"slices"
	"strings"

	"nicelab/app/words"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

func (l *lab) configure() protocol.Configure {
	return protocol.Configure{Model: l.run.Model, Train: l.run.Train}
}

// usePreset draws the preset of the run. What is still being opened comes before it and is gone then,
// but a checkpoint leaves its model behind.
func (l *lab) usePreset() {
	for _, c := range l.trials {
		if _, ok := c.(protocol.Open); ok {
			l.send(l.configure())
			break
		}
	}
	clear(l.trials)
	c := l.usedPreset()
	l.data = []protocol.Command{c}
	l.send(c)
	l.preview()
	l.writeLink()
}

// usedPreset is the command that draws the preset of the run.
func (l *lab) usedPreset() protocol.UsePreset {
	return protocol.UsePreset{Name: l.run.Data, N: l.run.N, Noise: l.run.Noise, Seed: int(l.run.Model.Seed), Play: l.going, Wish: l.exactly()}
}

// onPreset reports whether the data is drawn, so that points, noise and a new seed redraw it.
func (l *lab) onPreset() bool {
	if len(l.data) == 0 {
		return !l.bare()
	}
	_, ok := l.data[0].(protocol.UsePreset)
	return ok
}

// change moves to another run and keeps the table or the checkpoint that is open.
func (l *lab) change(next Run) {
	l.move(next, next.Data != l.run.Data || l.onPreset() && !next.sameDraw(l.run))
}

// choosePreset also comes back from a table or a checkpoint, be it one on the same preset. What those brought goes with them.
func (l *lab) choosePreset(name string) {
	l.own.Data, l.enters = name, name != l.run.Data
	l.rebase(protocol.Setup(recipe.Preset(name)))
	next := l.own
	l.move(next, name != l.run.Data || !l.onPreset() || len(l.data) > 1)
	if l.fatal != nil {
		l.tell(fmt.Sprintf(words.Say.Later, words.PresetName(name)))
	}
}

// move goes to another run, with a fresh draw of its preset or without, and sends what that takes and no more.
// Without a trainer it is what the next one starts with.
func (l *lab) move(next Run, draw bool) {
	was := l.run
	l.run = next
	l.rev++
	l.writeLink()
	if !draw && next.equal(was) {
		return
	}
	l.accept()
	if draw {
		l.choose()
		l.forgetRefused()
	}
	if !was.Model.Equal(next.Model) {
		l.dropCheckpoint()
	}
	if !l.ready() {
		if draw {
			l.data = nil
		}
		if draw || !was.Model.Equal(next.Model) {
			l.keep.present = false // what is kept is of another run
		}
		return
	}
	switch {
	case draw:
		l.usePreset()
	case !was.Model.Equal(next.Model) || was.Train != next.Train:
		l.edited = l.lastID
		l.send(l.configure())
	}
}

// choose notes that something else than what lies on the board is to be trained on from here on. It returns whether nothing has been
// chosen since: what takes long to come must not take the place of what was chosen meanwhile.
func (l *lab) choose() (wanted func() bool) {
	if l.drawing.open {
		l.closeBoard()
	}
	return l.chosen()
}

func (l *lab) chosen() (wanted func() bool) {
	l.choices++
	l.wanting = errand{}
	mine := l.choices
	return func() bool { return l.choices == mine }
}

// follow takes a hash that somebody typed or pasted.
func (l *lab) follow(hash string) {
	hash = strings.TrimPrefix(hash, "#")
	if hash == l.linked {
		return
	}
	if hash != "" && !isLink(hash) {
		return // a place on the page
	}
	l.linked = hash
	link, _ := Parse(hash)
	l.lang = link.Lang
	l.speak(link.Lang)
	link, wrong := Parse(hash)
	l.theme, l.autoplay, l.embed, l.imaged = link.Theme, link.Autoplay, link.Embed, link.Pictures
	draw := !l.onPreset() || !link.Run.sameDraw(l.run)
	switch {
	case !link.Autoplay:
		l.going, l.held = false, l.held || l.going
		draw = draw || !link.Run.Model.Equal(l.run.Model) // or another model would train as this one did
		if !draw && l.phase == protocol.Training {
			l.send(protocol.Pause{})
		}
	case l.held:
		l.going, l.held = true, false
	}
	l.own, l.base = link.Run, link.defaults()
	switch {
	case link.Table != "" && link.Table != l.onBuiltin():
		if l.ready() {
			l.chooseBuiltin(link.Table, false)
		} else {
			l.wanted, l.data = link.Table, nil
		}
	case link.Table != "":
		link.Run.Data, link.Run.N, link.Run.Noise = l.run.Data, l.run.N, l.run.Noise
		l.move(link.Run, false)
	default:
		l.move(link.Run, draw)
	}
	l.refuse(wrong)
}

// refuse says what is wrong with a link: the first sentence, and how many more there would be.
func (l *lab) refuse(wrong []string) {
	switch len(wrong) {
	case 0:
	case 1:
		l.warn(wrong[0])
	default:
		l.warn(fmt.Sprintf(words.Say.AndMore, strings.TrimSuffix(wrong[0], "."), words.Count(len(wrong)-1)))
	}
}

func (l *lab) link() string {
	return Link{Foreign: l.foreign(), Table: l.linkTable(), Base: l.base, Run: l.run, Pictures: l.imaged, Autoplay: l.autoplay, Embed: l.embed, Theme: l.theme, Lang: l.lang}.String()
}

// foreign reports whether the data came from a file.
func (l *lab) foreign() bool { return l.known() && !l.onPreset() }

// writeLink writes the run into the address. Of a run that no link can stand for, since a checkpoint may hold what the controls do not
// offer, the address says nothing rather than something else.
func (l *lab) writeLink() {
	link := l.link()
	if _, wrong := Parse(link); len(wrong) > 0 {
		link = Link{Run: defaultRun(), Base: defaultRun().setup(), Foreign: true, Autoplay: l.autoplay, Embed: l.embed, Theme: l.theme, Lang: l.lang}.String()
	}
	if link == l.linked {
		return
	}
	l.linked = link
	if l.enters {
		l.enters = false
		l.effect.enter(link)
		return
	}
	l.effect.link(link)
}

func (l *lab) playPause() {
	if l.empty() {
		return
	}
	l.accept()
	l.goes(l.phase != protocol.Training)
	l.net.announce = false
	if l.going {
		l.send(protocol.Play{})
	} else {
		l.send(protocol.Pause{})
	}
}

// goes notes that the person, and no link, wants new data to train at once, or not.
func (l *lab) goes(on bool) { l.going, l.held = on, false }

// seen begins what a hidden tab put off, unless the person has done anything since. It is no deed of theirs.
func (l *lab) seen() {
	if l.keep.acted || l.going || l.now.Step > 0 || l.keep.backID != 0 {
		return
	}
	l.going = true
	if !l.empty() {
		l.eng.Send(protocol.Play{})
	}
}

func (l *lab) step() {
	if !l.empty() {
		l.accept()
		l.goes(false)
		l.net.announce = true
		l.send(protocol.Step{})
	}
}

func (l *lab) reset() {
	if !l.empty() {
		l.accept()
		l.goes(false)
		l.dropCheckpoint()
		l.send(protocol.Reset{})
	}
}

func (l *lab) show(s protocol.Show) {
	l.shown = s
	l.accept()
	l.send(s)
}

// openFile takes what was dropped or chosen: a checkpoint by its name, else a table.
func (l *lab) openFile(name string, b []byte) {
	l.choose()
	if !l.ready() {
		l.warn(words.Say.NotReady)
		return
	}
	if strings.HasSuffix(strings.ToLower(name), ".safetensors") {
		l.openCheckpoint(name, b)
		return
	}
	l.tell(fmt.Sprintf(words.Say.Reading, name, words.Size(len(b))))
	c := protocol.OpenTable{ID: l.ask(words.Say.OpeningTable), Name: name, Bytes: b, Play: l.going, Wish: l.wish(), Pictures: l.imaged}
	kept := c
	if len(b) > protocol.MaxKept {
		kept.Bytes = nil
	}
	l.trials[c.ID] = kept
	l.send(c)
}

func (l *lab) openCheckpoint(name string, b []byte) {
	l.choose()
	if !l.ready() {
		l.warn(words.Say.NotReady)
		return
	}
	l.tell(fmt.Sprintf(words.Say.Reading, name, words.Size(len(b))))
	c := protocol.Open{ID: l.ask(words.Say.Opening), Name: name, Bytes: b}
	l.trials[c.ID] = c
	l.send(c)
}

func (l *lab) score(name string, b []byte) {
	if l.empty() {
		l.warn(words.Say.NothingTrained)
		return
	}
	l.tell(fmt.Sprintf(words.Say.Reading, name, words.Size(len(b))))
	why := l.samples.why
	l.send(protocol.Score{ID: l.askSlowly(words.Say.Scoring), Name: name, Bytes: b, Percentile: why, Why: why, Surprises: why})
}

// fill asks for a table with its blanks filled; the same file is filled alike each time.
func (l *lab) fill(name string, b []byte) {
	if l.empty() {
		l.warn(words.Say.NothingTrained)
		return
	}
	l.tell(fmt.Sprintf(words.Say.Reading, name, words.Size(len(b))))
	l.send(protocol.Fill{ID: l.askSlowly(words.Say.Filling), Name: name, Bytes: b, Seed: int(l.run.Model.Seed)})
}

func (l *lab) save() {
	if !l.empty() {
		l.accept()
		l.send(protocol.Save{ID: l.ask(words.Say.Saving)})
	}
}

func (l *lab) export(sampler bool) {
	if !l.empty() {
		l.accept()
		l.send(protocol.Export{ID: l.ask(words.Say.Exporting), Sampler: sampler})
	}
}

func (l *lab) sample() {
	if l.empty() {
		return
	}
	for id, w := range map[string]words.Word{"sample-count": words.Say.SampleCount, "temperature": words.Say.Temperature} {
		if wrong, ok := l.refused[id]; ok { // a file of what was not asked for helps nobody
			l.warn(w.Label + ": " + wrong.why)
			return
		}
	}
	l.accept()
	l.samples.seed++ // every file is a fresh draw, and the same clicks give the same files
	s := l.samples
	l.send(protocol.Sample{ID: l.askSlowly(words.Say.Sampling), N: s.n, Temperature: s.temp, Seed: s.seed})
}

// fixed reports whether column i cannot be taken in or out: it is of no use, or another table is about to come.
func (l *lab) fixed(i int) bool {
	return l.table == nil || i < 0 || i >= len(l.table.Columns) || !l.table.Columns[i].Usable || !l.ready() || len(l.trials) > 0
}

// toggleColumn takes one column in or out of the model.
func (l *lab) toggleColumn(i int) {
	if l.fixed(i) {
		return
	}
	used := l.used(i)
	if len(used) < 2 {
		l.warn(words.Say.TwoColumns)
		return
	}
	l.table.Columns[i].Used = !l.table.Columns[i].Used
	l.useColumns(used, l.state.FarKept)
}

// keepFar takes the rows that lie far out into the data, or leaves them out.
func (l *lab) keepFar(on bool) {
	if l.table == nil || !l.ready() || len(l.trials) > 0 {
		return
	}
	l.useColumns(l.used(-1), on)
}

// used lists the columns that are modelled, with column i in it or out of it as it is not now.
func (l *lab) used(i int) []int {
	var used []int
	for j, c := range l.table.Columns {
		if c.Used != (j == i) {
			used = append(used, j)
		}
	}
	return used
}

func (l *lab) useColumns(used []int, far bool) {
	l.accept()
	c := protocol.UseColumns{Columns: used, Far: far, Play: l.going, Wish: l.wish()}
	l.data = append(l.data[:min(1, len(l.data))], c)
	l.send(c)
}

// key returns whether the page took the key. In a field where letters are typed it takes none, nor beside an open board, where
// R would cost the model; a focused button keeps Space for itself.
func (l *lab) key(key, tag, kind string) bool {
	if isTyping(tag, kind) || l.empty() || l.drawing.open {
		return false
	}
	switch shortcuts[strings.ToLower(key)] {
	case "play":
		if slices.Contains([]string{"BUTTON", "A", "INPUT", "SUMMARY", "LABEL"}, tag) && kind != "range" {
			return false
		}
		l.playPause()
	case "step":
		l.step()
	case "reset":
		l.reset()
	default:
		return false
	}
	return true
}

// isTyping reports whether letters go into an element.
func isTyping(tag, kind string) bool {
	return tag == "TEXTAREA" || tag == "SELECT" || tag == "INPUT" && !slices.Contains([]string{"checkbox", "radio", "button", "file", "range"}, kind)
}
