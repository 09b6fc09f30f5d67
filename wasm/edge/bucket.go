//go:build js && wasm

package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"syscall/js"
	"time"

	"nicelab/web/hub"
)

// bucket is a hub.Store in R2. It speaks to the binding itself, since package workers' R2 knows no ranges, no
// conditions and no pages, and reads an upload into memory.
type bucket struct{ js.Value }

// call awaits a method of the binding; null is ErrNotFound.
func (b bucket) call(method string, args ...any) (js.Value, error) {
	if b.IsUndefined() {
		return js.Undefined(), errors.New("the worker has no binding CHECKPOINTS; see wrangler.jsonc")
	}
	v, err := await(func() js.Value { return b.Call(method, args...) })
	if err == nil && v.IsNull() {
		err = hub.ErrNotFound
	}
	return v, err
}

// summaryKey is the one entry of an object's metadata: the hub.Summary as JSON in base64, as metadata are headers. R2
// takes 2,048 bytes of them.
const summaryKey = "summary"

func packSummary(s hub.Summary) (string, error) {
	b, err := json.Marshal(s)
	return base64.RawURLEncoding.EncodeToString(b), err
}

// unpackSummary also reads what earlier versions wrote, in which each byte of a name took up to three.
func unpackSummary(text string) (s hub.Summary, err error) {
	b, err := base64.RawURLEncoding.DecodeString(text)
	if strings.HasPrefix(text, "%7B") {
		text, err = url.PathUnescape(text)
		b = []byte(text)
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	return s, err
}

func info(object js.Value) (hub.Info, error) {
	i := hub.Info{
		Name: object.Get("key").String(), Size: int64(object.Get("size").Float()), ETag: object.Get("httpEtag").String(),
		Put: time.UnixMilli(int64(object.Get("uploaded").Call("getTime").Float())).UTC(),
	}
	// What was put into the bucket by another way has no summary, and the hub does not know it.
	meta := object.Get("customMetadata")
	if !meta.Truthy() || meta.Get(summaryKey).Type() != js.TypeString {
		return i, hub.ErrNotFound
	}
	var err error
	if i.Summary, err = unpackSummary(meta.Get(summaryKey).String()); err != nil {
		return i, hub.ErrNotFound
	}
	return i, nil
}

func (b bucket) List(_ context.Context, after string, limit int) (page []hub.Info, next string, err error) {
	options := map[string]any{"limit": limit, "include": []any{"customMetadata"}}
	if after != "" {
		options["startAfter"] = after
	}
	v, err := b.call("list", options)
	if err != nil {
		return nil, "", err
	}
	objects := v.Get("objects")
	for k := range objects.Length() {
		i, err := info(objects.Index(k))
		if err == nil && hub.Valid(i.Name) {
			page = append(page, i)
		}
		if v.Get("truncated").Bool() {
			next = i.Name
		}
	}
	return page, next, nil
}

func (b bucket) Stat(_ context.Context, name string) (hub.Info, error) {
	v, err := b.call("head", name)
	if err != nil {
		return hub.Info{}, err
	}
	return info(v)
}

func (b bucket) Open(_ context.Context, i hub.Info, offset, n int64) (hub.Body, error) {
	v, err := b.call("get", i.Name, map[string]any{
		"onlyIf": map[string]any{"etagMatches": strings.Trim(i.ETag, `"`)},
		"range":  map[string]any{"offset": offset, "length": n},
	})
	if err != nil {
		return nil, err
	}
	if !v.Get("body").Truthy() { // another file has taken the name meanwhile
		return nil, hub.ErrNotFound
	}
	return file{v.Get("body")}, nil
}

// Put has the runtime pipe the upload into R2, which wants to know its length beforehand.
func (b bucket) Put(_ context.Context, name string, u hub.Upload) (hub.Info, error) {
	body, ok := u.Rest.(*upload)
	if !ok {
		return hub.Info{}, errors.New("the upload is no stream of the runtime")
	}
	summary, err := packSummary(u.Summary)
	if err != nil {
		return hub.Info{}, err
	}
	fixed := js.Global().Get("FixedLengthStream").New(u.Size)
	piped := make(chan error, 1)
	go func() { piped <- pipe(fixed.Get("writable"), u.Head, body.rest()) }()
	v, err := b.call("put", name, fixed.Get("readable"), map[string]any{
		"onlyIf":         js.Global().Get("Headers").New(map[string]any{"If-None-Match": "*"}),
		"httpMetadata":   map[string]any{"contentType": "application/octet-stream"},
		"customMetadata": map[string]any{summaryKey: summary},
	})
	if errors.Is(err, hub.ErrNotFound) { // null: the condition does not hold
		return hub.Info{}, hub.ErrExists
	}
	if err != nil {
		select {
		case broken := <-piped:
			return hub.Info{}, fmt.Errorf("%w (%v)", hub.ErrTruncated, errors.Join(err, broken))
		default:
			return hub.Info{}, err
		}
	}
	return info(v)
}

// pipe writes head and then the rest into a stream, and closes it.
func pipe(writable js.Value, head []byte, rest js.Value) error {
	b := js.Global().Get("Uint8Array").New(len(head))
	js.CopyBytesToJS(b, head)
	writer := writable.Call("getWriter")
	if _, err := await(func() js.Value { return writer.Call("write", b) }); err != nil {
		return err
	}
	writer.Call("releaseLock")
	_, err := await(func() js.Value { return rest.Call("pipeTo", writable) })
	return err
}

func (b bucket) Delete(ctx context.Context, name string) error {
	if _, err := b.Stat(ctx, name); err != nil {
		return err
	}
	_, err := await(func() js.Value { return b.Call("delete", name) })
	return err
}
