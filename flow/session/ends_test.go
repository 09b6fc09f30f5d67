package session

import (
	"math"
	"slices"
	"testing"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// The spectrum is that of the scaling layer, or of what a step does to the pixels; its ends are shown, and each
// direction is what the picture changes by.
func TestEndsOfTheSpectrum(t *testing.T) {
	d := newDesk(t)
	d.do(wishing(digits(t), true))
	d.do(protocol.Step{}, protocol.Step{}, protocol.Step{})
	look := func(a protocol.EndsArgs) protocol.Ends {
		d.do(protocol.Watch{View: "ends", Open: true, Args: protocol.Args{Ends: a}})
		e := last[protocol.Ends](d)
		if e.Args != a || e.Step != 3 || len(e.Values) != 64 || len(e.Pixels) != 64*protocol.GridPictures ||
			!slices.Equal(e.Places, []int{1, 2, 3, 4, 61, 62, 63, 64}) {
			t.Fatalf("%+v: %d values, %d pixels, %v", e.Args, len(e.Values), len(e.Pixels), e.Places)
		}
		if !slices.IsSortedFunc(e.Values, func(a, b float32) int { return int(math.Copysign(1, float64(b-a))) }) {
			t.Errorf("%+v: %v is not sorted", a, e.Values)
		}
		return e
	}
	byScale, byPixels := look(protocol.EndsArgs{}), look(protocol.EndsArgs{Pixels: true})
	for i, v := range d.flow.Spectrum() {
		if math.Abs(float64(v-byScale.Values[i])) > 1e-6 {
			t.Fatalf("size %d is %v, want %v", i, byScale.Values[i], v)
		}
	}
	for i, place := range byPixels.Places {
		if float32(byPixels.Moves[i]) != byPixels.Values[place-1] {
			t.Errorf("direction %d moves %v, and is %v large", place, byPixels.Moves[i], byPixels.Values[place-1])
		}
	}
	// In the middle of a row is what lies in the middle of the latents, whatever the direction; at its ends there is
	// not.
	const middle = 4
	for row := range protocol.GridSide {
		at := func(k int) []byte { return byPixels.Pixels[64*(row*protocol.GridSide+k):][:64] }
		if !slices.Equal(at(middle), byPixels.Pixels[64*middle:64*(middle+1)]) {
			t.Errorf("row %d has another middle", row)
		}
		if row < 4 && slices.Equal(at(1), at(7)) {
			t.Errorf("along direction %d nothing changes", byPixels.Places[row])
		}
		if first := at(0); slices.Max(first) != 255 && slices.Min(first) != 1 {
			t.Errorf("direction %d is shown from %d to %d", byPixels.Places[row], slices.Min(first), slices.Max(first))
		}
	}
	if from := look(protocol.EndsArgs{Picture: 7}); slices.Equal(from.Pixels, byScale.Pixels) {
		t.Error("from a picture it is as from the middle")
	}
}

// Without couplings and behind a whitening one step along an axis moves the pixels by its standard deviation.
func TestDirectionsOfAGaussian(t *testing.T) {
	d, unmixed := newDesk(t), wishing(digits(t), true)
	unmixed.Wish.Model.Mix, unmixed.Wish.Model.Modes = flow.Unmixed, 0
	d.do(unmixed)
	clear(d.flow.Weights)
	d.views.anew()
	d.do(protocol.Watch{View: "ends", Open: true, Args: protocol.Args{Ends: protocol.EndsArgs{Pixels: true}}})
	e, axes := last[protocol.Ends](d), slices.Clone(d.data.pictures.units.axes.Values)
	slices.SortFunc(axes, func(a, b float64) int { return int(math.Copysign(1, b-a)) })
	for i, v := range axes {
		if want := math.Sqrt(v / 64); math.Abs(float64(e.Values[i])-want) > 1e-3*want {
			t.Errorf("direction %d moves a pixel by %v, want %v", i+1, e.Values[i], want)
		}
	}
}

// A sample is compared as it is shown: each of its numbers has the brightness that it would have come from.
func TestASampleIsComparedAsShown(t *testing.T) {
	d := newDesk(t)
	d.do(wishing(digits(t), false), protocol.Watch{View: "closeup", Open: true,
		Args: protocol.Args{Closeup: protocol.CloseupArgs{Sample: 9, Temperature: 1}}})
	c := last[protocol.Closeup](d)
	var sum float64
	for i, v := range c.Pixels {
		u := math.Round(float64(v)*16/255) - math.Round(float64(c.Near[i])*16/255)
		sum += u * u
	}
	if want := math.Sqrt(sum/64) / 16; math.Abs(c.Distance-want) > 1e-12 {
		t.Errorf("the distance is %v, and that of what is shown %v", c.Distance, want)
	}
}
