package words

import (
	"math"
	"testing"
)

func TestFormats(t *testing.T) {
	tests := []struct{ got, want string }{
		{Nats(1.23456), "1.235"}, {Nats(-1.2), "−1.200"}, {Nats(-0.0001), "0.000"}, {Nats(math.NaN()), "–"},
		{Nats(math.Inf(-1)), "−∞"}, {Nats(1e9), "1.00e+09"},
		{Nats(12345.6784), "12,345.678"}, {Nats(-999999.9), "−999,999.900"}, {Nats(-999.5), "−999.500"}, {Fine(-1234.5),
			"−1,234.5000"},
		{Coordinate(-1.5e-30), "−1.5e−30"}, {Coordinate(123456), "1.235e+05"},
		{Count(0), "0"}, {Count(999), "999"}, {Count(1000), "1,000"}, {Count(12345678), "12,345,678"}, {Count(-1234),
			"−1,234"}, {Count(-999), "−999"},
		{Rate(0), "–"}, {Rate(1.96), "2.0"}, {Rate(1074.4), "1,074"},
		{Short(0.0001), "0.0001"}, {Short(10000), "10000"},
		{Size(12), "12 B"}, {Size(2048), "2 kB"}, {Size(3_400_000), "3.4 MB"},
		{Exact(1.0 / 3), "0.3333333333333333"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestNumber(t *testing.T) {
	for s, want := range map[string]float64{
		"7": 7, " 2,000 ": 2000, "1,234,567": 1234567, "0,05": 0.05, "0,050": 0.05, "1e-3": 0.001, "−2": -2, "10 000": 10000,
	} {
		if v, ok := Number(s); !ok || v != want {
			t.Errorf("number(%q) = %g %v, want %g", s, v, ok, want)
		}
	}
	for _, s := range []string{"", "x", "1.2.3", "NaN", "inf", "64,32,abc"} {
		if v, ok := Number(s); ok {
			t.Errorf("number(%q) = %g", s, v)
		}
	}
}
