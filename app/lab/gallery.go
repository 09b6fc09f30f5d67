package lab

import (
	"slices"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// galleryPictures are the models of the gallery whose data are pictures that the site ships.
var galleryPictures = []string{"digits", "mnist"}

var GalleryNames = slices.Concat(link.Presets, galleryPictures)

// GalleryTitle is what a model of the gallery is called.
func GalleryTitle(name string) string {
	if slices.Contains(galleryPictures, name) {
		return words.Say.Tables.Of(name).Label
	}
	return words.PresetName(name)
}

// GalleryFiles are the files of a model: its checkpoint, and its data where that is not drawn.
func GalleryFiles(name string) []string {
	files := []string{"gallery/" + name + ".safetensors"}
	if b, ok := link.BuiltinNamed(name); ok && slices.Contains(galleryPictures, name) {
		files = append(files, b.Path())
	}
	return files
}

// OpenGallery opens a checkpoint on its data: a preset draws its own, pictures come first, with a model that takes no
// time to make.
func (l *Lab) OpenGallery(name string, checkpoint, data []byte) {
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	if data != nil {
		b, _ := link.BuiltinNamed(name)
		w := protocol.Wish{Setup: b.Setup(), Defaults: b.Setup()}
		w.Model.Couplings, w.Model.Hidden, w.Model.Whiten, w.Model.Leading = 1, []int{1}, false, 0
		w.Model.Modes, w.Model.Clusters = 0, 0
		id := l.Line.ask(words.Say.OpeningTable)
		l.open(id, protocol.OpenTable{ID: id, Name: b.File(), Bytes: data, Wish: w})
	}
	l.OpenCheckpoint(name+".safetensors", OfBytes(checkpoint))
}
