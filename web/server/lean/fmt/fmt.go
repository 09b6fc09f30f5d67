// Package fmt takes the place of the standard one in the trainer, which needs sentences alone: that one brings
// reflection of any value, scanning and files. It has the verbs %d %s %v %w %q %c %x %T %g %e %f, a precision, and no
// other flags, for strings, errors, Stringers, numbers, bools and lists of them. Its tests hold it to the standard one.
package fmt

import (
	"errors"
	"io"
	"reflect"
	"strconv"
	"unicode/utf8"
)

// Stringer says how it reads.
type Stringer interface{ String() string }

type wrapError struct {
	text string
	err  error
}

func (e *wrapError) Error() string { return e.text }
func (e *wrapError) Unwrap() error { return e.err }

// Errorf is an error with that text, which wraps the operand of the first %w.
func Errorf(format string, a ...any) error {
	text, wrapped := sprintf(format, a)
	if wrapped == nil {
		return errors.New(text)
	}
	return &wrapError{text, wrapped}
}

// Sprintf returns the operands as the format says.
func Sprintf(format string, a ...any) string {
	text, _ := sprintf(format, a)
	return text
}

// Fprintf writes what Sprintf returns.
func Fprintf(w io.Writer, format string, a ...any) (n int, err error) {
	return io.WriteString(w, Sprintf(format, a...))
}

// Sprint returns the operands as %v does, with a blank between two that are no strings.
func Sprint(a ...any) string {
	var b []byte
	text := true
	for i, v := range a {
		_, is := v.(string)
		if i > 0 && !is && !text {
			b = append(b, ' ')
		}
		text = is
		b = appendValue(b, 'v', -1, v)
	}
	return string(b)
}

func sprintf(format string, a []any) (text string, wrapped error) {
	var b []byte
	next := 0
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			b = append(b, format[i])
			continue
		}
		precision := -1
		if i++; i < len(format) && format[i] == '.' {
			precision = 0
			for i++; i < len(format) && '0' <= format[i] && format[i] <= '9'; i++ {
				precision = 10*precision + int(format[i]-'0')
			}
		}
		switch {
		case i == len(format):
			b = append(b, "%!(NOVERB)"...)
		case format[i] == '%':
			b = append(b, '%')
		case next == len(a):
			b = append(append(append(b, "%!"...), format[i]), "(MISSING)"...)
		default:
			if err, ok := a[next].(error); ok && format[i] == 'w' && wrapped == nil {
				wrapped = err
			}
			b = appendValue(b, format[i], precision, a[next])
			next++
		}
	}
	return string(b), wrapped
}

func appendValue(b []byte, verb byte, precision int, v any) []byte {
	if v == nil {
		return append(b, "<nil>"...)
	}
	if verb == 'T' {
		return append(b, reflect.TypeOf(v).String()...)
	}
	if verb == 'v' || verb == 's' || verb == 'w' || verb == 'q' {
		switch x := v.(type) {
		case error:
			return appendText(b, verb, x.Error())
		case Stringer:
			return appendText(b, verb, x.String())
		}
	}
	return appendPlain(b, verb, precision, reflect.ValueOf(v))
}

func appendPlain(b []byte, verb byte, precision int, v reflect.Value) []byte {
	base := 10
	if verb == 'x' {
		base = 16
	}
	switch k := v.Kind(); {
	case k == reflect.String:
		return appendText(b, verb, v.String())
	case k == reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case (verb == 'c' || verb == 'q') && v.CanInt():
		return appendRune(b, verb, rune(v.Int()))
	case (verb == 'c' || verb == 'q') && v.CanUint():
		return appendRune(b, verb, rune(v.Uint()))
	case v.CanInt():
		return strconv.AppendInt(b, v.Int(), base)
	case v.CanUint():
		return strconv.AppendUint(b, v.Uint(), base)
	case v.CanFloat():
		return appendFloat(b, verb, precision, v.Float(), v.Type().Bits())
	case k == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 && verb != 'v' && verb != 'd':
		return appendText(b, verb, string(v.Bytes()))
	case k == reflect.Slice || k == reflect.Array:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ' ')
			}
			b = appendValue(b, verb, precision, v.Index(i).Interface())
		}
		return append(b, ']')
	}
	return append(append(append(b, "%!"...), verb), "("+v.Type().String()+")"...)
}

func appendText(b []byte, verb byte, s string) []byte {
	if verb == 'q' {
		return strconv.AppendQuote(b, s)
	}
	return append(b, s...)
}

func appendRune(b []byte, verb byte, r rune) []byte {
	if verb == 'q' {
		return strconv.AppendQuoteRune(b, r)
	}
	return utf8.AppendRune(b, r)
}

func appendFloat(b []byte, verb byte, precision int, v float64, bits int) []byte {
	switch verb {
	case 'f', 'e':
		if precision < 0 {
			precision = 6
		}
	default:
		verb = 'g'
	}
	return strconv.AppendFloat(b, v, verb, precision, bits)
}
