package json

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"
)

type shape struct {
	Dim     int       `json:"dim"`
	Hidden  []int     `json:"hidden"`
	Whiten  bool      `json:"whiten,omitempty"`
	Last    float64   `json:"last,omitempty"`
	Small   float32   `json:"small"`
	Names   []string  `json:"names"`
	Offsets [2]uint64 `json:"offsets"`
	Inner   *shape    `json:"inner,omitempty"`
	Left    string    `json:"-"`
	Bytes   map[string]string
	own     int
}

var texts = []string{
	``, ` `, `null`, `true`, `false`, `nul`, `tru e`, `1`, `-`, `-0`, `01`, `1.`, `.5`, `1e`, `1e+9`, `-1.5E-7`, `1e400`,
	`"a"`, `"`, `"\u00e9\n\"\\\/"`,
	`"\ud83d\ude00"`, `"\ud83d"`, `"\ud83dx\udc00"`, `"\x"`, `"\u12g4"`, "\"\x01\"", "\"\xff\"", `[]`, `[ ]`, `[1,2]`,
	`[1,]`, `[,1]`, `[1 2]`, `{}`, `{"a":1}`,
	`{"a":1,}`, `{"a" 1}`, `{a:1}`, `{"a":[{"b":null}], "c":{}}`, `{"a":1}x`, `1 2`, `1x`, `"a""b"`, `[1]]`, `{"a":1]`,
	"{\"dim\":3,\"hidden\":[4,5],\n\"last\":1e-9}",
	`{"Dim":4,"DIM":5,"small":1e-7,"names":["<b>&","\u2028"],"offsets":[1,2,3],"inner":{"dim":7},"Bytes":{"b":"x","a":"y"}}`, `{"dim":"3"}`, `{"dim":1.5}`,
	`{"dim":99999999999999999999}`, `{"hidden":null,"offsets":null,"dim":null,"names":[null]}`, `{"offsets":[-1]}`,
	`{"small":1e39}`, `[[[[1]],{"a":[]}]]`, `{"a":{"a":1},"a":2}`,
}

// FuzzJSON holds every way in and out to encoding/json.
func FuzzJSON(f *testing.F) {
	for _, s := range texts {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if got, want := Valid(b), json.Valid(b); got != want {
			t.Fatalf("%q is valid: %v, want %v", b, got, want)
		}
		var got, want bytes.Buffer
		if (Compact(&got, b) == nil) != (json.Compact(&want, b) == nil) || json.Valid(b) && got.String() != want.String() {
			t.Fatalf("%q is compacted to %q, want %q", b, got.String(), want.String())
		}
		both[shape](t, b)
		both[string](t, b)
		both[float64](t, b)
		both[[]string](t, b)
		both[[]uint64](t, b)
		both[map[string]string](t, b)
		both[map[string][]float32](t, b)
		var list []RawMessage
		var wantList []json.RawMessage
		sameRaw(t, b, Unmarshal(b, &list), json.Unmarshal(b, &wantList), list, wantList)
		tokens(t, b)
	})
}

// both reads b as a T and writes what came of it.
func both[T any](t *testing.T, b []byte) {
	t.Helper()
	var got, want T
	gotErr, wantErr := Unmarshal(b, &got), json.Unmarshal(b, &want)
	if (gotErr == nil) != (wantErr == nil) {
		t.Fatalf("%q as %T: %v, want %v", b, got, gotErr, wantErr)
	}
	if wantErr != nil {
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%q as %T is %+v, want %+v", b, got, got, want)
	}
	gotBytes, gotErr := Marshal(got)
	wantBytes, wantErr := json.Marshal(want)
	if !bytes.Equal(gotBytes, wantBytes) || gotErr != nil || wantErr != nil {
		t.Fatalf("%+v is written as %q (%v), want %q (%v)", want, gotBytes, gotErr, wantBytes, wantErr)
	}
}

func sameRaw(t *testing.T, b []byte, err, wantErr error, got []RawMessage, want []json.RawMessage) {
	t.Helper()
	if (err == nil) != (wantErr == nil) || err == nil && len(got) != len(want) {
		t.Fatalf("%q as a list: %v and %d values, want %v and %d", b, err, len(got), wantErr, len(want))
	}
	for i := range got {
		if err == nil && string(got[i]) != string(want[i]) {
			t.Fatalf("%q as a list: value %d is %q, want %q", b, i, got[i], want[i])
		}
	}
}

