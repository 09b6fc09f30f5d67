package lab

// MaxFile is how large a file may be, in bytes.
const MaxFile = 1 << 30

// Contents are those of a file: its bytes or, of a large one, the number under which files.js holds it.
type Contents struct {
	Bytes []byte
	Lent  int
	Size  int
}

// OfBytes are the contents of a file whose bytes are here.
func OfBytes(b []byte) Contents { return Contents{Bytes: b, Size: len(b)} }
