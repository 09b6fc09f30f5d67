package json

import (
	"errors"
	"reflect"
	"strconv"
	"strings"
)

// Unmarshaler reads itself.
type Unmarshaler interface{ UnmarshalJSON([]byte) error }

// RawMessage is JSON as it is.
type RawMessage []byte

func (m RawMessage) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m, nil
}

func (m *RawMessage) UnmarshalJSON(b []byte) error {
	*m = append((*m)[:0], b...)
	return nil
}

// Number is one as it is written.
type Number string

func (n Number) String() string { return string(n) }

// Unmarshal reads b into what v points to.
func Unmarshal(b []byte, v any) error {
	raw, err := whole(b)
	if err != nil {
		return err
	}
	return set(reflect.ValueOf(v).Elem(), raw, false)
}

var unmarshaler = reflect.TypeFor[Unmarshaler]()

// set reads raw, one value, into v. Where strict says so, a key that a struct lacks is an error.
func set(v reflect.Value, raw []byte, strict bool) error {
	null := raw[0] == 'n'
	if v.Kind() == reflect.Pointer {
		if null {
			v.SetZero()
			return nil
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return set(v.Elem(), raw, strict)
	}
	if v.CanAddr() && reflect.PointerTo(v.Type()).Implements(unmarshaler) {
		return v.Addr().Interface().(Unmarshaler).UnmarshalJSON(raw)
	}
	if null {
		switch v.Kind() {
		case reflect.Interface, reflect.Map, reflect.Slice:
			v.SetZero()
		}
		return nil
	}
	misfit := func() error {
		what := "number"
		switch raw[0] {
		case '{':
			what = "object"
		case '[':
			what = "array"
		case '"':
			what = "string"
		case 't', 'f':
			what = "bool"
		}
		if what == "number" {
			what += " " + string(raw)
		}
		return errors.New("json: cannot unmarshal " + what + " into Go value of type " + v.Type().String())
	}
	number := raw[0] == '-' || '0' <= raw[0] && raw[0] <= '9'
	switch k := v.Kind(); {
	case k == reflect.Bool && (raw[0] == 't' || raw[0] == 'f'):
		v.SetBool(raw[0] == 't')
	case k == reflect.String && raw[0] == '"':
		v.SetString(unquote(raw))
	case v.CanInt() && number:
		n, err := strconv.ParseInt(string(raw), 10, 64)
		if err != nil || v.OverflowInt(n) {
			return misfit()
		}
		v.SetInt(n)
	case v.CanUint() && number:
		n, err := strconv.ParseUint(string(raw), 10, 64)
		if err != nil || v.OverflowUint(n) {
			return misfit()
		}
		v.SetUint(n)
	case v.CanFloat() && number:
		n, err := strconv.ParseFloat(string(raw), v.Type().Bits())
		if err != nil {
			return misfit()
		}
		v.SetFloat(n)
	case k == reflect.Slice && raw[0] == '[':
		list := reflect.MakeSlice(v.Type(), 0, 0)
		err := each(raw, func(_ string, value []byte) error {
			list = reflect.Append(list, reflect.Zero(v.Type().Elem()))
			return set(list.Index(list.Len()-1), value, strict)
		})
		v.Set(list)
		return err
	case k == reflect.Array && raw[0] == '[':
		v.SetZero()
		i := 0
		return each(raw, func(_ string, value []byte) error {
			if i++; i > v.Len() {
				return nil
			}
			return set(v.Index(i-1), value, strict)
		})
	case k == reflect.Map && raw[0] == '{':
		if v.IsNil() {
			v.Set(reflect.MakeMap(v.Type()))
		}
		return each(raw, func(key string, value []byte) error {
			e := reflect.New(v.Type().Elem()).Elem()
			err := set(e, value, strict)
			v.SetMapIndex(reflect.ValueOf(key).Convert(v.Type().Key()), e)
			return err
		})
	case k == reflect.Struct && raw[0] == '{':
		fields := fieldsOf(v.Type())
		return each(raw, func(key string, value []byte) error {
			at := -1
			for i, f := range fields {
				if f.name == key || at < 0 && strings.EqualFold(f.name, key) {
					at = i
				}
				if f.name == key {
					break
				}
			}
			switch {
			case at >= 0:
				return set(v.Field(fields[at].index), value, strict)
			case strict:
				return errors.New("json: unknown field " + strconv.Quote(key))
			}
			return nil
		})
	default:
		return misfit()
	}
	return nil
}

// each gives the values of an object or a list, which is JSON, to do, and returns its first error.
func each(raw []byte, do func(key string, value []byte) error) (err error) {
	for i := space(raw, 1); raw[i] != ']' && raw[i] != '}'; {
		key := ""
		if raw[0] == '{' {
			end, _ := scanString(raw, i)
			key = unquote(raw[i:end])
			i = space(raw, end) + 1 // behind the colon
		}
		start, end, _ := scan(raw, i, 0)
		if e := do(key, raw[start:end]); err == nil {
			err = e
		}
		if i = space(raw, end); raw[i] == ',' {
			i = space(raw, i+1)
		}
	}
	return err
}

// field is one of a struct as JSON has it.
type field struct {
	name      string
	index     int
	omitEmpty bool
}

func fieldsOf(t reflect.Type) (fields []field) {
	for i := range t.NumField() {
		f := t.Field(i)
		tag := f.Tag.Get("json")
		if !f.IsExported() || tag == "-" {
			continue
		}
		name, rest, _ := strings.Cut(tag, ",")
		if name == "" {
			name = f.Name
		}
		fields = append(fields, field{name, i, rest == "omitempty"})
	}
	return fields
}
