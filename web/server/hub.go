package main

import (
	"fmt"
	"net/http"
	"strings"

	"nicelab/web/hub"
)

// withHub puts a hub over the folder dir beside the site, at /checkpoints under base.
func withHub(site http.Handler, base, dir string, o hub.Options) (http.Handler, error) {
	store, err := hub.NewFolder(dir)
	if err != nil {
		return nil, fmt.Errorf("the checkpoints' folder cannot be used: %w", err)
	}
	checkpoints := http.StripPrefix(base, hub.New(store, o))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if path := r.URL.Path; path == base+"/checkpoints" || strings.HasPrefix(path, base+"/checkpoints/") {
			checkpoints.ServeHTTP(w, r)
			return
		}
		site.ServeHTTP(w, r)
	}), nil
}
