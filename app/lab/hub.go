package lab

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"nicelab/app/words"
	"nicelab/flow"
	"nicelab/wasm/protocol"
)

// Request is what the page asks of a hub; it goes out by effects.fetch.
type Request struct {
	Method, Url string
	Token       string // "" sends none
	Body        []byte
	Wanted      int // the status hoped for
	Most        int // bytes of such an answer: a stranger's may have no end
}

// Response is a hub's answer. Status 0 stands for none, and a fault for one that was not taken.
type Response struct {
	Status int
	Body   []byte
	Fault  string
}

// Faults, in the words of files.js.
const (
	faultLarge   = "large"   // more than the most
	faultBroken  = "broken"  // it ended before it was whole
	faultSilent  = "silent"  // nothing came for a minute
	FaultNone    = "none"    // the hub was not reached, or answers other pages only
	faultStopped = "stopped" // by the person
)

// hub is what the page knows of a hub: a server that lists checkpoints, gives them out and takes new ones.
// The token lives here and nowhere else.
type hub struct {
	Own     string // the address of the hub beside the site, whether there is one or not
	address string // as the person gave it; "" means own
	List    []published
	Next    string // the name to go on after, "" at the end
	Note    string // what the panel says
	Wrong   bool   // the note is of a failure
	Busy    bool
	Asks    bool   // a request is under way, which stop ends
	Stop    func() // nil in tests that do not look
	Name    string // to publish under
	Token   string
	asked   map[int]string // IDs of the Saves that are to be published, and the address where
}

// published is an entry of a hub's index. It comes from anyone.
type published struct {
	Name    string      `json:"name"`
	Size    int         `json:"size"`
	ETag    string      `json:"etag"`
	Config  flow.Config `json:"config"`
	Columns []string    `json:"columns"`
}

const (
	maxPublished = 100_000_000 // bytes; what a hub takes
	maxIndex     = 1_000_000   // bytes of a page of its list
	maxRows      = 1000        // entries of one that are drawn
	maxName      = 100         // letters of a name, and of a list of columns, that are drawn
	Ending       = ".safetensors"
)

// hubURL is the address of the index, "" where what was typed is none.
func (l *Lab) hubURL() string {
	if l.Hub.address == "" {
		return l.Hub.Own + "/checkpoints"
	}
	text := l.Hub.address
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path = strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/checkpoints") + "/checkpoints"
	u.RawPath = ""
	return u.String()
}

// SetHub takes another address. The token was for the one before.
func (l *Lab) SetHub(address string) {
	address = strings.TrimSpace(address)
	if address == l.Hub.address {
		return
	}
	l.Hub = hub{Own: l.Hub.Own, Stop: l.Hub.Stop, address: address, Name: l.Hub.Name, asked: l.Hub.asked}
	l.Rev++
}

func (l *Lab) sayHub(text string, wrong bool) {
	l.Hub.Note, l.Hub.Wrong, l.Hub.Busy, l.Hub.Asks = text, wrong, false, false
	l.Rev++
}

// StopHub ends what the panel waits for.
func (l *Lab) StopHub() {
	if l.Hub.Asks && l.Hub.Stop != nil {
		l.Hub.Stop()
	}
}

// fetch asks the hub; whether something else is under way is for the caller to see. take gets an answer as it was
// wanted; all else becomes a sentence, tooLarge the one of an answer that has more bytes than it may.
func (l *Lab) fetch(doing, tooLarge string, r Request, take func(body []byte)) {
	if r.Url == "" {
		l.sayHub(fmt.Sprintf(words.Say.HubAddressWrong, l.Hub.address), true)
		return
	}
	l.Hub.Note, l.Hub.Wrong, l.Hub.Busy, l.Hub.Asks = doing, false, true, true
	l.Rev++
	address := l.Hub.address
	l.Effect.Fetch(r, func(a Response) {
		if l.Hub.address != address {
			return // of a hub that the person has left
		}
		switch {
		case a.Fault == faultStopped:
			l.sayHub(words.Say.HubStopped, false)
		case a.Fault == faultLarge && a.Status == r.Wanted:
			l.sayHub(tooLarge, true)
		case a.Fault == "" && a.Status == r.Wanted:
			l.sayHub("", false)
			take(a.Body)
		default:
			l.sayHub(l.hubFailure(a), true)
		}
	})
}

// hubFailure puts an answer that was not hoped for into a sentence: the hub's own, where it gave one.
func (l *Lab) hubFailure(a Response) string {
	var said struct {
		Error string `json:"error"`
	}
	switch ok := json.Unmarshal(a.Body, &said) == nil && said.Error != ""; {
	case a.Fault == faultSilent:
		return words.Say.HubSlow
	case a.Fault == faultBroken:
		return words.Say.HubBroken
	case a.Status == 0 && l.hubIsNear():
		return words.Say.HubClosed
	case a.Status == 0:
		return words.Say.HubSilent
	case ok:
		return fmt.Sprintf(words.Say.HubRefused, brief(said.Error))
	case l.Hub.address == "":
		return words.Say.HubNone
	}
	return fmt.Sprintf(words.Say.HubNoHub, a.Status)
}

// hubIsNear reports whether the hub's address is one of this computer, where a hub answers its own pages alone unless
// it is told otherwise.
func (l *Lab) hubIsNear() bool {
	u, err := url.Parse(l.hubURL())
	return err == nil && l.Hub.address != "" && (u.Hostname() == "localhost" || u.Hostname() == "::1" ||
		strings.HasPrefix(u.Hostname(), "127."))
}

