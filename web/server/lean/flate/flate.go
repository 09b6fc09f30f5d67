// Package flate is what package compress/flate still needs in the trainer, where only its reader stays: constants of
// its writer, which at its start builds tables that nothing could leave out.
package flate

const (
	endBlockMarker = 256
	maxMatchOffset = 1 << 15
)

var _ = [...]int{endBlockMarker, maxMatchOffset} // inflate.go reads them
