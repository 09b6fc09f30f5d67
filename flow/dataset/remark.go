package dataset

import (
	"fmt"
	"strconv"
)

// mostRemarks is how many columns a remark is made on: nobody reads more.
const mostRemarks = 3

// Remarks returns what a person must know before rows of these columns are trusted, in sentences: how numbers were read
// that read either way, and that rows are lost to words, to too many cells, or to damage.
func (t *Table) Remarks(cols []int) []string {
	if t.layout == nil {
		return nil
	}
	all := append([]string(nil), t.strays...)
	if n := t.short; n > 0 {
		all = append(all, fmt.Sprintf("%s left out: fewer than %s, and which of them are missing is not known",
			rows(n, t.Rows), count(t.layout.width, "cell")))
	}
	if n := len(t.ragged) - t.short; n > 0 {
		all = append(all, fmt.Sprintf("%s left out: more than %s", rows(n, t.Rows), count(t.layout.width, "cell")))
	}
	var words, either []string
	for _, j := range cols {
		name := t.Columns[j].Name
		if s := &t.stats[j]; s.text > 0 {
			words = append(words, fmt.Sprintf("%s left out: %s has text there, such as %q", rows(s.text, t.Rows), name,
				t.Cell(s.firstText, j)))
		}
		if read := t.readEitherWay(j); read != "" {
			either = append(either, fmt.Sprintf("in %s %s", name, read))
		}
	}
	return append(append(all, some(words)...), some(either)...)
}

func rows(n, all int) string {
	if n == 1 {
		return fmt.Sprintf("1 of %d rows is", all)
	}
	return fmt.Sprintf("%d of %d rows are", n, all)
}

// some returns the first remarks of a kind, and how many more columns it is true of.
func some(remarks []string) []string {
	if more := len(remarks) - mostRemarks; more > 0 {
		return append(remarks[:mostRemarks:mostRemarks], fmt.Sprintf("the same goes for %s", count(more, "more column")))
	}
	return remarks
}

// readEitherWay says how a number of the column was read that reads either way, 1234 or 1.234, and nothing of it tells
// which; "" where there is none, or no doubt.
func (t *Table) readEitherWay(j int) string {
	if t.layout == nil {
		return ""
	}
	s := &t.stats[j]
	points, commas := s.forms[eitherPoint], s.forms[eitherComma]
	usual := s.mark == '.' && commas == 0 && (t.layout.dialect.sep == ',' || vote(t.stats) == '.')
	if points+commas == 0 || s.proven() != 0 || usual {
		return ""
	}
	c, ok := t.span(s.either, j)
	if !ok {
		return ""
	}
	number := func(mark byte) string {
		v, _, _ := value(t.data[c.lo:c.hi], mark)
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprintf("%s is read as %s, not as %s", t.Cell(s.either, j), number(s.mark), number('.'+','-s.mark))
}
