package session

import "nicelab/wasm/protocol"

// makePictures makes pictures of the rows of a table in slices, and gives the table with them to then, or what is wrong
// to failed. The table in hand stays as it is.
func (s *Session) makePictures(id int, t *openTable, then func(*openTable), failed func(error)) {
	q, err := t.table.NewPicturing()
	if err != nil {
		failed(err)
		return
	}
	s.foreground.add("making pictures", func() bool {
		done, err := q.Step(rowsPerChunk)
		switch {
		case err != nil:
			failed(err)
			return true
		case done:
			with := *t
			with.as = q
			then(&with)
		default:
			s.progressed(id, q.Done())
		}
		return done
	})
}

// usePictures takes the rows of the table in hand as pictures.
func (s *Session) usePictures(c protocol.UseColumns) {
	t, pauses := s.table, s.pauses
	s.makePictures(0, t, func(with *openTable) {
		s.modelPictures(0, with, c.Play && pauses == s.pauses, c.Wish)
	}, func(err error) {
		s.failFile(0, t.name, err)
		s.sendState()
		s.sendTable()
	})
}

// openAsPictures opens a table whose rows are to be pictures; where they cannot be, it is opened as a table.
func (s *Session) openAsPictures(c protocol.OpenTable, t *openTable, pauses int, plain func()) {
	s.makePictures(c.ID, t, func(with *openTable) {
		s.modelPictures(c.ID, with, c.Play && pauses == s.pauses, c.Wish)
	}, func(error) { plain() })
}
