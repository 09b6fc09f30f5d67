package lab

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"nicelab/flow/session/view"
	"nicelab/wasm/protocol"
)

// What the page has as a view the trainer has under the same name, which is that of its field of Args.
func TestEveryViewHasItsTwin(t *testing.T) {
	var page, trainer, asked []string
	for _, v := range New().Views.All {
		page = append(page, v.Name())
	}
	for _, v := range view.All() {
		trainer = append(trainer, v.Name())
	}
	for args, i := reflect.TypeFor[protocol.Args](), 0; i < args.NumField(); i++ {
		asked = append(asked, strings.ToLower(args.Field(i).Name))
	}
	for _, names := range [][]string{page, trainer, asked} {
		slices.Sort(names)
	}
	if !slices.Equal(page, trainer) || !slices.Equal(page, asked) {
		t.Errorf("the page has %v, the trainer %v, and Args %v", page, trainer, asked)
	}
}
