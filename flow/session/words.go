package session

import (
	"fmt"

	"nicelab/wasm/protocol"
)

// Sentences are what the session says often, by the key under which the page has them in its own language. All that goes into them is text.
var Sentences = map[string]string{
	"opened":       "Opened %s.",
	"opened-bare":  "Opened %s. It came without its data; upload a table of %s to train on.",
	"opened-exact": "Opened %s. Training goes on exactly where it stopped, at step %s.",
	"joined-exact": "Opened %s. Training goes on exactly where %s stopped.",
	"joined":       "Opened %s. Training goes on from the weights of %s.",
	"back":         "Back at step %s on %s.",
	"cap":          "Stopped at the cap of %s steps. Choose another under Stop to go on.",
	"scored":       "Scored %s of %s rows of %s.",
	"scored-some":  "Scored %s of %s rows of %s. %s could not be scored and stay blank: %s.",
	"some-columns": "%s has %s columns to model, more than a model takes, so the first %s are taken. For others, keep the columns you need in the file.",
	"many-samples": "%s rows of %s columns are too many for one file. Choose up to %s rows.",
	"no-model":     "There is no model yet. Choose a data set, upload a file or open a checkpoint.",
	"no-data":      "There is no data yet. Choose a data set or upload a file.",
	"no-table":     "No table is open. Upload a file first.",
	"no-run":       "There is no kept run.",
	"bad-column":   "One of the columns cannot be modelled. Choose among those that are numbers and vary.",
	"bad-pair":     "The planes show two different columns of the model. Choose another pair.",
	"bare-train":   "This checkpoint came without its data. Upload a file with the columns it was trained on to go on training.",
	"bare-reset":   "This checkpoint came without its data, so there is nothing to start anew from. Choose or upload data.",
	"bare-rebuild": "This model came from a checkpoint without its data. Choose or upload data to build another one.",
}

// tell says one of Sentences.
func (s *Session) tell(id int, isError bool, key string, args ...string) {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	s.emit(protocol.Notice{ID: id, Error: isError, Text: fmt.Sprintf(Sentences[key], values...), Key: key, Args: args})
}
