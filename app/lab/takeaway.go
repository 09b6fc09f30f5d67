package lab

import (
	"maps"
	"slices"
)

// Doing is what the trainer is busy with for the person, or nothing.
func (l *Lab) Doing() string {
	ids := slices.Sorted(maps.Keys(l.pending))
	if len(ids) == 0 {
		return ""
	}
	return l.pending[ids[0]]
}
