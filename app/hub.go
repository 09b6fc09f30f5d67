package app

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

// request is what the page asks of a hub; it goes out by effects.fetch.
type request struct {
	method, url string
	token       string // "" sends none
	body        []byte
	wanted      int // the status hoped for
	most        int // bytes of such an answer: a stranger's may have no end
}

// response is a hub's answer. Status 0 stands for none, and a fault for one that was not taken.
type response struct {
	status int
	body   []byte
	fault  string
}

// Faults, in the words of files.js.
const (
	faultLarge   = "large"   // more than the most
	faultBroken  = "broken"  // it ended before it was whole
	faultSilent  = "silent"  // nothing came for a minute
	faultNone    = "none"    // the hub was not reached, or answers other pages only
	faultStopped = "stopped" // by the person
)

// hub is what the page knows of a hub: a server that lists checkpoints, gives them out and takes new ones.
// The token lives here and nowhere else.
type hub struct {
	own     string // the address of the hub beside the site, whether there is one or not
	address string // as the person gave it; "" means own
	list    []published
	next    string // the name to go on after, "" at the end
	note    string // what the panel says
	wrong   bool   // the note is of a failure
	busy    bool
	asks    bool   // a request is under way, which stop ends
	stop    func() // nil in tests that do not look
	name    string // to publish under
	token   string
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
	ending       = ".safetensors"
)

