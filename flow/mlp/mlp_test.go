package mlp

import (
	"math"
	"math/rand/v2"
	"testing"

	"nicelab/flow/kernel"
)

// However finely a net is cut, its outputs and gradients have the same bits. gonum has other sums for products that are
// smaller than any piece, so that it is asked for larger ones.
func TestPiecesLeaveTheBits(t *testing.T) {
	cutsLeaveTheBits(t, 1<<20)
	defer kernel.Use(kernel.Use(kernel.Plain{}))
	cutsLeaveTheBits(t, 1)
}

func cutsLeaveTheBits(t *testing.T, least int) {
	t.Helper()
	const n = 104 // columns
	rng := rand.New(rand.NewPCG(1, 1))
	numbers := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	for _, act := range []kernel.Activation{kernel.ReLU, kernel.Tanh} {
		for _, widths := range [][]int{{7, 300, 391, 250, 29}, {1, 80, 200, 300, 1}, {1, 16, 16, 1}, {260, 517, 3}} {
			in, hidden, out := widths[0], widths[1:len(widths)-1], widths[len(widths)-1]
			m := New("m", in, hidden, out, act, 1)
			size := 0
			m.Tensors(func(_ string, shape ...int) {
				k := 1
				for _, d := range shape {
					k *= d
				}
				size += k
			})
			w := make([]float32, size)
			m.Init(w, rng)
			x, add, dy, was := numbers(in*n), numbers(out*n), numbers(out*n), numbers(in*n)
			run := func(piece int) (pieces int, found [][]float32) {
				mem := &Memory{N: n, Train: true, Piece: piece}
				tape := m.Tape(mem)
				y, g, dx := make([]float32, out*n), make([]float32, size), append([]float32(nil), was...)
				for i := range tape.Pieces() {
					m.Forward(i, w, y, add, x, &tape, n)
				}
				for i := tape.Pieces() - 1; i >= 0; i-- {
					m.Backward(i, w, g, dx, dy, x, &tape, mem, n)
				}
				return tape.Pieces(), [][]float32{y, g, dx}
			}
			whole, want := run(0)
			for _, piece := range []int{least, 4 * least, 1 << 22} {
				pieces, got := run(piece)
				if piece == least && pieces == whole && widths[0] == 7 {
					t.Errorf("%v is not cut", widths)
				}
				for i, name := range []string{"output", "gradient of weights", "gradient of inputs"} {
					for k, v := range got[i] {
						if math.Float32bits(v) != math.Float32bits(want[i][k]) {
							t.Fatalf("%v in %d pieces: %s %d is %v, at once %v", widths, pieces, name, k, v, want[i][k])
						}
					}
				}
			}
		}
	}
}
