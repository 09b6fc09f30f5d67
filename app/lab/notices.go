package lab

import (
	"fmt"
	"strings"

	"nicelab/app/words"
)

// Notices are what the page says of the last action, one at a time.
type Notices struct {
	Notice notice
	Told   int // how many there were: on a small screen each vanishes after its own while
}

type notice struct {
	Text  string
	Error bool
}

// Accept clears the sentence of an earlier action; what the new one has to say comes after.
func (n *Notices) Accept() { n.Tell("") }

func (n *Notices) Tell(text string) { n.notify(text, false) }
func (n *Notices) Warn(text string) { n.notify(text, true) }

func (n *Notices) notify(text string, error bool) {
	n.Notice = notice{text, error}
	n.Told++
}

// Refuse says what is wrong with a link: the first sentence, and how many more there would be.
func (n *Notices) Refuse(wrong []string) {
	switch len(wrong) {
	case 0:
	case 1:
		n.Warn(wrong[0])
	default:
		n.Warn(fmt.Sprintf(words.Say.AndMore, strings.TrimSuffix(wrong[0], "."), words.Count(len(wrong)-1)))
	}
}
