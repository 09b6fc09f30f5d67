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

// Hub is what the page knows of a hub: a server that lists checkpoints, gives them out and takes new ones.
// The token lives here and nowhere else.
type Hub struct {
	Beside  string // the address of the hub beside the site, whether there is one or not
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

	to    visitor                       `rev:"-"`
	fetch func(Request, func(Response)) `rev:"-"`
}

// visitor is what a hub needs of the lab.
type visitor interface {
	Empty() bool
	// opener returns what opens a checkpoint, unless something else is chosen meanwhile; nil where none can be opened.
	opener() func(name string, c Contents)
	// write has the trainer write the model for others, and returns the ID of its answer.
	write() int
	// Tell says that it is published.
	Tell(text string)
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
func (h *Hub) hubURL() string {
	if h.address == "" {
		return h.Beside + "/checkpoints"
	}
	text := h.address
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
func (h *Hub) SetHub(address string) {
	address = strings.TrimSpace(address)
	if address == h.address {
		return
	}
	*h = Hub{
		Beside: h.Beside, Stop: h.Stop, address: address, Name: h.Name, asked: h.asked,
		to: h.to, fetch: h.fetch,
	}
}

func (h *Hub) say(text string, wrong bool) {
	h.Note, h.Wrong, h.Busy, h.Asks = text, wrong, false, false
}

// StopHub ends what the panel waits for.
func (h *Hub) StopHub() {
	if h.Asks && h.Stop != nil {
		h.Stop()
	}
}

// request asks the hub; whether something else is under way is for the caller to see. take gets an answer as it was
// wanted; all else becomes a sentence, tooLarge the one of an answer that has more bytes than it may.
func (h *Hub) request(doing, tooLarge string, r Request, take func(body []byte)) {
	if r.Url == "" {
		h.say(fmt.Sprintf(words.Say.HubAddressWrong, h.address), true)
		return
	}
	h.Note, h.Wrong, h.Busy, h.Asks = doing, false, true, true
	address := h.address
	h.fetch(r, func(a Response) {
		if h.address != address {
			return // of a hub that the person has left
		}
		switch {
		case a.Fault == faultStopped:
			h.say(words.Say.HubStopped, false)
		case a.Fault == faultLarge && a.Status == r.Wanted:
			h.say(tooLarge, true)
		case a.Fault == "" && a.Status == r.Wanted:
			h.say("", false)
			take(a.Body)
		default:
			h.say(h.hubFailure(a), true)
		}
	})
}

// hubFailure puts an answer that was not hoped for into a sentence: the hub's own, where it gave one.
func (h *Hub) hubFailure(a Response) string {
	var said struct {
		Error string `json:"error"`
	}
	switch ok := json.Unmarshal(a.Body, &said) == nil && said.Error != ""; {
	case a.Fault == faultSilent:
		return words.Say.HubSlow
	case a.Fault == faultBroken:
		return words.Say.HubBroken
	case a.Status == 0 && h.hubIsNear():
		return words.Say.HubClosed
	case a.Status == 0:
		return words.Say.HubSilent
	case ok:
		return fmt.Sprintf(words.Say.HubRefused, brief(said.Error))
	case h.address == "":
		return words.Say.HubNone
	}
	return fmt.Sprintf(words.Say.HubNoHub, a.Status)
}

// hubIsNear reports whether the hub's address is one of this computer, where a hub answers its own pages alone unless
// it is told otherwise.
func (h *Hub) hubIsNear() bool {
	u, err := url.Parse(h.hubURL())
	return err == nil && h.address != "" && (u.Hostname() == "localhost" || u.Hostname() == "::1" ||
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
func (h *Hub) ListHub(more bool) {
	at := h.hubURL()
	if !more {
		h.List, h.Next = nil, ""
	} else if at != "" {
		at += "?after=" + url.QueryEscape(h.Next)
	}
	r := Request{Method: http.MethodGet, Url: at, Wanted: http.StatusOK, Most: maxIndex}
	h.request(words.Say.HubListing, words.Say.HubLongList, r, func(body []byte) {
		var page struct {
			ReadOnly    bool        `json:"readOnly"`
			Checkpoints []published `json:"checkpoints"`
			Next        string      `json:"next"`
		}
		if json.Unmarshal(body, &page) != nil || page.Checkpoints == nil {
			h.say(h.hubFailure(Response{Status: http.StatusOK}), true)
			return
		}
		rows := page.Checkpoints[:min(maxRows, len(page.Checkpoints))]
		h.List, h.Next = append(h.List, rows...), page.Next
		switch {
		case len(rows) < len(page.Checkpoints):
			h.say(fmt.Sprintf(words.Say.HubManyRows, len(page.Checkpoints), maxRows), true)
		case len(h.List) == 0:
			h.say(words.Say.HubEmpty, false)
		case page.ReadOnly:
			h.say(words.Say.HubReadOnly, false)
		}
	})
}

// OpenPublished fetches an entry of the list and opens it as if it were a file.
func (h *Hub) OpenPublished(i int) {
	if i < 0 || i >= len(h.List) || h.Busy {
		return
	}
	e := h.List[i]
	if e.Size > maxPublished {
		h.say(fmt.Sprintf(words.Say.HubTooLarge, e.Label(), words.Size(e.Size)), true)
		return
	}
	// The ETag in the address: a name may have been used anew, and caches keep a file for good.
	at := h.hubURL() + "/" + url.PathEscape(e.Name) + "?" + url.QueryEscape(strings.Trim(e.ETag, `"`))
	r := Request{Method: http.MethodGet, Url: at, Wanted: http.StatusOK, Most: maxPublished}
	if e.Size > 0 {
		r.Most = e.Size
	}
	open, otherSize := h.to.opener(), fmt.Sprintf(words.Say.HubOtherSize, e.Label())
	if open == nil {
		return
	}
	h.request(fmt.Sprintf(words.Say.HubFetching, e.Label()), otherSize, r, func(body []byte) {
		if e.Size > 0 && len(body) != e.Size {
			h.say(otherSize, true)
			return
		}
		open(e.Label(), OfBytes(body))
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
func (h *Hub) Publish() {
	switch {
	case h.Busy:
	case h.to.Empty():
		h.say(words.Say.NothingTrained, true)
	case strings.Trim(h.Name, " .") == "":
		h.say(words.Say.HubNoName, true)
	case h.Token == "":
		h.say(words.Say.HubNoToken, true)
	default:
		if h.asked == nil {
			h.asked = map[int]string{}
		}
		h.asked[h.to.write()] = h.address
		h.say(words.Say.Saving, false)
		h.Busy = true
	}
}

// upload takes a file that publish asked for, and reports whether it was one.
func (h *Hub) upload(f protocol.File) bool {
	address, ok := h.asked[f.ID]
	if !ok {
		return false
	}
	delete(h.asked, f.ID)
	if address != h.address {
		return true // the person has left that hub
	}
	name := strings.TrimSpace(h.Name)
	if !strings.HasSuffix(name, Ending) {
		name += Ending
	}
	at := h.hubURL()
	if at != "" {
		at += "/" + url.PathEscape(name)
	}
	if len(f.Bytes) > maxPublished {
		h.say(fmt.Sprintf(words.Say.HubTooLarge, name, words.Size(len(f.Bytes))), true)
		return true
	}
	r := Request{Method: http.MethodPut, Url: at, Token: h.Token, Body: f.Bytes, Wanted: http.StatusCreated,
		Most: maxIndex}
	h.request(fmt.Sprintf(words.Say.HubPublishing, name, words.Size(len(f.Bytes))), words.Say.HubLongList, r,
		func([]byte) {
			h.ListHub(false)
			h.to.Tell(fmt.Sprintf(words.Say.HubPublished, name))
		})
	return true
}

// unpublished says on the panel why a Save that it waits for will not come.
func (h *Hub) unpublished(why string, ids ...int) {
	for _, id := range ids {
		if _, ok := h.asked[id]; ok {
			delete(h.asked, id)
			h.say(why, true)
		}
	}
}

// MayPublish reports whether there is a model to publish, and time for it.
func (h *Hub) MayPublish() bool { return !h.Busy && !h.to.Empty() }

func (h *Hub) waiting() []int { return slices.Collect(maps.Keys(h.asked)) }

// A hub's calls, by which the lab serves it.

func (l *Lab) opener() func(name string, c Contents) {
	if !l.Ready() {
		l.Warn(words.Say.NotReady)
		return nil
	}
	wanted := l.Choose()
	return func(name string, c Contents) {
		if wanted() {
			l.OpenCheckpoint(name, c)
		}
	}
}

func (l *Lab) write() int {
	c := protocol.Save{ID: l.Line.ask(words.Say.Saving), Publish: true}
	l.Line.send(c)
	return c.ID
}
