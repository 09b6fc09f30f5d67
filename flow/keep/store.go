// Package keep holds runs where a reload or a crash does not reach them: a few places of two files each, written in
// turn, so that one of them is whole at any moment. A file is open once among all tabs: the tab that has a place open
// owns it, and no other reads or writes it. What a newer version wrote is left as it is.
package keep

import (
	"cmp"
	"errors"
	"fmt"
	"hash/crc64"
	"slices"
	"time"
	"unsafe"
)

// Dir opens files, making those that are not there. It is bound to wrap the errors below where they apply.
type Dir interface {
	Open(name string) (File, error)
}

// What a Dir and its Files say.
var (
	ErrBusy    = errors.New("another tab has it open")
	ErrFull    = errors.New("the storage is full")
	ErrRefused = errors.New("the browser keeps nothing here")
)

// Places is how many runs are kept at most, which is also how many tabs can keep one at a time.
const Places = 4

// Kept is a run that no tab has in hand.
type Kept struct {
	Place int // 1 to Places
	Info  Info
}

// Store is one tab's view of the places. It is not safe for concurrent use.
type Store struct {
	dir  Dir
	own  *place // where Keep writes; nil where there is none left
	kept []Kept // newest first
	busy int    // places that other tabs have open
	new  int    // places of a newer version
	bad  int    // places of which nothing can be read
	worn int    // places whose newest record cannot be, and the one before it can

	table    *byte // the table that was summed last
	tableLen int
	tableSum uint64
}

// place is an open pair of files.
type place struct {
	number   int
	files    [2]File
	holds    [2]header // of each file's record
	known    [2]bool   // which of them are whole
	good     int       // the file with the newest whole record, or -1
	sequence uint64    // of it
	info     Info      // of it
	damaged  bool      // a file holds something that is no whole record
	// the sequence of such a one, where its header can be read: greater than that of a whole one, it was whole once
	spoilt uint64
}

// New looks through the places of dir and takes one for this tab's run: an empty one, or else that of the oldest run,
// which stays until Keep is called. The error is that of a Dir that keeps nothing.
func New(dir Dir) (*Store, error) {
	s := &Store{dir: dir}
	return s, s.Look()
}

// Look looks again at what there is.
func (s *Store) Look() error {
	s.kept, s.busy, s.new, s.bad, s.worn = nil, 0, 0, 0, 0
	var free []*place
	for n := 1; n <= Places; n++ {
		if s.own != nil && s.own.number == n {
			continue
		}
		p, err := s.open(n)
		switch {
		case errors.Is(err, ErrBusy):
			s.busy++
		case errors.Is(err, errNewer):
			s.new++
		case err != nil:
			for _, p := range free {
				p.close()
			}
			return err
		default:
			free = append(free, p)
			if p.good < 0 && p.damaged {
				s.bad++
			}
			if p.good >= 0 && p.spoilt > p.sequence {
				s.worn++
			}
			if p.good >= 0 {
				s.kept = append(s.kept, Kept{n, p.info})
			}
		}
	}
	s.sort()
	if s.own == nil && len(free) > 0 {
		// An empty place counts as saved before all others.
		s.own = slices.MinFunc(free, func(a, b *place) int { return cmp.Compare(a.info.Saved, b.info.Saved) })
	}
	for _, p := range free {
		if p != s.own {
			p.close()
		}
	}
	return nil
}

// Kept lists the runs that no tab has in hand, newest first.
func (s *Store) Kept() []Kept { return s.kept }

// Place is this tab's, 0 where it has none.
func (s *Store) Place() int {
	if s.own == nil {
		return 0
	}
	return s.own.number
}

// Others counts the places that other tabs have, and those of a newer version.
func (s *Store) Others() (busy, newer int) { return s.busy, s.new }

// Damaged counts the places where something was kept of which nothing can be read.
func (s *Store) Damaged() int { return s.bad }

// Worn counts the places whose newest record is damaged: the one before it is offered. One that was cut while it was
// written is no damage.
func (s *Store) Worn() int { return s.worn }

// Keep writes r over the older of the place's two records. After an error the other one is as it was.
func (s *Store) Keep(r Run) error {
	if s.own == nil {
		if err := s.Look(); err != nil {
			return err
		}
		if s.own == nil {
			return ErrBusy
		}
	}
	p, to := s.own, 1
	if p.good == 1 {
		to = 0
	}
	sum := s.sum(r.Table)
	has := p.known[to] && p.holds[to].tableSum == sum && p.holds[to].table == uint64(len(r.Table))
	p.known[to] = false
	h, err := write(p.files[to], r, p.sequence+1, sum, has)
	if err != nil {
		return err
	}
	p.known[to], p.holds[to] = true, h
	p.good, p.sequence, p.info = to, h.sequence, r.Info
	s.forget(p.number) // it may have been that of an older run
	return nil
}

