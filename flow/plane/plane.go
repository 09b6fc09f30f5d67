// Package plane draws flows of two dimensions: many points at once, the curves of the couplings, and the borders of
// regions. Points are rows of 2, row-major, in one slice.
package plane
