package lab

import (
	"slices"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// GalleryDigits is the model of the gallery whose data is a file of its own.
const GalleryDigits = "digits"

var GalleryNames = append(slices.Clone(Presets), GalleryDigits)

// OpenGallery opens a checkpoint on its data: a preset draws its own, other rows come first.
func (l *Lab) OpenGallery(name string, checkpoint, data []byte) {
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	if data != nil {
		c := protocol.OpenTable{ID: l.ask(words.Say.OpeningTable), Name: name + ".npy", Bytes: data}
		l.Trials[c.ID] = c
		l.send(c)
	}
	l.OpenCheckpoint(name+".safetensors", checkpoint)
}
