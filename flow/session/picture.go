package session

import (
	"math"
	"slices"

	"nicelab/flow"
	"nicelab/flow/layer"
	"nicelab/flow/plane"
	"nicelab/wasm/protocol"
)

const (
	maxShown     = 2_000 // rows of the data in a picture
	samplesShown = 500
	roughGrid    = 128 // points a side while training
	fineGrid     = 256 // at rest, where the model is small enough
	leastGrid    = 48
	roughFlops   = 100e6 // what an exact grid may cost while training
	fineFlops    = 5e9

	// The same for one contour, and how many points it has.
	contourFlops  = 100e6
	roughVertices = 600
	fineVertices  = 4_000
	leastVertices = 128
)

// regions are the shares of the model that contours and rings hold.
var regions = []float64{0.5, 0.9, 0.99}

// levels returns the log-densities of the contours: those of the prior's regions where they are known and volumes
// change by one factor alone, otherwise quantiles of what the model gives its own samples.
func levels(f *flow.Flow) []float32 {
	out := make([]float32, len(regions))
	if f.Volume() == layer.Varies || !f.Config.Factorised() {
		const samples = 1_000
		lp := f.LogProb(nil, f.Sample(nil, samples, 1, source(1, streamShown)))
		slices.Sort(lp)
		for i, q := range regions {
			out[i] = float32(lp[int((1-q)*samples)])
		}
		return out
	}
	scale, units := f.LogDet()
	for i, q := range regions {
		out[i] = float32(f.Prior.Level(f.Config.Dim, q) + scale + units)
	}
	return out
}

func (s *Session) setShow(c protocol.Show) {
	d := s.model.Dim
	if c.ColumnX < 0 || c.ColumnX >= d || c.ColumnY < 0 || c.ColumnY >= d || c.ColumnX == c.ColumnY {
		s.tell(0, true, "bad-pair")
		return
	}
	if i := c.Point - 1; i >= 0 && i < len(s.data.shown.rows)/d {
		if s.data.shown.picked != nil {
			i = s.data.shown.picked[i]
		}
		if c.Row = s.number(i); c.Row == s.show.Row {
			c.Row = 0
		}
	}
	c.Point = 0
	if _, ok := s.rowOf(c.Row); !ok {
		c.Row = 0
	}
	c.Temperature = min(max(0, c.Temperature), protocol.MaxTemp)
	if c.Label < 0 || c.Label > len(s.texts()) {
		c.Label = 0
	}
	s.show = c
	s.sendState()
	s.draw()
}

// draw queues a picture of the model as it is now, in place of one that is being drawn: an exact one where it does not
// train.
func (s *Session) draw() { s.drawAs(s.phase != protocol.Training) }

func (s *Session) drawAs(exact bool) {
	if s.flow == nil {
		return
	}
	if s.data.pictures != nil && s.trainer != nil {
		s.picture = s.gridOf(exact)
		return
	}
	if s.data.shown.rows == nil {
		s.picture = after(s.choose(), func() job { return s.pictureOf(exact) })
		return
	}
	s.picture = s.pictureOf(exact)
}

// present sends a picture with what belongs to it and, while training goes on, what there is to say of it: the page
// shows all at once, which is less work than one after the other.
func (s *Session) present(picture protocol.Event, with *gathered) {
	for _, e := range *with {
		s.emit(e)
	}
	s.emit(picture)
	s.pace.sent(s.now())
	if s.phase == protocol.Training {
		s.sendProgress()
		s.sendHistory()
	}
}

// gathered are the events that wait for the picture they belong to.
type gathered []protocol.Event

func (g *gathered) add(e protocol.Event) { *g = append(*g, e) }

