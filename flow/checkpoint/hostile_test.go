package checkpoint

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"nicelab/flow"
)

// sample is a small file with every kind of entry: 2 columns, 1 coupling, 1 hidden layer of 2.
func sample() File {
	c := flow.Config{Dim: 2, Couplings: 1, Hidden: []int{2}, Activation: flow.Tanh, Prior: flow.Logistic, Seed: 3}
	return File{
		Flow:    perturbed(c, 1),
		Columns: []string{"eruptions", "waiting"},
		Train:   []byte(`{"step":5}`),
		Extra:   []flow.Tensor{{Name: "train.best", Shape: []int{1, 2}, Data: []float32{1, 2}}},
	}
}

// In sample's file: mean [0,8], std [8,16], couplings.0.0.weight [16,24], .bias [24,32], couplings.0.2.weight
// [32,40], .bias [40,44], log_scale [44,52].
const (
	meanAt     = 0
	stdAt      = 8
	weightAt   = 32
	logScaleAt = 44
)

func TestHostileFiles(t *testing.T) {
	valid := marshal(t, sample())
	header, body := split(valid)
	swap := func(old, new string) []byte { t.Helper(); return swapped(t, header, body, old, new) }
	put := func(at int, v float64) []byte { return withBits(header, body, at, math.Float32bits(float32(v))) }
	const (
		mean = `"mean":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}`
		std  = `"std":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}`
	)
	for _, test := range []struct {
		name string
		file []byte
		want string
	}{
		{"empty", nil, "it has only 0 bytes"},
		{"five bytes", []byte("hello"), "it has only 5 bytes"},
		{"a picture", []byte("\x89PNG\r\n\x1a\n and so on"), "does not begin like a safetensors file"},
		{"a table", []byte("eruptions,waiting\n3.6,79\n"), "does not begin like a safetensors file"},
		{"header length of 2^64-1", bytes.Repeat([]byte{0xff}, 64), "does not begin like a safetensors file"},
		{"cut in the header", valid[:40], "ends inside its header"},
		{"cut in the numbers", valid[:len(valid)-4], "half of a download"},
		{"bytes after the end", append(bytes.Clone(valid), 0, 0, 0, 0), "does not describe its contents"},
		{"header is no JSON", join(header[:60], body), "header is not JSON"},
		{"header is a list", join("[]", nil), "header is not JSON"},
		{"header after a blank", join(" "+header, body), "header is not JSON"},
		{"header is not UTF-8", swap("eruptions", "\xff\xfe"), "header is not JSON"},
		{"header too deep", join(`{"a":`+strings.Repeat("[", 20000)+strings.Repeat("]", 20000)+"}", nil),
			"header is not JSON"},
		{"no tensors", join("{}", nil), "does not describe its contents"},
		{"tensor twice", swap(mean, mean+","+mean), `says "mean" twice`},
		{"metadata twice", swap(`"columns":`, `"format":"nice-lab/1","columns":`), `says "format" twice`},
		{"key of a tensor twice", swap(`"shape":[2],"data_offsets":[0,8]`, `"shape":[2],"shape":[1,2],"data_offsets":[0,8]`),
			`says "shape" twice`},
		{"escaped key twice", swap(mean, mean+`,"m\u0065an":0`), `says "mean" twice`},
		{"tensor is a number", swap(mean, `"mean":7`), `tensor "mean": "7" is not an object`},
		{"tensor without a shape", swap(`"shape":[2],"data_offsets":[0,8]`, `"data_offsets":[0,8]`), "shape is missing"},
		{"tensor with more", swap(`"shape":[2],"data_offsets":[0,8]`, `"shape":[2],"data_offsets":[0,8],"more":1`),
			"more than dtype, shape and data_offsets"},
		{"key in capitals", swap(`"shape":[2],"data_offsets":[0,8]`, `"SHAPE":[2],"data_offsets":[0,8]`), "shape is missing"},
		{"one offset", swap("[0,8]", "[0]"), "not two sizes"},
		{"three offsets", swap("[0,8]", "[0,8,9]"), "not two sizes"},
		{"negative offset", swap("[0,8]", "[-8,8]"), "not two sizes"},
		{"hole", swap("[0,8]", "[0,4]"), "does not describe its contents"},
		{"overlap", swap("[8,16]", "[0,8]"), "does not describe its contents"},
		{"backwards", swap("[8,16]", "[16,8]"), "does not describe its contents"},
		{"shape that overflows", swap(`"shape":[2],"data_offsets":[0,8]`,
			`"shape":[9223372036854775809,2],"data_offsets":[0,8]`), "does not describe its contents"},
		{"shape below 0", swap(`"shape":[2]`, `"shape":[-2]`), "does not describe its contents"},
		{"unknown type", swap(`"dtype":"F32"`, `"dtype":"F31"`), "does not describe its contents"},
		{"metadata is a list", swap(`"__metadata__":`, `"__metadata__":[],"x":`), "header does not describe tensor"},
		{"metadata holds a number", swap(`"format":"nice-lab/1"`, `"format":1`), "does not describe its contents"},

		{"another program's file", join(`{"layer.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, make([]byte, 4)),
			"no format entry"},
		{"a PyTorch model", join(`{"__metadata__":{"format":"pt"},"layer.weight":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, make([]byte, 4)), `its format is "pt"`},
		{"a later format", swap("nice-lab/1", "nice-lab/2"), "newer NICE Lab"},
		{"no config", swap(`"config":`, `"konfig":`), "no config entry"},
		{"config is no JSON", swap(`{\"dim\"`, `{dim`), "config entry is not JSON"},
		{"config of another kind", swap(`\"dim\":2`, `\"dim\":\"two\"`), "config entry does not fit"},
		{"config with more", swap(`\"dim\":2`, `\"dim\":2,\"polish\":true`),
			`says "polish", which this NICE Lab does not know`},
		{"config says it twice", swap(`\"dim\":2`, `\"dim\":2,\"dim\":3`), `says "dim" twice`},
		{"config in capitals", swap(`\"prior\":`, `\"Prior\":`), `says "Prior", which`},
		{"config in capitals beside it", swap(`\"prior\":`, `\"Prior\":\"gaussian\",\"prior\":`), `says "Prior", which`},
		{"config in other letters", swap(`\"seed\":`, `\"ſeed\":`), `says "ſeed", which`},
		{"one column", swap(`\"dim\":2`, `\"dim\":1`), "dim is 1"},
		{"unknown prior", swap("logistic", "cauchy"), "choose gaussian or logistic"},
		{"no hidden layers", swap(`\"hidden\":[2]`, `\"hidden\":null`), "0 hidden layers"},
		{"config of a quarter gigabyte", swap(`\"hidden\":[2]`, `\"hidden\":[4096,4096,4096,4096]`), "numbers and it holds"},
		{"config beyond the cap", swap(`\"hidden\":[2]`, `\"hidden\":[8192,8192,8192,8192,8192,8192]`), "to train"},
		{"no columns", swap(`"columns":`, `"kolumns":`), "no columns entry"},
		{"a name too few", swap(`\"eruptions\",`, ``), "names 1 columns and models 2"},
		{"a name twice", swap(`\"waiting\"`, `\"eruptions\"`), `two columns have the name "eruptions"`},
		{"an empty name", swap(`\"waiting\"`, `\"\"`), "column 2 has no name"},
		{"a blank name", swap(`\"waiting\"`, `\" \"`), "column 2 has no name"},
		{"columns are numbers", swap(`\"eruptions\"`, `1`), "columns entry does not fit"},
		{"train is no JSON", swap(`{\"step\":5}`, `{`), "train entry is not JSON"},

		{"tensor missing", swap(`"std":`, `"stb":`), "tensor std is missing"},
		{"tensor too many", append(swap(`}}`, fmt.Sprintf(`},"virus":{"dtype":"F32","shape":[1],"data_offsets":[%d,%d]}}`,
			len(body), len(body)+4)), 0, 0, 0, 0), `"virus" that no NICE model has`},
		{"another shape", swap(`"couplings.0.0.weight":{"dtype":"F32","shape":[2,1]`,
			`"couplings.0.0.weight":{"dtype":"F32","shape":[1,2]`), "has shape [1 2] where its config needs [2 1]"},
		{"integers", swap(std, strings.Replace(std, "F32", "I32", 1)), "tensor std is of type I32"},
		{"doubles", swap(std, `"std":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}`), "tensor std is of type F64"},
		{"NaN", put(meanAt+4, math.NaN()), `number 2 of tensor "mean" is NaN`},
		{"infinite", put(stdAt, math.Inf(1)), `number 1 of tensor "std" is +Inf`},
		{"NaN in train", put(len(body)-4, math.NaN()), `tensor "train.best" is NaN`},
		{"std 0", put(stdAt, 0), "std of column 1 is 0"},
		{"std tiny", put(stdAt, 1e-31), "std of column 1 is 1e-31"},
		{"std huge", put(stdAt+4, 1e31), "std of column 2 is 1e+31"},
		{"mean huge", put(meanAt+4, -1e31), "mean of column 2 is -1e+31"},
		{"log_scale low", put(logScaleAt, -200), "log_scale of coordinate 1 is -200"},
		{"log_scale high", put(logScaleAt+4, 61), "log_scale of coordinate 2 is 61"},
		{"weight huge", put(weightAt, 3e38), "samples or their log p are not finite"},
		{"std below 0", put(stdAt+4, -1), "std of column 2 is -1"},
		{"huge empty tensor", swap(`}}`, fmt.Sprintf(`},"train.x":{"dtype":"F32","shape":[0,9223372036854775808],"data_offsets":[%d,%[1]d]}}`, len(body))), "beyond what fits"},
	} {
		t.Run(test.name, func(t *testing.T) { refused(t, test.file, test.want) })
	}
}

// Clusters that no law follows from are refused, with the number that is wrong.
func TestHostileClusters(t *testing.T) {
	c := flow.Config{Dim: 3, Couplings: 1, Hidden: []int{2}, Activation: flow.Tanh, Prior: flow.Gaussian, Clusters: 3}
	valid := marshal(t, File{Flow: perturbed(c, 1)})
	if _, err := Unmarshal(valid); err != nil {
		t.Fatal(err)
	}
	header, body := split(valid)
	tensors, _, err := layout([]byte(header), uint64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	put := func(tensor string, number int, v float64) []byte {
		for _, t := range tensors {
			if t.name == tensor {
				return withBits(header, body, int(t.Offsets[0])+4*number, math.Float32bits(float32(v)))
			}
		}
		panic("there is no " + tensor)
	}
	const tril, triangle = "clusters.scale_tril", "must be a lower triangle"
	for _, test := range []struct {
		name string
		file []byte
		want []string
	}{
		{"above the diagonal", put(tril, 9+1, 0.5), []string{"of Gaussian 2 has 0.5 in row 1, column 2", triangle}},
		{"little above it", put(tril, 5, 1e-40), []string{"of Gaussian 1 has 1e-40 in row 2, column 3", triangle}},
		{"a diagonal of 0", put(tril, 18+4, 0), []string{"of Gaussian 3 has 0 in row 2, column 2", triangle}},
		{"a negative one", put(tril, 0, -0.1), []string{"of Gaussian 1 has -0.1 in row 1, column 1", triangle}},
		{"a tiny one", put(tril, 8, 1e-16), []string{"of Gaussian 1 has 1e-16 in row 3, column 3", triangle}},
		{"a huge one", put(tril, 8, 1e16), []string{"of Gaussian 1 has 1e+16 in row 3, column 3", triangle}},
		{"NaN below it", put(tril, 3, math.NaN()), []string{`number 4 of tensor "clusters.scale_tril" is NaN`}},
		{"NaN above it", put(tril, 1, math.NaN()), []string{`number 2 of tensor "clusters.scale_tril" is NaN`}},
		{"an infinite mean", put("clusters.mean", 8, math.Inf(1)), []string{`number 9 of tensor "clusters.mean" is +Inf`}},
		{"a share NaN", put("clusters.logit", 1, math.NaN()), []string{`number 2 of tensor "clusters.logit" is NaN`}},
		{"a mean huge", put("clusters.mean", 0, 3e38), []string{"clusters.mean of Gaussian 1", "must be"}},
		{"a scale", put("log_scale", 1, 0.5), []string{"log_scale of coordinate 2 is 0.5 and must be 0"}},
		{"too many", swapped(t, header, body, `\"clusters\":3`, `\"clusters\":65`),
			[]string{"clusters is 65; choose"}},
		{"another number", swapped(t, header, body, `\"clusters\":3`, `\"clusters\":4`),
			[]string{"tensor clusters.", "where its config needs [4"}},
		{"modes as well", swapped(t, header, body, `\"clusters\":3`, `\"clusters\":3,\"modes\":3`),
			[]string{"clusters is 3; choose", "no modes"}},
		{"not named", swapped(t, header, body, `,\"clusters\":3`, ``), []string{"that no NICE model has"}},
	} {
		t.Run(test.name, func(t *testing.T) { refused(t, test.file, test.want...) })
	}
}

// refused fails unless a file is refused, and the sentence says what and what to do.
func refused(t *testing.T, file []byte, want ...string) {
	t.Helper()
	_, err := Unmarshal(file)
	if err == nil {
		t.Fatalf("accepted; want an error with %q", want)
	}
	s := err.Error()
	for _, part := range want {
		if !strings.Contains(s, part) {
			t.Errorf("error lacks %q:\n%s", part, s)
		}
	}
	if !strings.HasPrefix(s, "this ") || !strings.Contains(s, "; ") || len(s) > 400 {
		t.Errorf("does not say what and what to do, in brief: %s", s)
	}
}

func TestTrainTensorsOfOtherTypesAreLeftOut(t *testing.T) {
	header, body := split(marshal(t, sample()))
	f, err := Unmarshal(join(strings.Replace(header, `"train.best":{"dtype":"F32"`, `"train.best":{"dtype":"U32"`, 1),
		body))
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Extra) != 0 {
		t.Fatalf("integers were read as floats: %v", f.Extra)
	}
}

// FuzzUnmarshal gives the header its right length, which mutation hardly ever hits, and tries body as a file too.
func FuzzUnmarshal(f *testing.F) {
	valid := marshal(f, sample())
	header, body := split(valid)
	f.Add(header, body)
	f.Add("{}", valid)
	f.Add(header, body[:len(body)-4])
	f.Add(strings.Replace(header, "[0,8]", "[0,4]", 1), body)
	f.Add(strings.Replace(header, `{\"step\":5}`, ` [ 1e999, \"\ud800\" ] `, 1), body)
	f.Fuzz(func(t *testing.T, header string, body []byte) {
		for _, b := range [][]byte{join(header, body), body} {
			refusedOrKept(t, b)
		}
	})
}

// Edits of a sound header pass the JSON parser far more often than a fuzzer's bytes do.
func TestEditedHeaders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { refusedOrKept(t, edited.Draw(t, "file")) })
}

