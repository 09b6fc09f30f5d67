package dataset

// Done returns the share of the file that has been read, 0 to 1. A compressed file counts from when it is unpacked.
func (r *Reader) Done() float64 {
	switch {
	case r.unpack != nil:
		return 0
	case r.array != nil:
		return share(r.table.Rows, r.array.rows)
	}
	return share(r.pos, len(r.table.data))
}

func share(n, all int) float64 {
	if all == 0 {
		return 0
	}
	return min(1, float64(n)/float64(all))
}
