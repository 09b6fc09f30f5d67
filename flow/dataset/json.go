package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// converter makes CSV of JSON in steps: of an array of objects or of arrays, of one of them a line, of an object of
// columns, as pandas writes them, or of one around any of these.
type converter struct {
	data  []byte
	start int // after a byte order mark
	dec   *json.Decoder
	array bool // the rows are the elements of one array
	ended bool

	names map[string]int
	order []string // names as they appear
	rows  int
	body  bytes.Buffer
	cells []string
	plain bool // it is no JSON after all but a text table
}

const (
	jsonPerStep = 200 // rows
	deepest     = 4   // objects within objects become columns a.b
)

var errJSON = errors.New("this JSON is no table: it needs an array of rows, such as [{\"x\": 1, \"y\": 2}, ...] or [[1, 2], ...], or one row a line")

// newConverter returns nil where data does not begin like JSON.
func newConverter(data []byte, start int) *converter {
	head := bytes.TrimLeft(data[start:], " \t\r\n")
	if len(head) == 0 || head[0] != '[' && head[0] != '{' {
		return nil
	}
	inside := bytes.TrimLeft(head[1:], " \t\r\n")
	begins := `"}`
	if head[0] == '[' {
		begins = `"{[]-0123456789ntfNI`
	}
	if len(inside) == 0 || strings.IndexByte(begins, inside[0]) < 0 {
		return nil
	}
	c := &converter{data: data, start: start, names: map[string]int{}}
	c.dec = json.NewDecoder(bytes.NewReader(finite(data[start:])))
	c.dec.UseNumber()
	c.array = head[0] == '[' && (inside[0] == '{' || inside[0] == '[')
	return c
}

// finite returns JSON with null in place of NaN and Infinity, which Python writes though the format has none.
func finite(data []byte) []byte {
	if !bytes.Contains(data, []byte("NaN")) && !bytes.Contains(data, []byte("Infinity")) {
		return data
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		if data[i] == '"' {
			d := dialect{quote: '"', escape: true}
			if hi := d.closing(data, i); hi > 0 {
				out = append(out, data[i:hi+1]...)
				i = hi + 1
				continue
			}
		}
		n := 1
		for _, word := range []string{"NaN", "-Infinity", "Infinity"} {
			if bytes.HasPrefix(data[i:], []byte(word)) {
				out = append(out, "null"...)
				n = 0
				i += len(word)
				break
			}
		}
		if n == 1 {
			out = append(out, data[i])
			i++
		}
	}
	return out
}

// step converts some rows and reports whether they were the last.
func (c *converter) step() (done bool, err error) {
	if c.array && c.rows == 0 && !c.ended {
		if _, err := c.dec.Token(); err != nil { // [
			return c.broken()
		}
	}
	for range jsonPerStep {
		if c.array && !c.dec.More() {
			if _, err := c.dec.Token(); err != nil { // ]
				return c.broken()
			}
			c.array, c.ended = false, true // what follows is one value a line
			continue
		}
		var raw json.RawMessage
		switch err := c.dec.Decode(&raw); {
		case err == io.EOF:
			return true, c.complete()
		case err != nil:
			return c.broken()
		}
		if !c.array && c.rows == 0 && !c.ended && !c.dec.More() {
			return true, c.whole(raw, 0)
		}
		if err := c.row(raw); err != nil {
			return false, err
		}
	}
	return false, nil
}

// complete judges what came of it all.
func (c *converter) complete() error {
	if c.rows == 0 {
		return errors.New("this JSON has no rows; open a table with at least two columns of numbers")
	}
	return nil
}

// broken says where the JSON is damaged. Where it breaks off before the second row and does not begin like rows of
// objects, it was none but a text table: plain is set.
func (c *converter) broken() (done bool, err error) {
	if c.rows < 2 && !c.ended {
		head := bytes.TrimLeft(c.data[c.start:], " \t\r\n")
		if !bytes.HasPrefix(head, []byte(`{"`)) && !bytes.HasPrefix(head, []byte("[{")) {
			c.plain = true
			return true, nil
		}
	}
	rest := bytes.TrimLeft(c.data[min(len(c.data), c.start+int(c.dec.InputOffset())):], ", \t\r\n")
	line := lineNumber(c.data, len(c.data)-len(rest))
	return false, fmt.Errorf("this JSON is damaged or cut off at line %d; save or download it again", line)
}

