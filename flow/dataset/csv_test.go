package dataset

import (
	"bytes"
	"encoding/csv"
	"slices"
	"testing"
)

// What is written as CSV is read back as it was.
func TestRecordsAreReadBack(t *testing.T) {
	want := []string{"plain", "", "a,b", `he said "so"`, "two\nlines", " blanks "}
	got, err := csv.NewReader(bytes.NewReader(AppendRecord(nil, want))).Read()
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q is read as %q: %v", want, got, err)
	}
}
