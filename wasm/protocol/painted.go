package protocol

// Painted says that the page has shown the last Planes. While a model trains, the next one comes no sooner; a page that
// never says so gets them in time.
type Painted struct {
	Late float64 // seconds that showing it took, beyond the two frames that it takes at least
}

func (Painted) command() {}
