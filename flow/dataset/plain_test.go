package dataset

import (
	"encoding/csv"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestPlainTables writes plain tables of every sort of column as other programs do and reads them back: every name, row
// and number.
func TestPlainTables(t *testing.T) {
	words := []string{"Bonn", "a, b", "c; d", `say "x"`, "#ff00aa", "new\nline", "1-2", "2020-01-31", "10:15", "x|y",
		"12 km", "it's", "% of", "A1", "true", "-", "é"}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		columns, rows := 2+r.IntN(5), 8+r.IntN(60)
		names := make([]string, columns)
		cells := make([][]string, rows)
		want := make([][]float64, columns) // nil for words
		for i := range cells {
			cells[i] = make([]string, columns)
		}
		for j := range columns {
			names[j] = []string{"x", "y, z", "price (€)", "2023", "a b", "width_mm", "q;r",
				"n"}[r.IntN(8)] + "_" + string(rune('a'+j))
			sort := r.IntN(8)
			scale := []float64{1, 10, 1000, 1e6, 0.001}[r.IntN(5)]
			missing := r.IntN(4) == 0
			digits := r.IntN(7)
			for i := range rows {
				v := r.NormFloat64() * scale
				switch sort {
				case 0:
					cells[i][j] = words[r.IntN(len(words))]
					continue
				case 1, 2:
					cells[i][j] = strconv.FormatFloat(v, 'g', -1, 64)
				case 3:
					cells[i][j] = strconv.FormatFloat(v, 'f', digits, 64)
				case 4:
					cells[i][j] = strconv.Itoa(r.IntN(10))
				case 5:
					cells[i][j] = strconv.Itoa(1900 + r.IntN(130))
				case 6:
					cells[i][j] = strconv.Itoa(int(v))
				case 7:
					cells[i][j] = strconv.FormatFloat(v, 'e', digits, 64)
				}
				if missing && r.IntN(5) == 0 && columns > 1 {
					cells[i][j] = ""
				}
				if want[j] == nil {
					want[j] = make([]float64, rows)
				}
				want[j][i] = parseOrBlank(cells[i][j])
			}
		}
		if slices.ContainsFunc(cells, func(row []string) bool { return strings.Join(row, "") == "" }) {
			continue // such a row is none
		}
		if want := slices.ContainsFunc(want, func(w []float64) bool { return w != nil }); !want {
			continue // of words alone nothing is modelled
		}
		var b strings.Builder
		w := csv.NewWriter(&b)
		if seed%4 == 0 && !decimalsIn(cells) {
			w.Comma = '\t'
		}
		w.UseCRLF = seed%3 == 0
		if err := w.Write(names); err != nil {
			t.Fatal(err)
		}
		if err := w.WriteAll(cells); err != nil {
			t.Fatal(err)
		}
		table := read(t, b.String())
		if got := table.Names(all(table)); !slices.Equal(got, names) || table.Rows != rows || len(table.Notes) > 0 {
			t.Errorf("seed %d: %d rows of %q, want %d of %q, notes %q\n%.600s", seed, table.Rows, got, rows, names, table.Notes,
				b.String())
			continue
		}
		for j := range want {
			if want[j] == nil {
				continue
			}
			for i := range rows {
				if got := table.stats[j].at(i); got != float32(want[j][i]) && (got == got || want[j][i] == want[j][i]) {
					t.Errorf("seed %d: row %d of %s is %v, want %v of %q\n%.400s", seed, i+1, names[j], got, want[j][i], cells[i][j],
						b.String())
					break
				}
			}
		}
	}
}

// decimalsIn reports whether numbers have three decimals, which may be groups in a file of tabs.
func decimalsIn(cells [][]string) bool {
	for _, row := range cells {
		for _, c := range row {
			if i := strings.IndexByte(c, '.'); i > 0 && len(c)-i == 4 {
				return true
			}
		}
	}
	return false
}

func parseOrBlank(s string) float64 {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return float64(nan)
	}
	return v
}
