package hub

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// stranger returns why a Local hub does not answer a request, "" where it does. A website that its visitor's browser
// lets reach this machine says where it comes from (Origin, Sec-Fetch-Site); one whose name leads here (DNS
// rebinding) asks under that name. What is no browser says nothing of the kind.
func stranger(r *http.Request) string {
	const other = "this hub answers pages of its own address alone; HUB_OPEN=1 opens it to all"
	switch {
	case !OfThisMachine(r.Host):
		return "this hub answers under names of its own machine alone, such as 127.0.0.1; HUB_OPEN=1 opens it to all"
	case r.Header.Get("Sec-Fetch-Site") != "" && r.Header.Get("Sec-Fetch-Site") != "same-origin" &&
		r.Header.Get("Sec-Fetch-Site") != "none":
		return other
	case r.Header.Get("Origin") == "":
		return ""
	}
	for _, origin := range r.Header.Values("Origin") {
		if u, err := url.Parse(origin); err != nil || u.Scheme != "http" && u.Scheme != "https" ||
			!strings.EqualFold(u.Host, r.Host) {
			return other
		}
	}
	return ""
}

// OfThisMachine reports whether an address, with a port or without, is a loopback one, or a name that stands for it.
func OfThisMachine(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		host = strings.TrimSuffix(strings.TrimPrefix(address, "["), "]")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.Unmap().IsLoopback()
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}
