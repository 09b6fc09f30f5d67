package view

import (
	"cmp"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// Pictures are the rows where these are pictures.
type Pictures struct {
	*dataset.Pixels
	Order  []int32                                    // of each row, its picture
	Put    func(x []float32, i int)                   // row i as it is judged
	Sample func(i int, temperature float64) []float32 // of the grid
	Bits   func(nats float64) float64                 // an NLL in bits a number
}

func (p *Pictures) trained() int { return len(p.Train) / p.Size() }

// label is that of a picture; -1 where there is none.
func (p *Pictures) label(picture int) int {
	if p.Labels == nil || picture >= len(p.Labels) {
		return -1
	}
	return p.Labels[picture]
}

// album is a page of the pictures of the data.
type album struct {
	of    int // Model.Weight of what follows
	step  int
	lp    []float64 // of the rows held out
	order []int     // those rows as indices into Held, the least likely first; nil until all are known
}

func (*album) Name() string { return "album" }

func (*album) Fits(m *Model) bool { return m.Pictures != nil }

func (v *album) Job(m *Model, w protocol.Watch, emit func(protocol.Event)) Job {
	a := w.Args.Album
	show := once(func() { emit(v.page(m, a)) })
	if a.Order == protocol.AlbumFile {
		return show()
	}
	if m.Moving || v.order != nil && v.of == m.Weight {
		if v.order == nil {
			return nil // it is told once training rests
		}
		return show()
	}
	return inTurn(stage{9, func() Job { return v.rank(m) }}, stage{1, show})
}

// rank orders the rows held out by log p.
func (v *album) rank(m *Model) Job {
	d, f := len(m.Columns), m.Flow
	v.of, v.step, v.lp, v.order = m.Weight, m.Step, make([]float64, 0, len(m.Held)), nil
	x := make([]float32, f.Chunk()*d)
	return func() float64 {
		if at := len(v.lp); at < len(m.Held) {
			n := min(f.Chunk(), len(m.Held)-at)
			for i, r := range m.Held[at : at+n] {
				m.Pictures.Put(x[i*d:(i+1)*d], int(r))
			}
			v.lp = v.lp[:at+n]
			f.LogProb(v.lp[at:], x[:n*d])
			return almost * float64(at+n) / float64(len(m.Held))
		}
		v.order = Indices(len(v.lp), func(a, b int) int { return cmp.Compare(v.lp[a], v.lp[b]) })
		return 1
	}
}

// page is what a asks for.
func (v *album) page(m *Model, a protocol.AlbumArgs) protocol.Album {
	p := m.Pictures
	e := protocol.Album{Args: a, Step: v.step, Of: len(v.order)}
	if a.Order == protocol.AlbumFile {
		e.Step, e.Of = m.Step, p.Len()
	}
	a.First = max(0, min(a.First, e.Of-1))
	for i := a.First; i < min(e.Of, a.First+protocol.GridPictures); i++ {
		picture := i
		switch a.Order {
		case protocol.AlbumLeast, protocol.AlbumMost:
			at := v.order[i]
			if a.Order == protocol.AlbumMost {
				at = v.order[len(v.order)-1-i]
			}
			picture = int(p.Order[m.Held[at]])
			e.LogP = append(e.LogP, v.lp[at])
		}
		e.Pixels = brightnessOf(e.Pixels, p.Pixels, picture)
		e.Numbers = append(e.Numbers, picture+1)
		if p.Labels != nil {
			e.Labels = append(e.Labels, p.label(picture))
		}
	}
	return e
}
