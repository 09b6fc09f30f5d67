package lab

import (
	"fmt"
	"slices"
	"strings"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/flow/recipe"
	"nicelab/wasm/protocol"
)

// usePreset draws the preset of the run. What is still being opened comes before it and is gone then,
// but a checkpoint leaves its model behind.
func (l *Lab) usePreset() {
	if l.opening() {
		l.send(l.configure())
	}
	clear(l.Trials)
	c := l.usedPreset()
	l.Data = []protocol.Command{c}
	l.send(c)
	l.Thumbs.show(l.Run)
	l.WriteLink()
}

// change moves to another run and keeps the table or the checkpoint that is open.
func (l *Lab) change(next link.Run) {
	l.move(next, next.Data != l.Run.Data || l.OnPreset() && !next.SameDraw(l.Run))
}

// ChoosePreset also comes back from a table or a checkpoint, be it one on the same preset. What those brought goes with
// them.
func (l *Lab) ChoosePreset(name string) {
	l.Own.Data, l.enters = name, name != l.Run.Data
	l.rebase(protocol.Setup(recipe.Preset(name)))
	next := l.Own
	l.move(next, name != l.Run.Data || !l.OnPreset() || len(l.Data) > 1)
	if l.Fatal != nil {
		l.Tell(fmt.Sprintf(words.Say.Later, words.PresetName(name)))
	}
}

// move goes to another run, with a fresh draw of its preset or without, and sends what that takes and no more.
// Without a trainer it is what the next one starts with.
func (l *Lab) move(next link.Run, draw bool) {
	was := l.Run
	l.Run = next
	l.WriteLink()
	if !draw && next.Equal(was) {
		return
	}
	l.Accept()
	if draw {
		l.Choose()
		l.forgetRefused()
	}
	if !was.Model.Equal(next.Model) {
		l.dropCheckpoint()
	}
	if !l.Ready() {
		if draw {
			l.Data = nil
		}
		if draw || !was.Model.Equal(next.Model) {
			l.Keep.Present = false // what is kept is of another run
		}
		return
	}
	switch {
	case draw:
		l.usePreset()
	case !was.Model.Equal(next.Model) || was.Train != next.Train:
		l.edited = l.LastID
		l.send(l.configure())
	}
}

// Choose notes that something else than what lies on the board is to be trained on from here on. It returns whether
// nothing has been chosen since: what takes long to come must not take the place of what was chosen meanwhile.
func (l *Lab) Choose() (wanted func() bool) {
	if l.Drawing.Open {
		l.CloseBoard()
	}
	return l.chosen()
}

// Load takes the link that the page was opened with.
func (l *Lab) Load(said link.Link, hash string) {
	l.Run, l.Own, l.Base, l.Options = said.Run, said.Run, said.Defaults(), said.Options
	l.Source.Wanted, l.Linked = said.Table, hash
}

// Follow takes a hash that somebody typed or pasted.
func (l *Lab) Follow(hash string) {
	hash = strings.TrimPrefix(hash, "#")
	if hash == l.Linked {
		return
	}
	if hash != "" && !link.Is(hash) {
		return // a place on the page
	}
	l.Linked = hash
	said, _ := link.Parse(hash)
	l.Speak(said.Lang)
	said, wrong := link.Parse(hash) // in that language
	l.Options = said.Options
	draw := !l.OnPreset() || !said.Run.SameDraw(l.Run)
	switch {
	case !said.Autoplay:
		l.Intent.hold()
		draw = draw || !said.Run.Model.Equal(l.Run.Model) // or another model would train as this one did
		if !draw && l.Phase == protocol.Training {
			l.send(protocol.Pause{})
		}
	default:
		l.Intent.free()
	}
	l.Own, l.Base = said.Run, said.Defaults()
	switch {
	case said.Table != "" && said.Table != l.OnBuiltin():
		if l.Ready() {
			l.ChooseBuiltin(said.Table, false)
		} else {
			l.Source.Wanted, l.Data = said.Table, nil
		}
	case said.Table != "":
		said.Run.Data, said.Run.N, said.Run.Noise = l.Run.Data, l.Run.N, l.Run.Noise
		l.move(said.Run, false)
	default:
		l.move(said.Run, draw)
	}
	l.Refuse(wrong)
}

