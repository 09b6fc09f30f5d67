package lab

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"nicelab/app/link"
	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// shipped is a lab that asks for files of the site, and how they come.
func shipped(t *testing.T) (l *Lab, r *recorder, asked *string, come func([]byte)) {
	t.Helper()
	l, r = started(t)
	asked = new(string)
	var take func([][]byte)
	l.Line.Effect.Ship = func(files []string, f func([][]byte)) { *asked, take = files[0], f }
	return l, r, asked, func(b []byte) { take(one(b)) }
}

// one is a single file, or that it cannot be had.
func one(b []byte) [][]byte {
	if b == nil {
		return nil
	}
	return [][]byte{b}
}

// wineCame answers the OpenTable of a built-in wine as the trainer does.
func wineCame(l *Lab) {
	b, _ := link.BuiltinNamed("wine")
	setup := b.Setup()
	columns := make([]string, b.Columns)
	for i := range columns {
		columns[i] = strings.Repeat("a", i+1)
	}
	l.Handle(protocol.State{ID: l.Line.LastID, Phase: protocol.Training, Source: "table", Name: "wine.csv", Rows: b.Rows,
		Columns: columns,
		Model:   setup.Model, Train: setup.Train, Default: setup, Show: FirstShow})
}

// A built-in table is fetched, opened as a file is, and named by the address, which opens it again.
func TestABuiltinTableHasAnAddress(t *testing.T) {
	l, r, asked, come := shipped(t)
	entered := ""
	l.Line.Effect.Enter = func(hash string) { entered = hash }
	l.ChooseBuiltin("wine", true)
	if *asked != "tables/wine.csv" {
		t.Fatalf("it asks for %q", *asked)
	}
	come([]byte("a,b\n"))
	want(t, r, protocol.OpenTable{ID: l.Line.LastID, Name: "wine.csv", Bytes: []byte("a,b\n"), Play: true})
	wineCame(l)
	if entered != "table=wine&seed=7" || l.DataName() != "Wine" || !strings.Contains(l.Note(), "UCI") {
		t.Errorf("the address is %q, the data %q, the note %q", entered, l.DataName(), l.Note())
	}
	said, wrong := link.Parse(entered)
	b, _ := link.BuiltinNamed("wine")
	if len(wrong) > 0 || said.Table != "wine" || !cmp.Equal(said.Run.Setup(), b.Setup()) || said.String() != entered {
		t.Errorf("%q is read as %+v, %q", entered, said, wrong)
	}
	if said, _ := link.Parse("#table=wine&couplings=4"); said.Run.Model.Couplings != 4 ||
		said.String() != "table=wine&seed=7&couplings=4" {
		t.Errorf("a changed one is written %q", said.String())
	}
	if _, wrong := link.Parse("#table=beer"); len(wrong) != 1 || !strings.Contains(wrong[0], "penguins, iris") {
		t.Errorf("a table that there is not: %q", wrong)
	}

	// With other columns it is not what the link would open.
	l.Table = &protocol.Table{Columns: []protocol.Column{{Usable: true, Used: true}, {Usable: true, Used: true},
		{Usable: true, Used: true}}}
	l.ToggleColumn(2)
	if l.Source.OnBuiltin() != "wine" || strings.Contains(l.Link(), "table=") {
		t.Errorf("with other columns the address is %q", l.Link())
	}
}

// A person's own file of the same name is theirs.
func TestAFileIsNoBuiltinTable(t *testing.T) {
	l, _, _, come := shipped(t)
	l.ChooseBuiltin("wine", true)
	come([]byte("a,b\n"))
	wineCame(l)
	l.OpenFile("wine.csv", OfBytes([]byte("c,d\n")))
	wineCame(l)
	if l.Source.OnBuiltin() != "" || strings.Contains(l.Link(), "table=") || l.DataName() != "wine.csv" {
		t.Errorf("it is taken for %q, at %q", l.Source.OnBuiltin(), l.Link())
	}
}

// What is chosen while a table is on its way wins, and a table that does not come leaves what there is.
func TestABuiltinTableThatComesLate(t *testing.T) {
	l, r, _, come := shipped(t)
	l.ChooseBuiltin("wine", true)
	l.ChoosePreset("rings")
	r.Take()
	come([]byte("a,b\n"))
	want(t, r)
	l.ChooseBuiltin("iris", true)
	come(nil)
	want(t, r)
	if !l.Notice.Error || !strings.Contains(l.Notice.Text, "Iris") || l.Choice.Run.Data != "rings" {
		t.Errorf("it says %q", l.Notice.Text)
	}
}

// A page that is opened at a table asks for it at once; where it does not come, the page begins as ever.
func TestALinkOpensABuiltinTable(t *testing.T) {
	l, r := New(), &recorder{}
	l.Line.Eng = r
	var come func([][]byte)
	l.Line.Effect.Ship = func(_ []string, f func([][]byte)) { come = f }
	said, _ := link.Parse("#table=iris&seed=3&hidden=16")
	l.Load(said, "")
	l.Handle(protocol.Hello{})
	r.Take()
	come(one([]byte("a,b\n")))
	sent := r.Wishes[len(r.Wishes)-1].(protocol.OpenTable)
	if sent.Wish.Model.Seed != 3 || sent.Wish.Model.Hidden[0] != 16 || !cmp.Equal(sent.Wish.Defaults, said.Defaults()) {
		t.Errorf("it wishes for %+v", sent.Wish)
	}

	l.Follow("table=wine&seed=3")
	r.Take()
	l.Source.Data = nil
	come(nil)
	if _, ok := r.Take()[0].(protocol.UsePreset); !ok || !l.Notice.Error {
		t.Errorf("nothing takes its place; it says %q", l.Notice.Text)
	}
}

// Beside each built-in table stands at the end under which licence it is, the same in every language. Old Faithful
// alone has none, which is said.
func TestBuiltinsNameTheirLicence(t *testing.T) {
	licence := regexp.MustCompile(`, (CC0|CC BY 4\.0|CC BY-SA 3\.0|BSD-3-Clause|MIT)\.$`)
	none := map[string]string{"en": ", facts without a licence.", "ko": ", 사실의 기록이라 라이선스가 없습니다."}
	for _, b := range link.Builtins {
		said := ""
		for _, table := range words.Tables {
			tip := table.Tables.Of(b.Name).Tip
			if b.Name == "faithful" {
				if end := none[table.Lang]; end == "" || !strings.HasSuffix(tip, end) {
					t.Errorf("%s, %s: %q", table.Lang, b.Name, tip)
				}
				continue
			}
			named := licence.FindString(tip)
			if named == "" || said != "" && named != said {
				t.Errorf("%s, %s: %q, and before%s", table.Lang, b.Name, tip, said)
			}
			said = named
		}
	}
}

// With rows that lie far out taken in, the same columns have another recipe, and the controls show it.
func TestOtherRowsBringTheirRecipe(t *testing.T) {
	l, _, _, come := shipped(t)
	l.ChooseBuiltin("wine", true)
	come([]byte("a,b\n"))
	wineCame(l)
	st := l.State
	if l.Choice.Run.Model.Clusters == 0 {
		t.Fatal("wine has no clusters")
	}
	st.ID, st.Rows, st.FarKept = 0, st.Rows+1, true
	st.Default.Model.Clusters, st.Default.Train.Run = 0, 700
	st.Model, st.Train = st.Default.Model, st.Default.Train
	l.Handle(st)
	if r := l.Choice.Run; r.Model.Clusters != 0 || r.Train.Run != 700 {
		t.Errorf("the controls say %d clusters and a run of %d", r.Model.Clusters, r.Train.Run)
	}
}
