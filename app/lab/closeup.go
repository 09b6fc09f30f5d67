package lab

import (
	"fmt"
	"strconv"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// CloseupView is one picture, large, beside that of the data which is nearest to it.
type CloseupView struct{ whole[protocol.Closeup] }

func (v *CloseupView) Name() string { return "closeup" }

func (v *CloseupView) Rev() int { return revision(v) }

func (v *CloseupView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *CloseupView) Forget() { *v = CloseupView{whole: v.gone()} }

func (v *CloseupView) Args(l *Lab) protocol.Args {
	a := l.Imaging.Asked
	if a.Sample > 0 {
		a.Temperature = l.Shown.Temperature
	}
	return protocol.Args{Closeup: a}
}

func (v *CloseupView) Head(l *Lab) (title, sub, tip string) {
	return words.Say.Closeup, "", words.Say.CloseupTip
}

// Known reports whether what came is of what is asked for.
func (v *CloseupView) Known(l *Lab) bool {
	a := v.Got.Args
	return a.Sample == l.Imaging.Asked.Sample && a.Picture == l.Imaging.Asked.Picture && len(v.Got.Pixels) > 0
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
