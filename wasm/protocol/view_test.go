package protocol

import (
	"reflect"
	"testing"
)

// A Watch that asks a view for something else, in any field of any Args, is another.
func TestEveryArgCounts(t *testing.T) {
	args := reflect.TypeFor[Args]()
	for i := range args.NumField() {
		for j := range args.Field(i).Type.NumField() {
			var w, v Watch
			switch f := reflect.ValueOf(&w.Args).Elem().Field(i).Field(j); f.Kind() {
			case reflect.Bool:
				f.SetBool(true)
			case reflect.Int:
				f.SetInt(1)
			case reflect.Float64:
				f.SetFloat(1)
			case reflect.String:
				f.SetString("1")
			case reflect.Slice:
				f.Set(reflect.MakeSlice(f.Type(), 1, 1))
			default:
				t.Fatalf("Args.%s has a %s", args.Field(i).Name, f.Type())
			}
			if w.Equal(v) || v.Equal(w) {
				t.Errorf("Equal takes no notice of Args.%s.%s", args.Field(i).Name, args.Field(i).Type.Field(j).Name)
			}
		}
	}
}
