package checkpoint

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nicelab/flow"
)

// maxHeader is far above what the largest model with thousands of named columns needs, and
// far below the 100 MB that the format allows and a browser tab could not parse.
const maxHeader = 8 << 20

// A header is counted before it is read: a hundred thousand tensors fit into 8 MB, and would cost a tab seconds.
const (
	// maxTensors leaves much room. The largest Config has 2 (MaxDepth+1) tensors in each of MaxCouplings couplings, and
	// three that mix before it: 1,341, and four more. A run that can go on adds four.
	maxTensors = 4096

	// maxParts bounds the keys, values and brackets of a header, and of each entry in its metadata. A tensor has 16.
	maxParts = 20 * maxTensors
)

const metadataKey = "__metadata__"

// parse returns the tensors of the file b, windows into it, and its metadata. It holds b to all promises of
// safetensors, also those that its libraries let pass: one reading of the header only, and exactly two offsets a
// tensor.
func parse(b []byte) (tensors []tensor, metadata map[string]string, err error) {
	n, err := headerLength(b, uint64(len(b)))
	if err != nil {
		return nil, nil, err
	}
	if rest := uint64(len(b) - 8); n > rest {
		return nil, nil, cutHeader(rest, n)
	}
	header, numbers := b[8:8+n], b[8+n:]
	if tensors, metadata, err = parseHeader(header, uint64(len(numbers))); err != nil {
		return nil, nil, err
	}
	for i, t := range tensors {
		tensors[i].data = numbers[t.Offsets[0]:t.Offsets[1]]
	}
	return tensors, metadata, nil
}

// parseHeader reads a header that rest bytes of numbers follow. Its tensors have no data.
func parseHeader(header []byte, rest uint64) (tensors []tensor, metadata map[string]string, err error) {
	if err := checkHeader(header, rest); err != nil {
		return nil, nil, err
	}
	if tensors, metadata, err = layout(header, rest); err != nil {
		return nil, nil, foreign("its safetensors header does not describe its contents (%v)", err)
	}
	return tensors, metadata, nil
}

// headerLength reads the length of the header from b, the first bytes of a file of so many.
func headerLength(b []byte, size uint64) (uint64, error) {
	if size < 8 {
		return 0, foreign("it has only %d bytes", size)
	}
	n := binary.LittleEndian.Uint64(b)
	if n > maxHeader {
		return 0, foreign("it does not begin like a safetensors file, or its header is over %d MB", maxHeader>>20)
	}
	return n, nil
}

func cutHeader(have, want uint64) error {
	return foreign("it ends inside its header, after %d of %d bytes", have, want)
}

// checkHeader judges a header that rest bytes of numbers follow.
func checkHeader(header []byte, rest uint64) error {
	if !utf8.Valid(header) || !bytes.HasPrefix(header, []byte("{")) || !json.Valid(header) {
		return foreign("its safetensors header is not JSON")
	}
	if n, err := checkKeys(header); err != nil {
		return foreign("its header %v", err)
	} else if n > maxTensors+1 {
		return foreign("its header lists more than %d tensors", maxTensors)
	}
	var entries map[string]json.RawMessage
	if err := json.Unmarshal(header, &entries); err != nil {
		return foreign("its safetensors header is not JSON (%v)", err)
	}
	end := uint64(0)
	for _, name := range slices.Sorted(maps.Keys(entries)) {
		if name == metadataKey {
			continue
		}
		offsets, err := parseEntry(entries[name])
		if err != nil {
			return foreign("its header does not describe tensor %s: %v", quote(name), err)
		}
		end = max(end, offsets[1])
	}
	if end > rest {
		return foreign("it ends early, after %d of the %d bytes that its header counts; it may be half of a download", rest, end)
	}
	return nil
}

// parseEntry returns the offsets of one tensor. Its keys must be the format's own, letter
// for letter, since encoding/json would take others that differ in case.
func parseEntry(b []byte) (offsets [2]uint64, err error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(b, &fields); err != nil {
		return offsets, fmt.Errorf("%s is not an object", quote(string(b)))
	}
	for _, key := range []string{"dtype", "shape", "data_offsets"} {
		if _, ok := fields[key]; !ok {
			return offsets, fmt.Errorf("%s is missing", key)
		}
	}
	if len(fields) != 3 {
		return offsets, fmt.Errorf("it has more than dtype, shape and data_offsets")
	}
	var list []uint64
	if err := json.Unmarshal(fields["data_offsets"], &list); err != nil || len(list) != 2 {
		return offsets, fmt.Errorf("data_offsets %s are not two sizes", quote(string(fields["data_offsets"])))
	}
	return [2]uint64(list), nil
}

