package baseline

// Given fills the blanks of a row, its NaNs, with their mean given all else that it has. d²/2 for each of them.
func (g *Gaussian) Given(x []float64) {
	d := len(x)
	var blanks []int
	for j, v := range x {
		if v != v {
			blanks = append(blanks, j)
			x[j] = g.mean[j]
		}
	}
	if len(blanks) == 0 {
		return
	}
	// The mean is where the density is highest: the t with the least |L⁻¹ (z + E t)|², where the columns of E are those
	// of the identity, and z is the row in units with 0 in place of what is sought. So AᵀA t = -Aᵀ v, with A = L⁻¹ E.
	g.scale(g.z, x)
	v := make([]float64, d)
	solve(v, g.chol, g.z)
	m := len(blanks)
	a, normal, t := make([][]float64, m), make([]float64, tri(m)), make([]float64, m)
	for i, j := range blanks {
		a[i] = make([]float64, d)
		a[i][j] = 1
		solve(a[i], g.chol, a[i])
		for k := range i + 1 {
			normal[tri(i)+k] = dot(a[i], a[k])
		}
		t[i] = -dot(a[i], v)
	}
	factor(normal, m)
	solve(t, normal, t)
	solveBack(t, normal)
	for i, j := range blanks {
		x[j] = g.mean[j] + g.std[j]*t[i]
	}
}
