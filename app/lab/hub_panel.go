package lab

import (
	"fmt"
	"strings"

	"nicelab/app/words"
)

// Summary is the model in a line.
func (e published) Summary() string {
	columns := clip(strings.Join(e.Columns[:min(4, len(e.Columns))], ", "))
	if len(e.Columns) > 4 || len(e.Columns) == 0 {
		columns = fmt.Sprintf(words.Say.HubColumns, e.Config.Dim)
	}
	return fmt.Sprintf(words.Say.HubEntry, columns, e.Config.Couplings, clip(words.JoinInts(e.Config.Hidden, ",")),
		words.Size(e.Size))
}
