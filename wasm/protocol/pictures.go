package protocol

import "bytes"

// GridSide is how many pictures a Grid or a page of an Album has along a side.
const (
	GridSide     = 8
	GridPictures = GridSide * GridSide
)

// Grid is one picture of a model of pictures: samples of it, each from a latent of its own that stays the same. Pixels
// here and below are pictures of State.Picture, one after another, row by row from the top: a byte a pixel of grey,
// three of colour.
type Grid struct {
	Step   int
	Exact  bool
	Pixels []byte
	LogP   []float64 // of each, in nats, where Exact
}

// AlbumArgs is which pictures of the data are shown.
type AlbumArgs struct {
	Order string // one of those below
	First int    // from 0
}

// Orders of an Album.
const (
	AlbumFile  = "" // as in the file, a test set behind the others
	AlbumLeast = "least"
	AlbumMost  = "most" // the most likely of those held out first
)

// Album is a page of the pictures of the data.
type Album struct {
	Args    AlbumArgs
	Step    int // of the weights that log p is of
	Of      int // pictures on all pages
	Pixels  []byte
	Numbers []int     // of each, from 1
	Labels  []int     // of each; none where the data has none
	LogP    []float64 // of each, in nats; none in the order of the file
}

// CloseupArgs is the picture that is looked at closely.
type CloseupArgs struct {
	Sample      int     // of the Grid, from 1, which is drawn at
	Temperature float64 // this temperature; or
	Picture     int     // of the data, from 1; 0: neither
}

// Closeup is one picture, and the picture to train on that is nearest to it, but itself.
type Closeup struct {
	Args     CloseupArgs
	Step     int
	Pixels   []byte
	LogP     float64 // in nats
	Bits     float64 // -log2 p of a brightness, in bits a number
	Label    int     // -1: none
	Held     bool    // it is not trained on
	Nearest  int     // its number, from 1
	Near     []byte  // its pixels
	Distance float64 // root of the mean square, of brightnesses from 0 to 1
	NearIs   int     // its label; -1: none
}

// InpaintArgs is a picture of which a part is hidden.
type InpaintArgs struct {
	Picture int    // of the data, from 1; 0: none
	Hidden  []byte // a byte a pixel, row by row: 1 where it is hidden; none: nothing is
	Seed    int    // of the starts
}

// Equal reports whether a and b say the same.
func (a InpaintArgs) Equal(b InpaintArgs) bool {
	return a.Picture == b.Picture && a.Seed == b.Seed && bytes.Equal(a.Hidden, b.Hidden)
}

// Inpaintings is how many completions of a picture are looked for at once.
const Inpaintings = 4

// Inpainted is how far the hidden part has been found.
type Inpainted struct {
	Args     InpaintArgs
	Step     int // of the weights
	Done, Of int // steps of the ascent
	Original []byte
	Pixels   []byte    // Inpaintings pictures
	LogP     []float64 // of each, in nats
	Truth    float64   // of the picture itself
}

// WalkArgs is which pictures of the data are walked between.
type WalkArgs struct {
	From, To int  // numbers from 1; 0: none
	Sheet    bool // what lies around From, along two axes of the latents, in place of a way
}

// Walked is the pictures of a walk, GridPictures of them.
type Walked struct {
	Args   WalkArgs
	Step   int
	Pixels []byte
}

// EndsArgs is how the ends of the spectrum are shown.
type EndsArgs struct {
	Picture int  // of the data, from 1, from whose latent directions lead; 0: from the middle of the latents
	Pixels  bool // a direction is as large as what it does to the pixels, in place of exp(-s) of the scaling layer
}

// Ends is the spectrum of a model of pictures, and what the directions at its two ends do.
type Ends struct {
	Args   EndsArgs
	Step   int
	Values []float32 // of all directions, the largest first
	Places []int     // of those shown, from 1: GridSide of them, half of them the largest
	Moves  []float64 // root of the mean square of what one width of the prior does to a number of the picture
	// GridSide pictures for each: what becomes brighter (white) or darker (black) along it, as far as possible, then
	// pictures along it, from 2.5 widths of the prior below to as many above.
	Pixels []byte
}

func (Ends) event()      {}
func (Walked) event()    {}
func (Inpainted) event() {}
func (Grid) event()      {}
func (Album) event()     {}
func (Closeup) event()   {}
