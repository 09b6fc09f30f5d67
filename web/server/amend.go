package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"nicelab/app/startup"
)

// What go-app writes is changed here, and nowhere else. Each change names what it expects, and the build fails where
// go-app has written something else.

// amend changes what go-app's Handler has no option for in the HTML of the page at url: people may zoom, no URL of the
// machine that built the page stays in it, and start.js runs first of all, guard.js and stage.js before app.js.
func amend(page, base, url string) (string, error) {
	doc, err := parse(page)
	if err != nil {
		return "", err
	}
	p := &document{root: doc, name: "go-app's page " + url}
	viewport, place := p.find("meta", "name", "viewport"), p.find("meta", "property", "og:url")
	style, start := p.find("link", "rel", "preload", "href", base+"/app.css"), p.find("script", "src", base+"/app.js")
	if p.err != nil {
		return "", p.err
	}
	set(viewport, "content", "width=device-width, initial-scale=1, viewport-fit=cover")
	place.Parent.RemoveChild(place)
	first := script(base + "/web/start.js")
	if url == "/" {
		set(first, "data-trainer", "") // the page's program wants one
	}
	style.Parent.InsertBefore(first, style)
	for _, file := range []string{"/web/guard.js", "/web/stage.js"} {
		s := script(base + file)
		set(s, "defer", "")
		start.Parent.InsertBefore(s, start)
	}
	var b strings.Builder
	err = html.Render(&b, doc)
	return b.String(), err
}

// parse reads go-app's HTML, whose attributes come in the random order of a map, quoted as Go strings, and with "true"
// left out where ARIA wants it.
func parse(page string) (*html.Node, error) {
	doc, err := html.Parse(strings.NewReader(goQuotes.Replace(page)))
	if err != nil {
		return nil, err
	}
	for n := range doc.Descendants() {
		for i, a := range n.Attr {
			if a.Val == "" && strings.HasPrefix(a.Key, "aria-") {
				n.Attr[i].Val = "true"
			}
			// What cannot be unquoted was written as HTML by hand.
			if v, err := strconv.Unquote(`"` + strings.ReplaceAll(a.Val, `"`, `\"`) + `"`); err == nil && v != "" {
				n.Attr[i].Val = v
			}
		}
		slices.SortFunc(n.Attr, func(a, b html.Attribute) int { return strings.Compare(a.Key, b.Key) })
	}
	return doc, nil
}

// goQuotes keeps a quote within a Go string from ending the attribute; a backslash before it stays one of two.
var goQuotes = strings.NewReplacer(`\\`, `\\`, `\"`, "&#34;")

// document is a parsed page, and the first thing that is not in it as expected.
type document struct {
	root *html.Node
	name string
	err  error
}

// find returns the one element of that tag that has the attributes, each of which is a key and its value.
func (d *document) find(tag string, attributes ...string) *html.Node {
	var found []*html.Node
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode && n.Data == tag && has(n, attributes) {
			found = append(found, n)
		}
	}
	if len(found) != 1 {
		if d.err == nil {
			d.err = fmt.Errorf("%s has %d elements <%s> with %q, and web/server/amend.go changes one: has go-app changed?",
				d.name, len(found), tag, attributes)
		}
		return nil
	}
	return found[0]
}

func has(n *html.Node, attributes []string) bool {
	for pair := range slices.Chunk(attributes, 2) {
		if !slices.Contains(n.Attr, html.Attribute{Key: pair[0], Val: pair[1]}) {
			return false
		}
	}
	return true
}

func script(src string) *html.Node {
	return &html.Node{
		Type: html.ElementNode, Data: "script", DataAtom: atom.Script, Attr: []html.Attribute{{Key: "src", Val: src}},
	}
}

// set gives an element an attribute in place of any of that name.
func set(n *html.Node, key, value string) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: value})
}

// amendStart lets start.js do what app.js would do too early or on the page's own thread.
func amendStart(script, base string) (string, error) {
	return replace(script, "go-app's app.js", [][2]string{
		{"\ngoappInitServiceWorker();", "\nstart.whenQuiet(goappInitServiceWorker);"},
		{fmt.Sprintf(`await instantiateStreaming(
      fetchWithProgress("%s/web/app.wasm", showProgress),
      go.importObject
    );

    go.run(wasm.instance);`, base), fmt.Sprintf(`await start.instantiate("%s/web/app.wasm", go.importObject);

    go.run(wasm);`, base)},
	})
}

// fillStart writes what the page's own tables say into start.js.
func fillStart(script string) (string, error) {
	words, err := json.Marshal(startup.New())
	if err != nil {
		return "", err
	}
	return replace(script, "web/start.js", [][2]string{{"{/* startup.Table */}", string(words)}})
}

// replace changes one place each.
func replace(text, name string, changes [][2]string) (string, error) {
	for _, change := range changes {
		if n := strings.Count(text, change[0]); n != 1 {
			return "", fmt.Errorf("%s has %d places that read\n%s\nand web/server/amend.go changes one: has it changed?",
				name, n, change[0])
		}
		text = strings.Replace(text, change[0], change[1], 1)
	}
	return text, nil
}
