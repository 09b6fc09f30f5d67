package app

import (
	"math"
	"testing"
)

func TestFormats(t *testing.T) {
	tests := []struct{ got, want string }{
		{nats(1.23456), "1.235"}, {nats(-1.2), "−1.200"}, {nats(-0.0001), "0.000"}, {nats(math.NaN()), "–"},
		{nats(math.Inf(-1)), "−∞"}, {nats(1e9), "1.00e+09"},
		{nats(12345.6784), "12,345.678"}, {nats(-999999.9), "−999,999.900"}, {nats(-999.5), "−999.500"}, {fine(-1234.5), "−1,234.5000"},
		{coordinate(-1.5e-30), "−1.5e−30"}, {coordinate(123456), "1.235e+05"},
		{count(0), "0"}, {count(999), "999"}, {count(1000), "1,000"}, {count(12345678), "12,345,678"}, {count(-1234), "−1,234"}, {count(-999), "−999"},
		{rate(0), "–"}, {rate(1.96), "2.0"}, {rate(1074.4), "1,074"},
		{short(0.0001), "0.0001"}, {short(10000), "10000"},
		{size(12), "12 B"}, {size(2048), "2 kB"}, {size(3_400_000), "3.4 MB"},
		{exact(1.0 / 3), "0.3333333333333333"},
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
		if v, ok := number(s); !ok || v != want {
			t.Errorf("number(%q) = %g %v, want %g", s, v, ok, want)
		}
	}
	for _, s := range []string{"", "x", "1.2.3", "NaN", "inf", "64,32,abc"} {
		if v, ok := number(s); ok {
			t.Errorf("number(%q) = %g", s, v)
		}
	}
}