// brief cuts a stranger's sentence to a length that fits, and leaves the full stop to ours.
func brief(s string) string {
	const most = 300
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "") + " …"
	}
	return strings.TrimSuffix(strings.TrimSpace(s), ".")
}

// ListHub asks for the index, or for more of it.
func (l *Lab) ListHub(more bool) {
	at := l.hubURL()
	if !more {
		l.Hub.List, l.Hub.Next = nil, ""
	} else if at != "" {
		at += "?after=" + url.QueryEscape(l.Hub.Next)
	}
	r := Request{Method: http.MethodGet, Url: at, Wanted: http.StatusOK, Most: maxIndex}
	l.fetch(words.Say.HubListing, words.Say.HubLongList, r, func(body []byte) {
		var page struct {
			ReadOnly    bool        `json:"readOnly"`
			Checkpoints []published `json:"checkpoints"`
			Next        string      `json:"next"`
		}
		if json.Unmarshal(body, &page) != nil || page.Checkpoints == nil {
			l.sayHub(l.hubFailure(Response{Status: http.StatusOK}), true)
			return
		}
		rows := page.Checkpoints[:min(maxRows, len(page.Checkpoints))]
		l.Hub.List, l.Hub.Next = append(l.Hub.List, rows...), page.Next
		switch {
		case len(rows) < len(page.Checkpoints):
			l.sayHub(fmt.Sprintf(words.Say.HubManyRows, len(page.Checkpoints), maxRows), true)
		case len(l.Hub.List) == 0:
			l.sayHub(words.Say.HubEmpty, false)
		case page.ReadOnly:
			l.sayHub(words.Say.HubReadOnly, false)
		}
	})
}

// OpenPublished fetches an entry of the list and opens it as if it were a file.
func (l *Lab) OpenPublished(i int) {
	if i < 0 || i >= len(l.Hub.List) || l.Hub.Busy {
		return
	}
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return
	}
	e := l.Hub.List[i]
	if e.Size > maxPublished {
		l.sayHub(fmt.Sprintf(words.Say.HubTooLarge, e.Label(), words.Size(e.Size)), true)
		return
	}
	// The ETag in the address: a name may have been used anew, and caches keep a file for good.
	at := l.hubURL() + "/" + url.PathEscape(e.Name) + "?" + url.QueryEscape(strings.Trim(e.ETag, `"`))
	r := Request{Method: http.MethodGet, Url: at, Wanted: http.StatusOK, Most: maxPublished}
	if e.Size > 0 {
		r.Most = e.Size
	}
	wanted, otherSize := l.Choose(), fmt.Sprintf(words.Say.HubOtherSize, e.Label())
	l.fetch(fmt.Sprintf(words.Say.HubFetching, e.Label()), otherSize, r, func(body []byte) {
		switch {
		case e.Size > 0 && len(body) != e.Size:
			l.sayHub(otherSize, true)
		case wanted():
			l.OpenCheckpoint(e.Label(), OfBytes(body))
		}
	})
}

// Label is an entry's, at a length that can be drawn.
func (e published) Label() string { return clip(e.Name) }

// clip cuts what a stranger has written.
func clip(s string) string {
	for i := range s {
		if i >= maxName {
			return s[:i] + "…"
		}
	}
	return s
}

// Publish has the trainer write the model for others; upload sends it when it comes.
func (l *Lab) Publish() {
	switch {
	case l.Hub.Busy:
	case l.Empty():
		l.sayHub(words.Say.NothingTrained, true)
	case strings.Trim(l.Hub.Name, " .") == "":
		l.sayHub(words.Say.HubNoName, true)
	case l.Hub.Token == "":
		l.sayHub(words.Say.HubNoToken, true)
	default:
		id := l.ask(words.Say.Saving)
		if l.Hub.asked == nil {
			l.Hub.asked = map[int]string{}
		}
		l.Hub.asked[id] = l.Hub.address
		l.sayHub(words.Say.Saving, false)
		l.Hub.Busy = true
		l.send(protocol.Save{ID: id, Publish: true})
	}
}

// upload takes a file that publish asked for, and reports whether it was one.
func (l *Lab) upload(f protocol.File) bool {
	address, ok := l.Hub.asked[f.ID]
	if !ok {
		return false
	}
	delete(l.Hub.asked, f.ID)
	delete(l.pending, f.ID)
	if address != l.Hub.address {
		return true // the person has left that hub
	}
	name := strings.TrimSpace(l.Hub.Name)
	if !strings.HasSuffix(name, Ending) {
		name += Ending
	}
	at := l.hubURL()
	if at != "" {
		at += "/" + url.PathEscape(name)
	}
	if len(f.Bytes) > maxPublished {
		l.sayHub(fmt.Sprintf(words.Say.HubTooLarge, name, words.Size(len(f.Bytes))), true)
		return true
	}
	r := Request{Method: http.MethodPut, Url: at, Token: l.Hub.Token, Body: f.Bytes, Wanted: http.StatusCreated,
		Most: maxIndex}
	l.fetch(fmt.Sprintf(words.Say.HubPublishing, name, words.Size(len(f.Bytes))), words.Say.HubLongList, r, func([]byte) {
		l.ListHub(false)
		l.Tell(fmt.Sprintf(words.Say.HubPublished, name))
	})
	return true
}

// unpublished says on the panel why a Save that it waits for will not come.
func (l *Lab) unpublished(why string, ids ...int) {
	for _, id := range ids {
		if _, ok := l.Hub.asked[id]; ok {
			delete(l.Hub.asked, id)
			l.sayHub(why, true)
		}
	}
}

func (h hub) waiting() []int { return slices.Collect(maps.Keys(h.asked)) }
