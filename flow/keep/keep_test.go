package keep_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc64"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"nicelab/flow/keep"
	"nicelab/flow/keep/keeptest"
)

// Of the header, as record.go lays it out.
const (
	headerSize = 64
	versionAt  = 8
)

var crc = crc64.MakeTable(crc64.ECMA)

func run(name string, steps int, table string) keep.Run {
	r := keep.Run{Info: keep.Info{Name: name, Source: "preset", Columns: []int{0, 1}, Steps: steps,
		Saved: int64(1000 + steps)}, Checkpoint: bytes.Repeat([]byte(name), 9)}
	if table != "" {
		r.Info.Source, r.Table = "table", []byte(table)
	}
	return r
}

func open(t interface{ Fatal(...any) }, m *keeptest.Memory) *keep.Store {
	s, err := keep.New(m)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func keepAll(t interface{ Fatal(...any) }, s *keep.Store, rs ...keep.Run) {
	for _, r := range rs {
		if err := s.Keep(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatWasKeptComesBack(t *testing.T) {
	m := &keeptest.Memory{}
	s := open(t, m)
	keepAll(t, s, run("moons", 10, ""), run("moons", 20, ""), run("iris.csv", 5, "a,b\n1,2\n"),
		run("iris.csv", 30, "a,b\n1,2\n"), run("iris.csv", 40, "a,b\n1,2\n"))
	if len(s.Kept()) != 0 {
		t.Errorf("a tab is offered its own run: %v", s.Kept())
	}
	m.End()
	s = open(t, m)
	if len(s.Kept()) != 1 || s.Kept()[0].Info.Steps != 40 || s.Place() == s.Kept()[0].Place {
		t.Fatalf("kept %v, own place %d", s.Kept(), s.Place())
	}
	place := s.Kept()[0].Place
	got, err := s.Take(place)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(run("iris.csv", 40, "a,b\n1,2\n"), got); diff != "" {
		t.Error(diff)
	}
	if s.Place() != place || len(s.Kept()) != 0 {
		t.Errorf("after taking: place %d, kept %v", s.Place(), s.Kept())
	}
	if _, err := s.Take(9); err == nil {
		t.Error("place 9 was taken")
	}
	if _, err := s.Take(place%keep.Places + 1); err == nil {
		t.Error("an empty place was taken")
	}
}

// A tab may end after any byte: what comes back is the run before or the one that was being written, whole.
func TestATabMayEndAtAnyByte(t *testing.T) {
	olds := []keep.Run{run("moons", 1, ""), run("iris.csv", 2, "a,b\n1,2\n")}
	for _, old := range olds {
		for _, next := range []keep.Run{run("iris.csv", 3, "a,b\n1,2\n"), run("iris.csv", 4, "a,b,c\n1,2,3\n"),
			run("rings", 5, "")} {
			for left := 1; ; left++ {
				m := &keeptest.Memory{}
				s := open(t, m)
				keepAll(t, s, old, old)
				m.Left = left
				failed := s.Keep(next) != nil
				m.End()
				s = open(t, m)
				if len(s.Kept()) != 1 || s.Worn() > 0 {
					t.Fatalf("after %d bytes %d runs are left, %d damaged", left, len(s.Kept()), s.Worn())
				}
				got, err := s.Take(s.Kept()[0].Place)
				if err != nil {
					t.Fatal(err)
				}
				if !cmp.Equal(got, old) && (!cmp.Equal(got, next) || failed && got.Info.Steps != next.Info.Steps) {
					t.Fatalf("after %d bytes: %v", left, got)
				}
				keepAll(t, s, next) // and it goes on
				if !failed {
					break
				}
			}
		}
	}
}

// A full storage costs the newest record at most.
func TestFull(t *testing.T) {
	m := &keeptest.Memory{}
	s := open(t, m)
	keepAll(t, s, run("moons", 1, ""))
	m.Room = 300
	big := run("big.csv", 2, strings.Repeat("1,2\n", 100))
	for range 3 {
		if err := s.Keep(big); !errors.Is(err, keep.ErrFull) {
			t.Fatalf("error %v", err)
		}
	}
	m.Room = 0
	m.End()
	s = open(t, m)
	if len(s.Kept()) != 1 || s.Kept()[0].Info.Name != "moons" {
		t.Errorf("kept %v", s.Kept())
	}
}

// Tabs do not touch each other's runs, and the fifth is told.
func TestManyTabs(t *testing.T) {
	m := &keeptest.Memory{}
	var tabs []*keep.Store
	for i := range keep.Places {
		s := open(t, m)
		keepAll(t, s, run("moons", i, ""))
		tabs = append(tabs, s)
	}
	late := open(t, m)
	if err := late.Keep(run("rings", 1, "")); !errors.Is(err, keep.ErrBusy) {
		t.Errorf("the fifth tab keeps its run: %v", err)
	}
	if busy, _ := late.Others(); busy != keep.Places || len(late.Kept()) != 0 {
		t.Errorf("%d places are busy, %v offered", busy, late.Kept())
	}
	if err := late.Discard(2); !errors.Is(err, keep.ErrBusy) {
		t.Errorf("another tab's run was discarded: %v", err)
	}
	tabs[1].Leave() // it is closed
	keepAll(t, late, run("rings", 1, ""))
	if late.Place() != 2 {
		t.Errorf("the place is %d", late.Place())
	}
	m.End()
	var names []string
	s := open(t, m)
	for _, k := range s.Kept() {
		names = append(names, k.Info.Name)
	}
	if diff := cmp.Diff([]string{"moons", "moons", "rings", "moons"}, names); diff != "" {
		t.Error(diff)
	}
	// All places hold a run: the oldest gives way, and only when there is something to keep.
	keepAll(t, s, run("circles", 9, ""))
	if len(s.Kept()) != keep.Places-1 || s.Place() != 1 {
		t.Errorf("place %d, kept %v", s.Place(), s.Kept())
	}
}

// A tab that goes on with an older run leaves its own as the newest on offer.
func TestARunThatIsLeftIsTheNewest(t *testing.T) {
	m := &keeptest.Memory{}
	for i := range 2 {
		keepAll(t, open(t, m), run("moons", i, ""))
	}
	m.End()
	s := open(t, m)
	keepAll(t, s, run("rings", 9, ""))
	if _, err := s.Take(s.Kept()[1].Place); err != nil {
		t.Fatal(err)
	}
	if k := s.Kept(); len(k) != 2 || k[0].Info.Name != "rings" || k[1].Info.Steps != 1 {
		t.Errorf("kept %v", k)
	}
}

func TestDiscardAndClear(t *testing.T) {
	m := &keeptest.Memory{}
	for i := range 3 {
		keepAll(t, open(t, m), run("moons", i, ""))
	}
	m.End()
	s := open(t, m)
	keepAll(t, s, run("rings", 9, ""))
	if err := s.Discard(s.Kept()[0].Place); err != nil || len(s.Kept()) != 2 || s.Kept()[0].Info.Steps != 1 {
		t.Errorf("kept %v, error %v", s.Kept(), err)
	}
	if err := s.Clear(); err != nil || len(s.Kept()) != 0 {
		t.Errorf("kept %v, error %v", s.Kept(), err)
	}
	m.End()
	if s = open(t, m); len(s.Kept()) != 0 {
		t.Errorf("after clearing there is %v", s.Kept())
	}
	for name, b := range m.Files {
		if len(b) > 0 {
			t.Errorf("%s still holds %d bytes", name, len(b))
		}
	}
}

// What a newer version wrote is neither offered nor written over nor cleared.
func TestNewerVersions(t *testing.T) {
	m := &keeptest.Memory{}
	keepAll(t, open(t, m), run("moons", 1, ""), run("moons", 2, ""))
	m.End()
	newer := bytes.Clone(m.Files["run-1a"])
	binary.LittleEndian.PutUint32(newer[versionAt:], binary.LittleEndian.Uint32(newer[versionAt:])+1)
	m.Files["run-1a"] = bytes.Clone(newer)
	s := open(t, m)
	if _, n := s.Others(); n != 1 || len(s.Kept()) != 0 || s.Place() == 1 {
		t.Errorf("%d newer, kept %v, place %d", n, s.Kept(), s.Place())
	}
	keepAll(t, s, run("rings", 1, ""))
	if err := s.Clear(); err != nil {
		t.Error(err)
	}
	if !bytes.Equal(m.Files["run-1a"], newer) {
		t.Error("it was changed")
	}
}

// Any byte that turns over makes a record void, and the one before is offered.
func TestDamage(t *testing.T) {
	m := &keeptest.Memory{}
	keepAll(t, open(t, m), run("iris.csv", 1, "a,b\n1,2\n"), run("iris.csv", 2, "a,b\n1,2\n"))
	m.End()
	file := "run-1a"
	if binary.LittleEndian.Uint64(m.Files["run-1b"][16:]) > binary.LittleEndian.Uint64(m.Files[file][16:]) {
		file = "run-1b"
	}
	whole := m.Files[file]
	for i := range whole {
		if i >= versionAt && i < versionAt+4 {
			continue // the version
		}
		m.Files[file] = bytes.Clone(whole)
		m.Files[file][i] ^= 0x10
		s := open(t, m)
		if len(s.Kept()) != 1 || s.Kept()[0].Info.Steps != 1 {
			t.Fatalf("byte %d: kept %v", i, s.Kept())
		}
		if i >= headerSize && s.Worn() != 1 {
			t.Fatalf("byte %d: nobody knows that the newest record was another", i)
		}
		m.End()
	}
	for n := range whole {
		m.Files[file] = whole[:n]
		if s := open(t, m); len(s.Kept()) != 1 || s.Kept()[0].Info.Steps != 1 {
			t.Fatalf("cut after %d bytes: kept %v", n, s.Kept())
		}
		m.End()
	}
}

// Where neither record of a place is whole, that is known; a record that was never finished is no damage.
func TestDamagedPlaces(t *testing.T) {
	m := &keeptest.Memory{}
	keepAll(t, open(t, m), run("moons", 1, ""), run("moons", 2, ""))
	m.End()
	for _, name := range []string{"run-1a", "run-1b"} {
		m.Files[name][len(m.Files[name])-1] ^= 1
		s := open(t, m)
		want := 0
		if name == "run-1b" {
			want = 1
		}
		if s.Damaged() != want || len(s.Kept()) != 1-want {
			t.Errorf("after %s: %d damaged, kept %v", name, s.Damaged(), s.Kept())
		}
		m.End()
	}
	cut := &keeptest.Memory{Left: 20}
	_ = open(t, cut).Keep(run("moons", 1, ""))
	cut.End()
	if s := open(t, cut); s.Damaged() != 0 {
		t.Error("a first record that was cut counts as damaged")
	}
}

func TestRefused(t *testing.T) {
	if _, err := keep.New(&keeptest.Memory{Err: keep.ErrRefused}); !errors.Is(err, keep.ErrRefused) {
		t.Error(err)
	}
}

func TestRandomStores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &keeptest.Memory{}
		tables := []string{"", "a,b\n1,2\n", strings.Repeat("x,y\n", 50)}
		last := map[int]keep.Run{} // by place
		s := open(t, m)
		for i := range rapid.IntRange(1, 30).Draw(t, "acts") {
			switch rapid.IntRange(0, 5).Draw(t, "act") {
			case 0:
				m.End()
				s = open(t, m)
			case 1:
				if len(s.Kept()) > 0 {
					k := s.Kept()[0]
					got, err := s.Take(k.Place)
					if err != nil || !cmp.Equal(got, last[k.Place]) {
						t.Fatalf("took %v, want %v: %v", got, last[k.Place], err)
					}
				}
			case 2:
				if len(s.Kept()) > 0 {
					if err := s.Discard(s.Kept()[0].Place); err != nil {
						t.Fatal(err)
					}
				}
			default:
				r := run("r", i, rapid.SampledFrom(tables).Draw(t, "table"))
				keepAll(t, s, r)
				last[s.Place()] = r
			}
			for _, k := range s.Kept() {
				if !cmp.Equal(k.Info, last[k.Place].Info) {
					t.Fatalf("place %d offers %v and holds %v", k.Place, k.Info, last[k.Place].Info)
				}
			}
		}
	})
}

// FuzzRecord gives the reader a file of anything, with sums that fit as well: it refuses, or takes what it then keeps
// and reads again.
func FuzzRecord(f *testing.F) {
	m := &keeptest.Memory{}
	keepAll(f, open(f, m), run("iris.csv", 2, "a,b\n1,2\n"))
	for _, b := range m.Files {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		fixed := bytes.Clone(b)
		if len(b) >= headerSize {
			le := binary.LittleEndian
			table := min(le.Uint64(b[24:]), uint64(len(b)-headerSize))
			le.PutUint64(fixed[40:], crc64.Checksum(b[headerSize:headerSize+table], crc))
			le.PutUint64(fixed[48:], crc64.Checksum(b[headerSize+table:], crc))
			le.PutUint64(fixed[56:], crc64.Checksum(fixed[:56], crc))
		}
		for _, b := range [][]byte{b, fixed} {
			m := &keeptest.Memory{Files: map[string][]byte{"run-1b": b}}
			s := open(t, m)
			for _, k := range s.Kept() {
				r, err := s.Take(k.Place)
				if err != nil {
					t.Fatal(err)
				}
				keepAll(t, s, r)
				m.End()
				again, err := open(t, m).Take(k.Place)
				if err != nil || !cmp.Equal(r.Info, again.Info) || !bytes.Equal(r.Checkpoint, again.Checkpoint) ||
					!bytes.Equal(r.Table, again.Table) {
					t.Fatalf("%v became %v: %v", r, again, err)
				}
			}
		}
	})
}
