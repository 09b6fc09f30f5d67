package lab

import (
	"fmt"
	"strconv"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// CloseupView is one picture, large, beside that of the data which is nearest to it.
type CloseupView struct {
	whole[protocol.Closeup]

	hosted `rev:"-"`
}

func (v *CloseupView) Name() string { return "closeup" }

func (v *CloseupView) Rev() int { return revision(v) }

func (v *CloseupView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *CloseupView) Forget() { *v = CloseupView{whole: v.gone(), hosted: v.hosted} }

func (v *CloseupView) Args() protocol.Args {
	a := v.of.Imaging.Asked
	if a.Sample > 0 {
		a.Temperature = v.of.Shown.Temperature
	}
	return protocol.Args{Closeup: a}
}

func (v *CloseupView) Head() (title, sub, tip string) {
	return words.Say.Closeup, "", words.Say.CloseupTip
}

// Wait says what is missing.
func (v *CloseupView) Wait() string {
	if v.of.Imaging.Asked != (protocol.CloseupArgs{}) && v.of.Phase == protocol.Training {
		return words.Say.CloseupMoving
	}
	return words.Say.CloseupNone
}

// Known reports whether what came is of what is asked for.
func (v *CloseupView) Known() bool {
	a := v.Got.Args
	if v.of.Imaging.Asked == (protocol.CloseupArgs{}) {
		return false
	}
	return a.Sample == v.of.Imaging.Asked.Sample && a.Picture == v.of.Imaging.Asked.Picture && len(v.Got.Pixels) > 0
}

// What says what the picture is.
func (v *CloseupView) What() string {
	c := v.Got
	if c.Args.Sample > 0 {
		return fmt.Sprintf(words.Say.CloseupSample, words.Count(c.Args.Sample))
	}
	text := words.Say.CloseupTrained
	if c.Held {
		text = words.Say.CloseupHeld
	}
	return fmt.Sprintf(text, words.Count(c.Args.Picture)) + labelled(c.Label)
}

func (v *CloseupView) Near() string {
	return fmt.Sprintf(words.Say.CloseupNear, words.Count(v.Got.Nearest),
		words.Decimals(v.Got.Distance, 3)) + labelled(v.Got.NearIs)
}

func labelled(label int) string {
	if label < 0 {
		return ""
	}
	return " " + fmt.Sprintf(words.Say.CloseupLabel, strconv.Itoa(label))
}
