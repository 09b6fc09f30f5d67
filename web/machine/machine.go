// Package machine says on what a figure was measured.
package machine

import (
	"os"
	"strings"
)

// Processor is the name of the processor, as Linux has it.
func Processor() string {
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if k, v, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(k) == "model name" {
			return strings.TrimSpace(v)
		}
	}
	return "unknown processor"
}

// Load is how many programs were busy in the mean of the last 1, 5 and 15 minutes; none where the system does not say.
func Load() []string {
	b, err := os.ReadFile("/proc/loadavg")
	if f := strings.Fields(string(b)); err == nil && len(f) >= 3 {
		return f[:3]
	}
	return nil
}
