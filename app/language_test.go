package app

import (
	"strings"
	"testing"

	"nicelab/app/words"
)

// Every model of the gallery has a name and, but for the digits, a note.
func TestGalleryHasWords(t *testing.T) {
	for lang, table := range words.Tables {
		for _, name := range galleryNames {
			if table.PresetName[name] == "" || name != galleryDigits && table.PresetNote[name] == "" {
				t.Errorf("%s: the preset %s has no name or no note", lang, name)
			}
		}
	}
}

// A switch drops what was said in the language before, but no fault.
func TestSwitchOfLanguage(t *testing.T) {
	defer words.Speak("en")
	l, r := started(t)
	l.tell(words.Say.Learned)
	rev := l.rev
	l.speak("ko")
	if words.Say.Lang != "ko" || l.notice.text != "" || l.rev == rev {
		t.Errorf("it speaks %s and says %q", words.Say.Lang, l.notice.text)
	}
	l.warn("row 7")
	l.speak("en")
	if l.notice.text != "row 7" {
		t.Error("a fault was dropped unread")
	}
	l.follow("lang=ko")
	if words.Say.Lang != "ko" || !strings.HasSuffix(l.link(), "&lang=ko") {
		t.Errorf("a link for %s gives %q", words.Say.Lang, l.link())
	}
	l.follow("lang=de")
	if words.Say.Lang != "ko" || !strings.Contains(l.notice.text, "lang=de") || !strings.Contains(l.notice.text, "링크") {
		t.Errorf("a link for no language: %s, %q", words.Say.Lang, l.notice.text)
	}
	if len(r.sent) > 0 {
		t.Errorf("a language is none of the trainer's business: %v", r.sent)
	}
}

// The hash of a place on the page is no run.
func TestPlaceIsNoRun(t *testing.T) {
	l, r := started(t)
	l.run.N = 300
	l.follow("#how-it-works")
	if l.run.N != 300 || len(r.sent) > 0 {
		t.Errorf("%d points, %v", l.run.N, r.sent)
	}
}