// pictureOf draws the model as it is now; what pictures show of the data is known.
func (s *Session) pictureOf(exact bool) job {
	f := s.flow
	p := &protocol.Planes{N: roughGrid, Levels: levels(f), Exact: exact}
	if s.trainer != nil {
		p.Step = s.trainer.Steps
	}
	rows := s.data.shown.rows
	base, row := s.slice()
	p.SliceRow = row
	p.Marked = s.marked()
	pair := s.pair(rows)
	s.frame(p, pair)
	d, flops := f.Config.Dim, float64(2*len(f.Weights))
	if p.Exact {
		p.N = min(fineGrid, max(leastGrid, int(math.Sqrt(fineFlops/flops))))
	} else if d > 2 {
		p.N = min(roughGrid, max(leastGrid, int(math.Sqrt(roughFlops/flops))))
	}
	var extras []job
	with := &gathered{}
	switch {
	case s.data.rows() == 0:
		p.Samples = pair
	case s.show.Samples:
		extras = append(extras, s.drawSamples(p))
		fallthrough
	default:
		p.Data = pair
		if k := s.kinds(); k != nil {
			p.Kind, p.Kinds = clone(k.shown), k.names
		}
	}
	if d == 2 {
		if f.Volume() != layer.Varies {
			extras = append(extras, drawContours(f, p, flops))
		}
		if s.layers.On {
			extras = append(extras, s.drawLayers(p.Exact, with.add))
		}
	}
	var grid func(dst []float32, from int) []float32
	if s.show.Marginal && d > 2 {
		p.SliceRow = 0
	} else {
		grid = gridPoints(p, base, d, s.show)
	}
	send := func() bool {
		if len(extras) > 0 {
			if extras[0]() {
				extras = extras[1:]
			}
			return false
		}
		s.present(*p, with)
		return true
	}
	if d == 2 && !p.Exact && f.Volume() != layer.Varies {
		return s.withNetwork(sketchJob(f, p, grid, rows, send), false, with)
	}
	rest := exactJob(f, p, grid, rows, s.pair, send)
	if grid == nil {
		rest = inTurn(s.drawMarginal(p), rest)
	}
	return s.withNetwork(rest, p.Exact, with)
}

// pair cuts rows down to the two columns shown.
func (s *Session) pair(rows []float32) []float32 {
	d := s.flow.Config.Dim
	out := make([]float32, 0, 2*len(rows)/d)
	for i := 0; i < len(rows); i += d {
		out = append(out, rows[i+s.show.ColumnX], rows[i+s.show.ColumnY])
	}
	return out
}

// frame sets the ranges of the x-plane around rows of 2.
func (s *Session) frame(p *protocol.Planes, pair []float32) {
	lo, hi := make([]float64, 2), make([]float64, 2)
	for j := range 2 {
		var col []float32
		for i := j; i < len(pair); i += 2 {
			col = append(col, pair[i])
		}
		slices.Sort(col)
		lo[j], hi[j] = spread(col)
	}
	if s.data.oneUnit() {
		half := max(hi[0]-lo[0], hi[1]-lo[1]) / 2
		for j := range 2 {
			mid := (lo[j] + hi[j]) / 2
			lo[j], hi[j] = mid-half, mid+half
		}
	}
	p.MinX, p.MaxX, p.MinY, p.MaxY = lo[0], hi[0], lo[1], hi[1]
}

// spread returns a range that shows the sorted column with a margin; a few rows that lie far out do not stretch it.
func spread(col []float32) (lo, hi float64) {
	n := len(col)
	lo, hi = float64(col[0]), float64(col[n-1])
	q1, q9 := float64(col[n/50]), float64(col[n-1-n/50])
	if hi-lo > 4*(q9-q1) && q9 > q1 {
		lo, hi = max(lo, q1-(q9-q1)), min(hi, q9+(q9-q1))
	}
	margin := 0.1 * (hi - lo)
	if !(margin > 0) {
		margin = 1
	}
	return lo - margin, hi + margin
}

