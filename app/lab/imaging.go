package lab

import "nicelab/wasm/protocol"

// TakeAsPictures makes pictures of the rows of the table, or a table of these pictures.
func (l *Lab) TakeAsPictures(on bool) {
	if !l.MayBePictures() || !l.Ready() || len(l.Source.Trials) > 0 || on == l.State.Pictured {
		return
	}
	l.Accept()
	l.Address.Options.Pictures = on
	c := protocol.UseColumns{Pictures: on, Play: l.Choice.Goes(), Wish: l.Choice.wish()}
	l.Source.columns(c)
	l.Line.send(c)
	l.WriteLink()
}
