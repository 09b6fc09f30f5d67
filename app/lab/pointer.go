package lab

// EditKey takes the keys that hold wherever the focus is, but where letters are typed.
func (l *Lab) EditKey(key string, control, shift bool) bool {
	d := &l.Drawing
	switch {
	case control && d.Open && (key == "z" || key == "Z"):
		if shift {
			l.Drawing.RedoDrawing()
		} else {
			l.Drawing.UndoDrawing()
		}
	case control && d.Open && (key == "y" || key == "Y"):
		l.Drawing.RedoDrawing()
	case control || key != "Escape":
		return false
	case d.Open:
		l.Drawing.CloseBoard()
	case len(l.Picking.Rows) > 0 || l.Picking.Line != nil || l.Picking.Cursor:
		l.Picking.ClearPicks()
	default:
		return false
	}
	return true
}
