package lab

import "nicelab/app/link"

// Address is what the URL says beside the run.
type Address struct {
	link.Options
	Linked string // the hash as it was last written or read
	enters bool   // the next one to be written is another place of the browser's history
}

func newAddress() Address { return Address{Options: link.Default().Options} }

// moved notes the address of the run. It reports whether it is another, and another place of the history.
func (a *Address) moved(to string) (other, entered bool) {
	if to == a.Linked {
		return false, false
	}
	a.Linked, entered, a.enters = to, a.enters, false
	return true, entered
}
