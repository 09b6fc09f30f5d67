package article

//go:generate node gen/formulas.mjs ../../web
//go:generate gofmt -w formulas.go

import (
	"html"
	"strings"

	ui "github.com/maxence-charriere/go-app/v9/pkg/app"

	"nicelab/app/words"
)

// block is a piece of an article's part: HTML, or the name of a figure.
type block struct{ html, figure string }

// blocks turns a part's text, written as articleWords says, into HTML around its figures.
func blocks(text string) []block {
	var all []block
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			all = append(all, block{html: `<div class="prose">` + b.String() + `</div>`})
			b.Reset()
		}
	}
	for _, paragraph := range strings.Split(text, "\n\n") {
		p := strings.Join(strings.Fields(paragraph), " ")
		switch {
		case p == "":
		case p[0] == '@':
			flush()
			all = append(all, block{figure: p[1:]})
		case strings.HasPrefix(p, "$$"):
			b.WriteString(`<div class="formula">` + formulas[p[2:]] + `</div>`)
		case p[0] == '!':
			b.WriteString(`<p class="try">` + inline(p[1:], deedButton) + `</p>`)
		default:
			b.WriteString("<p>" + inline(p, readingLink) + "</p>")
		}
	}
	flush()
	return all
}

// inline turns the marks in a line into HTML; bracketed makes what [words](target) stands for.
func inline(text string, bracketed func(words, target string) string) string {
	var b strings.Builder
	for {
		at := strings.IndexAny(text, "$*[")
		if at < 0 {
			break
		}
		b.WriteString(html.EscapeString(text[:at]))
		mark := text[at : at+1]
		text = text[at+1:]
		if mark == "[" {
			words, rest, _ := strings.Cut(text, "](")
			target, after, _ := strings.Cut(rest, ")")
			b.WriteString(bracketed(html.EscapeString(words), html.EscapeString(target)))
			text = after
			continue
		}
		inside, after, _ := strings.Cut(text, mark)
		if mark == "$" {
			b.WriteString(formulas[inside])
		} else {
			b.WriteString("<dfn>" + html.EscapeString(inside) + "</dfn>")
		}
		text = after
	}
	b.WriteString(html.EscapeString(text))
	return b.String()
}

// readingLink leads out, to a text in English.
func readingLink(label, url string) string {
	return `<a href="` + url + `" hreflang="en" target="_blank" rel="noopener">` + label + `</a>`
}

// deedButton does something in the lab, once there is one.
func deedButton(label, deed string) string {
	state := ""
	if ui.IsServer {
		state = " disabled"
	}
	return `<button type="button" class="btn" title="` + words.Say.Article.Deed + `" data-deed="` + deed + `"` + state +
		`>` + label + `</button>`
}
