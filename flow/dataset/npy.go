package dataset

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

const npyMagic = "\x93NUMPY"

// maxNpyHeader is far above what an array of numbers needs; NumPy itself refuses more than 10,000 bytes.
const maxNpyHeader = 1 << 16

var errNpyCut = errors.New("this .npy file is cut off; copy or save it again")

// readNpy reads a NumPy file, versions 1 to 3 of the format that numpy.lib.format describes.
func readNpy(data []byte) (*array, error) {
	h, body, err := npyHead(data)
	if err != nil {
		return nil, err
	}
	kind, size, order, err := parseDescr(h.descr)
	if err != nil {
		return nil, err
	}
	a, err := newArray(kind, size, order, h.fortran, h.shape, body)
	if err == nil {
		// Bytes along three axes, or four with colours, are a stack of pictures, whoever wrote them; along two they may be
		// anything.
		_, pictures := pictureShape(h.shape)
		a.pixels = kind == 'u' && size == 1 && pictures
	}
	return a, err
}

// npyHead returns the header of a file that begins with npyMagic, and what comes after it.
func npyHead(data []byte) (h npyHeader, body []byte, err error) {
	data = data[len(npyMagic):]
	if len(data) < 6 {
		return h, nil, errNpyCut
	}
	version, size, at := data[0], int(binary.LittleEndian.Uint16(data[2:])), 4
	switch version {
	case 1:
	case 2, 3:
		long := binary.LittleEndian.Uint32(data[2:])
		if long > maxNpyHeader {
			return h, nil, errors.New("this .npy file has a header far too large for an array of numbers; save the array again")
		}
		size, at = int(long), 6
	default:
		return h, nil, fmt.Errorf("this .npy file has version %d of the format and this program reads 1 to 3; save it with numpy.save", version)
	}
	if len(data) < at+size {
		return h, nil, errNpyCut
	}
	h, err = parseNpyHeader(string(data[at : at+size]))
	return h, data[at+size:], err
}

// npyHeader is the Python dictionary at the start of a file.
type npyHeader struct {
	descr   string
	fortran bool
	shape   []int
}

// parseNpyHeader reads the literal {'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }, its keys in any order.
func parseNpyHeader(s string) (h npyHeader, err error) {
	p := literal{rest: s}
	seen := map[string]bool{}
	p.take("{")
	for !p.failed && !p.try("}") {
		key := p.quoted()
		p.take(":")
		switch {
		case seen[key]:
			p.failed = true
		case key == "descr":
			if p.peek() == '[' {
				return h, errors.New("this .npy file holds records with named fields; save its columns as one array of numbers, such as numpy.column_stack(...)")
			}
			h.descr = p.quoted()
		case key == "fortran_order":
			h.fortran = p.boolean()
		case key == "shape":
			h.shape = p.tuple()
		default:
			p.failed = true
		}
		seen[key] = true
		if !p.try(",") {
			p.take("}")
			break
		}
	}
	if p.failed || len(seen) != 3 || strings.TrimSpace(p.rest) != "" {
		return h, errors.New("the header of this .npy file is damaged; save the array again with numpy.save")
	}
	return h, nil
}

// literal reads what Python's repr writes, from left to right; once something is amiss, failed stays true.
type literal struct {
	rest   string
	failed bool
}

func (p *literal) peek() byte {
	p.rest = strings.TrimLeft(p.rest, " \t\n")
	if p.failed || p.rest == "" {
		return 0
	}
	return p.rest[0]
}

func (p *literal) try(token string) bool {
	p.peek()
	rest, ok := strings.CutPrefix(p.rest, token)
	if ok && !p.failed {
		p.rest = rest
	}
	return ok && !p.failed
}

func (p *literal) take(token string) {
	if !p.try(token) {
		p.failed = true
	}
}

func (p *literal) quoted() string {
	quote := p.peek()
	if quote != '\'' && quote != '"' {
		p.failed = true
		return ""
	}
	s, rest, ok := strings.Cut(p.rest[1:], string(rune(quote)))
	p.rest, p.failed = rest, !ok || strings.Contains(s, `\`)
	return s
}

func (p *literal) boolean() bool {
	if p.try("True") {
		return true
	}
	p.take("False")
	return false
}

// maxAxes is NumPy's own limit.
const maxAxes = 64

func (p *literal) tuple() []int {
	var shape []int
	p.take("(")
	for !p.failed && !p.try(")") && len(shape) < maxAxes {
		p.peek()
		digits := p.rest[:len(p.rest)-len(strings.TrimLeft(p.rest, "0123456789"))]
		n, err := strconv.Atoi(digits)
		if err != nil {
			p.failed = true
			break
		}
		p.rest = p.rest[len(digits):]
		p.try("L") // Python 2 wrote long integers so
		shape = append(shape, n)
		if !p.try(",") {
			p.take(")")
			return shape
		}
	}
	return shape
}

// parseDescr reads a type such as <f8: the order of its bytes, its kind, its size.
func parseDescr(s string) (kind byte, size int, order binary.ByteOrder, err error) {
	t := s
	order = binary.LittleEndian
	if t != "" && strings.ContainsRune("<>=|", rune(t[0])) {
		if t[0] == '>' {
			order = binary.BigEndian
		}
		t = t[1:]
	}
	switch t {
	case "b1", "?":
		return 'b', 1, order, nil
	case "f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8":
		return t[0], int(t[1] - '0'), order, nil
	}
	what := "numbers of a type that is not read"
	if t != "" {
		switch t[0] {
		case 'O':
			what = "Python objects"
		case 'U', 'S', 'a':
			what = "text"
		case 'c':
			what = "complex numbers"
		case 'M', 'm':
			what = "dates or times"
		case 'V':
			what = "raw bytes"
		}
	}
	return 0, 0, nil, fmt.Errorf("this array holds %s (%s); save it as floats, such as x.astype(\"f4\")", what, quoted(s))
}

// quoted is a stranger's text, fit for a sentence.
func quoted(s string) string {
	const most = 24
	if len(s) > most {
		s = s[:most] + "..."
	}
	return strconv.Quote(strings.ToValidUTF8(s, "\uFFFD"))
}

// Npy returns numbers as the NumPy file, version 1, of an array of one axis of float64.
func Npy(values []float64) []byte {
	b := slices.Grow(NpyHeader("<f8", len(values)), 8*len(values))
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

// NpyHeader returns what comes before the numbers in a NumPy file, version 1: their type, such as <f8, and the array's
// axes, one at least.
func NpyHeader(descr string, shape ...int) []byte {
	const align = 64
	axes := strings.Trim(fmt.Sprint(shape), "[]")
	axes = strings.ReplaceAll(axes, " ", ", ")
	if len(shape) == 1 {
		axes += "," // else Python reads a number
	}
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, axes)
	used := len(npyMagic) + 4
	pad := (align - (used+len(header)+1)%align) % align
	header += strings.Repeat(" ", pad) + "\n"
	b := append([]byte(npyMagic), 1, 0)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(header)))
	return append(b, header...)
}
