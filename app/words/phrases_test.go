package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"nicelab/flow/dataset"
	"nicelab/wasm/protocol"
)

// said finds the sentences in a reader's sources: what has two words or more, and what is counted.
func said(t *testing.T, pattern string, but ...string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatal(pattern, err)
	}
	words := regexp.MustCompile(`[A-Za-z]{2,}[,:;]? ([a-z(]|%|$)|^%s .*[a-z]{3}|^%[sd] [a-z]`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") || slices.Contains(but, filepath.Base(file)) {
			continue
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "panic" {
					return false
				}
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "count" && len(n.Args) == 2 {
					what, err := strconv.Unquote(n.Args[1].(*ast.BasicLit).Value)
					if err != nil {
						t.Fatal(err)
					}
					all["%d "+what+"(s)"] = true
					return false
				}
			case *ast.BasicLit:
				text, err := strconv.Unquote(n.Value)
				if n.Kind == token.STRING && err == nil && words.MatchString(text) {
					all[strings.TrimSpace(text)] = true
				}
			}
			return true
		})
	}
	return all
}

// The page has Korean for every sentence that a reader of files can say, with the same values, and for no other.
func TestPhrasesAreTheReaders(t *testing.T) {
	all := said(t, "../../flow/dataset/*.go", "toys.go", "floor.go", "density.go")
	maps.Copy(all, said(t, "../../flow/session/data.go"))
	for _, other := range []string{"%d %ss", "SQLite format 3", "<!doctype html", "@ATTRIBUTE %s NUMERIC", "MATLAB 5.0"} {
		delete(all, other)
	}
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if Korean.Files.Of(key) == "" {
			t.Errorf("there is no Korean for %q", key)
		}
	}
	once := map[string]bool{}
	for _, e := range Korean.Files {
		key, korean := e.Name, e.Is
		if once[key] {
			t.Errorf("%q is there twice", key)
		}
		once[key] = true
		n := len(regexp.MustCompile(`%[.0-9]*[a-z]`).FindAllString(key, -1))
		if k := strings.Count(korean, "%"); k != n {
			t.Errorf("%q takes %d values, in Korean %d", key, n, k)
		}
		if strings.HasSuffix(key, ".") != strings.HasSuffix(korean, ".") {
			t.Errorf("%q and %q end otherwise", key, korean)
		}
	}
}

func TestPhrases(t *testing.T) {
	defer Speak("en")
	for text, want := range map[string]string{
		"Row 4: no number in bill length.":             "4행: bill length 열에 수가 없습니다.",
		"1 blank cell, 2 cells with text":              "빈 셀 1개, 글이 있는 셀 2개",
		`Row 7: a, b is "x, y", not a number.`:         `7행: a, b 열의 값 "x, y"은 수가 아닙니다.`,
		`Column who is left out: text, such as "p.0".`: `who 열은 뺐습니다: 글, 예를 들면 "p.0".`,
		"In price 3,991 is read as 3991, not as 3.991.\n1 of 24 rows is left out: x has text there, such as \"n\"." +
			"": `price 열: 3,991: 3991(으)로 읽었고, 3.991(으)로 읽지 않았습니다. 24행 중 1행을 뺐습니다. x 열의 그 자리에 "n" 같은 글이 있습니다.`,
		`no column of the file can be modelled (a: text, such as "u"; b: no values); a flow needs at least two columns of numbers that vary`: "" +
			`모델링할 수 있는 열이 없습니다(a: 글, 예를 들면 "u"; b: 값이 없음). 플로에는 값이 변하는 수의 열이 둘 이상 필요합니다`,
		"Row 1 says hello.": "Row 1 says hello.",
	} {
		Speak("ko")
		got, lang := Found(text)
		if got != want || (lang == "ko") != (text != want) {
			t.Errorf("%q is %q in %s, want %q", text, got, lang, want)
		}
		Speak("en")
		if got, lang := Found(text); got != text || lang != "en" {
			t.Errorf("in English %q is %q", text, got)
		}
	}
}

// What the reader says of real files is Korean throughout, whatever is in it.
func TestPhrasesOfFiles(t *testing.T) {
	defer Speak("en")
	Speak("ko")
	rows := strings.Repeat("1,2.5,x\n2,3.5,y\n3,4.5,z\n4,1.5,w\n5,0.5,\n6,7.25,q\n", 5)
	for _, file := range []string{
		"Title\nid,b,name\n[m],[s],\n" + rows, "a,b,c\n" + rows + "1,2,3,4\nx,2,3\n# c\n,,u\n",
		"a\tb\n1,234\t5\n" + strings.Repeat("2,345\t6\n7,891\t7\n", 15),
		"150,2,setosa\n" + rows, "x,y\n" + rows[:8] + "\n", "<html>", "{}", "[1]", "\x89PNG", "PK\x05\x06", "@relation x\n",
		"x\n1\n2\n", "a,b\nu,v\n", "",
	} {
		table, err := dataset.Read([]byte(file))
		var all []string
		if err == nil {
			cols := table.Suggested()
			_, _, left := table.Matrix(cols)
			all = append(left, table.Remarks(cols)...)
			for _, c := range table.Columns {
				if c.Note != "" {
					all = append(all, c.Note)
				}
			}
			err = table.Check(cols)
		}
		if err != nil {
			all = append(all, err.Error())
		}
		if len(all) == 0 {
			t.Errorf("nothing is said of %q", file)
		}
		for _, text := range all {
			if got, lang := Found(text); lang != "ko" {
				t.Errorf("%q is %q", text, got)
			}
		}
	}
	e := protocol.Notice{Key: "file", Args: []string{"a.csv",
		"The file is empty; open a table with at least two columns of numbers."}}
	if got := Worded(e); got != "a.csv: 빈 파일입니다. 수로 된 열이 둘 이상인 표를 여세요." {
		t.Error(got)
	}
	e.Args[1] = "This file is no checkpoint."
	if got := Worded(e); !strings.Contains(got, "영어") || !strings.Contains(got, e.Args[1]) {
		t.Error(got)
	}
}