// edited is sample's file with up to three pieces of its header replaced.
var edited = rapid.Custom(func(t *rapid.T) []byte {
	b, err := Marshal(sample())
	if err != nil {
		t.Fatal(err)
	}
	header, body := split(b)
	pieces := regexp.MustCompile(`\d+|\w+|\W`).FindAllString(header, -1)
	with := rapid.SampledFrom(append([]string{"", "0", "1", "-1", "2.0", "4294967296", "18446744073709551615", "null",
		"[]", "{}"}, pieces...))
	for range rapid.IntRange(0, 3).Draw(t, "edits") {
		pieces[rapid.IntRange(0, len(pieces)-1).Draw(t, "at")] = with.Draw(t, "new")
	}
	return join(strings.Join(pieces, ""), body)
})

// refusedOrKept fails unless b is refused, or saved again as the state it was read as.
func refusedOrKept(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, b []byte) {
	first, err := Unmarshal(b)
	if err != nil {
		return
	}
	second, err := Unmarshal(marshal(t, first))
	if err != nil {
		t.Fatalf("accepted, saved, and then refused: %v", err)
	}
	if diff := cmp.Diff(stateOf(first), stateOf(second), cmpopts.EquateNaNs()); diff != "" {
		t.Fatalf("saving changed the state:\n%s", diff)
	}
}

// split cuts a file into its header and the bytes of its tensors.
func split(b []byte) (header string, body []byte) {
	n := 8 + binary.LittleEndian.Uint64(b)
	return strings.TrimRight(string(b[8:n]), " "), b[n:]
}

func join(header string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(b, header...), body...)
}

// swapped is the file with old in its header replaced.
func swapped(t *testing.T, header string, body []byte, old, new string) []byte {
	t.Helper()
	if !strings.Contains(header, old) {
		t.Fatalf("the header has no %s:\n%s", old, header)
	}
	return join(strings.Replace(header, old, new, 1), body)
}

// withBits is the file with one number of its tensors replaced.
func withBits(header string, body []byte, at int, bits uint32) []byte {
	changed := bytes.Clone(body)
	binary.LittleEndian.PutUint32(changed[at:], bits)
	return join(header, changed)
}
