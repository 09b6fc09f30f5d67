package fmt

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math"
	"math/rand/v2"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

type word string
type named int

func (n named) String() string { return "number " + strconv.Itoa(int(n)) }

// operands are values of the kinds that each verb is used for.
func operands(verb byte, rng *rand.Rand) []any {
	numbers := []any{0, -7, int64(math.MinInt64), uint64(math.MaxUint64), uint8(200), int32(5), rng.Int(), []int{1, -2},
		[]uint64{3}, []int{}}
	floats := []any{0.0, math.Copysign(0, -1), 1e20, 1e21, -1e21, 1e-4, 9.9e-5, 100000.0, 123456789.0, 1e6, float32(0.1),
		float32(1e20), float32(16777216),
		math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64, math.SmallestNonzeroFloat64, rng.NormFloat64(),
		math.Exp(50 * rng.NormFloat64()), math.Round(1e9 * rng.Float64())}
	texts := []any{"", "plain", "quo\"te\n\x00é\xff", word("w"), errors.New("an error"), named(3),
		[]string{"a", "b"}, []byte("bytes")}
	switch verb {
	case 'd', 'x':
		return numbers[:7]
	case 'c':
		return []any{'x', 'é', byte('a')}
	case 'q':
		return []any{"", "quo\"te\n\x00é\xff", word("w"), errors.New("an error"), []string{"a", "b"}, 'x', byte('a')}
	case 's':
		return texts
	case 'g', 'e', 'f':
		return floats
	case 'w':
		return []any{errors.New("an error"), fmt.Errorf("outer: %w", errors.New("inner"))}
	}
	return append(append(append([]any{nil, true, false}, numbers...), floats...), texts[:7]...)
}

var verbs = regexp.MustCompile(`%(\.[0-9]+)?[a-zA-Z%]`)

// same compares what both make of a format.
func same(t *testing.T, format string, rng *rand.Rand) {
	t.Helper()
	for range 20 {
		var a []any
		for _, v := range verbs.FindAllString(format, -1) {
			if v == "%%" {
				continue
			}
			all := operands(v[len(v)-1], rng)
			a = append(a, all[rng.IntN(len(all))])
		}
		got, want := Errorf(format, a...), fmt.Errorf(format, a...)
		if got.Error() != want.Error() || errors.Unwrap(got) != errors.Unwrap(want) {
			t.Fatalf("%q of %#v:\n got %q\nwant %q", format, a, got, want)
		}
	}
}

// Every value reads as the standard package has it, with every verb and precision.
func TestVerbs(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, verb := range "dsvwqcxTgef" {
		for _, precision := range []string{"", ".0", ".1", ".3", ".12"} {
			if precision != "" && !strings.ContainsRune("gef", verb) {
				continue
			}
			format := "a %" + precision + string(verb) + " z 100%%"
			for _, v := range operands(byte(verb), rng) {
				if verb == 'w' { // is of errors alone
					break
				}
				if got, want := Sprintf(format, v), fmt.Sprintf(format, v); got != want {
					t.Errorf("%q of %#v: %q, want %q", format, v, got, want)
				}
			}
			for range 20 {
				same(t, format, rng)
			}
		}
	}
	for _, a := range [][]any{{}, {"a", "b"}, {1, 2}, {"a", 1, 2, "b", 3.5}, {[]int{1, 2}}} {
		if got, want := Sprint(a...), fmt.Sprint(a...); got != want {
			t.Errorf("Sprint of %v: %q, want %q", a, got, want)
		}
	}
}

// So does every format in the packages that are part of the trainer.
func TestFormatsInUse(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	found := 0
	for _, dir := range []string{"flow", "wasm"} {
		err := filepath.WalkDir(filepath.Join("../../../..", dir), func(path string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") ||
				regexp.MustCompile(`kerneltest|chromium|/gen/`).MatchString(path) {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if f, ok := call.Fun.(*ast.SelectorExpr); ok && (f.Sel.Name == "Errorf" || f.Sel.Name == "Sprintf") {
						if text, ok := call.Args[0].(*ast.BasicLit); ok {
							format, _ := strconv.Unquote(text.Value)
							if rest := verbs.ReplaceAllString(format, ""); strings.Contains(rest, "%") {
								t.Errorf("%s: the format %q needs more than this package has", path, format)
							} else {
								found++
								same(t, format, rng)
							}
						}
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found < 100 {
		t.Errorf("%d formats were found", found)
	}
}