// tokens reads b as a stream, by tokens and now and then by a value.
func tokens(t *testing.T, b []byte) {
	t.Helper()
	got, want := NewDecoder(bytes.NewReader(b)), json.NewDecoder(bytes.NewReader(b))
	got.UseNumber()
	want.UseNumber()
	for i := range 200 {
		if a, b := got.More(), want.More(); a != b {
			t.Fatalf("call %d: more is %v, want %v", i, a, b)
		}
		var err, wantErr error
		if (i+len(b))%3 == 0 {
			var raw RawMessage
			var wantRaw json.RawMessage
			if err, wantErr = got.Decode(&raw), want.Decode(&wantRaw); string(raw) != string(wantRaw) {
				t.Fatalf("%q, call %d: value %q, want %q", b, i, raw, wantRaw)
			}
		} else {
			var token Token
			var wantToken json.Token
			token, err = got.Token()
			wantToken, wantErr = want.Token()
			switch w := wantToken.(type) {
			case json.Delim:
				wantToken = Delim(w)
			case json.Number:
				wantToken = Number(w)
			}
			if wantErr == nil && token != wantToken {
				t.Fatalf("%q, call %d: token %v, want %v", b, i, token, wantToken)
			}
		}
		if (err == nil) != (wantErr == nil) || (err == io.EOF) != (wantErr == io.EOF) {
			t.Fatalf("%q, call %d: %v, want %v", b, i, err, wantErr)
		}
		if err != nil {
			return
		}
		if a, b := got.InputOffset(), want.InputOffset(); a != b {
			t.Fatalf("call %d: at %d, want %d", i, a, b)
		}
	}
}

type number float64

func (n number) MarshalJSON() ([]byte, error) {
	if math.IsInf(float64(n), 0) {
		return []byte(` "<inf>" `), nil
	}
	if n < 0 {
		return nil, errors.New("below zero")
	}
	return json.Marshal(float64(n))
}

func (n *number) UnmarshalJSON(b []byte) error {
	if string(b) == `"inf"` {
		*n = number(math.Inf(1))
		return nil
	}
	return json.Unmarshal(b, (*float64)(n))
}

// Types with methods of their own, numbers of every size, and what cannot be written.
func TestMarshal(t *testing.T) {
	type own struct {
		N    number
		P    *number `json:",omitempty"`
		List []number
		Map  map[string]number
		Any  any
	}
	n := number(2)
	values := []any{
		nil, own{}, &own{N: 1, P: &n, List: []number{3, number(math.Inf(1))}, Map: map[string]number{"b": 1, "a": 2},
			Any: "x"}, own{N: -1},
		math.NaN(), math.Inf(-1), func() {}, float32(1e-7), 1e-6, 9.9e-7, 1e21, 9.9e20, -1e-9, 1e-10, 1e300, 0.1,
		float32(0.1), float32(1e21), math.Copysign(0, -1),
		"\b\f\n\r\t\x00\x1f\x7f<>&\u2028\u2029\ufffd\xff\"\\é😀", []any{1, "a", nil, true, uint8(3)}, map[string]int(nil),
		[]int(nil), [2]bool{true}, struct{}{},
		shape{Dim: -1, Inner: &shape{Left: "x", own: 1}},
	}
	for _, v := range values {
		got, err := Marshal(v)
		want, wantErr := json.Marshal(v)
		if !bytes.Equal(got, want) || (err == nil) != (wantErr == nil) {
			t.Errorf("%#v is written as %q (%v), want %q (%v)", v, got, err, want, wantErr)
		}
	}
	for _, s := range []string{`{"N":1,"P":2,"List":["inf",3],"Map":{"a":4}}`, `{"P":null,"List":null}`, `{"N":"x"}`} {
		var got, want own
		if err, wantErr := Unmarshal([]byte(s), &got), json.Unmarshal([]byte(s), &want); (err == nil) != (wantErr == nil) ||
			err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v (%v), want %+v (%v)", s, got, err, want, wantErr)
		}
	}
	raw, err := Marshal(map[string]RawMessage{"b": RawMessage(" [1, 2] "), "a": nil})
	if string(raw) != `{"a":null,"b":[1,2]}` || err != nil {
		t.Errorf("raw JSON is written as %s, %v", raw, err)
	}
}

// An unknown key is an error where it is asked for; brackets are bounded.
func TestStrict(t *testing.T) {
	d := NewDecoder(strings.NewReader(`{"dim":1,"depth":2}`))
	d.DisallowUnknownFields()
	if err := d.Decode(new(shape)); err == nil {
		t.Error("an unknown key passes")
	}
	for n, want := range map[int]bool{deepest: true, deepest + 1: false} {
		if b := []byte(strings.Repeat("[", n) + strings.Repeat("]", n)); Valid(b) != want || json.Valid(b) != want {
			t.Errorf("%d brackets are valid: %v and %v", n, Valid(b), json.Valid(b))
		}
	}
}
