package lab

// PreferTheme takes the theme of an earlier visit where the link names none.
func (l *Lab) PreferTheme(stored string) {
	if l.Theme == "auto" && stored != "" {
		OneOf(&l.Theme, "theme", stored, Themes)
	}
}
