package lab

import (
	"math"
	"reflect"
	"sync"

	"nicelab/app/words"
)

// revision is a number for values: another whenever anything in them is another, or the language. It is positive, and
// so are sums of a few. A field with the tag rev:"-" counts for nothing: what moves often is drawn by a revision of its
// own, and what a part is handed is others' to tell of.
func revision(values ...any) int {
	h := digest(14695981039346656037)
	h.text(words.Say.Lang)
	for _, v := range values {
		h.value(reflect.ValueOf(v))
	}
	return int(h>>4) | 1
}

// digest is the 64-bit FNV-1a hash, of words in place of bytes.
type digest uint64

func (h *digest) word(v uint64) {
	*h = (*h ^ digest(v)) * 1099511628211
	*h ^= *h >> 32
}

func (h *digest) text(s string) {
	h.word(uint64(len(s)))
	for i := range len(s) {
		h.word(uint64(s[i]))
	}
}

// longest is how many numbers of a list are looked at; a longer one is told from others by where it lies and ends,
// since those come whole.
const longest = 1024

func (h *digest) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		if v.Bool() {
			h.word(1)
		} else {
			h.word(2)
		}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.word(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		h.word(v.Uint())
	case reflect.Float32, reflect.Float64:
		h.word(math.Float64bits(v.Float()))
	case reflect.String:
		h.text(v.String())
	case reflect.Struct:
		for _, i := range counted(v.Type()) {
			h.value(v.Field(i))
		}
	case reflect.Slice:
		h.word(uint64(v.Len()))
		if v.Len() > longest && v.Type().Elem().Kind() <= reflect.Float64 {
			h.word(uint64(v.Pointer()))
			return
		}
		if v.IsNil() {
			h.word(3)
		}
		h.elements(v)
	case reflect.Array:
		h.elements(v)
	case reflect.Map:
		var sum digest // in no order
		for it := v.MapRange(); it.Next(); {
			var one digest
			one.value(it.Key())
			one.value(it.Value())
			sum += one
		}
		h.word(uint64(sum))
		h.word(uint64(v.Len()))
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			h.word(5)
			return
		}
		if v.Kind() == reflect.Interface {
			h.text(v.Elem().Type().String())
		}
		h.value(v.Elem())
	case reflect.Func, reflect.Chan, reflect.UnsafePointer, reflect.Invalid:
	}
}

func (h *digest) elements(v reflect.Value) {
	for i := range v.Len() {
		h.value(v.Index(i))
	}
}

var fields sync.Map // what counted found, by type

// counted are the fields of a struct that count.
func counted(t reflect.Type) []int {
	if list, ok := fields.Load(t); ok {
		return list.([]int)
	}
	var list []int
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("rev") != "-" {
			list = append(list, i)
		}
	}
	fields.Store(t, list)
	return list
}

// latest is what came last of one kind, each as a whole.
type latest[E any] struct {
	Got E   `rev:"-"`
	n   int // grows with every one
}

func (v *latest[E]) set(e E) {
	v.Got = e
	v.n++
}

// Revisions of what is drawn more often than Lab.Rev changes.

// Rev changes with whatever changes rarely.
func (l *Lab) Rev() int { return revision(l, l.Sight.Planes.Kinds, len(l.Sight.Planes.Kind)) }

// PictureRev is that of the x-plane; 0: there is none.
func (s *Sight) PictureRev() int {
	if !s.Pictured() {
		return 0
	}
	return revision(s, s.of.Picking.Rows, s.of.State.Columns)
}

// LatentRev is that of the right-hand plane.
func (k *Layers) LatentRev() int {
	if !k.sight.Pictured() {
		return 0
	}
	return revision(k.sight, k, &k.picture, k.sight.of.Picking.Rows, k.of.ShownModel(), k.sight.of.State.Columns)
}

// LossRev leaves alone what was painted before the page was there.
func (l *Lab) LossRev() int {
	if l.Watching() && l.history.n == 0 {
		return 0
	}
	return revision(&l.history, &l.State, &l.Time, l.Now.Best, l.Now.At, l.Choice.FreshRows())
}

// FirstRev is that of what stands first.
func (l *Lab) FirstRev() int {
	if l.Pictures() {
		return l.Imaging.Rev()
	}
	return l.Sight.PictureRev()
}

// AlbumRev is that of the pictures of the data.
func (k *Views) AlbumRev() int {
	_, w := k.Album()
	return revision(w, k.of.Imaging)
}

func (m *Imaging) Rev() int { return revision(m, &m.Grid) }
func (t *Thumbs) Rev() int  { return revision(t) }
func (t *Time) Rev() int    { return revision(t) }
func (n *Net) Rev() int     { return revision(n) }
func (k *Layers) Rev() int  { return revision(k) }

// Rev is that of the line; 0: there is none.
func (k *Picking) Rev() int {
	if k.Line == nil {
		return 0
	}
	return revision(k.Line, k.inZ)
}
