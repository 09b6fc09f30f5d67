package dataset

import (
	"fmt"
	"slices"
	"strings"
)

// besides is an array of an archive that belongs to the pictures in it.
type besides struct {
	*member
	test   bool // a test set, or of one
	labels bool
	packed bool // under gzip
}

// companions are the names of what people keep beside pictures of a name: their labels, a test set, its labels.
var companions = map[string][3]string{
	"x_train":      {"y_train", "x_test", "y_test"},
	"train_images": {"train_labels", "test_images", "test_labels"},
	"x":            {"y", "", ""},
	"data":         {"target", "", ""},
	"images":       {"labels", "", ""},
}

// besidesOf finds what belongs to an array of an archive, the test set before its labels.
func besidesOf(chosen *member, files []member) []besides {
	var found []besides
	for k, name := range companions[strings.ToLower(arrayName(chosen))] {
		i := slices.IndexFunc(files, func(f member) bool {
			return name != "" && strings.HasSuffix(f.name, ".npy") && strings.ToLower(arrayName(&f)) == name
		})
		if i >= 0 {
			found = append(found, besides{member: &files[i], test: k > 0, labels: k != 1})
		}
	}
	return found
}

// begin unpacks it. What cannot be unpacked is left out.
func (b besides) begin(r *Reader) {
	var err error
	if r.unpack, err = newMemberOf(b.member, b.packed); err != nil {
		r.leaveBeside()
	}
}

// leaveBeside says that the first of what belongs to the pictures does not.
func (r *Reader) leaveBeside() {
	t := &r.table
	t.Notes = append(t.Notes, fmt.Sprintf("the array %s of the file is left out: it does not fit the pictures",
		quoted(arrayName(r.beside[0].member))))
	r.nextBeside()
}

// nextBeside goes on behind the first of them.
func (r *Reader) nextBeside() {
	r.beside, r.unpack = r.beside[1:], nil
}

// takeBeside takes an array that was unpacked.
func (r *Reader) takeBeside(data []byte) {
	p, b := r.table.Pictures, r.beside[0]
	var a *array
	switch {
	case strings.HasPrefix(string(data[:min(len(data), len(npyMagic))]), npyMagic):
		a, _ = readNpy(data)
	case isIdx(data):
		a, _ = readIdx(data)
	}
	if a != nil && !b.labels {
		a.as(r.array.scale)
	}
	trained := len(p.Train) / p.Size()
	fits := false
	switch {
	case a == nil:
	case !b.labels:
		fits = p.addTest(a, r.array.largest)
	case b.test:
		if l := a.labels(p.Len() - trained); l != nil && len(p.Labels) == trained && len(p.Test) > 0 {
			p.Labels, fits = append(p.Labels, l...), true
		}
	default:
		p.Labels = a.labels(trained)
		fits = p.Labels != nil
	}
	if !fits {
		r.leaveBeside()
		return
	}
	r.nextBeside()
}
