package lab

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"nicelab/app/words"
	"nicelab/wasm/protocol"
)

// AlbumView is the pictures of the data, in the place of the z-plane.
type AlbumView struct {
	whole[protocol.Album]
	Ask protocol.AlbumArgs

	hosted `rev:"-"`
}

func (v *AlbumView) Name() string { return "album" }

func (v *AlbumView) Rev() int { return revision(v) }

func (v *AlbumView) Fits(st protocol.State) bool { return st.Kind == protocol.KindPicture }

func (v *AlbumView) Args() protocol.Args { return protocol.Args{Album: v.Ask} }

func (v *AlbumView) Forget() { *v = AlbumView{whole: v.gone(), hosted: v.hosted} }

func (v *AlbumView) Head() (_, _, _ string) { return "", "", "" }

func (v *AlbumView) elsewhere() {}

func (k *Views) Album() (*AlbumView, *Viewing) { return ViewOf[*AlbumView](k) }

// Turn shows other pictures of the data.
func (v *AlbumView) Turn(a protocol.AlbumArgs) {
	a.First = max(0, a.First)
	v.Ask = a
	v.Changed()
}

// Where says which pictures are shown.
func (v *AlbumView) Where() string {
	if len(v.Got.Numbers) == 0 {
		return ""
	}
	return fmt.Sprintf(words.Say.RowsWindow, words.Count(v.Got.Args.First+1),
		words.Count(v.Got.Args.First+len(v.Got.Numbers)), words.Count(v.Got.Of))
}

// Note says what they are: of those that are most or least likely, which labels.
func (v *AlbumView) Note(w *Viewing) string {
	switch {
	case v.Ask.Order == protocol.AlbumFile:
		return words.Say.AlbumHow
	case v.Got.Args.Order != v.Ask.Order && v.of.Phase == protocol.Training:
		return words.Say.AlbumMoving
	case w.Busy:
		return fmt.Sprintf(words.Say.AlbumBusy, words.Percent(w.Done))
	case v.Got.Args.Order != v.Ask.Order || len(v.Got.LogP) == 0:
		return words.Say.AlbumBegun
	}
	text := fmt.Sprintf(words.Say.AlbumRange, words.Nats(v.Got.LogP[0]), words.Nats(v.Got.LogP[len(v.Got.LogP)-1]),
		words.Count(v.Got.Step))
	if len(v.Got.Labels) > 0 {
		text += " " + fmt.Sprintf(words.Say.AlbumLabels, tally(v.Got.Labels))
	}
	return text
}

// tally lists labels and how often each is there, the most frequent first.
func tally(labels []int) string {
	times := map[int]int{}
	for _, v := range labels {
		times[v]++
	}
	kinds := slices.SortedFunc(maps.Keys(times), func(a, b int) int {
		return cmp.Or(cmp.Compare(times[b], times[a]), cmp.Compare(a, b))
	})
	var parts []string
	for _, k := range kinds {
		parts = append(parts, strconv.Itoa(k)+" × "+words.Count(times[k]))
	}
	return strings.Join(parts, ", ")
}
