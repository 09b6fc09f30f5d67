package dataset

import (
	"bytes"
	"errors"
)

var errBinary = errors.New("this is not a text table: the file holds binary data; export it as CSV (UTF-8) and open that")

const (
	notPicture = "this is a picture that could not be decoded; open a PNG or JPEG file, or a table"
	notArchive = "this is a compressed archive that is not read; unpack it and open the table inside"
)

// magic are the first bytes of files that people take for tables.
var magic = []struct{ prefix, what string }{
	{"\xD0\xCF\x11\xE0", "this is an old Excel or Office file; save the sheet as CSV and open that"},
	{"\x89PNG", notPicture}, {"\xFF\xD8\xFF", notPicture}, {"GIF8", notPicture}, {"II*\x00", notPicture},
	{"MM\x00*", notPicture},
	{"RIFF", notPicture}, {"BM\x00", notPicture},
	{"BZh", notArchive}, {"7z\xBC\xAF", notArchive}, {"Rar!", notArchive}, {"\xFD7zXZ", notArchive},
	{"\x28\xB5\x2F\xFD", notArchive},
	{"%PDF", "this is a PDF, not a text table; open a CSV file"},
	{"PAR1", "this is a Parquet file; export it as CSV and open that"},
	{"ARROW1", "this is an Arrow file; export it as CSV and open that"},
	{"FEA1", "this is a Feather file; export it as CSV and open that"},
	{"\x89HDF", "this is an HDF5 file; export a table of it as CSV or npy and open that"},
	{"MATLAB 5.0", "this is a MATLAB file; export a matrix with writematrix and open that"},
	{"RDX2\n", errR}, {"RDX3\n", errR}, {"X\n\x00\x00\x00", errR},
	{"SQLite format 3", "this is a SQLite database; export a table as CSV and open that"},
	{"\x80\x02", errPickle}, {"\x80\x03", errPickle}, {"\x80\x04", errPickle}, {"\x80\x05", errPickle},
}

const (
	errR   = "this is a file of R; write the table with write.csv and open that"
	errTar = "this is an archive (tar); unpack it and open the table inside"
)

const errPickle = "this is a Python pickle, which runs code when it is opened; save the table as CSV or npy and open that"

func refuse(data []byte) error {
	for _, m := range magic {
		if bytes.HasPrefix(data, []byte(m.prefix)) {
			return errors.New(m.what)
		}
	}
	const tarMagic, tarMagicAt = "ustar", 257
	if len(data) > tarMagicAt && bytes.HasPrefix(data[tarMagicAt:], []byte(tarMagic)) &&
		bytes.IndexByte(data[:tarMagicAt], 0) >= 0 {
		return errors.New(errTar)
	}
	return nil
}

const (
	errHTML = "this is a web page (HTML), not a table: a download may have ended at a page instead of the file; download the file itself, or save the table as CSV"
	errXML  = "this is an XML file, not a table; export the table as CSV and open that"
)

// elements are what texts begin with that are web pages, between < and > or a blank.
var elements = []string{
	"html", "head", "body", "title", "meta", "link", "style", "script", "table", "thead", "tbody", "tr", "td", "th", "div",
	"span", "p", "h1", "h2", "h3", "pre", "center", "font", "a", "br", "hr", "ul", "ol", "li", "form", "img", "iframe",
	"header", "main", "section",
}

// markup returns what is wrong with a text that begins with markup, in lower case, "" for nothing. A name in brackets
// before a separator is none: some programs write <DATE>,<OPEN> above their rows.
func markup(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("<!doctype html")):
		return errHTML
	case bytes.HasPrefix(head, []byte("<?xml")), bytes.HasPrefix(head, []byte("<!doctype")),
		bytes.HasPrefix(head, []byte("<svg")):
		if bytes.Contains(head, []byte("<html")) {
			return errHTML // XHTML
		}
		return errXML
	}
	for _, e := range elements {
		rest, ok := bytes.CutPrefix(head, []byte("<"+e))
		if !ok || len(rest) == 0 || bytes.IndexByte([]byte("> \t\r\n/"), rest[0]) < 0 {
			continue
		}
		if rest[0] != '>' || len(rest) == 1 || bytes.IndexByte([]byte(",;|\t"), rest[1]) < 0 {
			return errHTML
		}
	}
	return ""
}

// refuseText returns what is wrong with a text that is no table. A comment may come before the mark of one.
func refuseText(data []byte) error {
	const window = 1 << 12
	head := bytes.ToLower(bytes.TrimLeft(data[:min(len(data), window)], " \t\r\n"))
	comment := false
	for bytes.HasPrefix(head, []byte("<!--")) {
		_, rest, _ := bytes.Cut(head, []byte("-->"))
		head, comment = bytes.TrimLeft(rest, " \t\r\n"), true
	}
	if what := markup(head); what != "" {
		return errors.New(what)
	}
	if comment {
		return errors.New(errHTML)
	}
	return nil
}
