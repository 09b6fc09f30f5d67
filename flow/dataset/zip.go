package dataset

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
)

// member is a file of a zip archive, as the archive's directory lists it (APPNOTE.TXT of PKWARE, sections 4.3 and 4.4).
type member struct {
	name          string
	flags, method uint16
	sum           uint32 // CRC-32 of what it is unpacked
	size          uint64 // bytes unpacked
	packed, at    uint64 // bytes as they lie there, and where its own header begins
	archive       []byte // from where offsets count
}

// How members are compressed, and the flag of one with a password.
const (
	stored    = 0
	deflated  = 8
	encrypted = 1
)

// fixedEnd is how long the record is with which an archive ends, without its comment.
const fixedEnd = 22

// listZip lists the files of an archive, at most limit and one. ok is false where the archive is damaged.
func listZip(archive []byte, limit int) (list []member, ok bool) {
	le, end := binary.LittleEndian, -1
	for at := len(archive) - fixedEnd; end < 0; at-- {
		if at < 0 || at < len(archive)-fixedEnd-math.MaxUint16 { // a comment may follow it, and is no longer
			return nil, false
		}
		if bytes.HasPrefix(archive[at:], []byte("PK\x05\x06")) &&
			int(le.Uint16(archive[at+20:])) <= len(archive)-at-fixedEnd {
			end = at
		}
	}
	count, size, at := uint64(le.Uint16(archive[end+10:])), uint64(le.Uint32(archive[end+12:])),
		uint64(le.Uint32(archive[end+16:]))
	if count == math.MaxUint16 || size == math.MaxUint32 || at == math.MaxUint32 { // zip64 has them in a record of its own
		if end < 20 || !bytes.HasPrefix(archive[end-20:], []byte("PK\x06\x07")) {
			return nil, false
		}
		record := bytes.LastIndex(archive[:end-20], []byte("PK\x06\x06"))
		if record < 0 || end-20-record < 56 {
			return nil, false
		}
		end = record
		count, size, at = le.Uint64(archive[end+32:]), le.Uint64(archive[end+40:]), le.Uint64(archive[end+48:])
	}
	if size > uint64(end) || at > uint64(end)-size {
		return nil, false
	}
	directory := archive[uint64(end)-size : end]
	archive = archive[uint64(end)-size-at:] // another program may stand before it
	for range count {
		var m member
		if directory, ok = m.read(directory); !ok {
			return nil, false
		}
		m.archive = archive
		if list = append(list, m); len(list) > limit {
			break
		}
	}
	return list, true
}

// read takes the next entry off the directory.
func (m *member) read(directory []byte) (rest []byte, ok bool) {
	const fixed = 46
	if len(directory) < fixed || !bytes.HasPrefix(directory, []byte("PK\x01\x02")) {
		return nil, false
	}
	le := binary.LittleEndian
	name, extra, comment := int(le.Uint16(directory[28:])), int(le.Uint16(directory[30:])), int(le.Uint16(directory[32:]))
	if len(directory) < fixed+name+extra+comment {
		return nil, false
	}
	m.flags, m.method, m.sum = le.Uint16(directory[8:]), le.Uint16(directory[10:]), le.Uint32(directory[16:])
	m.packed, m.size, m.at = uint64(le.Uint32(directory[20:])), uint64(le.Uint32(directory[24:])),
		uint64(le.Uint32(directory[42:]))
	m.name = string(directory[fixed : fixed+name])
	m.widen(directory[fixed+name : fixed+name+extra])
	return directory[fixed+name+extra+comment:], true
}

// widen reads the numbers that did not fit into 32 bits from the field that zip64 has for them.
func (m *member) widen(extra []byte) {
	le := binary.LittleEndian
	for len(extra) >= 4 {
		id, n := le.Uint16(extra), int(le.Uint16(extra[2:]))
		if extra = extra[4:]; n > len(extra) {
			return
		}
		field := extra[:n]
		extra = extra[n:]
		for _, v := range []*uint64{&m.size, &m.packed, &m.at} {
			if id == 1 && *v == math.MaxUint32 && len(field) >= 8 {
				*v, field = le.Uint64(field), field[8:]
			}
		}
	}
}

// open returns what is in m. ok is false where the archive is damaged, or m compressed in another way than those above.
func (m *member) open() (r io.Reader, ok bool) {
	const fixed = 30
	if m.at > uint64(len(m.archive)) {
		return nil, false
	}
	b := m.archive[m.at:]
	if len(b) < fixed || !bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return nil, false
	}
	from := fixed + int(binary.LittleEndian.Uint16(b[26:])) + int(binary.LittleEndian.Uint16(b[28:]))
	if from > len(b) || m.packed > uint64(len(b)-from) {
		return nil, false
	}
	r = bytes.NewReader(b[from : from+int(m.packed)])
	switch m.method {
	case stored:
	case deflated:
		r = flate.NewReader(r)
	default:
		return nil, false
	}
	return &checked{from: r, left: m.size, want: m.sum}, true
}

// checked reads what must be so long and have that sum.
type checked struct {
	from      io.Reader
	left      uint64
	sum, want uint32
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.sum = crc32.Update(c.sum, crc32.IEEETable, p[:n])
	if uint64(n) > c.left || err == io.EOF && (uint64(n) < c.left || c.sum != c.want) {
		return 0, io.ErrUnexpectedEOF
	}
	c.left -= uint64(n)
	return n, err
}