// hubURL is the address of the index, "" where what was typed is none.
func (l *lab) hubURL() string {
	if l.hub.address == "" {
		return l.hub.own + "/checkpoints"
	}
	text := l.hub.address
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

// setHub takes another address. The token was for the one before.
func (l *lab) setHub(address string) {
	address = strings.TrimSpace(address)
	if address == l.hub.address {
		return
	}
	l.hub = hub{own: l.hub.own, stop: l.hub.stop, address: address, name: l.hub.name, asked: l.hub.asked}
	l.rev++
}

func (l *lab) sayHub(text string, wrong bool) {
	l.hub.note, l.hub.wrong, l.hub.busy, l.hub.asks = text, wrong, false, false
	l.rev++
}

// stopHub ends what the panel waits for.
func (l *lab) stopHub() {
	if l.hub.asks && l.hub.stop != nil {
		l.hub.stop()
	}
}

// fetch asks the hub; whether something else is under way is for the caller to see. take gets an answer as it was
// wanted; all else becomes a sentence, tooLarge the one of an answer that has more bytes than it may.
func (l *lab) fetch(doing, tooLarge string, r request, take func(body []byte)) {
	if r.url == "" {
		l.sayHub(fmt.Sprintf(words.Say.HubAddressWrong, l.hub.address), true)
		return
	}
	l.hub.note, l.hub.wrong, l.hub.busy, l.hub.asks = doing, false, true, true
	l.rev++
	address := l.hub.address
	l.effect.fetch(r, func(a response) {
		if l.hub.address != address {
			return // of a hub that the person has left
		}
		switch {
		case a.fault == faultStopped:
			l.sayHub(words.Say.HubStopped, false)
		case a.fault == faultLarge && a.status == r.wanted:
			l.sayHub(tooLarge, true)
		case a.fault == "" && a.status == r.wanted:
			l.sayHub("", false)
			take(a.body)
		default:
			l.sayHub(l.hubFailure(a), true)
		}
	})
}

// hubFailure puts an answer that was not hoped for into a sentence: the hub's own, where it gave one.
func (l *lab) hubFailure(a response) string {
	var said struct {
		Error string `json:"error"`
	}
	switch ok := json.Unmarshal(a.body, &said) == nil && said.Error != ""; {
	case a.fault == faultSilent:
		return words.Say.HubSlow
	case a.fault == faultBroken:
		return words.Say.HubBroken
	case a.status == 0 && l.hubIsNear():
		return words.Say.HubClosed
	case a.status == 0:
		return words.Say.HubSilent
	case ok:
		return fmt.Sprintf(words.Say.HubRefused, brief(said.Error))
	case l.hub.address == "":
		return words.Say.HubNone
	}
	return fmt.Sprintf(words.Say.HubNoHub, a.status)
}

// hubIsNear reports whether the hub's address is one of this computer, where a hub answers its own pages alone unless
// it is told otherwise.
func (l *lab) hubIsNear() bool {
	u, err := url.Parse(l.hubURL())
	return err == nil && l.hub.address != "" && (u.Hostname() == "localhost" || u.Hostname() == "::1" ||
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

// listHub asks for the index, or for more of it.
func (l *lab) listHub(more bool) {
	at := l.hubURL()
	if !more {
		l.hub.list, l.hub.next = nil, ""
	} else if at != "" {
		at += "?after=" + url.QueryEscape(l.hub.next)
	}
	r := request{method: http.MethodGet, url: at, wanted: http.StatusOK, most: maxIndex}
	l.fetch(words.Say.HubListing, words.Say.HubLongList, r, func(body []byte) {
		var page struct {
			ReadOnly    bool        `json:"readOnly"`
			Checkpoints []published `json:"checkpoints"`
			Next        string      `json:"next"`
		}
		if json.Unmarshal(body, &page) != nil || page.Checkpoints == nil {
			l.sayHub(l.hubFailure(response{status: http.StatusOK}), true)
			return
		}
		rows := page.Checkpoints[:min(maxRows, len(page.Checkpoints))]
		l.hub.list, l.hub.next = append(l.hub.list, rows...), page.Next
		switch {
		case len(rows) < len(page.Checkpoints):
			l.sayHub(fmt.Sprintf(words.Say.HubManyRows, len(page.Checkpoints), maxRows), true)
		case len(l.hub.list) == 0:
			l.sayHub(words.Say.HubEmpty, false)
		case page.ReadOnly:
			l.sayHub(words.Say.HubReadOnly, false)
		}
	})
}

// openPublished fetches an entry of the list and opens it as if it were a file.
func (l *lab) openPublished(i int) {
	if i < 0 || i >= len(l.hub.list) || l.hub.busy {
		return
	}
	if !l.ready() {
		l.warn(words.Say.NotReady)
		return
	}
	e := l.hub.list[i]
	if e.Size > maxPublished {
		l.sayHub(fmt.Sprintf(words.Say.HubTooLarge, e.label(), words.Size(e.Size)), true)
		return
	}
	// The ETag in the address: a name may have been used anew, and caches keep a file for good.
	at := l.hubURL() + "/" + url.PathEscape(e.Name) + "?" + url.QueryEscape(strings.Trim(e.ETag, `"`))
	r := request{method: http.MethodGet, url: at, wanted: http.StatusOK, most: maxPublished}
	if e.Size > 0 {
		r.most = e.Size
	}
	wanted, otherSize := l.choose(), fmt.Sprintf(words.Say.HubOtherSize, e.label())
	l.fetch(fmt.Sprintf(words.Say.HubFetching, e.label()), otherSize, r, func(body []byte) {
		switch {
		case e.Size > 0 && len(body) != e.Size:
			l.sayHub(otherSize, true)
		case wanted():
			l.openCheckpoint(e.label(), body)
		}
	})
}

// label is an entry's, at a length that can be drawn.
func (e published) label() string { return clip(e.Name) }

// clip cuts what a stranger has written.
func clip(s string) string {
	for i := range s {
		if i >= maxName {
			return s[:i] + "…"
		}
	}
	return s
}

// publish has the trainer write the model for others; upload sends it when it comes.
func (l *lab) publish() {
	switch {
	case l.hub.busy:
	case l.empty():
		l.sayHub(words.Say.NothingTrained, true)
	case strings.Trim(l.hub.name, " .") == "":
		l.sayHub(words.Say.HubNoName, true)
	case l.hub.token == "":
		l.sayHub(words.Say.HubNoToken, true)
	default:
		id := l.ask(words.Say.Saving)
		if l.hub.asked == nil {
			l.hub.asked = map[int]string{}
		}
		l.hub.asked[id] = l.hub.address
		l.sayHub(words.Say.Saving, false)
		l.hub.busy = true
		l.send(protocol.Save{ID: id, Publish: true})
	}
}

// upload takes a file that publish asked for, and reports whether it was one.
func (l *lab) upload(f protocol.File) bool {
	address, ok := l.hub.asked[f.ID]
	if !ok {
		return false
	}
	delete(l.hub.asked, f.ID)
	delete(l.pending, f.ID)
	if address != l.hub.address {
		return true // the person has left that hub
	}
	name := strings.TrimSpace(l.hub.name)
	if !strings.HasSuffix(name, ending) {
		name += ending
	}
	at := l.hubURL()
	if at != "" {
		at += "/" + url.PathEscape(name)
	}
	if len(f.Bytes) > maxPublished {
		l.sayHub(fmt.Sprintf(words.Say.HubTooLarge, name, words.Size(len(f.Bytes))), true)
		return true
	}
	r := request{method: http.MethodPut, url: at, token: l.hub.token, body: f.Bytes, wanted: http.StatusCreated,
		most: maxIndex}
	l.fetch(fmt.Sprintf(words.Say.HubPublishing, name, words.Size(len(f.Bytes))), words.Say.HubLongList, r, func([]byte) {
		l.listHub(false)
		l.tell(fmt.Sprintf(words.Say.HubPublished, name))
	})
	return true
}

// unpublished says on the panel why a Save that it waits for will not come.
func (l *lab) unpublished(why string, ids ...int) {
	for _, id := range ids {
		if _, ok := l.hub.asked[id]; ok {
			delete(l.hub.asked, id)
			l.sayHub(why, true)
		}
	}
}

func (h hub) waiting() []int { return slices.Collect(maps.Keys(h.asked)) }
