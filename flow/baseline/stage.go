package baseline

// A stage does one slice of its work and reports whether that was the last. It is not called again after that.
type stage func() (done bool)

// sliceWork is how many multiplications with their additions are in a slice. No bit of a fit depends on it.
var sliceWork = 1 << 16

// costOfExp is what an exponential or a logarithm counts as among them.
const costOfExp = 20

// sliced calls do for 0 to n-1 in turn: as many as fit into a slice at that cost each, and one at least.
func sliced(n, cost int, do func(i int)) stage {
	i := 0
	return func() bool {
		for end := min(n, i+max(1, sliceWork/max(1, cost))); i < end; i++ {
			do(i)
		}
		return i >= n
	}
}

// once calls do in one slice.
func once(do func()) stage {
	return func() bool {
		do()
		return true
	}
}

// inTurn does one stage after the other.
func inTurn(all ...stage) stage {
	return func() bool {
		if all[0]() {
			all = all[1:]
		}
		return len(all) == 0
	}
}

// later does a stage that is made when its turn comes.
func later(begin func() stage) stage {
	var s stage
	return func() bool {
		if s == nil {
			s = begin()
		}
		return s()
	}
}
