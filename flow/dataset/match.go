package dataset

import (
	"errors"
	"fmt"
	"strings"
)

// Check returns an error, a sentence for the person, if the columns cannot train a flow: it takes at
// least two usable columns and MinRows rows that have a number in each of them.
func (t *Table) Check(cols []int) error {
	if err := t.CheckColumns(cols); err != nil {
		return err
	}
	g := t.Gather(cols)
	for !g.Step(t.Rows) {
	}
	return g.Check()
}

// CheckColumns is Check as far as the columns themselves tell, without a look at the rows.
func (t *Table) CheckColumns(cols []int) error {
	usable := t.Usable()
	switch {
	case t.Rows == 0 && len(t.Columns) == 0:
		return errors.New("the file is empty; open a table with at least two columns of numbers")
	case t.Rows == 0:
		return errors.New("the file has column names but no rows; open a table with at least two columns of numbers")
	case len(usable) == 0:
		return fmt.Errorf("no column of the file can be modelled (%s); a flow needs at least two columns of numbers that vary", t.unusable())
	case len(usable) == 1 && len(t.Columns) == 1:
		return fmt.Errorf("only %s can be modelled; a flow needs at least two columns of numbers that vary", t.Columns[0].Name)
	case len(usable) == 1:
		return fmt.Errorf("only %s can be modelled (%s); a flow needs at least two columns of numbers that vary", t.Columns[usable[0]].Name, t.unusable())
	case len(cols) < 2:
		return errors.New("choose at least two columns; a flow of one has nothing to couple")
	}
	seen := map[int]bool{}
	for _, j := range cols {
		if j < 0 || j >= len(t.Columns) {
			return fmt.Errorf("there is no column %d; the file has %d", j+1, len(t.Columns))
		}
		if !t.Columns[j].Usable {
			return fmt.Errorf("%s cannot be modelled (%s); leave it out", t.Columns[j].Name, t.Columns[j].Note)
		}
		if seen[j] {
			return fmt.Errorf("%s is chosen twice; choose it once", t.Columns[j].Name)
		}
		seen[j] = true
	}
	return nil
}

// unusable says why columns cannot be modelled, the first few of them.
func (t *Table) unusable() string {
	const most = 3
	var why []string
	for _, c := range t.Columns {
		if !c.Usable && len(why) < most {
			why = append(why, c.Name+": "+c.Note)
		}
	}
	return strings.Join(why, "; ")
}

// Match finds the columns of a model in a file to be scored: by name, else by name but for case and spaces,
// else (in a file without a header that has just as many numeric columns) by position. Unlike a column
// to be modelled, one to be scored may be constant. The error names what is missing.
func (t *Table) Match(names []string) (cols []int, err error) {
	exact, folded := map[string]int{}, map[string]int{}
	var numeric []int
	for j, c := range t.Columns {
		exact[c.Name] = j
		if _, ok := folded[fold(c.Name)]; !ok {
			folded[fold(c.Name)] = j
		}
		if t.stats[j].numeric() {
			numeric = append(numeric, j)
		}
	}
	var missing, words []string
	used := map[int]bool{}
	for _, name := range names {
		j, ok := exact[name]
		if !ok {
			j, ok = folded[fold(name)]
		}
		switch {
		case !ok || used[j]:
			missing = append(missing, name)
		case t.stats[j].text > 0 && !t.stats[j].numeric():
			words = append(words, name)
		}
		used[j] = used[j] || ok
		cols = append(cols, j)
	}
	if len(missing)+len(words) == 0 {
		return cols, nil
	}
	if !t.Header && len(numeric) == len(names) {
		return numeric, nil
	}
	if len(missing) == 0 {
		return nil, fmt.Errorf("the model needs numbers in %s, but the file has text there", list(words))
	}
	if !t.Header {
		return nil, fmt.Errorf("the file has no header and %s of numbers, but the model needs %d: %s",
			count(len(numeric), "column"), len(names), list(names))
	}
	return nil, fmt.Errorf("the file has no column %s; rename its columns to those of the model: %s", list(missing),
		list(names))
}

func fold(name string) string {
	return strings.ToLower(strings.Join(strings.Fields(name), ""))
}

// list joins names for a sentence, and stops where nobody would read on.
func list(names []string) string {
	const most = 10
	if len(names) > most {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:most], ", "), len(names)-most)
	}
	return strings.Join(names, ", ")
}

// count says "1 row", "2 rows".
func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
