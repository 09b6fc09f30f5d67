// Shows a banner with a way on when the page's own Go program cannot start or ends, and keeps
// from it what would end it. It is loaded between wasm_exec.js and app.js. The banner is a child of <html>,
// because go-app owns <body>.
"use strict";
(() => {
  // go-app parses the page's address without looking at the error: a % that starts no escape,
  // as in #noise=5%, would be its end. The listeners come before its own.
  const tidy = () => {
    const hash = location.hash.replace(/%(?![0-9a-f]{2})/gi, "");
    if (hash !== location.hash) history.replaceState(history.state, "", location.pathname + location.search + hash);
  };
  tidy();
  // Known from the first paint on, so that nothing moves when the page starts.
  if (/[#&]embed=1(&|$)/.test(location.hash)) document.documentElement.dataset.embed = "";
  addEventListener("popstate", tidy, true);
  addEventListener("hashchange", tidy, true);

  // A browser that forbids storage throws where one is so much as named, which would be go-app's end: it gets one that
  // forgets with the page.
  class Forgetful {
    #kept = new Map();
    get length() { return this.#kept.size; }
    key(i) { return [...this.#kept.keys()][i] ?? null; }
    getItem(key) { return this.#kept.get(key) ?? null; }
    setItem(key, value) { this.#kept.set(key, String(value)); }
    removeItem(key) { this.#kept.delete(key); }
    clear() { this.#kept.clear(); }
  }
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      void window[name];
    } catch {
      Object.defineProperty(window, name, { value: new Forgetful() });
    }
  }

  // The page's own words are in a program that has not started, or has ended: start.js has these. lang is the page's
  // once it has started.
  let started = false;
  const words = () => {
    const { languages, first } = start.page;
    return languages[started ? document.documentElement.lang : start.language()] ?? languages[first];
  };

  const banner = (text) => {
    if (document.getElementById("guard")) return;
    const box = document.createElement("div");
    box.id = "guard";
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;inset:auto 0 0 0;z-index:1000;display:flex;flex-wrap:wrap;gap:12px;align-items:center;" +
      "justify-content:center;padding:14px 20px;background:#7a1f1f;color:#fff;font:16px/1.4 system-ui,sans-serif";
    const sentence = document.createElement("span");
    sentence.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words().reload;
    button.style.cssText =
      "min-height:44px;padding:0 18px;border:0;border-radius:8px;background:#fff;color:#7a1f1f;font:inherit;font-weight:600;cursor:pointer";
    button.onclick = () => location.reload();
    box.append(sentence, button);
    document.documentElement.append(box);
  };

  if (typeof WebAssembly !== "object") {
    banner(words().old);
    return;
  }

  const run = Go.prototype.run;
  Go.prototype.run = function (instance) {
    started = true;
    const ended = run.call(this, instance);
    const stopped = () => banner(words().stopped);
    ended.then(stopped, stopped);
    return ended;
  };

  // go-app reports a failed start only in its loader, which our style sheet hides:
  // it stops the icon's spin and puts the reason into the label.
  const icon = document.getElementById("app-wasm-loader-icon");
  const label = document.getElementById("app-wasm-loader-label");
  if (icon && label) {
    new MutationObserver(() => {
      if (icon.classList.contains("goapp-spin")) return;
      banner(words().missing.replace("%s", () => label.textContent));
    }).observe(icon, { attributes: true, attributeFilter: ["class"] });
  }
})();
