package lab

import "nicelab/app/link"

// PreferTheme takes the theme of an earlier visit where the link names none.
func (l *Lab) PreferTheme(stored string) {
	if l.Address.Theme == "auto" && stored != "" {
		link.OneOf(&l.Address.Theme, "theme", stored, link.Themes)
	}
}
