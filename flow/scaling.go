package flow

import "math"

// The last layer rescales every coordinate: z_j = exp(s_j) h_j, with log|det| = Σ s_j
// (section 3.3 of the paper). Under the prior it gives the loss that is trained:
//
//	-log p(h) = Σ_j -log p_H(exp(s_j) h_j) - s_j

// scaleLoss returns the loss in nats summed over the first rows columns of the half h (coordinates
// parity, parity+2, ...), sets dh to weight times its gradient with respect to h and adds weight
// times that of s to ds. Columns beyond rows are padding: their gradient is zero.
func scaleLoss(dh, ds, h, s []float32, prior Prior, parity, n, rows int, weight float64) float64 {
	var loss float64
	for i, j := 0, parity; j < len(s); i, j = i+1, j+2 {
		e := math.Exp(float64(s[j]))
		x, dx := h[i*n:i*n+rows], dh[i*n:(i+1)*n]
		var gs float64
		if prior == Gaussian {
			// z²/2 needs no exponential, and this loop is a good part of a small model's step.
			var zz float64
			for c, v := range x {
				z := float64(v) * e
				zz += z * z
				dx[c] = float32(weight * e * z)
			}
			loss += zz/2 + float64(rows)*halfLogTwoPi
			gs = zz
		} else {
			for c, v := range x {
				z := float64(v) * e
				g := prior.slope(z)
				loss -= prior.LogProb(z)
				gs += g * z
				dx[c] = float32(weight * e * g)
			}
		}
		clear(dx[rows:])
		loss -= float64(rows) * float64(s[j])
		ds[j] += float32(weight * (gs - float64(rows)))
	}
	return loss
}
