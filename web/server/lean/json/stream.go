package json

import (
	"errors"
	"io"
	"reflect"
)

// Delim is one of [ ] { }.
type Delim rune

func (d Delim) String() string { return string(rune(d)) }

// Token is a Delim, string, Number, float64, bool or nil.
type Token any

// Decoder reads one value, or one token, after another.
type Decoder struct {
	r      io.Reader // nil once all is read
	b      []byte
	at     int
	open   []byte // brackets
	expect expected
	strict bool
	number bool
	err    error
}

// expected is what may come next.
type expected int

const (
	atValue    expected = iota // at the start, or behind a comma in a list or a colon
	atFirst                    // behind [
	atComma                    // or ]
	atFirstKey                 // behind {
	atKey
	atColon
	atNext // comma or }
)

func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

func (d *Decoder) UseNumber()             { d.number = true }
func (d *Decoder) DisallowUnknownFields() { d.strict = true }
func (d *Decoder) InputOffset() int64     { return int64(d.at) }

// peek skips blanks.
func (d *Decoder) peek() (c byte, err error) {
	if d.r != nil {
		if d.b, err = io.ReadAll(d.r); err != nil {
			return 0, err
		}
		d.r = nil
	}
	if d.at = space(d.b, d.at); d.at == len(d.b) {
		return 0, io.EOF
	}
	return d.b[d.at], nil
}

// More reports whether there is another element in the list or object that is open.
func (d *Decoder) More() bool {
	c, err := d.peek()
	return err == nil && c != ']' && c != '}'
}

// Decode reads the next value.
func (d *Decoder) Decode(v any) error {
	if d.err != nil {
		return d.err
	}
	c, err := d.peek()
	switch {
	case d.expect != atComma && d.expect != atColon:
	case err != nil:
		return err
	case d.expect == atComma && c != ',', d.expect == atColon && c != ':':
		return errors.New("expected " + string(rune(",:"[d.expect/atColon])) + " before a value")
	default:
		d.at++
		d.expect = atValue
	}
	if d.expect != atValue && d.expect != atFirst {
		return errors.New("not at beginning of value")
	}
	if _, err := d.peek(); err != nil {
		d.err = err
		return err
	}
	start, end, err := scan(d.b, d.at, 0)
	if err != nil {
		if err == errEnd {
			err = io.ErrUnexpectedEOF
		}
		d.err = err
		return err
	}
	d.at = end
	err = set(reflect.ValueOf(v).Elem(), d.b[start:end], d.strict)
	d.ended()
	return err
}

// ended notes that a value came to its end.
func (d *Decoder) ended() {
	d.expect = atValue
	if n := len(d.open); n > 0 {
		d.expect = atComma
		if d.open[n-1] == '{' {
			d.expect = atNext
		}
	}
}

// Token returns the next one.
func (d *Decoder) Token() (Token, error) {
	for {
		c, err := d.peek()
		if err != nil {
			return nil, err
		}
		value := d.expect == atValue || d.expect == atFirst
		switch {
		case (c == '[' || c == '{') && value:
			d.at++
			d.open, d.expect = append(d.open, c), atFirst
			if c == '{' {
				d.expect = atFirstKey
			}
			return Delim(c), nil
		case c == ']' && (d.expect == atFirst || d.expect == atComma),
			c == '}' && (d.expect == atFirstKey || d.expect == atNext):
			d.at++
			d.open = d.open[:len(d.open)-1]
			d.ended()
			return Delim(c), nil
		case c == ':' && d.expect == atColon, c == ',' && d.expect == atComma:
			d.at++
			d.expect = atValue
		case c == ',' && d.expect == atNext:
			d.at++
			d.expect = atKey
		case c == '"' && (d.expect == atFirstKey || d.expect == atKey):
			var key string
			before := d.expect
			d.expect = atValue
			if err := d.Decode(&key); err != nil {
				d.expect = before
				return nil, err
			}
			d.expect = atColon
			return key, nil
		case value && c != ']' && c != '}' && c != ',' && c != ':':
			var raw RawMessage
			if err := d.Decode(&raw); err != nil {
				return nil, err
			}
			return d.plain(raw)
		default:
			return nil, unexpected(d.b, d.at)
		}
	}
}

// plain is the token that a value without parts is.
func (d *Decoder) plain(raw []byte) (Token, error) {
	switch raw[0] {
	case '"':
		return unquote(raw), nil
	case 'n':
		return nil, nil
	case 't', 'f':
		return raw[0] == 't', nil
	}
	if d.number {
		return Number(raw), nil
	}
	var v float64
	err := Unmarshal(raw, &v)
	return v, err
}
