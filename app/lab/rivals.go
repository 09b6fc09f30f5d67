package lab

import (
	"fmt"
	"math"
	"slices"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// Rivals are the simpler models that the flow is compared with.
type Rivals struct{ protocol.Baselines }

// best is the simpler model that does best, once all are known that will be.
func (r Rivals) best() (best protocol.Baseline, ok bool) {
	for _, m := range r.Models {
		switch {
		case math.IsNaN(m.NLL) && m.Why == "":
			return best, false
		case !math.IsNaN(m.NLL) && (!ok || m.NLL < best.NLL):
			best, ok = m, true
		}
	}
	return best, ok
}

// gaussianBits is what the Gaussian of the full covariance of pictures needs, once it is known.
func (r Rivals) gaussianBits() string {
	for _, m := range r.Models {
		if m.Name == "gaussian" && !math.IsNaN(m.Bits) {
			return " " + fmt.Sprintf(words.Say.GridGaussian, words.Decimals(m.Bits, 3))
		}
	}
	return ""
}

// Standing says how the flow compares with the best of them, and on which rows.
func (r Rivals) Standing() string {
	text := r.stands()
	if text != "" && r.Held < r.Of {
		text += " " + fmt.Sprintf(words.Say.BaseSome, words.Count(r.Held), words.Count(r.Of))
	}
	return text
}

func (r Rivals) stands() string {
	best, ok := r.best()
	begun := func(m protocol.Baseline) bool { return math.IsNaN(m.NLL) && m.Why == "" }
	switch {
	case slices.ContainsFunc(r.Models, begun):
		return words.Say.BaseBegun
	case !ok:
		return ""
	case math.IsNaN(r.Flow):
		return words.Say.BaseTrain
	}
	format := words.Say.BaseLevel
	switch {
	case best.Lead > best.LeadError:
		format = words.Say.BaseAhead
	case best.Lead < -best.LeadError:
		format = words.Say.BaseLoses
	}
	name := words.Say.BaseNames.Of(best.Name).Label
	return fmt.Sprintf(format, name, words.Nats(math.Abs(best.Lead)), words.Nats(best.LeadError))
}

// Standing says how the flow compares with the best of the simpler models.
func (r *Report) Standing() string { return r.Rivals.Standing() }

// ComparedAt says of which step the comparison is; at rest it is of the weights that are in place.
func (r *Report) ComparedAt() string {
	if math.IsNaN(r.Rivals.Flow) || r.Phase != protocol.Training {
		return ""
	}
	return words.Say.StatStep + " " + words.Count(r.Rivals.Step)
}
