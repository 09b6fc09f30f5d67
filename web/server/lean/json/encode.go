package json

import (
	"errors"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marshaler writes itself.
type Marshaler interface{ MarshalJSON() ([]byte, error) }

// Marshal returns v as JSON.
func Marshal(v any) ([]byte, error) { return appendValue(nil, reflect.ValueOf(v)) }

var marshaler = reflect.TypeFor[Marshaler]()

func appendValue(b []byte, v reflect.Value) (_ []byte, err error) {
	if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return append(b, "null"...), nil
	}
	if v.CanAddr() && reflect.PointerTo(v.Type()).Implements(marshaler) {
		v = v.Addr()
	}
	if v.Type().Implements(marshaler) {
		own, err := v.Interface().(Marshaler).MarshalJSON()
		if err == nil {
			_, err = whole(own)
		}
		if err != nil {
			return nil, errors.New("json: error calling MarshalJSON for type " + v.Type().String() + ": " + err.Error())
		}
		return compact(b, own, true), nil
	}
	switch k := v.Kind(); {
	case k == reflect.Pointer || k == reflect.Interface:
		return appendValue(b, v.Elem())
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool()), nil
	case k == reflect.String:
		return appendString(b, v.String()), nil
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), 10), nil
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), 10), nil
	case v.CanFloat():
		return appendFloat(b, v.Float(), v.Type().Bits())
	case k == reflect.Slice && v.IsNil() || k == reflect.Map && v.IsNil():
		return append(b, "null"...), nil
	case k == reflect.Slice || k == reflect.Array:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendValue(b, v.Index(i)); err != nil {
				return nil, err
			}
		}
		return append(b, ']'), nil
	case k == reflect.Map:
		values := make(map[string]reflect.Value)
		for _, key := range v.MapKeys() {
			values[key.String()] = v.MapIndex(key)
		}
		b = append(b, '{')
		for i, key := range slices.Sorted(maps.Keys(values)) {
			if i > 0 {
				b = append(b, ',')
			}
			if b, err = appendValue(append(appendString(b, key), ':'), values[key]); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	case k == reflect.Struct:
		b = append(b, '{')
		next := len(b)
		for _, f := range fieldsOf(v.Type()) {
			value := v.Field(f.index)
			if f.omitEmpty && isEmpty(value) {
				continue
			}
			if len(b) > next {
				b = append(b, ',')
			}
			if b, err = appendValue(append(appendString(b, f.name), ':'), value); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	}
	return nil, errors.New("json: unsupported type: " + v.Type().String())
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Struct:
		return false
	}
	return v.IsZero()
}

func appendFloat(b []byte, v float64, bits int) ([]byte, error) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return nil, errors.New("json: unsupported value: " + strconv.FormatFloat(v, 'g', -1, bits))
	}
	shape := byte('f')
	if a := math.Abs(v); a != 0 {
		small, large := a < 1e-6, a >= 1e21
		if bits == 32 {
			small, large = float32(a) < 1e-6, float32(a) >= 1e21
		}
		if small || large {
			shape = 'e'
		}
	}
	b = strconv.AppendFloat(b, v, shape, -1, bits)
	if n := len(b); shape == 'e' && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' { // e-09 is e-9
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b, nil
}

func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		broken := r == utf8.RuneError && n == 1
		switch at := strings.IndexByte("\b\f\n\r\t\"\\", s[0]); {
		case at >= 0:
			b = append(b, '\\', `bfnrt"\`[at])
		case r < ' ' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || broken:
			b = appendEscape(b, r)
		default:
			b = append(b, s[:n]...)
		}
		s = s[n:]
	}
	return append(b, '"')
}

func appendEscape(b []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}
