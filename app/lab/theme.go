package lab

import "nicelab/app/link"

// PreferTheme takes the theme of an earlier visit where the link names none.
func (l *Lab) PreferTheme(stored string) {
	if l.Theme == "auto" && stored != "" {
		link.OneOf(&l.Theme, "theme", stored, link.Themes)
	}
}
