package checkpoint

import (
	"slices"
	"testing"

	"nicelab/flow"
)

// A file that is read in slices gives what it gives at once, or the same error. No slice copies more numbers than was
// asked for, but for those of one task.
func TestReaderInSlices(t *testing.T) {
	f, err := flow.New(flow.Config{Dim: 2, Couplings: 4, Hidden: []int{1100, 1100}, Activation: flow.Tanh,
		Prior: flow.Gaussian})
	if err != nil {
		t.Fatal(err)
	}
	whole := marshal(t, File{Flow: f})
	unsound := append([]byte(nil), whole...)
	copy(unsound[len(unsound)-4:], "\x00\x00\x80\x7f") // infinite
	for name, b := range map[string][]byte{"whole": whole, "cut": whole[:len(whole)-1], "unsound": unsound, "empty": nil} {
		want, wantErr := Unmarshal(b)
		r, count, last := NewReader(b), 0, 0.0
		for {
			tasks, before := r.tasks, r.done
			done, err := r.Step(perTask)
			if n := r.done - before; n > perTask && n != tasks[0].cost {
				t.Fatalf("%s: slice %d is as long as copying %d numbers", name, count, n)
			}
			if count++; err != nil || wantErr != nil && done {
				if err == nil || wantErr == nil || err.Error() != wantErr.Error() {
					t.Fatalf("%s: in slices the error is %v, at once %v", name, err, wantErr)
				}
				break
			}
			if d := r.Done(); d < last || d > 1 {
				t.Fatalf("%s: after a share of %g comes %g", name, last, d)
			} else {
				last = d
			}
			if done {
				if last != 1 || count < 2*len(f.Weights)/perTask {
					t.Errorf("%s: done after %d slices at %g", name, count, last)
				}
				got := r.File()
				if wantErr != nil || !slices.Equal(got.Flow.Weights, want.Flow.Weights) ||
					!slices.Equal(got.Flow.Mean, want.Flow.Mean) || !got.Flow.Config.Equal(want.Flow.Config) {
					t.Errorf("%s: in slices it is another", name)
				}
				break
			}
			if count > 10_000 {
				t.Fatal("it does not end")
			}
		}
	}
	if n := len(f.Weights); n < 4*perTask {
		t.Fatalf("%d weights are too few to be cut", n)
	}
}
