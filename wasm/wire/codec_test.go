//go:build js && wasm

package wire

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"syscall/js"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// fill sets v to random values. Slices are nil or not empty.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			fill(r, v.Field(i))
		}
	case reflect.Slice:
		if n := r.IntN(5); n > 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				fill(r, v.Index(i))
			}
		}
	case reflect.String:
		v.SetString([]string{"", "crescent", "naïve \"π\" 𝛑\n\x00"}[r.IntN(3)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int:
		v.SetInt(r.Int64N(2<<53+1) - 1<<53)
	case reflect.Uint64:
		v.SetUint(r.Uint64N(1<<53 + 1))
	case reflect.Uint8:
		v.SetUint(r.Uint64N(256))
	case reflect.Float32, reflect.Float64:
		v.SetFloat([]float64{math.NaN(), math.Inf(-1), float64(float32(r.NormFloat64()))}[r.IntN(3)])
	default:
		panic("fill: " + v.Type().String())
	}
}

// These have no Equal of their own, for which NaN would not equal itself.
type (
	bareConfig flow.Config
	bareWatch  protocol.Watch
	bareCorner protocol.CornerArgs
	bareWhy    protocol.WhyArgs
)

var byField = cmp.Options{
	cmp.Transformer("config", func(c flow.Config) bareConfig { return bareConfig(c) }),
	cmp.Transformer("watch", func(w protocol.Watch) bareWatch { return bareWatch(w) }),
	cmp.Transformer("why", func(a protocol.WhyArgs) bareWhy { return bareWhy(a) }),
	cmp.Transformer("corner", func(a protocol.CornerArgs) bareCorner { return bareCorner(a) }),
}

// TestRoundTrip sends random messages of every type through the structured clone that postMessage makes.
func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, m := range messages {
		for range 50 {
			v := reflect.New(reflect.TypeOf(m)).Elem()
			fill(r, v)
			obj, transfer := Encode(v.Interface())
			clone := js.Global().Call("structuredClone", obj, map[string]any{"transfer": transfer})
			for _, b := range transfer {
				if n := b.(js.Value).Get("byteLength").Int(); n != 0 {
					t.Fatalf("%T: a buffer of %d bytes was copied, not transferred", m, n)
				}
			}
			got, err := Decode(clone)
			if err != nil {
				t.Fatalf("%T: %v", m, err)
			}
			if d := cmp.Diff(v.Interface(), got, cmpopts.EquateNaNs(), byField); d != "" {
				t.Fatal(d)
			}
		}
	}
}

// TestNames fixes what a message looks like in JavaScript.
func TestNames(t *testing.T) {
	obj, transfer := Encode(protocol.Planes{MinX: 2, LogP: []float32{1, 2}})
	if obj.Get("type").String() != "Planes" || obj.Get("minX").Int() != 2 || !obj.Get("logP").InstanceOf(float32Array) ||
		obj.Get("logP").Length() != 2 {
		t.Error(js.Global().Get("JSON").Call("stringify", obj))
	}
	if len(transfer) != 7 {
		t.Errorf("%d buffers", len(transfer))
	}
}

// TestView decodes typed arrays that are windows into a larger buffer.
func TestView(t *testing.T) {
	obj, _ := Encode(protocol.History{})
	floats := float32Array.New(8)
	for i := range 8 {
		floats.SetIndex(i, i)
	}
	obj.Set("valid", floats.Call("subarray", 3, 5))
	got, err := Decode(obj)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(protocol.History{Valid: []float32{3, 4}}, got); d != "" {
		t.Error(d)
	}
}

