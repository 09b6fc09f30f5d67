package dataset

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// mnist are four files as MNIST has them, of pictures of 4 x 5 pixels.
func mnist(t *testing.T, packed bool) map[string][]byte {
	files := map[string][]byte{
		"train-images-idx3-ubyte": idxFile(ramp(30*20, 1), 30, 4, 5), "train-labels-idx1-ubyte": idxFile(ramp(30, 2),
			30),
		"t10k-images-idx3-ubyte": idxFile(ramp(6*20, 3), 6, 4, 5), "t10k-labels-idx1-ubyte": idxFile(ramp(6, 4), 6),
	}
	if packed {
		for name, b := range files {
			files[name] = gzipped(t, b)
		}
	}
	return files
}

// Files of pictures, of their labels and of a test set come together, packed or not, in any order.
func TestIdxFilesTogether(t *testing.T) {
	names := []string{"t10k-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "train-labels-idx1-ubyte",
		"train-images-idx3-ubyte"}
	for _, packed := range []bool{false, true} {
		files := mnist(t, packed)
		for _, of := range [][]string{names, {names[3], names[1]}, {names[2], names[3]}, {names[3], names[2],
			names[1]}, {names[1], names[0]}} {
			table, err := Read(zipped(t, files, of...))
			if err != nil {
				t.Errorf("%v: %v", of, err)
				continue
			}
			p, has := table.Pictures, func(i int) bool { return slices.Contains(of, names[i]) }
			train, test, labels := 30, 6, []int{}
			if has(2) {
				for _, v := range ramp(30, 2) {
					labels = append(labels, int(v))
				}
			}
			if !has(3) {
				train, test = 6, 0
			}
			if has(0) {
				for _, v := range ramp(6, 4) {
					labels = append(labels, int(v))
				}
			}
			if !has(1) {
				test = 0
			}
			if p == nil || len(p.Train) != 20*train || len(p.Test) != 20*test || !slices.Equal(p.Labels, labels) ||
				len(table.Notes) > 0 {
				t.Errorf("%v, packed %v: %d and %d pixels, %d labels, %q", of, packed, len(p.Train), len(p.Test),
					len(p.Labels), table.Notes)
			}
			if has(3) && !bytes.Equal(p.Train, ramp(30*20, 1)) {
				t.Errorf("%v: other pixels", of)
			}
		}
	}
}

// What does not belong together gets a sentence with the names of the files.
func TestIdxFilesThatDoNotBelongTogether(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string][]byte
		want  string
	}{
		"length": {map[string][]byte{"a-images": idxFile(ramp(600, 1), 30, 4, 5), "a-labels": idxFile(ramp(29,
			2), 29)}, `"a-images" has 30 pictures and "a-labels" 29 labels`},
		"sizes": {map[string][]byte{"train": idxFile(ramp(600, 1), 30, 4, 5), "test": idxFile(ramp(600, 1), 30,
			5, 4)}, "of the same size"},
		"which": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "b": idxFile(ramp(600, 1), 30, 4,
			5)}, "do not say which of them is the test set"},
		"both tests": {map[string][]byte{"test-a": idxFile(ramp(600, 1), 30, 4, 5), "test-b": idxFile(ramp(600, 1),
			30, 4, 5)}, "do not say which"},
		"labels alone": {map[string][]byte{"a": idxFile(ramp(30, 1), 30), "b": idxFile(ramp(30, 1), 30)},
			"none of these files holds pictures"},
		"two labels": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "l": idxFile(ramp(30, 1), 30),
			"m": idxFile(ramp(30, 1), 30)}, "do not say whose"},
		"many": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "b": idxFile(ramp(600, 1), 30, 4, 5),
			"test": idxFile(ramp(600, 1), 30, 4, 5)},
			"3 files of pictures"},
		"a matrix": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "b": idxFile(ramp(600, 1), 30, 20)},
			"neither pictures nor labels"},
		"test alone": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "test-a": idxFile(ramp(120, 1), 6, 4,
			5), "test-l": idxFile(ramp(6, 1), 6)}, "none of these files those of"},
		"a stranger": {map[string][]byte{"a": idxFile(ramp(600, 1), 30, 4, 5), "b.txt": []byte("hello")}, "2 files"},
	} {
		var order []string
		for file := range c.files {
			order = append(order, file)
		}
		slices.Sort(order)
		if _, err := Read(zipped(t, c.files, order...)); err == nil || !strings.Contains(err.Error(), c.want) ||
			len(err.Error()) > 300 {
			t.Errorf("%s: %v", name, err)
		}
	}
	cut := map[string][]byte{"a-images": idxFile(ramp(600, 1), 30, 4, 5), "a-labels": idxFile(ramp(29, 2), 30)}
	if table, err := Read(zipped(t, cut, "a-images", "a-labels")); err != nil || table.Pictures.Labels != nil ||
		len(table.Notes) != 1 {
		t.Errorf("labels that are cut off: %v", err)
	}
}

func FuzzIdxSet(f *testing.F) {
	f.Add(idxFile(ramp(600, 1), 30, 4, 5), idxFile(ramp(30, 2), 30), "test-l", false)
	f.Add(idxFile(ramp(600, 1), 30, 4, 5), idxFile(ramp(120, 2), 6, 4, 5), "test", true)
	f.Add([]byte{0, 0, 8, 3, 0, 0, 0, 1}, []byte{0, 0, 8, 255, 1, 1, 1, 1}, "b", false)
	f.Fuzz(func(t *testing.T, a, b []byte, name string, packed bool) {
		if strings.HasSuffix(name, "/") {
			b = nil // a directory
		} else if packed {
			a, b = gzipped(t, a), gzipped(t, b)
		}
		fuzzRead(t, zipped(t, map[string][]byte{"a": a, name: b}, "a", name))
	})
}
