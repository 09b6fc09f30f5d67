package dataset

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// twinZip lists what the standard library finds in an archive: names, and contents or that they are damaged.
func twinZip(b []byte) (found []string, ok bool) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, false
	}
	for _, f := range z.File {
		content := []byte("damaged")
		if r, err := f.Open(); err == nil {
			if c, err := io.ReadAll(io.LimitReader(r, 1<<20)); err == nil {
				content = c
			}
		}
		found = append(found, f.Name+": "+string(content))
	}
	return found, true
}

func ourZip(b []byte) (found []string, ok bool) {
	files, ok := listZip(b, 1<<20)
	for i := range files {
		content := []byte("damaged")
		if r, ok := files[i].open(); ok {
			if c, err := io.ReadAll(io.LimitReader(r, 1<<20)); err == nil {
				content = c
			}
		}
		found = append(found, files[i].name+": "+string(content))
	}
	return found, ok
}

func archives(t testing.TB) map[string][]byte {
	write := func(n int, method uint16, comment string) []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range n {
			f, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("a/%d.txt", i), Method: method, Comment: comment})
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprint(f, strings.Repeat("some rows ", i%7))
		}
		w.SetComment(comment)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	plain := write(9, zip.Deflate, "")
	spoilt := bytes.Clone(plain)
	spoilt[bytes.Index(spoilt, []byte("a/5.txt"))+9] ^= 0x55
	return map[string][]byte{
		"plain": plain, "stored": write(9, zip.Store, ""), "empty": write(0, zip.Store, ""),
		"comments":         write(3, zip.Deflate, "a word on it"),
		"behind a program": append([]byte("#!/bin/sh\n"), plain...), "followed by something": append(bytes.Clone(plain),
			"\n\n"...), "spoilt": spoilt,
	}
}

func TestZipIsReadAsTheStandardLibraryDoes(t *testing.T) {
	all := archives(t)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range 70_000 { // more than fit without zip64
		if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	all["zip64"] = b.Bytes()
	for what, archive := range all {
		want, fine := twinZip(archive)
		got, ok := ourZip(archive)
		if !fine || !ok || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: it is read %v as %.200q, by the standard library %v as %.200q", what, ok, got, fine, want)
		}
		for cut := len(archive) - 1; cut > max(0, len(archive)-200); cut-- {
			if files, ok := listZip(archive[:cut], 10); ok && len(files) > 10 {
				t.Errorf("%s, cut at %d: it lists %d files", what, cut, len(files))
			}
		}
	}
	if _, ok := listZip(bytes.Replace(all["comments"], []byte("a word on it"), []byte("PK\x05\x06 on it! "), -1),
		10); !ok {
		t.Error("an archive whose comment looks like an end is not read")
	}
	if got, _ := ourZip(all["spoilt"]); got[5] != "a/5.txt: damaged" || got[6] == "a/6.txt: damaged" {
		t.Errorf("what is spoilt is read as %q and %q", got[5], got[6])
	}
}

// Whatever both take for an archive, both read alike.
func FuzzZipTwin(f *testing.F) {
	for _, b := range archives(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		want, fine := twinZip(b)
		got, ok := ourZip(b)
		if !fine || !ok || len(want) != len(got) {
			return
		}
		for i := range want {
			if got[i] != want[i] && !strings.HasSuffix(got[i], ": damaged") && !strings.HasSuffix(want[i], ": damaged") {
				t.Errorf("member %d is read as %q, by the standard library as %q", i, got[i], want[i])
			}
		}
	})
}
