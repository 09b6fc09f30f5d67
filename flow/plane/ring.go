package plane

import "math"

// ring returns a closed line, the last point joined to the first: where locate puts the angles of a full turn. It
// begins with some of them and adds more where neighbours lie further apart than reach (in each coordinate), up to
// limit.
func ring(locate func(angles []float64) []float32, reach [2]float64, limit int) []float32 {
	const coarse = 128
	angles := make([]float64, min(limit, coarse))
	for i := range angles {
		angles[i] = 2 * math.Pi * float64(i) / float64(len(angles))
	}
	line := locate(angles)
	for len(angles) < limit {
		halves := between(angles, line, reach, limit-len(angles))
		if len(halves) == 0 {
			break
		}
		angles, line = merge(angles, line, halves, locate(halves))
	}
	return line
}

// between returns angles in the middle of neighbours that lie too far apart, up to limit.
func between(angles []float64, line []float32, reach [2]float64, limit int) []float64 {
	var halves []float64
	for i, a := range angles {
		next, to := (i+1)%len(angles), 2*math.Pi
		if next > 0 {
			to = angles[next]
		}
		dx, dy := float64(line[2*next]-line[2*i]), float64(line[2*next+1]-line[2*i+1])
		if mid := (a + to) / 2; len(halves) < limit && (math.Abs(dx) > reach[0] || math.Abs(dy) > reach[1]) && mid > a &&
			mid < to {
			halves = append(halves, mid)
		}
	}
	return halves
}

// merge merges two lists of angles, each in order, and their points.
func merge(a []float64, line []float32, b []float64, more []float32) (angles []float64, points []float32) {
	for len(a)+len(b) > 0 {
		from, at := &a, &line
		if len(a) == 0 || len(b) > 0 && b[0] < a[0] {
			from, at = &b, &more
		}
		angles, points = append(angles, (*from)[0]), append(points, (*at)[:2]...)
		*from, *at = (*from)[1:], (*at)[2:]
	}
	return angles, points
}