// whole converts a file of one value that is no array of rows, or one inside it.
func (c *converter) whole(raw json.RawMessage, depth int) error {
	keys, values, ok := members(raw)
	if !ok {
		return errJSON
	}
	at := func(key string) (json.RawMessage, bool) {
		for i, k := range keys {
			if k == key {
				return values[i], true
			}
		}
		return nil, false
	}
	if names, ok := at("columns"); ok { // as pandas writes with orient="split"
		if rows, ok := at("data"); ok {
			if err := c.row(names); err != nil {
				return err
			}
			return c.all(rows, nil)
		}
	}
	if rowsByName(keys, values) {
		for _, v := range values {
			if err := c.row(v); err != nil {
				return err
			}
		}
		return nil
	}
	if columns, ok := columnsOf(keys, values); ok {
		return c.columns(keys, columns)
	}
	var table json.RawMessage
	for _, v := range values {
		if s := bytes.TrimLeft(v, " \t\r\n"); len(s) > 1 && s[0] == '[' {
			if inside := bytes.TrimLeft(s[1:], " \t\r\n"); inside[0] == '{' || inside[0] == '[' {
				if table != nil {
					return errJSON
				}
				table = v
			}
		}
	}
	if table != nil {
		return c.all(table, besideRows(keys, values))
	}
	if inner := withRows(values, deepest-depth); len(inner) == 1 {
		return c.whole(inner[0], depth+1)
	}
	if names, arrays := arraysOf(keys, values); len(names) > 1 { // with a title beside them
		if columns, ok := columnsOf(names, arrays); ok && len(columns[0]) > 1 {
			return c.columns(names, columns)
		}
	}
	if err := c.row(raw); err != nil { // one row, on one line
		return err
	}
	return nil
}

// nameKeys are those under which names of columns are found most.
var nameKeys = []string{"columns", "header", "headers", "names", "fields", "column_names", "columnnames"}

// besideRows returns values with those first whose keys say that they are names: others, such as units, are words too.
func besideRows(keys []string, values []json.RawMessage) []json.RawMessage {
	var first, rest []json.RawMessage
	for i, v := range values {
		if slices.Contains(nameKeys, strings.ToLower(keys[i])) {
			first = append(first, v)
		} else {
			rest = append(rest, v)
		}
	}
	return append(first, rest...)
}

// withRows returns the objects among values that have a table in them, so many objects deep at most.
func withRows(values []json.RawMessage, deep int) (found []json.RawMessage) {
	for _, v := range values {
		if keys, inside, ok := members(v); ok && deep > 0 && (hasTable(keys, inside) || len(withRows(inside, deep-1)) > 0) {
			found = append(found, v)
		}
	}
	return found
}

// hasTable reports whether the members of an object are columns in arrays, or one of them is an array of rows.
func hasTable(keys []string, values []json.RawMessage) bool {
	begins := func(v []byte, with string) bool {
		s := bytes.TrimLeft(v, " \t\r\n")
		return len(s) > 1 && s[0] == '[' && (with == "" || strings.IndexByte(with, bytes.TrimLeft(s[1:], " \t\r\n")[0]) >= 0)
	}
	for _, v := range values {
		if begins(v, "[{") {
			return true
		}
	}
	_, ok := columnsOf(keys, values)
	return ok && begins(values[0], "")
}

// all converts the elements of an array. Where they are arrays, the first of as many words beside theirs has their
// names.
func (c *converter) all(raw json.RawMessage, beside []json.RawMessage) error {
	var rows, first []json.RawMessage
	if json.Unmarshal(raw, &rows) != nil {
		return errJSON
	}
	if len(rows) > 0 && json.Unmarshal(rows[0], &first) == nil {
		for _, v := range beside {
			var names []json.RawMessage
			if json.Unmarshal(v, &names) == nil && len(names) == len(first) &&
				!slices.ContainsFunc(names, func(n json.RawMessage) bool { return bytes.TrimLeft(n, " \t\r\n")[0] != '"' }) {
				if err := c.row(v); err != nil {
					return err
				}
				break
			}
		}
	}
	for _, r := range rows {
		if err := c.row(r); err != nil {
			return err
		}
	}
	return c.complete()
}

// rowsByName reports whether the members of an object are rows, {"a": {"x": 1, "y": 2}, "b": ...}: there are more of
// them than each has, of what they have some is the same, and it is no row by its number.
func rowsByName(keys []string, values []json.RawMessage) bool {
	if len(values) == 0 {
		return false
	}
	inside, _, ok := members(values[0])
	if !ok || len(inside) >= len(keys) || len(inside) == 0 || inside[0] == "0" {
		return false
	}
	for _, v := range values {
		own, _, ok := members(v)
		if !ok || !slices.ContainsFunc(own, func(k string) bool { return slices.Contains(inside, k) }) {
			return false
		}
	}
	return true
}

