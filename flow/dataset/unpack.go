package dataset

import (
	"archive/zip"
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
	return &unpacker{from: z, limit: MaxUnpacked, what: "gzip file"}, nil
}

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
var preferred = []string{"x", "data", "arr_0"}

// newZip chooses what is read of an archive. In a NumPy archive that is the array called x, data or arr_0 if it has
// rows and columns of numbers, else the first that does; about says which, in a sentence. Any other archive holds one
// file.
func newZip(data []byte) (u *unpacker, about string, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, "", damaged("zip archive")
	}
	if len(z.File) > maxMembers {
		return nil, "", fmt.Errorf("this archive holds more than %d files; keep the array you need", maxMembers)
	}
	var arrays []*zip.File
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".npy") {
			arrays = append(arrays, f)
		}
	}
	if len(arrays) == 0 {
		u, err = newSingle(z.File)
		return u, "", err
	}
	rank := func(f *zip.File) int {
		if i := slices.Index(preferred, strings.ToLower(arrayName(f))); i >= 0 {
			return i
		}
		return len(preferred)
	}
	slices.SortStableFunc(arrays, func(a, b *zip.File) int { return rank(a) - rank(b) })
	chosen := slices.IndexFunc(arrays, tabular)
	if chosen < 0 {
		return nil, "", fmt.Errorf("none of the %s of this .npz file has rows and columns of numbers; save one that does", count(len(arrays), "array"))
	}
	f := arrays[chosen]
	if len(arrays) > 1 {
		about = fmt.Sprintf("Of the %d arrays in the file this is %s.", len(arrays), quoted(arrayName(f)))
	}
	u, err = newMember(f)
	return u, about, err
}

// newSingle takes the one file of an archive, but for what systems add to it.
func newSingle(files []*zip.File) (*unpacker, error) {
	var members []*zip.File
	for _, f := range files {
		switch name := path.Base(f.Name); {
		case name == "[Content_Types].xml", f.Name == "content.xml", f.Name == "xl/workbook.xml":
			return nil, errors.New("this is a spreadsheet or another document of Office (xlsx, ods); save the sheet as CSV and open that")
		case strings.HasSuffix(f.Name, "/"), strings.HasPrefix(f.Name, "__MACOSX/"), strings.HasPrefix(name, "."), name == "Thumbs.db", name == "desktop.ini":
		default:
			members = append(members, f)
		}
	}
	switch len(members) {
	case 0:
		return nil, errors.New("this zip archive is empty; choose another file")
	case 1:
		return newMember(members[0])
	}
	names := make([]string, len(members))
	for i, f := range members {
		names[i] = quoted(f.Name)
	}
	return nil, fmt.Errorf("this zip archive holds %d files (%s); unpack it and open the one you need", len(names), list(names[:min(len(names), 4)]))
}

// newMember unpacks a file of an archive.
func newMember(f *zip.File) (*unpacker, error) {
	switch {
	case f.Flags&1 != 0:
		return nil, errors.New("this zip archive is locked with a password; unpack it and open what is inside")
	case f.Method != zip.Store && f.Method != zip.Deflate:
		return nil, errors.New("this zip archive is compressed in a way that is not read; unpack it and open what is inside")
	case f.UncompressedSize64 > MaxUnpacked:
		return nil, errUnpacked
	}
	from, err := f.Open()
	if err != nil {
		return nil, damaged("zip archive")
	}
	return &unpacker{from: from, limit: MaxUnpacked, what: "zip archive"}, nil
}

func arrayName(f *zip.File) string { return strings.TrimSuffix(path.Base(f.Name), ".npy") }

// tabular reports whether a member is an array of numbers with two axes or more, by its header alone.
func tabular(f *zip.File) bool {
	r, err := f.Open()
	if err != nil {
		return false
	}
	defer r.Close()
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
