package lab

import (
	"fmt"
	"math"
	"slices"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// ComparedAt says of which step the comparison is; at rest it is of the weights that are in place.
func (l *Lab) ComparedAt() string {
	if math.IsNaN(l.Rivals.Flow) || l.Phase != protocol.Training {
		return ""
	}
	return words.Say.StatStep + " " + words.Count(l.Rivals.Step)
}

// gaussianBits is what the Gaussian of the full covariance of pictures needs, once it is known.
func (l *Lab) gaussianBits() string {
	for _, m := range l.Rivals.Models {
		if m.Name == "gaussian" && l.Pictures() && !math.IsNaN(m.Bits) {
			return " " + fmt.Sprintf(words.Say.GridGaussian, words.Decimals(m.Bits, 3))
		}
	}
	return ""
}

// Standing says how the flow compares with the best of them, and on which rows.
func (l *Lab) Standing() string {
	text := l.stands()
	if b := l.Rivals; text != "" && b.Held < b.Of {
		text += " " + fmt.Sprintf(words.Say.BaseSome, words.Count(b.Held), words.Count(b.Of))
	}
	return text
}

func (l *Lab) stands() string {
	best, ok := l.bestRival()
	waiting := slices.ContainsFunc(l.Rivals.Models, func(m protocol.Baseline) bool { return math.IsNaN(m.NLL) && m.Why == "" })
	switch {
	case waiting:
		return words.Say.BaseBegun
	case !ok:
		return ""
	case math.IsNaN(l.Rivals.Flow):
		return words.Say.BaseTrain
	}
	format := words.Say.BaseLevel
	switch {
	case best.Lead > best.LeadError:
		format = words.Say.BaseAhead
	case best.Lead < -best.LeadError:
		format = words.Say.BaseLoses
	}
	return fmt.Sprintf(format, words.Say.BaseNames[best.Name].Label, words.Nats(math.Abs(best.Lead)), words.Nats(best.LeadError))
}
