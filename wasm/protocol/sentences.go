package protocol

import "fmt"

// By is what there is by name. It is a list and not a map, which would be filled by code whenever a program starts.
type By[K ~string, V any] []struct {
	Name K
	Is   V
}

// Of is what goes with a name, zero where there is nothing.
func (b By[K, V]) Of(name K) (v V) {
	for _, x := range b {
		if x.Name == name {
			return x.Is
		}
	}
	return v
}

// Sentences are what a Notice with a key says in English; the page has them under the same keys in its other languages.
// All that goes into them is text.
var Sentences = By[string, string]{
	{"file", "%s: %s"}, // what a reader found in a file; the page has its sentences in its other languages too
	{"opened", "Opened %s."},
	{"opened-bare", "Opened %s. It came without its data; upload a table of %s to train on."},
	{"opened-exact", "Opened %s. Training goes on exactly where it stopped, at step %s."},
	{"joined-exact", "Opened %s. Training goes on exactly where %s stopped."},
	{"joined", "Opened %s. Training goes on from the weights of %s."},
	{"back", "Back at step %s on %s."},
	{"cap", "Stopped at the cap of %s steps. Choose another under Stop to go on."},
	{"scored", "Scored %s of %s rows of %s."},
	{"scored-some", "Scored %s of %s rows of %s. %s could not be scored and stay blank: %s."},
	{"filled", "Filled %s blanks in %s rows of %s."},
	{"filled-apart", "Filled %s blanks in %s rows of %s. In %s of these rows the blanks hang together so much that their numbers are not certain: r_hat should be 1.05 or less there."},
	{"unread", "%s could not be read; check that it is still there and unchanged, and open it again."},
	{"many-reasons", "%s has %s rows. Of this model at most %s can be scored with their reasons, which take long: take fewer rows, or leave the reasons out."},
	{"fill-long", "%s: to fill its %s rows with blanks would take some %s minutes, since blanks that share a row take long. Up to %s such rows are filled at once: take fewer."},
	{"fill-tested", "Of rows that were not trained on, %s known cells were hidden, few of a row at once, and filled. They are off by %s standard deviations of their column (root mean square), those of a full Gaussian by %s, the column's mean by %s. The interval of 90%% holds %s%% of them. For %s the model says nothing certain: it gives no density, or its chains have not met."},
	{"test-long", "To fill one row of this model would take some %s seconds: that is not tested."},
	{"test-none", "Of the rows that were not trained on, no cell can be hidden: one number of each row has to stay."},
	{"test-void", "The model gives no density for any of the cells that were hidden, so there is nothing to compare. Train it anew with a lower learning rate."},
	{"cancelled", "Cancelled. Nothing was saved."},
	{"no-blanks", "%s has no blanks to fill: no row has some of the model's columns and lacks others."},
	{"fill-array", "%s is no table of text, so it has no blanks to fill."},
	{"some-columns", "%s has %s columns to model, more than a model takes, so the first %s are taken. For others, keep the columns you need in the file."},
	{"many-samples", "%s rows of %s columns are too many for one file. Choose up to %s rows."},
	{"no-model", "There is no model yet. Choose a data set, upload a file or open a checkpoint."},
	{"no-data", "There is no data yet. Choose a data set or upload a file."},
	{"no-table", "No table is open. Upload a file first."},
	{"no-run", "There is no kept run."},
	{"bad-column", "One of the columns cannot be modelled. Choose among those that are numbers and vary."},
	{"bad-pair", "The planes show two different columns of the model. Choose another pair."},
	{"diverged", "Training diverged: the loss stopped being a number after step %s with learning rate %s. The weights of step %s are back in place; choose a lower learning rate and go on."},
	{"unsound", "After step %s the model was no longer one that can be saved: %s. The weights of step %s are back in place. A column that follows exactly from the others does this: leave it out, or choose a lower learning rate."},
	{"run-gone", "That run is not there any more, or another tab has it: %s"},
	{"run-columns", "%s: the kept table does not have the columns of its run."},
	{"kept-weights", "This run is so large that only its weights are kept as it trains: from them it goes on, but not exactly as it would have. Save a checkpoint to keep all of it."},
	{"kept-nothing", "This model is too large to be kept as it trains. Save a checkpoint to keep it."},
	{"kept-bare", "The file of this run is too large to be kept with it. To go on from the kept run, open the file again."},
	{"kept-full", "The browser's storage is full, so this run is not kept as it is now. Save a checkpoint, or clear what other sites keep."},
	{"kept-busy", "Other tabs keep their runs in every place there is, so this one is not kept. Save a checkpoint, or close one of them."},
	{"kept-refused", "This browser keeps nothing for the page, as in a private window: the run ends with the tab. Save a checkpoint to keep it."},
	{"saved-bare", "%s holds the model alone: what training needs to go on exactly is too much for this tab's memory. Training can go on from its weights."},
	{"kept-damaged", "A run that was kept here is damaged and cannot be brought back."},
	{"kept-other", "A run that was kept here is damaged and cannot be brought back. The one on offer is another, older or newer."},
	{"kept-before", "What was kept last of a run is damaged. The state before it is on offer."},
	{"helper-lost", "A helper thread of the trainer stopped. Its part was done again, so the run is the same; from here on it may be slower."},
	{"kept-newer", "A newer NICE Lab kept a run here. Reload the page to get that version; the run is left as it is."},
	{"kept-failed", "This run could not be kept: %s"},
	{"bare-train", "This checkpoint came without its data. Upload a file with the columns it was trained on to go on training."},
	{"bare-reset", "This checkpoint came without its data, so there is nothing to start anew from. Choose or upload data."},
	{"rows-far", "In column %s the value %s lies far beyond all others, so it is left out (such rows: %s)."},
	{"rows-far-kept", "In column %s the value %s lies far beyond all others and makes the spread alone (such rows: %s): expect a flat picture."},
	{"columns-tied", "A column follows exactly from others (%s). Then the density has no highest value, it grows without end, and log p says nothing: leave that column out."},
	{"columns-still", "Of the rows trained on, all have the same value in %s. The density grows without end there: leave that out."},
	{"columns-close", "Left out is %s: its values are so large and so close together that 32-bit numbers do not tell them apart. Subtract a constant from them in the file."},
	{"values-grid", "Values lie on a grid (%s) that the noise in training does not cover: the model can put an endless spike on each. Spread them evenly over their step while it trains."},
	{"values-spread", "While the model trains, values on a grid are spread evenly over their step (%s)."},
	{"column-heap", "In column %s, %s%% of the rows are exactly %s. A density makes a spike of such a heap, as narrow as the noise in training lets it: trust log p beside it only, or leave the column out."},
	{"rows-few", "%s rows are few for %s columns: fewer than ten a column. Expect little more than a Gaussian can tell; leave out columns that you do not need."},
	{"rows-moving", "The rows are ranked once training rests. Pause it, then export them."},
	{"bare-rebuild", "This model came from a checkpoint without its data. Choose or upload data to build another one."},
}

// Worded puts the args of a Notice into one of its formats.
func Worded(format string, args []string) string {
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	return fmt.Sprintf(format, values...)
}
