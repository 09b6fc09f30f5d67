package lab

import "nicelab/app/words"

// Speak has everything drawn in another language. What was said in the one before is dropped, unless it is a fault that
// must not go unread.
func (l *Lab) Speak(lang string) {
	before := words.Say
	words.Speak(lang)
	if words.Say == before {
		return
	}
	if !l.Notice.Error {
		l.Notice = notice{}
	}
	if !l.Hub.Wrong && !l.Hub.Busy {
		l.Hub.Note = ""
	}
	l.Drawing.Said = ""
}
