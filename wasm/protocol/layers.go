package protocol

// ShowLayers asks for a Layers with every picture of a model of two dimensions, or for no more of them.
type ShowLayers struct {
	On       bool
	Backward bool // the lattice is regular in z and pulled back, not regular in x and mapped forward
}

// Layers is the plane at every layer of a model of two dimensions: a lattice that the flow bends, and the data.
type Layers struct {
	Step     int
	Backward bool
	Cells    int     // of the lattice, along each side
	Fine     int     // points along each side of a cell
	Layers   []Layer // standardised x, after each coupling, z
}

// Layer is where everything is after one layer; points are rows of 2.
type Layer struct {
	// Cells + 1 lines along the first axis from the lowest up, then as many along the second from the leftmost on, each of
	// Cells*Fine + 1 points. Tabulated while training.
	Lattice []float32
	Data    []float32 // the rows of Planes.Data, without data those of Planes.Samples
	Cell    []float32 // the border of one cell, a closed line

	// Area is that of the cell, measured on its exact border at all times, as a multiple of what it is where the lattice
	// is regular.
	Area float64
}

func (ShowLayers) command() {}
func (Layers) event()       {}
