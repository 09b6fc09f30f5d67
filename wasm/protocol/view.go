package protocol

// Watch says what the page shows of a view. A view computes nothing while it is not open; what it finds comes as an
// event of its own, and again whenever Args or, at rest, the weights are others.
type Watch struct {
	View string // its name, that of its field of Args in lower case
	Open bool   // the page shows it
	Live bool   // and it is on the screen
	Args Args
}

// Args are what views are asked for, a field a view.
type Args struct {
	Rows    RowsArgs
	Why     WhyArgs
	Corner  CornerArgs
	Album   AlbumArgs
	Closeup CloseupArgs
	Inpaint InpaintArgs
	Walk    WalkArgs
	Ends    EndsArgs
}

// Equal reports whether w and v say the same.
func (w Watch) Equal(v Watch) bool {
	return w.View == v.View && w.Open == v.Open && w.Live == v.Live && w.Args.Rows.Equal(v.Args.Rows) &&
		w.Args.Why.Equal(v.Args.Why) &&
		w.Args.Corner.Equal(v.Args.Corner) && w.Args.Album == v.Args.Album && w.Args.Closeup == v.Args.Closeup &&
		w.Args.Inpaint.Equal(v.Args.Inpaint) && w.Args.Walk == v.Args.Walk && w.Args.Ends == v.Args.Ends
}

// Watched says how far a view has got with what takes long.
type Watched struct {
	View string
	Done float64 // share of the work; 1: what it found was sent
}

// SaveView asks for what a view shows, in full, as a file; the answer is a File.
type SaveView struct {
	ID   int
	View string
	Args Args
}

func (Watch) command()    {}
func (SaveView) command() {}
func (Watched) event()    {}
