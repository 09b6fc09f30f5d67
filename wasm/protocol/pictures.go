package protocol

// GridPictures is how many pictures a Grid or a page of an Album has.
const GridPictures = 64

// Grid is one picture of a model of pictures: samples of it, each from a latent of its own that stays the same. Pixels
// here and below are pictures of State.Picture, one after another, row by row from the top: a byte a pixel of grey, three
// of colour.
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

func (Grid) event()    {}
func (Album) event()   {}
func (Closeup) event() {}
