package link

import (
	"strings"
	"testing"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/flow/dataset"
	"nicelab/flow/prior"
)

// another is a prior that is in no list but that of priors.
type another struct{ prior.Gaussian }

func (another) Name() string { return "another" }

// A link takes any prior there is.
func TestALinkTakesAnyPrior(t *testing.T) {
	was := prior.All
	defer func() { prior.All = was }()
	prior.All = append(prior.All[:len(prior.All):len(prior.All)], another{})
	for _, p := range prior.All {
		c := DefaultRun().Model
		if c.Prior = flow.Prior(p.Name()); c.Validate() != nil {
			t.Errorf("no model has the prior %s", p.Name())
		}
		if l, notes := Parse("prior=" + p.Name()); len(notes) > 0 || l.Run.Model.Prior != c.Prior {
			t.Errorf("a link with prior=%s leads to %s: %s", p.Name(), l.Run.Model.Prior, notes)
		}
	}
}

// Each prior has a name in every language, and a floor.
func TestPriorsAreNamedAndHaveFloors(t *testing.T) {
	preset, _ := dataset.Lookup("moons")
	j := preset.NewLimits(dataset.DefaultNoise)
	for !j.Step() {
	}
	for _, p := range prior.All {
		if _, ok := j.Limits().Floors[p.Name()]; !ok {
			t.Errorf("dataset has no floor under %s", p.Name())
		}
		for _, table := range words.Tables {
			if strings.TrimSpace(table.PriorNames.Of(p.Name())) == "" {
				t.Errorf("%s has no name for %s", table.Lang, p.Name())
			}
		}
	}
}
