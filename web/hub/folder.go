package hub

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"nicelab/flow/checkpoint"
)

// Folder is a Store of plain files in one folder. A file that is put there by hand is served too if it is a
// checkpoint with a valid name; all else is left alone, links and pipes too. A file's ETag follows from its header,
// its size and its time of change.
//
// A file appears under its name when it is whole and on the disk, by a hard link from a temporary name that no client
// can ask for. What a process leaves behind that was killed meanwhile is removed by the next NewFolder, after an hour.
type Folder struct {
	root *os.Root
	mu   sync.Mutex
	seen map[string]Info // by name; good while size and time are those of the file
}

const temporary = ".upload-" // no valid name begins so

// NewFolder makes the folder where it is missing.
func NewFolder(dir string) (*Folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	f := &Folder{root: root, seen: map[string]Info{}}
	entries, err := f.entries()
	for _, e := range entries {
		info, err := e.Info()
		if err == nil && strings.HasPrefix(e.Name(), temporary) && time.Since(info.ModTime()) > time.Hour {
			root.Remove(e.Name())
		}
	}
	return f, err
}

func (f *Folder) entries() ([]fs.DirEntry, error) {
	dir, err := f.root.Open(".")
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.ReadDir(-1)
}

// List reads the headers of files that it has not seen yet, and no more of them.
func (f *Folder) List(ctx context.Context, after string, limit int) (page []Info, next string, err error) {
	entries, err := f.entries()
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		if e.Name() <= after || !Valid(e.Name()) {
			continue
		}
		info, err := f.Stat(ctx, e.Name())
		if err != nil {
			continue // gone meanwhile, or none of ours
		}
		if len(page) == limit {
			return page, page[limit-1].Name, nil
		}
		page = append(page, info)
	}
	return page, "", nil
}

func (f *Folder) Stat(_ context.Context, name string) (Info, error) {
	file, info, err := f.open(name)
	if err == nil {
		file.Close()
	}
	return info, err
}

// open returns ErrNotFound also for what is no checkpoint. It looks before it opens: to open a pipe would wait for
// whoever writes into it, and a link leads to what nobody has put here.
func (f *Folder) open(name string) (*os.File, Info, error) {
	there, err := f.root.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) || err == nil && !there.Mode().IsRegular() {
		return nil, Info{}, ErrNotFound
	}
	if err != nil {
		return nil, Info{}, err
	}
	file, err := f.root.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, Info{}, ErrNotFound
	}
	if err != nil {
		return nil, Info{}, err
	}
	info, err := f.describe(file, name, there)
	if err != nil {
		file.Close()
		return nil, Info{}, err
	}
	return file, info, nil
}

// describe returns the entry of an open file, which must be the one that was there.
func (f *Folder) describe(file *os.File, name string, there fs.FileInfo) (Info, error) {
	st, err := file.Stat()
	if err != nil {
		return Info{}, err
	}
	if !st.Mode().IsRegular() || !os.SameFile(st, there) {
		return Info{}, ErrNotFound
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if i, ok := f.seen[name]; ok && i.Size == st.Size() && i.Put.Equal(st.ModTime()) {
		return i, nil
	}
	delete(f.seen, name)
	h, err := checkpoint.ReadHeader(file, st.Size())
	if err != nil {
		return Info{}, ErrNotFound
	}
	sum := sha256.Sum256(fmt.Appendf(h.Bytes, "%d %d", st.Size(), st.ModTime().UnixNano()))
	i := Info{Name: name, Size: st.Size(), ETag: `"` + hex.EncodeToString(sum[:16]) + `"`, Put: st.ModTime().UTC(),
		Summary: summarize(h)}
	f.seen[name] = i
	return i, nil
}

func (f *Folder) Open(_ context.Context, i Info, offset, n int64) (Body, error) {
	file, now, err := f.open(i.Name)
	if err != nil {
		return nil, err
	}
	if now.ETag != i.ETag {
		file.Close()
		return nil, ErrNotFound
	}
	if _, err := file.Seek(offset, io.SeekStart); err != nil {
		file.Close()
		return nil, err
	}
	return section{file, n}, nil
}

// section is the next n bytes of a file.
type section struct {
	*os.File
	n int64
}

func (s section) WriteTo(w io.Writer) (int64, error) { return io.CopyN(w, s.File, s.n) }

func (f *Folder) Put(ctx context.Context, name string, u Upload) (Info, error) {
	tmp := temporary + rand.Text()
	defer f.root.Remove(tmp)
	if err := f.write(tmp, u); err != nil {
		return Info{}, err
	}
	// A link, not a rename: it fails where the name is taken.
	if err := f.root.Link(tmp, name); errors.Is(err, fs.ErrExist) {
		return Info{}, ErrExists
	} else if err != nil {
		return Info{}, err
	}
	if err := f.sync(); err != nil {
		return Info{}, err
	}
	return f.Stat(ctx, name)
}

// write makes a file of an upload, on the disk when it returns. Its time is set by hand: file systems round their own,
// and two files of one name must differ in it.
func (f *Folder) write(tmp string, u Upload) (err error) {
	file, err := f.root.OpenFile(tmp, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(u.Head); err != nil {
		return err
	}
	body := &source{Reader: u.Rest}
	switch _, err := io.CopyN(file, body, u.Size-int64(len(u.Head))); err {
	case nil:
	case io.EOF, body.err:
		return fmt.Errorf("%w (%v)", ErrTruncated, err)
	default:
		return err
	}
	now := time.Now()
	return errors.Join(f.root.Chtimes(tmp, now, now), file.Sync())
}

// source remembers that it was the reader, and not the disk, that failed.
type source struct {
	io.Reader
	err error
}

func (s *source) Read(p []byte) (n int, err error) {
	n, s.err = s.Reader.Read(p)
	return n, s.err
}

// sync puts the folder's own entries on the disk, where the system can.
func (f *Folder) sync() error {
	dir, err := f.root.Open(".")
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) &&
		!errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}

func (f *Folder) Delete(ctx context.Context, name string) error {
	if _, err := f.Stat(ctx, name); err != nil {
		return err
	}
	err := f.root.Remove(name)
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNotFound
	}
	return err
}
