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
	if l.Source.opening() {
		l.Line.send(l.Choice.configure())
	}
	clear(l.Source.Trials)
	c := l.Choice.usedPreset()
	l.Source.Data = []protocol.Command{c}
	l.Line.send(c)
	l.Thumbs.show(l.Choice.Run)
	l.WriteLink()
}

// change moves to another run and keeps the table or the checkpoint that is open.
func (l *Lab) change(next link.Run) {
	l.move(next, next.Data != l.Choice.Run.Data || l.Source.OnPreset() && !next.SameDraw(l.Choice.Run))
}

// ChoosePreset also comes back from a table or a checkpoint, be it one on the same preset. What those brought goes with
// them.
func (l *Lab) ChoosePreset(name string) {
	l.Choice.Own.Data, l.Address.enters = name, name != l.Choice.Run.Data
	l.Choice.rebase(protocol.Setup(recipe.Preset(name)))
	next := l.Choice.Own
	l.move(next, name != l.Choice.Run.Data || !l.Source.OnPreset() || len(l.Source.Data) > 1)
	if l.Fatal != nil {
		l.Tell(fmt.Sprintf(words.Say.Later, words.PresetName(name)))
	}
}

// move goes to another run, with a fresh draw of its preset or without, and sends what that takes and no more.
// Without a trainer it is what the next one starts with.
func (l *Lab) move(next link.Run, draw bool) {
	was := l.Choice.Run
	l.Choice.Run = next
	l.WriteLink()
	if !draw && next.Equal(was) {
		return
	}
	l.Accept()
	if draw {
		l.Choose()
		l.Choice.forgetRefused()
	}
	if !was.Model.Equal(next.Model) {
		l.Source.dropCheckpoint()
	}
	if !l.Ready() {
		if draw {
			l.Source.Data = nil
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
		l.Source.edited = l.Line.LastID
		l.Line.send(l.Choice.configure())
	}
}

// Choose notes that something else than what lies on the board is to be trained on from here on. It returns whether
// nothing has been chosen since: what takes long to come must not take the place of what was chosen meanwhile.
func (l *Lab) Choose() (wanted func() bool) {
	if l.Drawing.Open {
		l.Drawing.CloseBoard()
	}
	return l.Source.chosen()
}

// Load takes the link that the page was opened with.
func (l *Lab) Load(said link.Link, hash string) {
	l.Choice.Run, l.Choice.Own, l.Choice.Base, l.Address.Options = said.Run, said.Run, said.Defaults(), said.Options
	l.Source.Wanted, l.Address.Linked = said.Table, hash
}

// Follow takes a hash that somebody typed or pasted.
func (l *Lab) Follow(hash string) {
	hash = strings.TrimPrefix(hash, "#")
	if hash == l.Address.Linked {
		return
	}
	if hash != "" && !link.Is(hash) {
		return // a place on the page
	}
	l.Address.Linked = hash
	said, _ := link.Parse(hash)
	l.Speak(said.Lang)
	said, wrong := link.Parse(hash) // in that language
	l.Address.Options = said.Options
	draw := !l.Source.OnPreset() || !said.Run.SameDraw(l.Choice.Run)
	switch {
	case !said.Autoplay:
		l.Choice.Intent.hold()
		draw = draw || !said.Run.Model.Equal(l.Choice.Run.Model) // or another model would train as this one did
		if !draw && l.Phase == protocol.Training {
			l.Line.send(protocol.Pause{})
		}
	default:
		l.Choice.Intent.free()
	}
	l.Choice.Own, l.Choice.Base = said.Run, said.Defaults()
	switch {
	case said.Table != "" && said.Table != l.Source.OnBuiltin():
		if l.Ready() {
			l.ChooseBuiltin(said.Table, false)
		} else {
			l.Source.Wanted, l.Source.Data = said.Table, nil
		}
	case said.Table != "":
		said.Run.Data, said.Run.N, said.Run.Noise = l.Choice.Run.Data, l.Choice.Run.N, l.Choice.Run.Noise
		l.move(said.Run, false)
	default:
		l.move(said.Run, draw)
	}
	l.Refuse(wrong)
}

func (l *Lab) Link() string {
	return link.Link{
		Foreign: l.foreign(), Table: l.Source.linkTable(), Base: l.Choice.Base, Run: l.Choice.Run, Options: l.Address.Options,
	}.String()
}

// foreign reports whether the data came from a file.
func (l *Lab) foreign() bool { return l.Known() && !l.Source.OnPreset() }

// WriteLink writes the run into the address. Of a run that no link can stand for, since a checkpoint may hold what the
// controls do not offer, the address says nothing rather than something else.
func (l *Lab) WriteLink() {
	text := l.Link()
	if _, wrong := link.Parse(text); len(wrong) > 0 {
		nothing := link.Default()
		nothing.Base, nothing.Foreign, nothing.Options = nothing.Run.Setup(), true, l.Address.Options
		nothing.Pictures = false
		text = nothing.String()
	}
	switch other, entered := l.Address.moved(text); {
	case entered:
		l.Line.Effect.Enter(text)
	case other:
		l.Line.Effect.Link(text)
	}
}

func (l *Lab) PlayPause() {
	if l.Empty() {
		return
	}
	l.Accept()
	l.Choice.Intent.want(l.Phase != protocol.Training)
	l.Net.Announce = false
	if l.Choice.Goes() {
		l.Line.send(protocol.Play{})
	} else {
		l.Line.send(protocol.Pause{})
	}
}

// Seen begins what a hidden tab put off, unless the person has done anything since. It is no deed of theirs.
func (l *Lab) Seen() {
	if l.Keep.acted || l.Choice.Intent != Unseen || l.Now.Step > 0 || l.Keep.backID != 0 {
		return
	}
	l.Choice.Intent = Going
	if !l.Empty() {
		l.Line.pass(protocol.Play{})
	}
}

func (l *Lab) Step() {
	if !l.Empty() {
		l.Accept()
		l.Choice.Intent.want(false)
		l.Net.Announce = true
		l.Line.send(protocol.Step{})
	}
}

func (l *Lab) Reset() {
	if !l.Empty() {
		l.Accept()
		l.Choice.Intent.want(false)
		l.Source.dropCheckpoint()
		l.Line.send(protocol.Reset{})
	}
}

func (l *Lab) Show(s protocol.Show) {
	l.Shown = s
	l.Accept()
	l.Line.send(s)
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
		ID: l.Line.ask(words.Say.OpeningTable), Name: name, Bytes: c.Bytes, Lent: c.Lent, Play: l.Choice.Goes(),
		Wish:     l.Choice.wish(),
		Pictures: l.Address.Options.Pictures,
	}
	kept := open
	if len(c.Bytes) > protocol.MaxKept {
		kept.Bytes = nil
	}
	l.Source.Trials[open.ID] = kept
	l.Line.send(open)
}

