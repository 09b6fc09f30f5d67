package link

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nicelab/flow"
)

func TestLinkRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := Default()
		r := &l.Run
		r.Data = rapid.SampledFrom(Presets).Draw(t, "data")
		r.N = rapid.IntRange(MinPoints, MaxPoints).Draw(t, "n")
		r.Noise = rapid.Float64Range(MinNoise, MaxNoise).Draw(t, "noise")
		r.Model.Couplings = rapid.IntRange(MinCouplings, MaxCouplings).Draw(t, "couplings")
		r.Model.Hidden = rapid.SliceOfN(rapid.IntRange(MinWidth, MaxWidth), MinLayers, MaxLayers).Draw(t, "hidden")
		if r.Model.Validate() != nil {
			r.Model.Couplings = 8 // of the largest width there is memory for so many
		}
		r.Model.Activation = rapid.SampledFrom([]flow.Activation{flow.ReLU, flow.Tanh}).Draw(t, "activation")
		r.Model.Prior = rapid.SampledFrom([]flow.Prior{flow.Gaussian, flow.Logistic}).Draw(t, "prior")
		r.Model.Mix = rapid.SampledFrom(Mixes).Draw(t, "mix")
		r.Model.Last = Scaled(rapid.OneOf(rapid.SampledFrom(Lasts), rapid.Float64Range(MinLast, MaxLast)).Draw(t, "last"))
		r.Model.Whiten = rapid.Bool().Draw(t, "whiten")
		r.Model.Leading = rapid.SampledFrom([]int{0, 2}).Draw(t, "leading")
		r.Model.Modes = rapid.OneOf(rapid.Just(0), rapid.IntRange(2, flow.MaxModes)).Draw(t, "modes")
		if r.Model.Clusters = 0; r.Model.Modes == 0 {
			r.Model.Clusters = rapid.OneOf(rapid.Just(0), rapid.IntRange(2, flow.MaxClusters)).Draw(t, "clusters")
		}
		r.Model.Seed = uint64(rapid.IntRange(MinSeed, MaxSeed).Draw(t, "seed"))
		r.Train.LearningRate = rapid.Float64Range(MinRate, MaxRate).Draw(t, "lr")
		r.Train.Batch = rapid.IntRange(MinBatch, MaxBatch).Draw(t, "batch")
		r.Train.Run = rapid.OneOf(rapid.Just(0), rapid.IntRange(MinRun, MaxRun)).Draw(t, "run")
		r.Train.Fresh = rapid.Bool().Draw(t, "fresh")
		r.Train.Smooth = rapid.Float64Range(MinSmooth, MaxSmooth).Draw(t, "smooth")
		r.Train.Dequantize = rapid.Bool().Draw(t, "dequantize")
		r.Train.MaxSteps = rapid.OneOf(rapid.Just(0), rapid.IntRange(MinSteps, MaxSteps)).Draw(t, "steps")
		r.Train.PaperAdam = rapid.Bool().Draw(t, "adam")
		r.Train.Speed = rapid.SampledFrom(Speeds).Draw(t, "speed")
		l.Autoplay = rapid.Bool().Draw(t, "autoplay")
		l.Embed = rapid.Bool().Draw(t, "embed")
		l.Pictures = rapid.Bool().Draw(t, "pictures")
		if l.Table = rapid.SampledFrom(append(BuiltinNames(), "", "")).Draw(t, "table"); l.Table != "" {
			d := DefaultRun() // of a preset a link to a table says nothing
			r.Data, r.N, r.Noise = d.Data, d.N, d.Noise
		}
		l.Theme = rapid.SampledFrom(Themes).Draw(t, "theme")
		l.Lang = rapid.SampledFrom([]string{"", "en", "ko"}).Draw(t, "lang")
		got, wrong := Parse("#" + l.String())
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if diff := cmp.Diff(l, got); diff != "" {
			t.Fatal(diff)
		}
		if err := got.Run.Model.Of(3).Validate(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLinkTakesOnlyWhatFits(t *testing.T) {
	for _, bad := range []string{
		"data=tigers", "n=199", "n=10001", "n=2e3", "noise=0.6", "noise=NaN", "couplings=1", "couplings=65", "couplings=",
		"hidden=", "hidden=4", "hidden=64,64,64,64,64,64", "hidden=64,x", "activation=gelu", "prior=cauchy",
		"lr=0", "lr=1", "lr=Inf", "batch=31", "batch=-64", "seed=-1", "seed=9999999999", "steps=0", "adam=W", "speed=warp",
		"theme=pink", "lang=de",
	} {
		l, wrong := Parse("#" + bad)
		if diff := cmp.Diff(Default(), l); diff != "" || len(wrong) != 1 {
			t.Errorf("%s: %d sentences, changed %s", bad, len(wrong), diff)
			continue
		}
		key, _, _ := strings.Cut(bad, "=")
		if !strings.Contains(wrong[0], key+"=") {
			t.Errorf("%s: the sentence does not name it: %s", bad, wrong[0])
		}
	}
	l, wrong := Parse("#&embedded=1&lang=ko&&seed=9&data=%tigers&what")
	if l.Run.Model.Seed != 9 || len(wrong) != 3 {
		t.Errorf("seed %d, %q", l.Run.Model.Seed, wrong)
	}
	for _, bad := range []string{"autoplay=no", "embed=yes"} {
		if l, wrong := Parse(bad); len(wrong) != 1 || !l.Autoplay || l.Embed {
			t.Errorf("%s: %q", bad, wrong)
		}
	}
}

// A link that is taken trains as the plain one does, however its data is written.
func TestALinkThatIsTakenIsThePlainOne(t *testing.T) {
	for taken, plain := range map[string]string{
		"data=%73pirals&n=500": "data=spirals&n=500", "data=spirals%20&n=500": "data=spirals&n=500",
		"data=spirals+": "data=spirals", "table=iris%20": "table=iris", "t%61ble=iris": "table=iris",
	} {
		got, _ := Parse(taken)
		want, wrong := Parse(plain)
		if diff := cmp.Diff(want, got); diff != "" || len(wrong) > 0 {
			t.Errorf("%s: %s", taken, diff)
		}
	}
	if _, wrong := Parse("table=Iris"); len(wrong) != 1 || !strings.HasSuffix(wrong[0], "so it is crescent.") {
		t.Errorf("an unknown table: %q", wrong)
	}
}

// What mail programs, chats and web pages make of a link is the link.
func TestLinkIsDecoded(t *testing.T) {
	const plain = "data=moons&n=400&hidden=16,8&autoplay=0"
	want, _ := Parse(plain)
	for _, hash := range []string{
		"#data=moons&amp;n=400&amp;hidden=16,8&amp;autoplay=0", "data=moons&amp;amp;n=400&#38;hidden=16,8&amp;autoplay=0",
		"#data%3Dmoons%26n%3D400%26hidden%3D16%2C8%26autoplay%3D0", "#data=moons%26n=400%26hidden=16%2c8%26autoplay=0",
		"#data%3dmoons%26amp%3bn%3d400%26hidden%3d16,8%26autoplay%3d0",
		"#d%61ta=%6Doons&AMP;n=400&#x26;hidden=16,8&#038;autoplay=0",
		"#data%253Dmoons%2526n%253D400%2526hidden%253D16%252C8%2526autoplay%253D0",
	} {
		got, wrong := Parse(hash)
		if diff := cmp.Diff(want, got); diff != "" || len(wrong) > 0 || !Is(hash) {
			t.Errorf("%s: %q %s", hash, wrong, diff)
		}
	}
	if _, wrong := Parse("#how-it-works"); len(wrong) > 0 || Is("#how-it-works") {
		t.Errorf("a place is no link: %q", wrong)
	}
}

// A key that sets nothing is said, with the one that may be meant; a blank costs no value and is said.
func TestLinkSaysWhatItDidNotTake(t *testing.T) {
	for hash, mention := range map[string]string{
		"data=moons&cuplings=6": "couplings", "data=moons&Noise=0.1": "noise",
		"data=moons&learningrate=0.1": "learningrate=0.1",
		"data=moons%20":               "data=moons", "data=moons &n=2000": "data=moons",
		"data=moons&noise=0.05%20": "noise=0.05",
		"data=moons&tepms=4":       "there is no such key",
	} {
		l, wrong := Parse("#" + hash)
		if l.Run.Data != "moons" || len(wrong) != 1 || !strings.Contains(wrong[0], mention) {
			t.Errorf("%s: %s, %q", hash, l.Run.Data, wrong)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(Default().String())
	f.Add("hidden=,,,&n=%zz")
	f.Fuzz(func(t *testing.T, hash string) {
		l, _ := Parse(hash)
		if err := l.Run.Model.Of(3).Validate(); err != nil {
			t.Fatal(err)
		}
		again, wrong := Parse(l.String())
		if len(wrong) > 0 || !again.Run.Equal(l.Run) {
			t.Fatalf("%q gives %q, which reads back with %q", hash, l.String(), wrong)
		}
	})
}
