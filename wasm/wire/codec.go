//go:build js && wasm

package wire

import (
	"errors"
	"reflect"
	"syscall/js"
	"unsafe"
)

// exact is the largest integer up to which every integer is a JavaScript number.
const exact = 1 << 53

var (
	object       = js.Global().Get("Object")
	array        = js.Global().Get("Array")
	uint8Array   = js.Global().Get("Uint8Array")
	float32Array = js.Global().Get("Float32Array")
	float64Array = js.Global().Get("Float64Array")
	blob         = js.Global().Get("Blob")
)

// types finds a message's type by its name.
var types = func() map[string]reflect.Type {
	m := make(map[string]reflect.Type, len(messages))
	for _, msg := range messages {
		m[reflect.TypeOf(msg).Name()] = reflect.TypeOf(msg)
	}
	return m
}()

// Encode returns msg as a JavaScript object, and the buffers to hand over with it as postMessage's
// list of transfers. A message that is not a struct of the protocol is the caller's bug: Encode panics.
func Encode(msg any) (obj js.Value, transfer []any) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Struct || types[v.Type().Name()] != v.Type() {
		panic("wire: Encode of a value that is not a protocol message")
	}
	obj = encode(v, &transfer)
	obj.Set("type", v.Type().Name())
	return obj, transfer
}

func encode(v reflect.Value, transfer *[]any) js.Value {
	switch v.Kind() {
	case reflect.Struct:
		obj := object.New()
		for i := range v.NumField() {
			obj.Set(lowerCamel(v.Type().Field(i).Name), encode(v.Field(i), transfer))
		}
		return obj
	case reflect.Slice:
		switch v.Type().Elem().Kind() {
		case reflect.Uint8:
			return buffer(v.Bytes(), uint8Array, transfer)
		case reflect.Float32:
			f := v.Interface().([]float32)
			return buffer(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(f))), 4*len(f)), float32Array, transfer)
		case reflect.Float64:
			f := v.Interface().([]float64)
			return buffer(unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(f))), 8*len(f)), float64Array, transfer)
		}
		a := array.New(v.Len())
		for i := range v.Len() {
			a.SetIndex(i, encode(v.Index(i), transfer))
		}
		return a
	case reflect.String:
		return js.ValueOf(v.String())
	case reflect.Bool:
		return js.ValueOf(v.Bool())
	case reflect.Int:
		return js.ValueOf(float64(v.Int()))
	case reflect.Uint64:
		return js.ValueOf(float64(v.Uint()))
	case reflect.Float64:
		return js.ValueOf(v.Float())
	}
	panic("wire: no encoding for " + v.Type().String())
}

// buffer copies b into a buffer of its own, seen as a typed array of the given kind.
func buffer(b []byte, kind js.Value, transfer *[]any) js.Value {
	bytes := uint8Array.New(len(b))
	js.CopyBytesToJS(bytes, b)
	buf := bytes.Get("buffer")
	*transfer = append(*transfer, buf)
	return kind.New(buf)
}

// Decode returns the message, a value such as protocol.Play{}, that obj holds. Every field has to be there
// with its type; unknown ones are ignored. An empty slice comes back as nil, -0 as 0.
func Decode(obj js.Value) (any, error) {
	if typeOf(obj) != js.TypeObject || typeOf(obj.Get("type")) != js.TypeString {
		return nil, errors.New("wire: not a message: an object with a type is wanted")
	}
	name := obj.Get("type").String()
	t, ok := types[name]
	if !ok {
		return nil, errors.New("wire: unknown message " + name)
	}
	v := reflect.New(t).Elem()
	if err := decode(v, obj, name); err != nil {
		return nil, err
	}
	return v.Interface(), nil
}

// typeOf is x.Type, which panics on a bigint: here that is a type nobody asks for.
func typeOf(x js.Value) (t js.Type) {
	defer func() {
		if recover() != nil {
			t = js.TypeUndefined
		}
	}()
	return x.Type()
}

// decode sets v from x; path names the place for errors.
func decode(v reflect.Value, x js.Value, path string) error {
	mismatch := func(want string) error {
		return errors.New("wire: " + path + " is not " + want)
	}
	switch v.Kind() {
	case reflect.Struct:
		if typeOf(x) != js.TypeObject {
			return mismatch("an object")
		}
		for i := range v.NumField() {
			name := lowerCamel(v.Type().Field(i).Name)
			if err := decode(v.Field(i), x.Get(name), path+"."+name); err != nil {
				return err
			}
		}
	case reflect.Slice:
		return decodeSlice(v, x, path, mismatch)
	case reflect.String:
		if typeOf(x) != js.TypeString {
			return mismatch("a string")
		}
		v.SetString(x.String())
	case reflect.Bool:
		if typeOf(x) != js.TypeBoolean {
			return mismatch("a boolean")
		}
		v.SetBool(x.Bool())
	case reflect.Int, reflect.Uint64, reflect.Float64:
		if typeOf(x) != js.TypeNumber {
			return mismatch("a number")
		}
		f := x.Float()
		if v.CanFloat() {
			v.SetFloat(f)
			break
		}
		if !(f >= -exact && f <= exact) || f != float64(int64(f)) {
			return mismatch("an integer within 2^53")
		}
		if v.CanInt() {
			v.SetInt(int64(f))
		} else if f < 0 {
			return mismatch("a positive integer")
		} else {
			v.SetUint(uint64(f))
		}
	default:
		return mismatch("of a type that can travel")
	}
	return nil
}

func decodeSlice(v reflect.Value, x js.Value, path string, mismatch func(string) error) error {
	kind, size := array, 0
	switch v.Type().Elem().Kind() {
	case reflect.Uint8:
		kind, size = uint8Array, 1
	case reflect.Float32:
		kind, size = float32Array, 4
	case reflect.Float64:
		kind, size = float64Array, 8
	}
	if size == 1 && x.InstanceOf(blob) {
		b, err := readBlob(x)
		v.SetBytes(b)
		return err
	}
	if !x.InstanceOf(kind) {
		return mismatch("a " + kind.Get("name").String())
	}
	n := x.Length()
	if size == 0 {
		elem := reflect.New(v.Type().Elem()).Elem()
		for i := range n { // appending: the length of a sparse array is no promise
			elem.SetZero()
			if err := decode(elem, x.Index(i), path+"[]"); err != nil {
				return err
			}
			v.Set(reflect.Append(v, elem))
		}
		return nil
	}
	if n == 0 {
		return nil
	}
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	b := unsafe.Slice((*byte)(v.UnsafePointer()), n*size)
	js.CopyBytesToGo(b, uint8Array.New(x.Get("buffer"), x.Get("byteOffset"), len(b)))
	return nil
}
