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
  addEventListener("popstate", tidy, true);
  addEventListener("hashchange", tidy, true);

  const banner = (text) => {
    if (document.getElementById("guard")) return;
    const box = document.createElement("div");
    box.id = "guard";
    box.setAttribute("role", "alert");
    box.style.cssText =
      "position:fixed;inset:auto 0 0 0;z-index:1000;display:flex;flex-wrap:wrap;gap:12px;align-items:center;" +
      "justify-content:center;padding:14px 20px;background:#7a1f1f;color:#fff;font:16px/1.4 system-ui,sans-serif";
    const words = document.createElement("span");
    words.textContent = text;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Reload";
    button.style.cssText =
      "min-height:44px;padding:0 18px;border:0;border-radius:8px;background:#fff;color:#7a1f1f;font:inherit;font-weight:600;cursor:pointer";
    button.onclick = () => location.reload();
    box.append(words, button);
    document.documentElement.append(box);
  };

  if (typeof WebAssembly !== "object") {
    banner("This browser cannot run WebAssembly, which NICE Lab is made of. A current browser can.");
    return;
  }

  const run = Go.prototype.run;
  Go.prototype.run = function (instance) {
    const ended = run.call(this, instance);
    const stopped = () => banner("The page stopped because of a fault in its program. Reload to go on.");
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
      banner(`The page's program could not be loaded (${label.textContent}). Check the connection and reload.`);
    }).observe(icon, { attributes: true, attributeFilter: ["class"] });
  }
})();
