package dataset

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// MaxUnpacked bounds what a compressed file may become, whatever it claims.
const MaxUnpacked = 512 << 20

const (
	unpackedPerStep = 1 << 20
	maxMembers      = 1000 // of a zip archive
)

var errUnpacked = fmt.Errorf("this file holds more than %d MB once it is unpacked; keep fewer rows", MaxUnpacked>>20)

// unpacker inflates a file in steps.
type unpacker struct {
	from  io.Reader
	limit int // bytes
	out   bytes.Buffer
	what  string // of the file, for a sentence
}

func newGzip(data []byte) (*unpacker, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, damaged("gzip file")
	}
	return &unpacker{from: readFunc(z.Read), limit: MaxUnpacked, what: "gzip file"}, nil
}

// readFunc is a Reader. A gzip.Reader holds a time; as an interface itself it would put all that formats and parses
// times into the program for the browser.
type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

const gzipMagic = "\x1F\x8B"

// isZip reports whether data begins as a zip archive does, be it an empty one.
func isZip(data []byte) bool {
	return bytes.HasPrefix(data, []byte("PK\x03\x04")) || bytes.HasPrefix(data, []byte("PK\x05\x06"))
}

func damaged(what string) error {
	return fmt.Errorf("this %s is damaged or cut off; copy it again", what)
}

// step inflates some more and reports whether that was the end.
func (u *unpacker) step() (done bool, err error) {
	n, err := io.CopyN(&u.out, u.from, unpackedPerStep)
	switch {
	case u.out.Len() > u.limit:
		return false, errUnpacked
	case err == io.EOF:
		return true, nil
	case err != nil || n == 0:
		return false, damaged(u.what)
	}
	return false, nil
}

// preferred are the names under which people keep the rows in an npz file.
var preferred = []string{"x", "data", "arr_0", "x_train", "train_images", "images"}

// newZip chooses what is read of an archive. Of idx files alone it is the pictures, with their labels and a test set.
// In a NumPy archive that is the array called x, data or arr_0 if it has rows and columns of numbers, else the first
// that does, and what belongs to it; about says which, in a sentence. Any other archive holds one table.
func newZip(data []byte) (u *unpacker, beside []besides, about string, err error) {
	files, ok := listZip(data, maxMembers)
	if !ok {
		return nil, nil, "", damaged("zip archive")
	}
	if len(files) > maxMembers {
		return nil, nil, "", fmt.Errorf("this archive holds more than %d files; keep the array you need", maxMembers)
	}
	var arrays int
	var chosen *member
	for i := range files {
		f := &files[i]
		if strings.HasSuffix(f.name, ".npy") {
			arrays++
			if (chosen == nil || rank(f) < rank(chosen)) && tabular(f) {
				chosen = f
			}
		}
	}
	switch {
	case arrays == 0:
		if u, beside, err, ok = newIdxSet(files); ok {
			return u, beside, "", err
		}
		u, about, err = newSingle(files)
		return u, nil, about, err
	case chosen == nil:
		return nil, nil, "", fmt.Errorf("none of the %s of this .npz file has rows and columns of numbers; save one that does", count(arrays, "array"))
	case len(besidesOf(chosen, files)) == arrays-1:
		beside = besidesOf(chosen, files)
	case arrays > 1:
		beside = besidesOf(chosen, files)
		about = fmt.Sprintf("Of the %d arrays in the file this is %s.", arrays, quoted(arrayName(chosen)))
	}
	u, err = newMember(chosen)
	return u, beside, about, err
}

// tables are how the names of tables end.
var tables = []string{".csv", ".tsv", ".tab", ".data", ".arff", ".json", ".jsonl", ".ndjson"}

// newSingle takes the one file of an archive, but for what systems add to it, or of several the one that is a table by
// its name; about says which.
func newSingle(files []member) (u *unpacker, about string, err error) {
	var found, named []*member
	for i := range files {
		f := &files[i]
		switch name := path.Base(f.name); {
		case name == "[Content_Types].xml", f.name == "content.xml", f.name == "xl/workbook.xml":
			return nil, "", errors.New("this is a spreadsheet or another document of Office (xlsx, ods); save the sheet as CSV and open that")
		case byTheSystem(f):
		default:
			found = append(found, f)
			if slices.Contains(tables, strings.ToLower(path.Ext(name))) {
				named = append(named, f)
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, "", errors.New("this zip archive is empty; choose another file")
	case len(found) == 1:
		u, err = newMember(found[0])
		return u, "", err
	case len(named) == 1:
		u, err = newMember(named[0])
		return u, fmt.Sprintf("Of the %d files in the archive this is %s.", len(found), quoted(named[0].name)), err
	}
	names := make([]string, len(found))
	for i, f := range found {
		names[i] = quoted(f.name)
	}
	return nil, "", fmt.Errorf("this zip archive holds %d files (%s); unpack it and open the one you need", len(names),
		list(names[:min(len(names), 4)]))
}

// byTheSystem reports whether a file of an archive is one that systems add.
func byTheSystem(f *member) bool {
	name := path.Base(f.name)
	return strings.HasSuffix(f.name, "/") || strings.HasPrefix(f.name, "__MACOSX/") || strings.HasPrefix(name, ".") ||
		name == "Thumbs.db" || name == "desktop.ini"
}

// newMember unpacks a file of an archive.
func newMember(f *member) (*unpacker, error) {
	switch {
	case f.flags&encrypted != 0:
		return nil, errors.New("this zip archive is locked with a password; unpack it and open what is inside")
	case f.method != stored && f.method != deflated:
		return nil, errors.New("this zip archive is compressed in a way that is not read; unpack it and open what is inside")
	case f.size > MaxUnpacked:
		return nil, errUnpacked
	}
	from, ok := f.open()
	if !ok {
		return nil, damaged("zip archive")
	}
	return &unpacker{from: from, limit: MaxUnpacked, what: "zip archive"}, nil
}

func arrayName(f *member) string { return strings.TrimSuffix(path.Base(f.name), ".npy") }

// rank is how much an array's name says that it holds the rows: 0 most.
func rank(f *member) int {
	if i := slices.Index(preferred, strings.ToLower(arrayName(f))); i >= 0 {
		return i
	}
	return len(preferred)
}

// tabular reports whether a member is an array of numbers with two axes or more, by its header alone.
func tabular(f *member) bool {
	r, ok := f.open()
	if !ok {
		return false
	}
	var head bytes.Buffer
	if _, err := io.CopyN(&head, r, maxNpyHeader); err != nil && err != io.EOF {
		return false
	}
	if !bytes.HasPrefix(head.Bytes(), []byte(npyMagic)) {
		return false
	}
	h, _, err := npyHead(head.Bytes())
	if err != nil {
		return false
	}
	_, _, _, err = parseDescr(h.descr)
	return err == nil && len(h.shape) >= 2
}
