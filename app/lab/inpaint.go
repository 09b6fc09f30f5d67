package lab

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// InpaintView hides a part of a picture, by a brush or by the paper's masks, and shows what the model finds there.
type InpaintView struct {
	whole[protocol.Inpainted]
	hidden []byte // as protocol.InpaintArgs
	Seed   int
	Erase  bool // the brush uncovers
	At     int  // pixel of the cursor

	hosted `rev:"-"`
	album  *AlbumView `rev:"-"`
}

// Masks are those of the paper, in the order of the page.
var Masks = []string{"top", "bottom", "left", "right", "odd", "random"}

func (v *InpaintView) Name() string { return "inpaint" }

func (v *InpaintView) Rev() int { return revision(v) }

func (v *InpaintView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *InpaintView) Forget() { *v = InpaintView{whole: v.gone(), hosted: v.hosted, album: v.album} }

func (v *InpaintView) Head() (title, sub, tip string) {
	return words.Say.Inpaint, "", words.Say.InpaintTip
}

func (v *InpaintView) Args() protocol.Args {
	return protocol.Args{Inpaint: protocol.InpaintArgs{Picture: v.Picture(), Hidden: bytes.Clone(v.hidden),
		Seed: v.Seed}}
}

// Picture is the picture that is completed: the one that is looked at, or the first of a page of the data.
func (v *InpaintView) Picture() int {
	if n := v.of.Imaging.Asked.Picture; n > 0 {
		return n
	}
	if page := v.album.Got.Numbers; len(page) > 0 {
		return page[0]
	}
	return 1
}

// Shape is that of a picture.
func (v *InpaintView) Shape() protocol.Shape { return v.of.State.Picture }

// Mask hides what one of the paper's masks hides; "": nothing.
func (v *InpaintView) Mask(name string) {
	s := v.of.State.Picture
	v.hidden = make([]byte, s.Height*s.Width)
	rng := rand.New(rand.NewPCG(uint64(v.Seed), 2))
	for i := range v.hidden {
		y, x := i/s.Width, i%s.Width
		in := map[string]bool{
			"top": 2*y < s.Height, "bottom": 2*y >= s.Height, "left": 2*x < s.Width, "right": 2*x >= s.Width,
			"odd": y%2 == 1, "random": rng.IntN(10) > 0,
		}[name]
		if in {
			v.hidden[i] = 1
		}
	}
	v.Changed()
}

// Brush hides, or uncovers, what lies under a brush at a place of a picture on a square of that size.
func (v *InpaintView) Brush(x, y, size float64) {
	s := v.of.State.Picture
	longer := float64(max(s.Height, s.Width))
	px := (x/size-0.5)*longer + float64(s.Width)/2
	py := (y/size-0.5)*longer + float64(s.Height)/2
	v.Cover(px, py)
}

// Cover is brush in pixels.
func (v *InpaintView) Cover(px, py float64) {
	s := v.of.State.Picture
	if len(v.hidden) != s.Height*s.Width {
		v.hidden = make([]byte, s.Height*s.Width)
	}
	radius := max(0.6, float64(max(s.Height, s.Width))/14)
	was := bytes.Clone(v.hidden)
	for i := range v.hidden {
		dx, dy := float64(i%s.Width)+0.5-px, float64(i/s.Width)+0.5-py
		if dx*dx+dy*dy <= radius*radius {
			v.hidden[i] = 1
			if v.Erase {
				v.hidden[i] = 0
			}
		}
	}
	if !bytes.Equal(was, v.hidden) {
		v.Changed()
	}
}

// ShownMask is the picture with its hidden part in the colour of data, three bytes a pixel.
func (v *InpaintView) ShownMask() []byte {
	s, from := v.of.State.Picture, v.Got.Original
	shades := 1
	if s.Channels >= 3 {
		shades = 3
	}
	if len(from) != s.Height*s.Width*shades {
		return nil
	}
	out := make([]byte, 0, 3*s.Height*s.Width)
	for i := range s.Height * s.Width {
		if i < len(v.hidden) && v.hidden[i] == 1 {
			out = append(out, 0xd9, 0x69, 0x1e)
			continue
		}
		for k := range 3 {
			out = append(out, from[i*shades+min(k, shades-1)])
		}
	}
	return out
}

func (v *InpaintView) Covered() string {
	n := 0
	for _, b := range v.hidden {
		n += int(b)
	}
	return fmt.Sprintf(words.Say.InpaintCovered, words.Count(n))
}

// Said says how far the completions are.
func (v *InpaintView) Said() string {
	g := v.Got
	switch {
	case bytes.IndexByte(v.hidden, 1) < 0:
		return words.Say.InpaintNone
	case v.of.Phase == protocol.Training:
		return words.Say.InpaintMoving
	case len(g.LogP) == 0 || !bytes.Equal(g.Args.Hidden, v.hidden):
		return words.Say.InpaintBegun
	}
	best := g.LogP[0]
	for _, lp := range g.LogP {
		best = max(best, lp)
	}
	return fmt.Sprintf(words.Say.InpaintSaid, words.Count(g.Done), words.Count(g.Of), words.Nats(best),
		words.Nats(g.Truth))
}
