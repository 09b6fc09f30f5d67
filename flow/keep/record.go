package keep

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc64"
	"io"
)

// A record is one file:
//
//	header, 64 bytes, little endian: magic [8], version u32, length of info u32, sequence u64,
//	  lengths of table and checkpoint u64,
//	  checksums of table, of info + checkpoint, and of the header before this last number u64 (CRC-64, ECMA)
//	table, info as JSON, checkpoint
//
// The table comes first, at a place of its own, so that it is written once and the rest as often as training goes on.
// The header is written last: a record that was cut while it was written does not match its sums.
const (
	magic      = "NICErun\n"
	version    = 1
	headerSize = 64
	maxInfo    = 1 << 20
	piece      = 1 << 20 // bytes read at a time
)

// Run is what is kept: enough to go on in another tab exactly where this one stopped.
type Run struct {
	Info       Info
	Table      []byte // the file of the data as it was opened; nil where the checkpoint draws its own
	Checkpoint []byte
}

// Info is what an offer says of a run, and how its table was taken.
type Info struct {
	Name     string `json:"name"`               // of the data: a preset or a file
	Source   string `json:"source"`             // "preset", "table" or "checkpoint"
	Columns  []int  `json:"columns"`            // of the table, that are modelled
	Pictures bool   `json:"pictures,omitempty"` // its rows are taken as pictures
	Steps    int    `json:"steps"`
	Saved    int64  `json:"saved"` // Unix time in milliseconds
}

// File is what the store needs of a file: that of an OPFS sync access handle. One File is open on a name at a time, in
// all tabs.
type File interface {
	io.ReaderAt
	io.WriterAt
	Size() (int64, error)
	Truncate(size int64) error
	Flush() error
	Close() error
}

type header struct {
	info              uint32
	sequence          uint64
	table, checkpoint uint64
	tableSum, restSum uint64
}

var (
	crc      = crc64.MakeTable(crc64.ECMA)
	errEmpty = errors.New("there is no record")
	errNewer = errors.New("the record is of a newer NICE Lab")
)

func (h header) encode() []byte {
	b := append(make([]byte, 0, headerSize), magic...)
	le := binary.LittleEndian
	b = le.AppendUint32(b, version)
	b = le.AppendUint32(b, h.info)
	for _, v := range []uint64{h.sequence, h.table, h.checkpoint, h.tableSum, h.restSum} {
		b = le.AppendUint64(b, v)
	}
	return le.AppendUint64(b, crc64.Checksum(b, crc))
}

// readHeader holds a header to its sum and to the size of its file.
func readHeader(f File) (h header, err error) {
	size, err := f.Size()
	if err != nil {
		return h, err
	}
	if size < headerSize {
		return h, errEmpty
	}
	b := make([]byte, headerSize)
	if err := readFull(f, b, 0); err != nil {
		return h, err
	}
	le := binary.LittleEndian
	switch {
	case string(b[:8]) != magic:
		return h, errEmpty
	case le.Uint32(b[8:]) > version:
		return h, errNewer
	case le.Uint32(b[8:]) < version || le.Uint64(b[56:]) != crc64.Checksum(b[:56], crc):
		return h, errors.New("the header does not match its sum")
	}
	h = header{le.Uint32(b[12:]), le.Uint64(b[16:]), le.Uint64(b[24:]), le.Uint64(b[32:]), le.Uint64(b[40:]),
		le.Uint64(b[48:])}
	room := uint64(size - headerSize)
	if h.info > maxInfo || h.table > room || h.checkpoint > room || h.table+uint64(h.info)+h.checkpoint != room {
		return h, errors.New("the lengths do not add up to the file")
	}
	return h, nil
}

func (h header) rest() int64 { return int64(headerSize + h.table) }

// check reads all of a record and returns its info.
func check(f File) (h header, info Info, err error) {
	if h, err = readHeader(f); err != nil {
		return h, info, err
	}
	if sum, err := sumOf(f, headerSize, int64(h.table)); err != nil || sum != h.tableSum {
		return h, info, fmt.Errorf("the table does not match its sum (%v)", err)
	}
	if sum, err := sumOf(f, h.rest(), int64(h.info)+int64(h.checkpoint)); err != nil || sum != h.restSum {
		return h, info, fmt.Errorf("the checkpoint does not match its sum (%v)", err)
	}
	b := make([]byte, h.info)
	if err := readFull(f, b, h.rest()); err != nil {
		return h, info, err
	}
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&info); err != nil {
		return h, info, fmt.Errorf("the info is not JSON: %w", err)
	}
	if info.Steps < 0 || info.Saved < 0 {
		return h, info, errors.New("the info counts below 0")
	}
	return h, info, nil
}

// read returns the run of a record that was checked.
func read(f File, h header, info Info) (Run, error) {
	r := Run{Info: info, Checkpoint: make([]byte, h.checkpoint)}
	if h.table > 0 {
		r.Table = make([]byte, h.table)
	}
	if err := readFull(f, r.Table, headerSize); err != nil {
		return Run{}, err
	}
	return r, readFull(f, r.Checkpoint, h.rest()+int64(h.info))
}

// write makes f the record of r. The table is left as it stands where f holds it already.
func write(f File, r Run, sequence, tableSum uint64, holdsTable bool) (h header, err error) {
	info, err := json.Marshal(r.Info)
	if err != nil {
		return h, err
	}
	rest := append(info, r.Checkpoint...)
	h = header{uint32(len(info)), sequence, uint64(len(r.Table)), uint64(len(r.Checkpoint)), tableSum,
		crc64.Checksum(rest, crc)}
	if !holdsTable {
		if err := writeFull(f, r.Table, headerSize); err != nil {
			return h, err
		}
	}
	if err := writeFull(f, rest, h.rest()); err != nil {
		return h, err
	}
	if err := f.Truncate(h.rest() + int64(len(rest))); err != nil {
		return h, err
	}
	if err := f.Flush(); err != nil { // all of it is there before the header says so
		return h, err
	}
	if err := writeFull(f, h.encode(), 0); err != nil {
		return h, err
	}
	return h, f.Flush()
}

func readFull(f File, b []byte, at int64) error {
	n, err := f.ReadAt(b, at)
	if n == len(b) {
		return nil
	}
	if err == nil {
		err = io.ErrUnexpectedEOF
	}
	return err
}

func writeFull(f File, b []byte, at int64) error {
	n, err := f.WriteAt(b, at)
	if err == nil && n < len(b) {
		err = ErrFull
	}
	return err
}

func sumOf(f File, at, n int64) (uint64, error) {
	sum, b := uint64(0), make([]byte, min(n, piece))
	for n > 0 {
		b = b[:min(n, piece)]
		if err := readFull(f, b, at); err != nil {
			return 0, err
		}
		sum = crc64.Update(sum, crc, b)
		at += int64(len(b))
		n -= int64(len(b))
	}
	return sum, nil
}
