// Package keeptest is a keep.Dir for tests.
package keeptest

import (
	"io"

	"nicelab/flow/keep"
)

// Memory is a keep.Dir in memory, with what goes wrong in a browser.
type Memory struct {
	Files map[string][]byte
	Room  int   // bytes that all files may have; 0: any
	Left  int   // bytes that can be written before everything stops, as when a tab ends; 0: any
	Err   error // what Open says
	open  map[string]bool
	ended bool
}

// Open opens a file that nobody has open.
func (m *Memory) Open(name string) (keep.File, error) {
	if m.Err != nil {
		return nil, m.Err
	}
	if m.Files == nil {
		m.Files = map[string][]byte{}
	}
	if m.open == nil {
		m.open = map[string]bool{}
	}
	if m.open[name] {
		return nil, keep.ErrBusy
	}
	m.open[name] = true
	return &memoryFile{m, name}, nil
}

// End closes whatever is open, as the end of a tab does.
func (m *Memory) End() { m.open, m.ended, m.Left = nil, false, 0 }

type memoryFile struct {
	m    *Memory
	name string
}

func (f *memoryFile) ReadAt(b []byte, at int64) (int, error) {
	all := f.m.Files[f.name]
	if at >= int64(len(all)) {
		return 0, io.EOF
	}
	return copy(b, all[at:]), nil
}

func (f *memoryFile) WriteAt(b []byte, at int64) (int, error) {
	if f.m.ended {
		return 0, keep.ErrRefused
	}
	if left := f.m.Left; left > 0 {
		if f.m.Left -= len(b); f.m.Left <= 0 {
			b, f.m.ended = b[:left], true
		}
	}
	all := f.m.Files[f.name]
	grown := max(0, int(at)+len(b)-len(all))
	if f.m.Room > 0 {
		used := 0
		for _, file := range f.m.Files {
			used += len(file)
		}
		if used+grown > f.m.Room {
			return 0, keep.ErrFull
		}
	}
	f.m.Files[f.name] = append(all, make([]byte, grown)...)
	return copy(f.m.Files[f.name][at:], b), nil
}

func (f *memoryFile) Size() (int64, error) { return int64(len(f.m.Files[f.name])), nil }

func (f *memoryFile) Truncate(size int64) error {
	if f.m.ended {
		return keep.ErrRefused
	}
	f.m.Files[f.name] = f.m.Files[f.name][:min(int(size), len(f.m.Files[f.name]))]
	return nil
}

func (f *memoryFile) Flush() error { return nil }
func (f *memoryFile) Close() error { delete(f.m.open, f.name); return nil }
