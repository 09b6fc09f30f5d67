// The service worker: the site without a network. It keeps one whole version of the site, {{.Version}}, and serves it
// to the letter; a newer one is fetched beside it, whole or not at all, and waits until the person asks for it or no
// page of the older is open.
"use strict";

const scope = new URL(registration.scope).pathname;
const prefix = `nicelab ${scope} `; // other sites may share the origin, and with it its caches
const name = prefix + "{{.Version}}";
const gallery = `nicelab-gallery ${scope}`; // filled by files.js; it outlives a version
const files = {{.ResourcesToCache}};

addEventListener("install", (event) => event.waitUntil(fill()));

// no-cache asks the host whether what the browser has is still the newest, so that no two versions are mixed.
async function fill() {
  const cache = await caches.open(name);
  try {
    await cache.addAll(files.map((file) => new Request(file, { cache: "no-cache" })));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
}

addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function takeOver() {
  const names = await caches.keys();
  await Promise.all(names.filter((n) => n.startsWith(prefix) && n !== name).map((n) => caches.delete(n)));
  // the page of the first visit, too. Firefox may wait with the answer for a worker that never rests, and with every
  // request for us
  clients.claim();
}

addEventListener("message", ({ data }) => {
  if (data === "take over") skipWaiting();
});

addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === location.origin && url.pathname.startsWith(scope);
  if (ours && event.request.method === "GET") event.respondWith(answer(event.request, url));
});

// answer takes a file of this version from its cache. What is not part of it (the gallery, a hub, a site below this
// one) comes from the network, or from what files.js has kept of the gallery. No other cache is looked into, and what
// follows a ? is left out for our own pages alone.
async function answer(request, url) {
  const cache = await caches.open(name);
  const kept = await cache.match(request, { ignoreVary: true, ignoreSearch: request.mode === "navigate" });
  if (kept) return kept;
  if (request.mode === "navigate" && files.includes(url.pathname + "/"))
    return Response.redirect(url.pathname + "/" + url.search);
  try {
    return await fetch(request);
  } catch (error) {
    const older = await (await caches.open(gallery)).match(request, { ignoreVary: true });
    if (older) return older;
    throw error;
  }
}
