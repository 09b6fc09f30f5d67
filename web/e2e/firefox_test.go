package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// What another engine does otherwise, a canvas that a worker paints on above all, no test in Chromium finds.
func TestFirefox(t *testing.T) {
	longTurn(t)
	if _, err := os.Stat(filepath.Join(root, "web", "node_modules", "puppeteer-core")); err != nil {
		t.Skip("puppeteer-core is not installed (npm ci, in web): the page is not tried in Firefox in this run")
	}
	binary := os.Getenv("FIREFOX")
	for _, name := range []string{"firefox", "firefox-esr"} {
		if path, err := exec.LookPath(name); err == nil && binary == "" {
			binary = path
		}
	}
	if binary == "" {
		t.Skip("Firefox is not installed (apt-get install firefox-esr): the page is not tried in it in this run")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, "node", filepath.Join(root, "web", "e2e", "firefox.mjs"), binary, origin)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
