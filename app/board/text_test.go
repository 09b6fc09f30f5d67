package board

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What is written is read again, to the bit, however it is separated.
func TestTextIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOfN(rapid.Float32Range(-Far, Far), 0, 40).Draw(t, "points")
		points = points[:len(points)/2*2]
		comma := rapid.SampledFrom([]string{",", ", ", ";", "; ", "\t", " ", "   ", " , "}).Draw(t, "comma")
		end := rapid.SampledFrom([]string{"\n", "\r\n", "\n\n", " \n"}).Draw(t, "end")
		text := strings.NewReplacer(", ", comma, "\n", end).Replace(Text(points))
		if rapid.Bool().Draw(t, "cut") {
			text = strings.TrimSpace(text)
		}
		if rapid.Bool().Draw(t, "typography") {
			text = strings.ReplaceAll(strings.ReplaceAll(text, "e-", "e~"), "-", "\u2212")
			text = strings.ReplaceAll(text, "e~", "e-")
		}
		got, wrong := Parse(text, Max)
		if wrong.Line != 0 || !slices.Equal(got, points) {
			t.Fatalf("%q is read as %v, %+v, not %v", text, got, wrong, points)
		}
		if csv := string(CSV(points)); csv != "x1,x2\n"+strings.ReplaceAll(Text(points), ", ", ",") {
			t.Fatalf("the table is %q", csv)
		}
	})
}

func TestWrongLines(t *testing.T) {
	for text, want := range map[string]Wrong{
		"1, 2\n\n3":            {3, NotTwo, "3"},
		"1 2 3":                {1, NotTwo, "1 2 3"},
		"1,5; 2,5":             {1, NotTwo, "1,5; 2,5"},
		"x1,x2\n1,2":           {1, NotANumber, "x1"},
		"1,2\n1,two":           {2, NotANumber, "two"},
		"nan 1":                {1, NotANumber, "nan"},
		"0 1\n1e7 0":           {2, TooFar, "1e7"},
		"inf 0":                {1, TooFar, "inf"},
		"1e999 0":              {1, TooFar, "1e999"},
		"1 1\n2 2\n3 3\n4 4":   {4, TooMany, "4 4"},
		"1 1\n\n2 2\n3 3\n":    {},
		"":                     {},
		" \n\t\n":              {},
		"1 1\n2 2\n3 3\nx y z": {4, NotTwo, "x y z"},
	} {
		got, wrong := Parse(text, 3)
		if wrong != want || want.Line > 0 && got != nil {
			t.Errorf("%q: %v, %+v, want %+v", text, got, wrong, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1, 2\n3;4\n5\t6", "x1,x2\n", "1e400 -0", "\u22121 2", "0x1p-2 1_0", ",,,;;\n\r\r\n1",
		"1 2\n3", "\xff 1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		const room = 50
		points, wrong := Parse(text, room)
		if wrong.Line != 0 {
			lines := strings.SplitAfter(text, "\n")
			if points != nil || wrong.Line < 0 || wrong.Line > len(lines) || !strings.Contains(lines[wrong.Line-1], wrong.Text) {
				t.Fatalf("%+v of %q", wrong, text)
			}
			return
		}
		if len(points)%2 != 0 || len(points) > 2*room {
			t.Fatalf("%d numbers", len(points))
		}
		for _, v := range points {
			if !(math.Abs(float64(v)) <= Far) {
				t.Fatalf("%g is far", v)
			}
		}
		again, wrong := Parse(Text(points), room)
		if wrong.Line != 0 || !slices.Equal(again, points) {
			t.Fatalf("%v is read again as %v, %+v", points, again, wrong)
		}
	})
}
