package lab

import (
	"fmt"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// WalkView is the way between two pictures through their latents, or what lies around one.
type WalkView struct {
	whole[protocol.Walked]
	Ask protocol.WalkArgs

	hosted `rev:"-"`
}

func (v *WalkView) Name() string { return "walk" }

func (v *WalkView) Rev() int { return revision(v) }

func (v *WalkView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *WalkView) Args() protocol.Args { return protocol.Args{Walk: v.Ask} }

func (v *WalkView) Forget() { *v = WalkView{whole: v.gone(), hosted: v.hosted} }

func (v *WalkView) Head() (title, sub, tip string) { return words.Say.Walk, "", words.Say.WalkTip }

// Looked is the picture of the data that is looked at; 0: none.
func (v *WalkView) Looked() int { return v.of.Imaging.Asked.Picture }

// Set asks for another walk.
func (v *WalkView) Set(a protocol.WalkArgs) {
	v.Ask = a
	v.Changed()
}

func (v *WalkView) Said() string {
	if v.Ask.Sheet {
		return fmt.Sprintf(words.Say.WalkSheetSaid, words.Count(v.Ask.From), words.Count(v.Got.Step))
	}
	return fmt.Sprintf(words.Say.WalkWaySaid, words.Count(v.Ask.From), words.Count(v.Ask.To), words.Count(v.Got.Step))
}

// Wait says what is missing.
func (v *WalkView) Wait() string {
	switch {
	case v.Ask.From == 0 || !v.Ask.Sheet && v.Ask.To == 0:
		return words.Say.WalkNone
	case v.Got.Args == v.Ask:
		return ""
	case v.of.Phase == protocol.Training:
		return words.Say.WalkMoving
	}
	return words.Say.WalkBegun
}
