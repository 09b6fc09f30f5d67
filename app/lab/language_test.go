package lab

import (
	"strings"
	"testing"

	"nicelab/app/words"
)

// Every model of the gallery has a name and a note.
func TestGalleryHasWords(t *testing.T) {
	for _, table := range words.Tables {
		lang := table.Lang
		for _, name := range GalleryNames {
			if table.Tables.Of(name).Label == "" && (table.PresetName.Of(name) == "" || table.PresetNote.Of(name) == "") {
				t.Errorf("%s: the model %s has no name or no note", lang, name)
			}
		}
	}
}

// A switch drops what was said in the language before, but no fault.
func TestSwitchOfLanguage(t *testing.T) {
	defer words.Speak("en")
	l, r := started(t)
	l.Tell(words.Say.Learned)
	rev := l.Rev()
	l.Speak("ko")
	if words.Say.Lang != "ko" || l.Notice.Text != "" || l.Rev() == rev {
		t.Errorf("it speaks %s and says %q", words.Say.Lang, l.Notice.Text)
	}
	l.Warn("row 7")
	l.Speak("en")
	if l.Notice.Text != "row 7" {
		t.Error("a fault was dropped unread")
	}
	l.Follow("lang=ko")
	if words.Say.Lang != "ko" || !strings.HasSuffix(l.Link(), "&lang=ko") {
		t.Errorf("a link for %s gives %q", words.Say.Lang, l.Link())
	}
	l.Follow("lang=de")
	if words.Say.Lang != "ko" || !strings.Contains(l.Notice.Text, "lang=de") || !strings.Contains(l.Notice.Text, "링크") {
		t.Errorf("a link for no language: %s, %q", words.Say.Lang, l.Notice.Text)
	}
	if len(r.Sent) > 0 {
		t.Errorf("a language is none of the trainer's business: %v", r.Sent)
	}
}

// The hash of a place on the page is no run.
func TestPlaceIsNoRun(t *testing.T) {
	l, r := started(t)
	l.Choice.Run.N = 300
	l.Follow("#how-it-works")
	if l.Choice.Run.N != 300 || len(r.Sent) > 0 {
		t.Errorf("%d points, %v", l.Choice.Run.N, r.Sent)
	}
}
