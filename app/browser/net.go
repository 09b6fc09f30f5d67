package browser

import (
	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/kit"
	"nicelab/app/lab"
	"nicelab/wasm/protocol"
)

// Reach lets the lab reach out of the page: to the person's disk, to a hub, to the site's files and to the address.
func Reach(ctx ui.Context, line *lab.Line, hub *lab.Hub) {
	line.Effect.Download = download
	line.Effect.Ship = func(files []string, take func([][]byte)) { ship(ctx, files, take) }
	line.Effect.Fetch = func(r lab.Request, take func(lab.Response)) { fetch(ctx, r, take) }
	line.Effect.Link = func(hash string) {
		ui.Window().Get("history").Call("replaceState", nil, "", "#"+hash)
	}
	line.Effect.Enter = func(hash string) {
		ui.Window().Get("history").Call("pushState", nil, "", "#"+hash)
	}
	hub.Beside = ui.Getenv("GOAPP_STATIC_RESOURCES_URL") // the base path, empty where the site lies at the root
	hub.Stop = stopFetching
}

// download gives a file to the person.
func download(f protocol.File) {
	win := ui.Window()
	bytes := win.Get("Uint8Array").New(len(f.Bytes))
	ui.CopyBytesToJS(bytes, f.Bytes)
	parts := win.Get("Array").New()
	parts.Call("push", bytes)
	blob := win.Get("Blob").New(parts, map[string]any{"type": f.Mime})
	url := win.Get("URL").Call("createObjectURL", blob)
	a := win.Get("document").Call("createElement", "a")
	a.Set("href", url)
	a.Set("download", f.Name)
	a.Call("click")
	var later ui.Func
	later = ui.FuncOf(func(ui.Value, []ui.Value) any {
		win.Get("URL").Call("revokeObjectURL", url)
		later.Release()
		return nil
	})
	win.Call("setTimeout", later, 10000)
}

// fetch sends a request and gives its answer to take. Cookies stay at home, and a token goes nowhere else than it was
// sent.
func fetch(ctx ui.Context, r lab.Request, take func(lab.Response)) {
	win := ui.Window()
	headers := map[string]any{}
	options := win.Get("Object").New()
	options.Set("method", r.Method)
	options.Set("credentials", "omit")
	if r.Token != "" {
		headers["Authorization"] = "Bearer " + r.Token
		options.Set("redirect", "error")
	}
	options.Set("headers", headers)
	if r.Body != nil {
		bytes := win.Get("Uint8Array").New(len(r.Body))
		ui.CopyBytesToJS(bytes, r.Body)
		options.Set("body", bytes)
	}
	kit.Await(ctx, win.Get("nicelab").Call("ask", r.Url, options, r.Wanted, r.Most), func(got ui.Value) {
		a := lab.Response{Status: got.Get("status").Int()}
		if fault := got.Get("fault"); fault.Truthy() {
			a.Fault = fault.String()
		} else {
			body := got.Get("body")
			a.Body = kit.Bytes(body)
			body.Get("buffer").Call("resize", 0) // the copy is enough
		}
		take(a)
	}, func(ui.Value) { take(lab.Response{Fault: lab.FaultNone}) })
}

// ship gives take files of the site, or nil where they cannot be had.
func ship(ctx ui.Context, files []string, take func([][]byte)) {
	var names []any
	for _, file := range files {
		names = append(names, file)
	}
	kit.Await(ctx, ui.Window().Get("nicelab").Call("fetch", names...), func(got ui.Value) {
		var all [][]byte
		for i := range files {
			all = append(all, kit.Bytes(got.Index(i)))
		}
		take(all)
	}, func(ui.Value) { take(nil) })
}

// stopFetching ends what fetch waits for.
func stopFetching() { ui.Window().Get("nicelab").Call("stop") }
