package dataset

import (
	"math/rand/v2"
	"runtime"
	"strconv"
	"testing"
)

// TestMillionRows holds the memory of a large table to its numbers, four bytes a cell, and a few bytes a row.
func TestMillionRows(t *testing.T) {
	if testing.Short() || runtime.GOOS == "js" {
		t.Skip("80 MB of text")
	}
	const (
		rows, columns = 1_000_000, 16
		mb            = 1 << 20
		most          = rows*(4*columns+4) + 4*mb
	)
	// Quarters up to 100 are exact in float32, so the sums are exact too.
	var cells [400][]byte
	for i := range cells {
		cells[i] = strconv.AppendFloat(nil, float64(i)/4, 'f', -1, 64)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	data := make([]byte, 0, 90*mb)
	var sums [columns]float64
	for range rows {
		for j := range columns {
			i := int(rng.Uint32() % uint32(len(cells)))
			sums[j] += float64(i) / 4
			data = append(append(data, cells[i]...), ',')
		}
		data[len(data)-1] = '\n'
	}

	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	table, err := Read(data)
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	kept := int(after.HeapAlloc) - int(before.HeapAlloc)
	// All that was ever allocated bounds the peak, whenever the collector ran.
	total := int(after.TotalAlloc - before.TotalAlloc)
	t.Logf("%d MB of text: %d MB kept, %d MB allocated on the way", len(data)/mb, kept/mb, total/mb)
	if kept > most {
		t.Errorf("the table keeps %d bytes beside the text, want at most %d", kept, most)
	}
	if total > most+24*mb {
		t.Errorf("reading allocated %d bytes, want at most %d", total, most+24*mb)
	}

	x, numbers, dropped := table.Matrix(all(table))
	runtime.GC()
	runtime.ReadMemStats(&after)
	if kept := int(after.HeapAlloc) - int(before.HeapAlloc) - 8*rows; kept > most {
		t.Errorf("with its matrix and the numbers of its rows the table keeps %d bytes, want at most %d", kept, most)
	}
	if table.Rows != rows || len(table.Columns) != columns || len(x) != rows*columns || len(numbers) != rows ||
		len(dropped) != 0 {
		t.Fatalf("%d rows of %d columns gave %d numbers of %d rows; dropped %q", table.Rows, len(table.Columns), len(x),
			len(numbers), dropped)
	}
	for i, v := range x {
		sums[i%columns] -= float64(v)
	}
	if sums != [columns]float64{} {
		t.Errorf("the sums of the columns are off by %g", sums)
	}
	runtime.KeepAlive(data)
}
