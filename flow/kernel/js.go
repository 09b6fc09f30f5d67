//go:build js

package kernel

type native struct{ Plain }