// sum is that of a table, which is the same bytes from one Keep to the next.
func (s *Store) sum(table []byte) uint64 {
	if at := unsafe.SliceData(table); at != s.table || len(table) != s.tableLen || at == nil {
		s.table, s.tableLen, s.tableSum = at, len(table), crc64.Checksum(table, crc)
	}
	return s.tableSum
}

// Take makes the place of a kept run this tab's, and returns the run. A tab that was just closed may still have it open
// for a moment.
func (s *Store) Take(number int) (Run, error) {
	p := s.own
	if p == nil || p.number != number {
		var err error
		for range 20 {
			if p, err = s.open(number); !errors.Is(err, ErrBusy) {
				break
			}
			time.Sleep(100 * time.Millisecond)
		}
		if err != nil {
			return Run{}, err
		}
	}
	if p.good < 0 {
		if p != s.own {
			p.close()
		}
		return Run{}, errEmpty
	}
	r, err := read(p.files[p.good], p.holds[p.good], p.info)
	if err != nil {
		if p != s.own {
			p.close()
		}
		return Run{}, err
	}
	if p != s.own {
		s.Leave()
		s.own = p
	}
	s.forget(number)
	return r, nil
}

// Leave closes this tab's place; what it holds is one of the kept runs then.
func (s *Store) Leave() {
	if s.own == nil {
		return
	}
	if s.own.good >= 0 {
		s.forget(s.own.number) // that of an older run is listed already
		s.kept = append(s.kept, Kept{s.own.number, s.own.info})
		s.sort()
	}
	s.own.close()
	s.own = nil
}

// Back is for a Take whose run is of no use: its place is one of the kept ones again, and number is this tab's, as it
// was before; 0 stands for any other place.
func (s *Store) Back(number int) error {
	s.Leave()
	if number > 0 {
		if p, err := s.open(number); err == nil {
			s.own = p
		}
	}
	return s.Look()
}

// Discard forgets a kept run.
func (s *Store) Discard(number int) error {
	if s.own != nil && s.own.number == number {
		s.forget(number)
		return s.own.clear()
	}
	p, err := s.open(number)
	if err != nil {
		return err
	}
	defer p.close()
	s.forget(number)
	return p.clear()
}

// Clear forgets every run that no other tab has in hand.
func (s *Store) Clear() error {
	err := s.Look()
	for _, k := range slices.Clone(s.kept) {
		err = errors.Join(err, s.Discard(k.Place))
	}
	if s.own != nil {
		err = errors.Join(err, s.own.clear())
	}
	return err
}

// sort puts the newest first. There are as many as places.
func (s *Store) sort() {
	for i := range s.kept {
		for k := i; k > 0 && s.kept[k].Info.Saved > s.kept[k-1].Info.Saved; k-- {
			s.kept[k], s.kept[k-1] = s.kept[k-1], s.kept[k]
		}
	}
}

func (s *Store) forget(number int) {
	s.kept = slices.DeleteFunc(s.kept, func(k Kept) bool { return k.Place == number })
}

// open opens a place and finds its newest whole record.
func (s *Store) open(number int) (*place, error) {
	if number < 1 || number > Places {
		return nil, fmt.Errorf("there is no place %d", number)
	}
	p := &place{number: number, good: -1}
	for i := range p.files {
		f, err := s.dir.Open(fmt.Sprintf("run-%d%c", number, 'a'+i))
		if err != nil {
			p.close()
			return nil, err
		}
		p.files[i] = f
	}
	for i, f := range p.files {
		h, info, err := check(f)
		if errors.Is(err, errNewer) {
			p.close()
			return nil, err
		}
		if err != nil {
			p.damaged = p.damaged || !errors.Is(err, errEmpty)
			p.spoilt = max(p.spoilt, h.sequence)
			continue
		}
		p.known[i], p.holds[i] = true, h
		if p.good < 0 || h.sequence > p.sequence {
			p.good, p.sequence, p.info = i, h.sequence, info
		}
	}
	return p, nil
}

func (p *place) close() {
	for _, f := range p.files {
		if f != nil {
			_ = f.Close()
		}
	}
}

func (p *place) clear() error {
	err := errors.Join(p.files[0].Truncate(0), p.files[1].Truncate(0))
	*p = place{number: p.number, files: p.files, good: -1, sequence: p.sequence}
	return errors.Join(err, p.files[0].Flush(), p.files[1].Flush())
}