// gridPoints returns the rows of the grid, N x N, the first at (MinX, MinY).
func gridPoints(p *protocol.Planes, base []float32, d int, show protocol.Show) func(dst []float32, from int) []float32 {
	return func(dst []float32, from int) []float32 {
		for i := 0; i < len(dst)/d; i++ {
			row := dst[i*d : (i+1)*d]
			copy(row, base)
			r, c := (from+i)/p.N, (from+i)%p.N
			row[show.ColumnX] = float32(p.MinX + (p.MaxX-p.MinX)*float64(c)/float64(p.N-1))
			row[show.ColumnY] = float32(p.MinY + (p.MaxY-p.MinY)*float64(r)/float64(p.N-1))
		}
		return dst
	}
}

// sketchJob draws the grid and the latents of the rows from tabulated couplings.
func sketchJob(f *flow.Flow, p *protocol.Planes, grid func([]float32, int) []float32, rows []float32, then job) job {
	n := p.N * p.N
	points := make([]float32, 2*n+len(rows))
	grid(points[:2*n], 0)
	copy(points[2*n:], rows)
	sketch, drawn := plane.NewSketch(f, points), false
	return func() bool {
		if !drawn {
			if !sketch.Step() {
				return false
			}
			drawn = true
			p.LogP = make([]float32, n)
			sketch.LogProb(p.LogP)
			p.Latent = sketch.Points(n, n+len(rows)/2)
		}
		return then()
	}
}

// exactJob does the same from the flow itself, a chunk of rows at a time. Without a grid the density is left as it is.
func exactJob(f *flow.Flow, p *protocol.Planes, grid func([]float32, int) []float32, rows []float32,
	pair func([]float32) []float32, then job) job {
	d, n := f.Config.Dim, p.N*p.N
	if grid == nil {
		n = 0
	} else {
		p.LogP = make([]float32, 0, n)
	}
	buf, lp := make([]float32, f.Chunk()*d), make([]float64, f.Chunk())
	latents := make([]float32, 0, len(rows))
	return func() bool {
		switch at := len(p.LogP); {
		case at < n:
			k := min(f.Chunk(), n-at)
			for _, v := range f.LogProb(lp[:k], grid(buf[:k*d], at)) {
				p.LogP = append(p.LogP, float32(v))
			}
			return false
		case len(latents) < len(rows):
			at := len(latents)
			to := min(len(rows), at+f.Chunk()*d)
			latents = append(latents, f.Forward(nil, rows[at:to])...)
			return false
		case p.Latent == nil:
			p.Latent = pair(latents)
		}
		return then()
	}
}

// drawSamples returns a job that fills in samples of the model: the same latents in every picture, so that they move
// with the flow.
func (s *Session) drawSamples(p *protocol.Planes) job {
	f, rng := s.flow, source(1, streamShown)
	all := make([]float32, 0, samplesShown*f.Config.Dim)
	return func() bool {
		if left := samplesShown - len(all)/f.Config.Dim; left > 0 {
			all = append(all, f.Sample(nil, min(left, f.Chunk()), 1, rng)...)
			return false
		}
		p.Samples = s.pair(all)
		return true
	}
}

// drawContours fills in the regions' borders, one a call, where the model is small enough to find them in no time.
func drawContours(f *flow.Flow, p *protocol.Planes, flops float64) job {
	limit := min(roughVertices, int(contourFlops/flops))
	if p.Exact {
		limit = min(fineVertices, int(contourFlops/flops))
	}
	// Neighbours are as far apart as two points of the grid at most.
	reach := [2]float64{(p.MaxX - p.MinX) / roughGrid, (p.MaxY - p.MinY) / roughGrid}
	return func() bool {
		if i := len(p.Contours); limit >= leastVertices && i < len(regions) {
			p.Contours = append(p.Contours, protocol.Contour{Points: plane.Contour(f, regions[i], reach, limit)})
		}
		return limit < leastVertices || len(p.Contours) == len(regions)
	}
}
