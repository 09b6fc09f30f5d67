package session

import (
	"fmt"
	"slices"
	"strings"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

func (s *Session) useColumns(c protocol.UseColumns) {
	if s.table == nil || s.table.table.Pictures != nil {
		s.tell(0, true, "no-table")
		return
	}
	if c.Pictures {
		s.usePictures(c)
		return
	}
	cols := slices.Clone(c.Columns)
	if s.table.as != nil && len(cols) == 0 {
		cols = s.table.table.Suggested()
		cols = cols[:min(len(cols), maxColumns)]
	}
	slices.Sort(cols)
	cols = slices.Compact(cols)
	for _, i := range cols {
		if i < 0 || i >= len(s.table.table.Columns) || !s.table.table.Columns[i].Usable {
			s.tell(0, true, "bad-column")
			return
		}
	}
	plain := *s.table
	plain.as = nil
	s.modelTable(0, &plain, cols, c.Far, c.Play, c.Wish, func() {})
}

// maxColumns bounds a model of a table: beyond it the page has no use for the pairs.
const maxColumns = 1024

// modelTable takes the columns of a table as the data, without the rows that lie far out unless far is true, and calls
// then if it could.
func (s *Session) modelTable(id int, t *openTable, cols []int, far, play bool, w protocol.Wish, then func()) {
	failed := func(err error) {
		s.failFile(id, t.name, err)
		if s.table != nil && s.table.table == t.table {
			s.sendTable()
		}
	}
	if t.table.Pictures == nil && len(cols) > maxColumns {
		failed(fmt.Errorf("%d columns are too many; choose up to %d", len(cols), maxColumns))
		return
	}
	pauses := s.pauses
	s.gather(t, cols, far, func(d data, err error) {
		if err != nil {
			failed(err)
			return
		}
		s.withFlow(id, &d, s.wished(&d, w).Model, func() {
			if !s.adopt(id, d, play && pauses == s.pauses, w) {
				return
			}
			t.used, s.table = cols, t
			s.sendTable()
			s.remark(t)
			then()
		})
	})
}

// remark says what a person must know of the rows in hand: what they are, which were lost, and which numbers read two
// ways.
func (s *Session) remark(t *openTable) {
	var all []string
	if about := t.table.About; about != "" {
		all = append(all, about)
	}
	if t.as != nil {
		all = append(all, t.as.About)
	}
	for _, text := range t.table.Remarks(t.used) {
		all = append(all, sentence(text))
	}
	if len(all) > 0 {
		s.tell(0, false, "file", t.name, strings.Join(all, "\n"))
	}
}

// leftOut says which columns are not modelled and why. A table of pictures has many alike: they share a sentence.
func leftOut(t *dataset.Table, cols []int) []string {
	const alone = 4 // columns of one kind that still get a sentence each
	used := make([]bool, len(t.Columns))
	for _, j := range cols {
		used[j] = true
	}
	var single, constant, few []int
	for j, c := range t.Columns {
		switch {
		case used[j]:
		case c.Const:
			constant = append(constant, j)
		case c.Few:
			few = append(few, j)
		case !c.Usable, c.Counts:
			single = append(single, j)
		}
	}
	var shared []string
	for _, kind := range []struct {
		cols   []int
		format string
	}{
		{constant, "%d columns are left out: they are constant (%s)"}, {few,
			"%d columns are left out: they are of a few different numbers (%s)"},
	} {
		if len(kind.cols) <= alone {
			single = append(single, kind.cols...)
		} else {
			shared = append(shared, sentence(fmt.Sprintf(kind.format, len(kind.cols), list(t.Names(kind.cols)))))
		}
	}
	slices.Sort(single)
	var all []string
	for _, j := range single {
		all = append(all, sentence(fmt.Sprintf("column %s is left out: %s", t.Columns[j].Name, t.Columns[j].Note)))
	}
	return append(all, shared...)
}

func (s *Session) sendTable() {
	t := protocol.Table{Name: s.table.name, Rows: s.table.table.Rows}
	if p, ok := s.table.table.PictureShape(); ok {
		t.Picture = protocol.Shape{Height: p.Height, Width: p.Width, Channels: p.Channels}
	}
	for i, c := range s.table.table.Columns {
		t.Columns = append(t.Columns, protocol.Column{Name: c.Name, Usable: c.Usable, Used: slices.Contains(s.table.used, i),
			Note: c.Note})
	}
	s.emit(t)
}
