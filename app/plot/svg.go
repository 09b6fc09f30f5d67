//go:build !js

package plot

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"image"
	"image/png"
	"io"
	"strings"
)

// SVG writes the scene as a self-contained SVG document. It is for tests and for pictures made at
// build time; the page paints scenes on a canvas.
func SVG(w io.Writer, s Scene) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%g" height="%g" viewBox="0 0 %g %g" font-family="system-ui,sans-serif">`+"\n",
		s.W, s.H, s.W, s.H)
	for _, o := range s.Ops {
		switch o.Kind {
		case Image:
			m := &image.NRGBA{Pix: o.Pixels, Stride: 4 * o.Cols, Rect: image.Rect(0, 0, o.Cols, o.Rows)}
			var data bytes.Buffer
			if err := png.Encode(&data, m); err != nil {
				return fmt.Errorf("the picture cannot be written as PNG: %w", err)
			}
			fmt.Fprintf(&b, `<image x="%.3f" y="%.3f" width="%.3f" height="%.3f" preserveAspectRatio="none" href="data:image/png;base64,%s"/>`+"\n",
				o.X, o.Y, o.W, o.H, base64.StdEncoding.EncodeToString(data.Bytes()))
		case Path:
			fmt.Fprintf(&b, `<path d="%s" fill="%s"`, o.D, orNone(o.Fill))
			if o.Stroke != "" {
				fmt.Fprintf(&b, ` stroke="%s" stroke-width="%g"`, o.Stroke, o.Width)
				if o.Round {
					b.WriteString(` stroke-linecap="round" stroke-linejoin="round"`)
				}
				if len(o.Dash) > 0 {
					fmt.Fprintf(&b, ` stroke-dasharray="%s"`, strings.Trim(fmt.Sprint(o.Dash), "[]"))
				}
			}
			if o.EvenOdd {
				b.WriteString(` fill-rule="evenodd"`)
			}
			fmt.Fprintf(&b, "%s/>\n", opacity(o.Alpha))
		case Text:
			fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" font-size="%g" text-anchor="%s" fill="%s"%s`,
				o.X, o.Y, o.Size, o.Anchor, o.Fill, opacity(o.Alpha))
			if o.Bold {
				b.WriteString(` font-weight="600"`)
			}
			if o.Up {
				fmt.Fprintf(&b, ` transform="rotate(-90 %.1f %.1f)"`, o.X, o.Y)
			}
			b.WriteByte('>')
			if err := xml.EscapeText(&b, []byte(o.Text)); err != nil {
				return err
			}
			b.WriteString("</text>\n")
		}
	}
	b.WriteString("</svg>\n")
	_, err := w.Write(b.Bytes())
	return err
}

func orNone(colour string) string {
	if colour == "" {
		return "none"
	}
	return colour
}

func opacity(alpha float64) string {
	if alpha == 1 {
		return ""
	}
	return fmt.Sprintf(` opacity="%g"`, alpha)
}