// columnsOf returns the members of an object as columns of one length: {"x": [1, 2], ...} or {"x": {"0": 1, "1": 2},
// ...}.
func columnsOf(keys []string, values []json.RawMessage) (columns [][]json.RawMessage, ok bool) {
	for _, v := range values {
		var column []json.RawMessage
		if json.Unmarshal(v, &column) != nil {
			if _, column, ok = members(v); !ok {
				return nil, false
			}
		}
		for _, cell := range column {
			if s := bytes.TrimLeft(cell, " \t\r\n"); s[0] == '[' || s[0] == '{' {
				return nil, false
			}
		}
		columns = append(columns, column)
	}
	if len(columns) == 0 || len(columns[0]) == 0 {
		return nil, false
	}
	for _, column := range columns {
		if len(column) != len(columns[0]) {
			return nil, false
		}
	}
	return columns, true
}

// arraysOf returns the members of an object that are arrays.
func arraysOf(keys []string, values []json.RawMessage) (names []string, arrays []json.RawMessage) {
	for i, v := range values {
		if bytes.TrimLeft(v, " \t\r\n")[0] == '[' {
			names, arrays = append(names, keys[i]), append(arrays, v)
		}
	}
	return names, arrays
}

func (c *converter) columns(keys []string, columns [][]json.RawMessage) error {
	for i := range columns[0] {
		for j, key := range keys {
			if err := c.cell(key, columns[j][i], 0); err != nil {
				return err
			}
		}
		c.endRow()
	}
	return nil
}

// members returns the keys and values of an object, in order.
func members(raw json.RawMessage) (keys []string, values []json.RawMessage, ok bool) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return nil, nil, false
	}
	for dec.More() {
		token, err := dec.Token()
		var value json.RawMessage
		if err != nil || dec.Decode(&value) != nil {
			return nil, nil, false
		}
		keys, values = append(keys, token.(string)), append(values, value)
	}
	return keys, values, true
}

// row converts a row: an object, whose keys are columns, or an array, whose places are.
func (c *converter) row(raw json.RawMessage) error {
	if keys, values, ok := members(raw); ok {
		for i, key := range keys {
			if err := c.cell(key, values[i], 0); err != nil {
				return err
			}
		}
		c.endRow()
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil || len(c.order) > 0 {
		return errJSON
	}
	if len(list) > MaxColumns {
		return errManyColumns
	}
	for _, v := range list {
		c.cells = append(c.cells, written(v))
	}
	c.endRow()
	return nil
}

// cell converts the value of a column; that of an object within the row is several.
func (c *converter) cell(key string, raw json.RawMessage, depth int) error {
	if s := bytes.TrimLeft(raw, " \t\r\n"); s[0] == '{' && depth < deepest {
		keys, values, _ := members(raw)
		for i, k := range keys {
			if err := c.cell(key+"."+k, values[i], depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	at, ok := c.names[key]
	if !ok {
		if len(c.order) == MaxColumns {
			return errManyColumns
		}
		at = len(c.order)
		c.names[key] = at
		c.order = append(c.order, key)
	}
	for len(c.cells) <= at {
		c.cells = append(c.cells, "")
	}
	c.cells[at] = written(raw)
	return nil
}

var errManyColumns = fmt.Errorf("the file has more than %d columns; keep the ones you need", MaxColumns)

// written returns a value as a cell's text.
func written(raw json.RawMessage) string {
	var s string
	switch raw = bytes.TrimSpace(raw); {
	case string(raw) == "null":
		return ""
	case raw[0] == '"' && json.Unmarshal(raw, &s) == nil:
		return s
	}
	return string(raw)
}

func (c *converter) endRow() {
	c.rows++
	c.line(&c.body, c.cells)
	c.cells = c.cells[:0]
}

func (c *converter) line(to *bytes.Buffer, cells []string) {
	for i, cell := range cells {
		if i > 0 {
			to.WriteByte(',')
		}
		to.WriteString(comma.cellOf(strings.ReplaceAll(cell, "\x00", "\uFFFD"), true))
	}
	to.WriteByte('\n')
}

var comma = newDialect(',')

// openConverted begins the table that JSON was made.
func (r *Reader) openConverted(c *converter) {
	if c.plain {
		r.open(c.data, find(c.data, c.start, 0))
		return
	}
	r.table.converted = true
	if len(c.order) == 0 {
		l := find(c.body.Bytes(), 0, ',')
		l.comment = 0
		r.open(c.body.Bytes(), l)
		return
	}
	var head bytes.Buffer
	c.line(&head, c.order)
	l := &layout{
		dialect: comma, headSep: ',', named: true, head: span{hi: uint32(head.Len() - 1)}, heads: len(c.order),
		width: len(c.order), first: head.Len(),
	}
	for _, name := range c.order {
		l.names = append(l.names, []byte(name))
	}
	head.Write(c.body.Bytes())
	r.open(head.Bytes(), l)
}
