package app

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nicelab/flow"
)

func TestLinkRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := defaultLink()
		r := &l.Run
		r.Data = rapid.SampledFrom(presets).Draw(t, "data")
		r.N = rapid.IntRange(minPoints, maxPoints).Draw(t, "n")
		r.Noise = rapid.Float64Range(minNoise, maxNoise).Draw(t, "noise")
		r.Model.Couplings = rapid.IntRange(minCouplings, maxCouplings).Draw(t, "couplings")
		r.Model.Hidden = rapid.SliceOfN(rapid.IntRange(minWidth, maxWidth), minLayers, maxLayers).Draw(t, "hidden")
		r.Model.Activation = rapid.SampledFrom([]flow.Activation{flow.ReLU, flow.Tanh}).Draw(t, "activation")
		r.Model.Prior = rapid.SampledFrom([]flow.Prior{flow.Gaussian, flow.Logistic}).Draw(t, "prior")
		r.Model.Seed = uint64(rapid.IntRange(minSeed, maxSeed).Draw(t, "seed"))
		r.Train.LearningRate = rapid.Float64Range(minRate, maxRate).Draw(t, "lr")
		r.Train.Batch = rapid.IntRange(minBatch, maxBatch).Draw(t, "batch")
		r.Train.MaxSteps = rapid.OneOf(rapid.Just(0), rapid.IntRange(minSteps, maxSteps)).Draw(t, "steps")
		r.Train.PaperAdam = rapid.Bool().Draw(t, "adam")
		r.Train.Speed = rapid.SampledFrom(speeds).Draw(t, "speed")
		l.Autoplay = rapid.Bool().Draw(t, "autoplay")
		l.Embed = rapid.Bool().Draw(t, "embed")
		l.Theme = rapid.SampledFrom(themes).Draw(t, "theme")
		l.Lang = rapid.SampledFrom([]string{"", "en", "ko"}).Draw(t, "lang")
		got, wrong := Parse("#" + l.String())
		if len(wrong) > 0 {
			t.Fatal(wrong)
		}
		if diff := cmp.Diff(l, got); diff != "" {
			t.Fatal(diff)
		}
		if err := got.Run.Model.Validate(); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLinkTakesOnlyWhatFits(t *testing.T) {
	for _, bad := range []string{
		"data=tigers", "n=199", "n=10001", "n=2e3", "noise=0.6", "noise=NaN", "couplings=1", "couplings=9", "couplings=",
		"hidden=", "hidden=4", "hidden=64,64,64,64,64,64", "hidden=64,x", "activation=gelu", "prior=cauchy",
		"lr=0", "lr=1", "lr=Inf", "batch=31", "batch=-64", "seed=-1", "seed=9999999999", "steps=0", "adam=W", "speed=warp", "theme=pink", "lang=de",
	} {
		l, wrong := Parse("#" + bad)
		if diff := cmp.Diff(defaultLink(), l); diff != "" || len(wrong) != 1 {
			t.Errorf("%s: %d sentences, changed %s", bad, len(wrong), diff)
			continue
		}
		key, _, _ := strings.Cut(bad, "=")
		if !strings.Contains(wrong[0], key+"=") {
			t.Errorf("%s: the sentence does not name it: %s", bad, wrong[0])
		}
	}
	l, wrong := Parse("#&embedded=1&lang=ko&&seed=9&data=%tigers&what")
	if l.Run.Model.Seed != 9 || len(wrong) != 1 {
		t.Errorf("seed %d, %q", l.Run.Model.Seed, wrong)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(defaultLink().String())
	f.Add("hidden=,,,&n=%zz")
	f.Fuzz(func(t *testing.T, hash string) {
		l, _ := Parse(hash)
		if err := l.Run.Model.Validate(); err != nil {
			t.Fatal(err)
		}
		again, wrong := Parse(l.String())
		if len(wrong) > 0 || !again.Run.equal(l.Run) {
			t.Fatalf("%q gives %q, which reads back with %q", hash, l.String(), wrong)
		}
	})
}