// Refuse says what is wrong with a link: the first sentence, and how many more there would be.
func (l *Lab) Refuse(wrong []string) {
	switch len(wrong) {
	case 0:
	case 1:
		l.Warn(wrong[0])
	default:
		l.Warn(fmt.Sprintf(words.Say.AndMore, strings.TrimSuffix(wrong[0], "."), words.Count(len(wrong)-1)))
	}
}

func (l *Lab) Link() string {
	return link.Link{
		Foreign: l.foreign(), Table: l.linkTable(), Base: l.Base, Run: l.Run, Options: l.Options,
	}.String()
}

// foreign reports whether the data came from a file.
func (l *Lab) foreign() bool { return l.Known() && !l.OnPreset() }

// WriteLink writes the run into the address. Of a run that no link can stand for, since a checkpoint may hold what the
// controls do not offer, the address says nothing rather than something else.
func (l *Lab) WriteLink() {
	text := l.Link()
	if _, wrong := link.Parse(text); len(wrong) > 0 {
		nothing := link.Default()
		nothing.Base, nothing.Foreign, nothing.Options = nothing.Run.Setup(), true, l.Options
		nothing.Pictures = false
		text = nothing.String()
	}
	switch other, entered := l.moved(text); {
	case entered:
		l.Effect.Enter(text)
	case other:
		l.Effect.Link(text)
	}
}

func (l *Lab) PlayPause() {
	if l.Empty() {
		return
	}
	l.Accept()
	l.Intent.want(l.Phase != protocol.Training)
	l.Net.Announce = false
	if l.Goes() {
		l.send(protocol.Play{})
	} else {
		l.send(protocol.Pause{})
	}
}

// Seen begins what a hidden tab put off, unless the person has done anything since. It is no deed of theirs.
func (l *Lab) Seen() {
	if l.Keep.acted || l.Intent != Unseen || l.Now.Step > 0 || l.Keep.backID != 0 {
		return
	}
	l.Intent = Going
	if !l.Empty() {
		l.pass(protocol.Play{})
	}
}

func (l *Lab) Step() {
	if !l.Empty() {
		l.Accept()
		l.Intent.want(false)
		l.Net.Announce = true
		l.send(protocol.Step{})
	}
}

func (l *Lab) Reset() {
	if !l.Empty() {
		l.Accept()
		l.Intent.want(false)
		l.dropCheckpoint()
		l.send(protocol.Reset{})
	}
}

func (l *Lab) Show(s protocol.Show) {
	l.Shown = s
	l.Accept()
	l.send(s)
}

