package session

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/wasm/protocol"
)

// A marginal is the density of two columns whatever the others are: its lines hold their share of fresh samples, all of
// it is about one, and it says that it is no slice; a slice says that it is.
func TestMarginal(t *testing.T) {
	d := newDesk(t)
	show := protocol.Show{ColumnX: 3, ColumnY: 1, Marginal: true}
	d.do(capped(150), protocol.OpenTable{Name: "p.csv", Bytes: testdata(t, "penguins.csv")}, protocol.Play{}, show)
	p := last[protocol.Planes](d)
	if p.Marginal < 50_000 || p.SliceRow != 0 || len(p.LogP) != p.N*p.N || len(p.Latent) != 2*342 || len(p.Levels) == 0 {
		t.Fatalf("of %d samples; slice %d, %d points, %d levels", p.Marginal, p.SliceRow, len(p.LogP), len(p.Levels))
	}
	all, dx, dy := 0., (p.MaxX-p.MinX)/float64(p.N-1), (p.MaxY-p.MinY)/float64(p.N-1)
	for _, lp := range p.LogP {
		all += math.Exp(float64(lp)) * dx * dy
	}
	if all < .9 || all > 1.01 {
		t.Errorf("the picture holds %.3f", all)
	}
	const n = 100_000
	fresh := d.flow.Sample(nil, n, 1, rand.New(rand.NewPCG(98, 1)))
	in := make([]float64, len(p.Levels))
	for k := range n {
		u, v := (float64(fresh[4*k+3])-p.MinX)/dx, (float64(fresh[4*k+1])-p.MinY)/dy
		if !(u >= 0 && u < float64(p.N-1) && v >= 0 && v < float64(p.N-1)) {
			continue
		}
		c, r := int(u), int(v)
		s, t := u-float64(c), v-float64(r)
		g := func(r, c int) float64 { return math.Exp(float64(p.LogP[r*p.N+c])) }
		here := (1-t)*((1-s)*g(r, c)+s*g(r, c+1)) + t*((1-s)*g(r+1, c)+s*g(r+1, c+1))
		for q, level := range p.Levels {
			if here >= math.Exp(float64(level)) {
				in[q] += 1. / n
			}
		}
	}
	for q, got := range in {
		if math.Abs(got-regions[q]) > .01 {
			t.Errorf("the line of %v holds %.4f", regions[q], got)
		}
	}
	show.Marginal = false
	d.do(show)
	if p := last[protocol.Planes](d); p.Marginal != 0 || p.SliceRow == 0 {
		t.Errorf("a slice says that it is of %d samples, through row %d", p.Marginal, p.SliceRow)
	}
	// The plane of two columns has no others.
	d.do(crescent, protocol.Show{ColumnY: 1, Marginal: true})
	if p := last[protocol.Planes](d); p.Marginal != 0 {
		t.Error("two columns have a marginal")
	}
}