// checkKeys walks through b, valid JSON, and returns how many keys its outermost object has. It is an error if an
// object has a key twice, since readers differ in which of the two they believe. The walk ends where b has too many
// keys or parts.
func checkKeys(b []byte) (outermost int, err error) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	parts := 0
	next := func() (json.Token, error) {
		if parts++; parts > maxParts {
			return nil, fmt.Errorf("has more than %d parts", maxParts)
		}
		return dec.Token()
	}
	var walk func(depth int) error
	walk = func(depth int) error {
		token, err := next()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'):
			seen := make(map[string]bool)
			for dec.More() {
				token, err := next()
				if err != nil {
					return err
				}
				key, _ := token.(string)
				if seen[key] {
					return fmt.Errorf("says %s twice", quote(key))
				}
				seen[key] = true
				if depth == 0 {
					if outermost = len(seen); outermost > maxTensors+1 {
						return nil
					}
				}
				if err := walk(depth + 1); err != nil {
					return err
				}
			}
		case json.Delim('['):
			for dec.More() {
				if err := walk(depth + 1); err != nil {
					return err
				}
			}
		default:
			return nil
		}
		_, err = next()
		return err
	}
	return outermost, walk(0)
}

func (f File) metadata() (map[string]string, error) {
	config, err := json.Marshal(f.Flow.Config)
	if err != nil {
		return nil, err
	}
	columns, err := json.Marshal(append([]string{}, f.Columns...))
	if err != nil {
		return nil, err
	}
	m := map[string]string{"format": format, "config": string(config), "columns": string(columns)}
	if f.Train != nil {
		train, err := compact(f.Train)
		if err != nil {
			return nil, fmt.Errorf("its train entry is not JSON: %w", err)
		}
		m["train"] = string(train)
	}
	if f.Resume != nil {
		if m[resumeKey], err = resumeEntry(f.Resume); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// parseMetadata returns a File with Columns and Train set, and the Config, valid.
func parseMetadata(m map[string]string) (f File, c flow.Config, err error) {
	switch got, ok := m["format"]; {
	case !ok:
		return f, c, foreign("its metadata has no format entry; it is a safetensors file of another program")
	case strings.HasPrefix(got, "nice-lab/") && got != format:
		return f, c, fmt.Errorf("this checkpoint has the format %s and this NICE Lab reads %s; open it with a newer NICE Lab", quote(got), format)
	case got != format:
		return f, c, foreign("its format is %s where %s is needed", quote(got), format)
	}
	if err := checkConfigKeys(m["config"]); err != nil {
		return f, c, unsound(err)
	}
	if err := parseStrict(m, "config", &c); err != nil {
		return f, c, unsound(err)
	}
	if err := c.Validate(); err != nil {
		return f, c, unsound(err)
	}
	if err := parseStrict(m, "columns", &f.Columns); err != nil {
		return f, c, unsound(err)
	}
	if len(f.Columns) == 0 {
		f.Columns = nil
	}
	if train, ok := m["train"]; ok {
		if f.Train, err = compact([]byte(train)); err != nil {
			return f, c, unsound(fmt.Errorf("its train entry is not JSON"))
		}
	}
	return f, c, nil
}

// checkConfigKeys refuses keys of a config that are not the format's own, letter for letter: they would change
// what the weights mean, and encoding/json takes "Prior" for prior where PyTorch does not.
func checkConfigKeys(config string) error {
	known := reflect.TypeFor[flow.Config]()
	want := make(map[string]bool)
	for i := range known.NumField() {
		name, _, _ := strings.Cut(known.Field(i).Tag.Get("json"), ",")
		want[name] = true
	}
	var got map[string]json.RawMessage
	if json.Unmarshal([]byte(config), &got) != nil {
		return nil // parseStrict says what is wrong
	}
	for _, key := range slices.Sorted(maps.Keys(got)) {
		if !want[key] {
			return fmt.Errorf("its config entry says %s, which this NICE Lab does not know", quote(key))
		}
	}
	return nil
}

// parseStrict decodes the JSON in m[key] and refuses a key that is there twice.
func parseStrict(m map[string]string, key string, v any) error {
	value, ok := m[key]
	if !ok {
		return fmt.Errorf("its metadata has no %s entry", key)
	}
	if !json.Valid([]byte(value)) {
		return fmt.Errorf("its %s entry is not JSON", key)
	}
	if _, err := checkKeys([]byte(value)); err != nil {
		return fmt.Errorf("its %s entry %w", key, err)
	}
	if err := json.Unmarshal([]byte(value), v); err != nil {
		return fmt.Errorf("its %s entry does not fit (%v)", key, strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// compact makes equal JSON equal bytes as far as white space goes.
func compact(b []byte) (json.RawMessage, error) {
	var buf bytes.Buffer
	if err := json.Compact(&buf, b); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// quote quotes what a stranger's file says, at a length that fits a notice.
func quote(s string) string {
	const most = 60
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + "..."
	}
	return strconv.Quote(s)
}

func foreign(format string, a ...any) error {
	return fmt.Errorf("this file is not a NICE Lab checkpoint: %s; choose a .safetensors file that NICE Lab saved", fmt.Sprintf(format, a...))
}

func unsound(err error) error {
	return fmt.Errorf("this checkpoint cannot be used: %w; save it again, or take another copy", err)
}
