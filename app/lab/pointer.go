package lab

// EditKey takes the keys that hold wherever the focus is, but where letters are typed.
func (l *Lab) EditKey(key string, control, shift bool) bool {
	d := &l.Drawing
	switch {
	case control && d.Open && (key == "z" || key == "Z"):
		if shift {
			l.RedoDrawing()
		} else {
			l.UndoDrawing()
		}
	case control && d.Open && (key == "y" || key == "Y"):
		l.RedoDrawing()
	case control || key != "Escape":
		return false
	case d.Open:
		l.CloseBoard()
	case len(l.Picking.Rows) > 0 || l.Picking.Line != nil || l.Picking.Cursor:
		l.ClearPicks()
	default:
		return false
	}
	return true
}