func (l *Lab) OpenCheckpoint(name string, c Contents) {
	l.Choose()
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	id := l.Line.ask(words.Say.Opening)
	l.open(id, protocol.Open{ID: id, Name: name, Bytes: c.Bytes, Lent: c.Lent})
}

func (l *Lab) Score(name string, c Contents) {
	if l.Empty() {
		l.Warn(words.Say.NothingTrained)
		return
	}
	l.Tell(fmt.Sprintf(words.Say.Reading, name, words.Size(c.Size)))
	why := l.Choice.Samples.Why
	l.Line.send(protocol.Score{
		ID: l.Line.askSlowly(words.Say.Scoring), Name: name, Bytes: c.Bytes, Lent: c.Lent, Percentile: why, Why: why,
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
	l.Line.send(protocol.Fill{ID: l.Line.askSlowly(words.Say.Filling), Name: name, Bytes: c.Bytes, Lent: c.Lent,
		Seed: int(l.Choice.Run.Model.Seed), Draws: l.Choice.Samples.Draws})
}

// TestFill asks how well blanks are filled.
func (l *Lab) TestFill() {
	if l.Empty() {
		l.Warn(words.Say.NothingTrained)
		return
	}
	l.Accept()
	l.Line.send(protocol.Fill{ID: l.Line.askSlowly(words.Say.FillTesting), Seed: int(l.Choice.Run.Model.Seed), Test: true})
}

func (l *Lab) Save() {
	if !l.Empty() {
		l.Accept()
		l.Line.send(protocol.Save{ID: l.Line.ask(words.Say.Saving)})
	}
}

func (l *Lab) Export(sampler bool) {
	if !l.Empty() {
		l.Accept()
		l.Line.send(protocol.Export{ID: l.Line.ask(words.Say.Exporting), Sampler: sampler})
	}
}

func (l *Lab) Sample() {
	if l.Empty() {
		return
	}
	for id, w := range map[string]words.Word{"sample-count": words.Say.SampleCount, "temperature": words.Say.Temperature} {
		if wrong, ok := l.Choice.Refused[id]; ok { // a file of what was not asked for helps nobody
			l.Warn(w.Label + ": " + wrong.Why)
			return
		}
	}
	l.Accept()
	l.Choice.Samples.seed++ // every file is a fresh draw, and the same clicks give the same files
	s := l.Choice.Samples
	l.Line.send(protocol.Sample{ID: l.Line.askSlowly(words.Say.Sampling), N: s.N, Temperature: s.Temp, Seed: s.seed})
}

// Fixed reports whether column i cannot be taken in or out: it is of no use, or another table is about to come.
func (l *Lab) Fixed(i int) bool {
	return l.Table == nil || i < 0 || i >= len(l.Table.Columns) || !l.Table.Columns[i].Usable || !l.Ready() ||
		len(l.Source.Trials) > 0
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
	if l.Table == nil || !l.Ready() || len(l.Source.Trials) > 0 {
		return
	}
	l.useColumns(l.used(-1), on)
}

func (l *Lab) useColumns(used []int, far bool) {
	l.Accept()
	c := protocol.UseColumns{Columns: used, Far: far, Play: l.Choice.Goes(), Wish: l.Choice.wish()}
	l.Source.columns(c)
	l.Line.send(c)
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
