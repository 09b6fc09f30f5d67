package numeral

import (
	"math"
	"testing"
)

func TestStyle(t *testing.T) {
	point, comma := Style{",", "."}, Style{"\u202f", ","}
	for _, c := range []struct{ got, want string }{
		{point.Nats(-1234.5678), "−1,234.568"}, {comma.Nats(-1234.5678), "−1\u202f234,568"},
		{point.Nats(-0.0001), "0.000"}, {point.Nats(math.NaN()), "–"}, {point.Nats(math.Inf(-1)), "−∞"},
		{point.Nats(-2.5e-6 * 1e12), "−2.50e+06"}, {comma.Nats(1e300), "1,00e+300"},
		{point.Decimals(-999.5, 0), "−1,000"}, {point.Decimals(-0.4, 0), "0"},
		{point.Count(-1234567), "−1,234,567"}, {point.Count(-123), "−123"}, {comma.Count(1000), "1\u202f000"},
		{point.Rate(0), "–"}, {point.Rate(math.NaN()), "–"}, {comma.Rate(9.94), "9,9"}, {point.Rate(1234.5), "1,235"},
		{comma.Power(-1.5e-7, 'g', 4), "−1,5e−07"},
	} {
		if c.got != c.want {
			t.Errorf("it writes %q, want %q", c.got, c.want)
		}
	}
}