// OpenFile takes what was dropped or chosen: a checkpoint by its name, else a table.
func (l *Lab) OpenFile(name string, c Contents) {
	l.Choose()
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	if strings.HasSuffix(strings.ToLower(name), ".safetensors") {
		l.OpenCheckpoint(name, c)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	open := protocol.OpenTable{
		ID: l.ask(words.Say.OpeningTable), Name: name, Bytes: c.Bytes, Lent: c.Lent, Play: l.Goes(), Wish: l.wish(),
		Pictures: l.Options.Pictures,
	}
	kept := open
	if len(c.Bytes) > protocol.MaxKept {
		kept.Bytes = nil
	}
	l.Trials[open.ID] = kept
	l.send(open)
}

func (l *Lab) OpenCheckpoint(name string, c Contents) {
	l.Choose()
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	id := l.ask(words.Say.Opening)
	l.open(id, protocol.Open{ID: id, Name: name, Bytes: c.Bytes, Lent: c.Lent})
}

func (l *Lab) Score(name string, c Contents) {
	if l.Empty() {
		l.Warn(words.Say.NothingTrained)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	why := l.Samples.Why
	l.send(protocol.Score{
		ID: l.askSlowly(words.Say.Scoring), Name: name, Bytes: c.Bytes, Lent: c.Lent, Percentile: why, Why: why,
		Surprises: why,
	})
}

// Fill asks for a table with its blanks filled; the same file is filled alike each time.
func (l *Lab) Fill(name string, c Contents) {
	if l.Empty() {
		l.Warn(words.Say.NothingTrained)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	l.send(protocol.Fill{ID: l.askSlowly(words.Say.Filling), Name: name, Bytes: c.Bytes, Lent: c.Lent,
		Seed: int(l.Run.Model.Seed)})
}

func (l *Lab) Save() {
	if !l.Empty() {
		l.Accept()
		l.send(protocol.Save{ID: l.ask(words.Say.Saving)})
	}
}

func (l *Lab) Export(sampler bool) {
	if !l.Empty() {
		l.Accept()
		l.send(protocol.Export{ID: l.ask(words.Say.Exporting), Sampler: sampler})
	}
}

func (l *Lab) Sample() {
	if l.Empty() {
		return
	}
	for id, w := range map[string]words.Word{"sample-count": words.Say.SampleCount, "temperature": words.Say.Temperature} {
		if wrong, ok := l.Refused[id]; ok { // a file of what was not asked for helps nobody
			l.Warn(w.Label + ": " + wrong.Why)
			return
		}
	}
	l.Accept()
	l.Samples.seed++ // every file is a fresh draw, and the same clicks give the same files
	s := l.Samples
	l.send(protocol.Sample{ID: l.askSlowly(words.Say.Sampling), N: s.N, Temperature: s.Temp, Seed: s.seed})
}

// Fixed reports whether column i cannot be taken in or out: it is of no use, or another table is about to come.
func (l *Lab) Fixed(i int) bool {
	return l.Table == nil || i < 0 || i >= len(l.Table.Columns) || !l.Table.Columns[i].Usable || !l.Ready() ||
		len(l.Trials) > 0
}

// ToggleColumn takes one column in or out of the model.
func (l *Lab) ToggleColumn(i int) {
	if l.Fixed(i) {
		return
	}
	used := l.used(i)
	if len(used) < 2 {
		l.Warn(words.Say.TwoColumns)
		return
	}
	l.Table.Columns[i].Used = !l.Table.Columns[i].Used
	l.useColumns(used, l.State.FarKept)
}

// keepFar takes the rows that lie far out into the data, or leaves them out.
func (l *Lab) keepFar(on bool) {
	if l.Table == nil || !l.Ready() || len(l.Trials) > 0 {
		return
	}
	l.useColumns(l.used(-1), on)
}

func (l *Lab) useColumns(used []int, far bool) {
	l.Accept()
	c := protocol.UseColumns{Columns: used, Far: far, Play: l.Goes(), Wish: l.wish()}
	l.columns(c)
	l.send(c)
}

// Key returns whether the page took the key. In a field where letters are typed it takes none, nor beside an open
// board, where R would cost the model; a focused button keeps Space for itself.
func (l *Lab) Key(key, tag, kind string) bool {
	if IsTyping(tag, kind) || l.Empty() || l.Drawing.Open {
		return false
	}
	switch Shortcuts[strings.ToLower(key)] {
	case "play":
		if slices.Contains([]string{"BUTTON", "A", "INPUT", "SUMMARY", "LABEL"}, tag) && kind != "range" {
			return false
		}
		l.PlayPause()
	case "step":
		l.Step()
	case "reset":
		l.Reset()
	default:
		return false
	}
	return true
}

// IsTyping reports whether letters go into an element.
func IsTyping(tag, kind string) bool {
	return tag == "TEXTAREA" || tag == "SELECT" || tag == "INPUT" &&
		!slices.Contains([]string{"checkbox", "radio", "button", "file", "range"}, kind)
}
