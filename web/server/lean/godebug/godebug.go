// Package godebug takes the place of internal/godebug in the trainer: no GODEBUG is ever set in a tab.
package godebug

// Setting is one that nobody set.
type Setting struct{ name string }

func New(name string) *Setting { return &Setting{name} }

func (s *Setting) Name() string       { return s.name }
func (s *Setting) Undocumented() bool { return false }
func (s *Setting) String() string     { return s.name + "=" }
func (s *Setting) Value() string      { return "" }
func (s *Setting) IncNonDefault()     {}
