package lab

import (
	"fmt"
	"strconv"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// EndsView is the spectrum of a model of pictures, with the pictures of its largest and smallest directions.
type EndsView struct {
	whole[protocol.Ends]
	By string // what makes a direction large: "scale" or "pixels"; "": what fits the model

	hosted `rev:"-"`
}

func (v *EndsView) Name() string { return "ends" }

func (v *EndsView) Rev() int { return revision(v) }

func (v *EndsView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *EndsView) Forget() { *v = EndsView{whole: v.gone(), hosted: v.hosted} }

func (v *EndsView) Head() (title, sub, tip string) { return words.Say.Ends, "", words.Say.EndsTip }

// Size is what makes a direction large. Behind a whitening all of them begin alike to the scaling layer.
func (v *EndsView) Size() string {
	switch {
	case v.By != "":
		return v.By
	case v.of.State.Model.Whiten:
		return "pixels"
	}
	return "scale"
}

func (v *EndsView) Args() protocol.Args {
	return protocol.Args{Ends: protocol.EndsArgs{Picture: v.of.Imaging.Asked.Picture, Pixels: v.Size() == "pixels"}}
}

// Known reports whether what came is of what is asked for.
func (v *EndsView) Known() bool { return len(v.Got.Values) > 0 && v.Got.Args == v.Args().Ends }

// Said is the spectrum in words.
func (v *EndsView) Said() string {
	s := v.Got.Values
	if len(s) == 0 {
		return words.Say.Ends
	}
	format := words.Say.EndsSaid
	if v.Got.Args.Pixels {
		format = words.Say.EndsSaidPixels
	}
	return fmt.Sprintf(format, words.Count(len(s)), words.Digits(float64(s[0])), words.Digits(float64(s[len(s)-1])),
		words.Count(v.Got.Step))
}

// From says from where the directions lead.
func (v *EndsView) From() string {
	if n := v.Got.Args.Picture; n > 0 {
		return fmt.Sprintf(words.Say.EndsFrom, strconv.Itoa(n))
	}
	return words.Say.EndsMiddle
}

// Wait says what is missing.
func (v *EndsView) Wait(known bool) string {
	switch {
	case known:
		return ""
	case v.of.Phase == protocol.Training:
		return words.Say.EndsMoving
	}
	return words.Say.EndsBegun
}