// TestWrong puts a value of every wrong kind into every field of every message, and into the message itself.
func TestWrong(t *testing.T) {
	undefined, null := js.Undefined(), js.Null()
	for _, x := range []js.Value{undefined, null, js.ValueOf(1), js.ValueOf("Play"), object.New(), array.New(),
		object.Get("prototype"),
		js.ValueOf(map[string]any{"type": "Nothing"}), js.ValueOf(map[string]any{"type": 3}),
		js.ValueOf(map[string]any{"type": "constructor"})} {
		if m, err := Decode(x); err == nil {
			t.Errorf("%v decoded as %#v", x, m)
		}
	}
	wrong := map[string]js.Value{
		"undefined": undefined, "null": null, "boolean": js.ValueOf(true), "string": js.ValueOf("1"),
		"number": js.ValueOf(1.5), "NaN": js.ValueOf(math.NaN()),
		"2^54": js.ValueOf(math.Pow(2, 54)), "infinity": js.ValueOf(math.Inf(1)), "object": object.New(),
		"array":            array.New(),
		"array of objects": js.ValueOf([]any{map[string]any{}}), "Uint8Array": uint8Array.New(2),
		"Float32Array": float32Array.New(2),
		"Float64Array": js.Global().Get("Float64Array").New(2), "function": array,
		"symbol": js.Global().Get("Symbol").Call("for", "x"), "bigint": js.Global().Call("BigInt", 1),
		"sparse array": array.New(1 << 30), "array-like": js.ValueOf(map[string]any{"length": 1e9}),
	}
	right := map[string]string{ // the only kinds above that a Go type takes
		"bool": "boolean", "string": "string", "protocol.Phase": "string", "protocol.Kind": "string",
		"float64": "number NaN 2^54 infinity",
		"[]uint8": "Uint8Array", "[]float32": "Float32Array", "[]float64": "Float64Array",
		"[]int": "array", "[]string": "array",
	}
	for _, m := range messages {
		for i := range reflect.TypeOf(m).NumField() {
			f := reflect.TypeOf(m).Field(i)
			kinds := right[f.Type.String()]
			if f.Type.Kind() == reflect.Slice && f.Type.Elem().Kind() == reflect.Struct {
				kinds = "array"
			}
			for kind, x := range wrong {
				obj, _ := Encode(m)
				obj.Set(lowerCamel(f.Name), x)
				_, err := Decode(obj)
				takes := false
				for _, k := range strings.Fields(kinds) {
					takes = takes || k == kind
				}
				if (err == nil) != takes {
					t.Errorf("%T.%s (%s) from %s: %v", m, f.Name, f.Type, kind, err)
				}
			}
		}
	}
	obj, _ := Encode(protocol.Configure{})
	obj.Get("model").Set("seed", -1)
	if _, err := Decode(obj); err == nil || !strings.Contains(err.Error(),
		"Configure.model.seed is not a positive integer") {
		t.Error(err)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for _, m := range []any{nil, 3, protocol.Preset{}, &protocol.Play{}, struct{}{}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was encoded", m)
				}
			}()
			Encode(m)
		}()
	}
}

// A file that the page lends takes the place of the bytes, and is read in parts; one that is gone is no other fault.
func TestLentFile(t *testing.T) {
	global := js.Global()
	size := 2*perRead + 3
	global.Call("eval", `globalThis.FileReaderSync = class { readAsArrayBuffer(part) {
		if (part.gone) throw new Error("gone");
		return part.bytes.buffer.slice(part.from, part.to);
	} }`)
	defer global.Delete("FileReaderSync")
	file := global.Call("eval", `((size) => {
		const bytes = new Uint8Array(size).map((_, i) => i * 7), b = new Blob([bytes]);
		b.slice = (from, to) => ({ bytes, from, to, gone: b.gone });
		return b;
	})`).Invoke(size)
	files := global.Get("Array").New()
	files.Call("push", "another", file)

	obj, _ := Encode(protocol.Open{ID: 3, Name: "a", Lent: 2})
	Lend(obj, files)
	if n := Lent(obj); n != size {
		t.Fatalf("it has a file of %d bytes", n)
	}
	got, err := Decode(obj)
	if err != nil {
		t.Fatal(err)
	}
	open := got.(protocol.Open)
	if len(open.Bytes) != size || open.ID != 3 {
		t.Fatalf("%d bytes came of %d", len(open.Bytes), size)
	}
	for i, b := range open.Bytes {
		if b != byte(i*7) {
			t.Fatalf("byte %d is %d", i, b)
		}
	}
	file.Set("gone", true)
	if _, err := Decode(obj); !errors.Is(err, ErrUnread) {
		t.Errorf("of a file that is gone it says %v", err)
	}
	none, _ := Encode(protocol.Play{})
	if Lend(none, files); Lent(none) != 0 {
		t.Error("a message without a file has one")
	}
}
