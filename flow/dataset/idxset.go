package dataset

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// idxPart is an idx file of an archive, under gzip or not, as far as its header tells.
type idxPart struct {
	*member
	packed bool
	shape  []int
	bytes  bool // of brightnesses
}

// newMemberOf unpacks a file of an archive, and a gzip file in it.
func newMemberOf(f *member, packed bool) (*unpacker, error) {
	u, err := newMember(f)
	if err != nil || !packed {
		return u, err
	}
	z, err := gzip.NewReader(u.from)
	if err != nil {
		return nil, damaged("gzip file")
	}
	u.from = readFunc(z.Read)
	return u, nil
}

// idxHead reads the header of a file of an archive, if it is an idx file.
func idxHead(f *member) (h idxPart, ok bool) {
	const most = 4 + 4*maxAxes
	for _, packed := range []bool{false, true} {
		u, err := newMemberOf(f, packed)
		if err != nil {
			return h, false
		}
		var head bytes.Buffer
		if _, err := io.CopyN(&head, u.from, most); err != nil && err != io.EOF {
			return h, false
		}
		b := head.Bytes()
		if !isIdx(b) {
			continue
		}
		shape, ok := idxShape(b)
		return idxPart{member: f, packed: packed, bytes: b[2] == 0x08, shape: shape}, ok
	}
	return h, false
}

func (h *idxPart) called() string { return quoted(path.Base(h.name)) }

// test reports whether its name says that it is of a test set.
func (h *idxPart) test() bool {
	name := strings.ToLower(path.Base(h.name))
	return strings.Contains(name, "t10k") || strings.Contains(name, "test")
}

// idxSet is pictures with a test set and labels, each in an idx file of its own, as MNIST is handed out.
type idxSet struct{ train, test, trainLabels, testLabels *idxPart }

// newIdxSet reads an archive of several idx files. ok is false where it is none.
func newIdxSet(files []member) (u *unpacker, beside []besides, err error, ok bool) {
	var all []idxPart
	for i := range files {
		if f := &files[i]; !byTheSystem(f) {
			h, found := idxHead(f)
			if !found {
				return nil, nil, nil, false
			}
			all = append(all, h)
		}
	}
	if len(all) < 2 {
		return nil, nil, nil, false
	}
	s, err := sorted(all)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return nil, nil, err, true
	}
	for _, b := range []struct {
		file         *idxPart
		test, labels bool
	}{{s.trainLabels, false, true}, {s.test, true, false}, {s.testLabels, true, true}} {
		if b.file != nil {
			beside = append(beside, besides{member: b.file.member, packed: b.file.packed, test: b.test,
				labels: b.labels})
		}
	}
	u, err = newMemberOf(s.train.member, s.train.packed)
	return u, beside, err, true
}

// sorted finds out which file is which.
func sorted(all []idxPart) (s idxSet, err error) {
	var pictures, labels []*idxPart
	for i := range all {
		f := &all[i]
		_, is := pictureShape(f.shape)
		switch {
		case is && f.bytes:
			pictures = append(pictures, f)
		case len(f.shape) == 1:
			labels = append(labels, f)
		default:
			return s, fmt.Errorf("%s has the shape %s: it holds neither pictures nor labels; open it alone",
				f.called(), shapeText(f.shape))
		}
	}
	switch {
	case len(pictures) == 0:
		return s, errors.New("none of these files holds pictures; add the file whose labels they are")
	case len(pictures) > 2 || len(labels) > 2:
		return s,
			fmt.Errorf("these are %s of pictures and %d of labels; open one of each, and one more of each for a test set", count(len(pictures), "file"), len(labels))
	}
	if s.train = pictures[0]; len(pictures) == 2 {
		if s.test = pictures[1]; s.train.test() {
			s.train, s.test = s.test, s.train
		}
		if s.train.test() == s.test.test() {
			return s,
				fmt.Errorf("%s and %s both hold pictures, and their names do not say which of them is the test set; put the word test into its name",
					s.train.called(), s.test.called())
		}
	}
	for _, l := range labels {
		to := &s.trainLabels
		if s.test != nil && l.test() {
			to = &s.testLabels
		}
		if *to != nil {
			return s,
				fmt.Errorf("%s and %s both hold labels, and their names do not say whose; put the word test into the name of those of the test set",
					(*to).called(), l.called())
		}
		*to = l
	}
	if s.testLabels != nil && s.trainLabels == nil {
		return s,
			fmt.Errorf("%s has labels of the test set, and none of these files those of %s; add them, or leave it out", s.testLabels.called(), s.train.called())
	}
	return s, nil
}

// check reports what does not belong together.
func (s idxSet) check() error {
	if s.test != nil {
		a, _ := pictureShape(s.train.shape)
		if b, _ := pictureShape(s.test.shape); a != b {
			return fmt.Errorf("the pictures of %s are %s and those of %s %s; a test set has pictures of the same size",
				s.train.called(), shapeText(s.train.shape[1:]), s.test.called(), shapeText(s.test.shape[1:]))
		}
	}
	for _, pair := range [][2]*idxPart{{s.train, s.trainLabels}, {s.test, s.testLabels}} {
		if p, l := pair[0], pair[1]; l != nil && p.shape[0] != l.shape[0] {
			return fmt.Errorf("%s has %s and %s %s; open the two that belong together", p.called(), count(p.shape[0],
				"picture"), l.called(), count(l.shape[0], "label"))
		}
	}
	return nil
}
