// How the page starts and how it becomes a newer one. It comes first of all: the trainer is long in coming. go-app's
// app.js would compile the program and install the service worker at once, in the way of the page's first picture; the
// build makes it call instantiate and whenQuiet.
"use strict";

const start = (() => {
  const base = new URL(".", document.currentScript.src);

  // What the page's own tables say, as the build writes it: app/startup has its fields.
  const page = {/* startup.Table */};

  // What this site keeps carries its scope: another site may share the origin, and with it all that is kept there.
  const scope = new URL("..", base).pathname;
  const keyOf = (key) => `nicelab ${scope} ${key}`;
  const remembered = (key) => localStorage?.getItem(keyOf(key));

  // remember keeps a choice for the next visit; "" forgets it.
  function remember(key, value) {
    try {
      if (value) localStorage?.setItem(keyOf(key), value);
      else localStorage?.removeItem(keyOf(key));
    } catch {
      // The store is full.
    }
  }

  // language is what the page speaks once its program is there: the link's, else that of an earlier visit, else the
  // browser's, where there are words for it.
  function language(link) {
    link ||= location.hash.match(/[#&]lang=(\w+)/)?.[1];
    const browsers = navigator.language?.toLowerCase().split("-")[0];
    const spoken = (lang) => lang && Object.hasOwn(page.languages, lang);
    return [link, remembered("lang"), browsers].find(spoken) ?? page.first;
  }

  // instantiate has a program compiled in a worker.
  async function instantiate(url, imports) {
    await stage?.begun;
    const worker = new Worker(new URL("compile.js", base));
    try {
      const { module, fault } = await new Promise((done, failed) => {
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = worker.onmessageerror = () => failed(new Error("the worker that compiles it cannot run"));
        worker.postMessage(url);
      });
      if (fault) throw new Error(fault);
      await stage?.wanted;
      const instance = await WebAssembly.instantiate(module, imports);
      await new Promise(soon); // what happened so far was long enough for one task
      return instance;
    } finally {
      worker.terminate();
    }
  }

  const tab = `${Date.now()}${Math.random()}`; // names the lock that its trainer holds

  // The lab's first trainer starts beside the page's program, or before it: both are long in coming. What it says
  // meanwhile is kept.
  let stage = null;
  function launch(name) {
    const worker = new Worker(new URL("trainer.js", base), { name: `${name} ${tab}` }), early = [];
    worker.onmessage = (event) => stage?.hears(event) || early.push(event);
    worker.onerror = (event) => {
      event.preventDefault();
      early.push(event);
      stage?.fails();
    };
    return { worker, early };
  }
  let first = "trainer" in document.currentScript.dataset && launch("first"), waits = Boolean(first);

  // open tells the first trainer, which waits for the word, whether it is to begin by itself.
  function open(raise) {
    if (!waits) return;
    waits = false;
    try {
      stage = raise?.(first.worker);
    } finally {
      if (!stage) first.worker.postMessage({ type: "NoStage" });
      if (first.early.some(({ type, data }) => type === "error" || data.type === "Fatal")) stage?.fails();
    }
  }
  const carry = (canvas) => stage?.carry(canvas);
  const told = () => stage?.told; // the trainer's last Told

  // trainer returns a Web Worker with a trainer that speaks to these two.
  function trainer(onmessage, onerror) {
    open();
    const { worker, early } = first || launch("next");
    first = null;
    soon(() => {
      if (!worker.onmessage) return; // it was closed
      for (const event of early) (event.type === "error" ? onerror : onmessage)(event);
      Object.assign(worker, { onmessage: (event) => stage?.hears(event) || onmessage(event), onerror });
      stage?.leave();
    });
    return worker;
  }

  // soon calls functions in tasks of their own, one after the other, and lets the browser draw in between, so that what
  // is long altogether does not hold up the page.
  const share = 6, late = 100; // ms: of a frame, and for one
  const channel = new MessageChannel(), tasks = [];
  const turn = () => channel.port2.postMessage(null);
  let due = false, since = 0;
  function soon(f) {
    tasks.push(f);
    if (!due) turn();
    due = true;
  }
  channel.port1.onmessage = () => {
    const now = performance.now();
    if (now - since > 16) since = now;
    try {
      tasks.shift()();
    } finally {
      due = tasks.length > 0;
      if (due) (document.hidden || performance.now() - since < share ? turn : afterFrame)();
    }
  };
  function afterFrame() {
    let gone = false;
    const go = () => {
      if (gone) return;
      gone = true;
      since = 0;
      turn();
    };
    requestAnimationFrame(go);
    setTimeout(go, late); // a page that is hidden meanwhile has no frames
  }

  // whenQuiet calls f once the page and its trainer are there and nothing has held the page up for a moment, but does
  // not wait for ever: a slow machine may never be quiet.
  const moment = 700, patience = 5000, tick = 50; // ms
  function whenQuiet(f) {
    let last = performance.now(), begun = last, since = last;
    const timer = setInterval(() => {
      const now = performance.now();
      if (now - last > 2 * tick) since = now;
      last = now;
      const { state = "loading" } = document.body.dataset;
      if (stage?.watched || state === "loading" || document.readyState !== "complete") begun = since = now;
      if (now - since < moment && now - begun < patience) return;
      clearInterval(timer);
      f();
    }, tick);
  }

  // whenShown calls f once what is being drawn is on the screen.
  function whenShown(f) {
    soon(() => requestAnimationFrame(() => requestAnimationFrame(() => f())));
  }

  // whenResized calls f when a canvas has come to cover another number of the screen's pixels. It returns the observer.
  function whenResized(canvas, f) {
    const observer = new ResizeObserver(f);
    try {
      observer.observe(canvas, { box: "device-pixel-content-box" });
    } catch {
      observer.observe(canvas); // Safari counts no pixels
    }
    return observer;
  }

  // whenOld calls f when a newer version is there than the one that this page is. It may be waiting since an earlier
  // visit, another tab may have brought it, or the browser finds it because of this visit or later.
  async function whenOld(f) {
    const workers = navigator.serviceWorker;
    if (!workers) return;
    if (workers.controller) workers.addEventListener("controllerchange", f);
    const registration = (await workers.getRegistration()) ?? (await workers.ready);
    if (registration.waiting && workers.controller) return f();
    const watch = () => {
      if (!workers.controller) return; // it is the first
      const worker = registration.installing;
      worker?.addEventListener("statechange", () => worker.state === "installed" && f());
    };
    registration.addEventListener("updatefound", watch);
    watch();
  }

  // renew brings the version that waits, and with it a new page.
  async function renew() {
    const workers = navigator.serviceWorker;
    const reload = () => location.reload();
    const waiting = (await workers?.getRegistration())?.waiting;
    if (!waiting) return reload();
    workers.addEventListener("controllerchange", reload, { once: true });
    waiting.postMessage("take over");
  }

  const known = { page, language, scope, remembered, remember };
  return { ...known, instantiate, open, carry, told, trainer, soon, whenQuiet, whenShown, whenResized, whenOld, renew };
})();
window.start = start;
