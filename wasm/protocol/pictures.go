package protocol

// GridPictures is how many samples a Grid has.
const GridPictures = 64

// Grid is one picture of a model of pictures: samples of it, each from a latent of its own that stays the same.
type Grid struct {
	Step   int
	Exact  bool
	Pixels []byte    // GridPictures pictures of State.Picture, one after another, row by row from the top; a byte a pixel of grey, three of colour
	LogP   []float64 // of each, in nats, where Exact
}

func (Grid) event() {}
