package hub

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"nicelab/flow/checkpoint"
)

// admitted reports whether the request carries the token, and refuses it otherwise.
func (h *hub) admitted(w http.ResponseWriter, r *http.Request) bool {
	if h.Token == "" {
		refuse(w, r, http.StatusForbidden, "this hub is read-only: it was started without a token")
		return false
	}
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	// Hashes are of one length, so the time tells neither the token's nor how much of it is right.
	got, want := sha256.Sum256([]byte(token)), sha256.Sum256([]byte(h.Token))
	if strings.EqualFold(scheme, "bearer") && subtle.ConstantTimeCompare(got[:], want[:]) == 1 {
		return true
	}
	w.Header().Set("WWW-Authenticate", "Bearer")
	sentence := "the token is not that of this hub"
	if token == "" {
		sentence = "this needs the hub's token, as Authorization: Bearer TOKEN"
	}
	refuse(w, r, http.StatusUnauthorized, sentence)
	return false
}

// put keeps a new file.
func (h *hub) put(w http.ResponseWriter, r *http.Request, name string) {
	if !h.admitted(w, r) {
		return
	}
	switch size := r.ContentLength; {
	case !Valid(name):
		refuse(w, r, http.StatusBadRequest, "a name has 1 to 100 of a-z 0-9 . _ - and begins and ends with a letter or a digit, such as moons-8.safetensors")
		return
	case size < 0 || size == 0 && r.Header.Get("Content-Length") == "":
		refuse(w, r, http.StatusLengthRequired, "send the file with its Content-Length")
		return
	case size > MaxSize:
		refuse(w, r, http.StatusRequestEntityTooLarge,
			fmt.Sprintf("the file has %d bytes and this hub takes up to %d", size, MaxSize))
		return
	}
	// Asked before the upload is read, to save it; the store's Put has the last word.
	_, err := h.store.Stat(r.Context(), name)
	if err == nil {
		err = ErrExists
	}
	if !errors.Is(err, ErrNotFound) {
		fail(w, r, err)
		return
	}
	body := r.Body
	if body == nil { // as it is at the edge for an empty one
		body = http.NoBody
	}
	header, err := checkpoint.ReadHeader(body, r.ContentLength)
	if err != nil {
		refuse(w, r, http.StatusBadRequest, err.Error())
		return
	}
	info, err := h.store.Put(r.Context(), name,
		Upload{Size: r.ContentLength, Head: header.Bytes, Rest: body, Summary: summarize(header)})
	if err != nil {
		fail(w, r, err)
		return
	}
	w.Header().Set("ETag", info.ETag)
	answer(w, r, http.StatusCreated, info)
}

func (h *hub) delete(w http.ResponseWriter, r *http.Request, name string) {
	if !h.admitted(w, r) {
		return
	}
	err := ErrNotFound
	if Valid(name) {
		err = h.store.Delete(r.Context(), name)
	}
	if err != nil {
		fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
