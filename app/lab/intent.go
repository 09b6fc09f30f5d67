package lab

// Intent is whether new data trains at once and, where it does not, what it waits for.
type Intent string

const (
	Still  Intent = ""       // for the person, who stopped or wants little motion
	Going  Intent = "going"  // for nothing
	Unseen Intent = "unseen" // for somebody to see the tab
	Held   Intent = "held"   // for a link that lets go of it
)

// want is what a person, and no link, wants.
func (i *Intent) want(on bool) {
	*i = Still
	if on {
		*i = Going
	}
}

// hold is what a link without training does: a person who stopped is not started by the next one.
func (i *Intent) hold() {
	if *i != Still {
		*i = Held
	}
}

// free is what a link with training does.
func (i *Intent) free() {
	if *i == Held {
		*i = Going
	}
}
