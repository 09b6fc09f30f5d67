package conditional

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"nicelab/flow"
	"nicelab/flow/baseline"
	"nicelab/flow/cluster"
	"nicelab/flow/dataset"
	"nicelab/flow/recipe"
)

// read returns the numbers of a table.
func read(t *testing.T, path string) (x []float32, d int) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	r := dataset.NewReader(b)
	for done := false; !done; {
		if done, err = r.Step(1000); err != nil {
			t.Fatal(err)
		}
	}
	columns := r.Table().Suggested()
	x, _, _ = r.Table().Matrix(columns)
	return x, len(columns)
}

// learned trains by the recipe of a table, as the page does.
func learned(t *testing.T, x []float32, d int, seed uint64) (f *flow.Flow, held, train []int32) {
	t.Helper()
	r := recipe.Table(len(x)/d, d)
	r.Model.Dim, r.Model.Seed = d, seed
	f, err := flow.New(r.Model)
	if err != nil {
		t.Fatal(err)
	}
	o := recipe.Options(r.Train)
	held, train = r.Model.Split(len(x)/d, o.Holdout)
	f.Standardize(pick(x, d, train))
	if err := cluster.All(f, f.Rows(x), train); err != nil {
		t.Fatal(err)
	}
	tr, err := flow.NewTrainer(f, f.Rows(x), o)
	if err != nil {
		t.Fatal(err)
	}
	for {
		rep, err := tr.Advance()
		if err != nil {
			t.Fatal(err)
		}
		if rep.Over || rep.Plateau {
			return f, held, train
		}
	}
}

func pick(x []float32, d int, rows []int32) []float32 {
	var out []float32
	for _, r := range rows {
		out = append(out, x[int(r)*d:int(r+1)*d]...)
	}
	return out
}

// full is the full Gaussian of rows, with the ridge that the baseline chooses for them: mean, precision, and the
// columns' standard deviations.
func full(x []float32, d int, seed uint64) (mean []float64, precision *mat.SymDense, std []float64) {
	fit := baseline.NewGaussian(baseline.Rows(x, d), seed)
	for !fit.Step() {
	}
	m, err := fit.Model()
	if err != nil {
		panic(err)
	}
	n := float64(len(x) / d)
	mean, std = make([]float64, d), make([]float64, d)
	cov := mat.NewSymDense(d, nil)
	for i, v := range x {
		mean[i%d] += float64(v) / n
	}
	for i := 0; i < len(x); i += d {
		for a := range d {
			for b := a; b < d; b++ {
				cov.SetSym(a, b, cov.At(a, b)+(float64(x[i+a])-mean[a])*(float64(x[i+b])-mean[b])/n)
			}
		}
	}
	for j := range d {
		std[j] = math.Sqrt(cov.At(j, j))
		cov.SetSym(j, j, cov.At(j, j)*(1+m.(*baseline.Gaussian).Ridge))
	}
	var chol mat.Cholesky
	if !chol.Factorize(cov) {
		panic("not positive definite")
	}
	precision = mat.NewSymDense(d, nil)
	if err := chol.InverseTo(precision); err != nil {
		panic(err)
	}
	return mean, precision, std
}

// score is what filling hidden cells came to, in standard deviations of the columns.
type score struct {
	cells, inside, apart      int // inside the interval; not converged
	flow, gaussian, mean, mid float64
}

// masked hides a twentieth of the cells of held-out rows, so many times, and fills them.
func masked(t *testing.T, x []float32, d int, seed uint64, times int, s *score) {
	f, held, train := learned(t, x, d, seed)
	mean, precision, std := full(pick(x, d, train), d, seed)
	truth := pick(x, d, held)
	rng := rand.New(rand.NewPCG(seed, 99))
	for range times {
		rows := slices.Clone(truth)
		for _, i := range rng.Perm(len(rows))[:len(rows)/20] {
			rows[i] = blank
		}
		l := filled(f, rows, Options{Seed: seed})
		for i := range len(rows) / d {
			cells := l.Cells(i)
			if len(cells) == 0 {
				continue
			}
			var columns []int
			for _, c := range cells {
				columns = append(columns, c.Column)
			}
			closed, _ := given(mean, precision, rows[i*d:(i+1)*d], columns)
			for b, c := range cells {
				v, j := float64(truth[i*d+c.Column]), c.Column
				square := func(u float64) float64 { return (u - v) * (u - v) / (std[j] * std[j]) }
				s.cells++
				s.flow += square(c.Mean)
				s.mid += square(c.Median)
				s.gaussian += square(closed[b])
				s.mean += square(mean[j])
				if v >= c.Lo && v <= c.Hi {
					s.inside++
				}
				if !c.Converged() {
					s.apart++
				}
			}
		}
	}
}

var maskedTables = []string{"penguins", "wine_data", "banknote_authentication", "breast_cancer"}

// Blanks of rows that were not trained on are filled no worse than by the full Gaussian, and bounds hold what they say.
// More tables are read from the folder NICELAB_TABLES.
func TestMaskedCells(t *testing.T) {
	paths, _ := filepath.Glob("../dataset/testdata/*.csv")
	if dir := os.Getenv("NICELAB_TABLES"); dir != "" {
		paths, _ = filepath.Glob(filepath.Join(dir, "*.csv"))
	}
	tried := 0
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".csv")
		if !slices.Contains(maskedTables, name) {
			continue
		}
		tried++
		t.Run(name, func(t *testing.T) {
			x, d := read(t, path)
			var s score
			for _, seed := range []uint64{7, 8, 9} {
				masked(t, x, d, seed, 5, &s)
			}
			n := float64(s.cells)
			rmse := func(v float64) float64 { return math.Sqrt(v / n) }
			t.Logf("%d x %d, %d cells: RMSE of the conditional mean %.4f (median %.4f), Gaussian %.4f, column mean %.4f; %.3f in the 90 %% interval; chains of %d have not met",
				len(x)/d, d, s.cells, rmse(s.flow), rmse(s.mid), rmse(s.gaussian), rmse(s.mean), float64(s.inside)/n, s.apart)
			if !(s.flow <= s.gaussian && s.gaussian < s.mean) {
				t.Errorf("the flow fills worse than the Gaussian, or that worse than the column's mean")
			}
			if inside := float64(s.inside) / n; inside < 0.85 || inside > 0.95 {
				t.Errorf("%.3f of the values lie in the 90 %% interval", inside)
			}
		})
	}
	if tried == 0 {
		t.Error("there are no tables")
	}
}
