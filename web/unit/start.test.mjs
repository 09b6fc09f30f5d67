// start.js without a browser: what it remembers, what it does when, and what it makes of workers.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const page = { first: "en", languages: { en: {}, ko: {}, eo: {} } };
const source = readFileSync(new URL("../start.js", import.meta.url), "utf8")
  .replace("{/* startup.Table */}", JSON.stringify(page)); // as the build does

// browser is a page at an address, whose clock, frames and messages a test moves on by hand.
function browser({ address = "https://lab.example/nice/web/start.js", trainer = false, store = new Map(), workers, hash = "", language } = {}) {
  const b = { now: 0, timers: [], frames: [], turns: [], made: [], document: {}, store, reloads: 0 };
  const at = (list, delay, f) => {
    const entry = { due: b.now + delay, f };
    list.push(entry);
    return entry;
  };
  class Worker {
    constructor(url, { name } = {}) {
      Object.assign(this, { url: String(url), name, heard: [], ended: false });
      b.made.push(this);
    }
    postMessage(m) {
      this.heard.push(m);
    }
    terminate() {
      this.ended = true;
    }
    says(data) {
      this.onmessage({ type: "message", data });
    }
  }
  class MessageChannel {
    port1 = {};
    port2 = { postMessage: () => b.turns.push(() => this.port1.onmessage({})) };
  }
  Object.assign(b.document, { currentScript: { src: address, dataset: trainer ? { trainer: "" } : {} }, hidden: false,
    readyState: "complete", body: { dataset: {} } });
  const world = vm.createContext({
    URL, Worker, MessageChannel, console, WebAssembly: { instantiate: async (module) => ({ of: module }) },
    document: b.document, location: { hash, reload: () => b.reloads++ }, performance: { now: () => b.now },
    navigator: { serviceWorker: workers, language },
    localStorage: {
      getItem: (k) => (store.has(k) ? store.get(k) : null),
      setItem(k, v) {
        if (b.full) throw new DOMException("full", "QuotaExceededError");
        store.set(k, v);
      },
      removeItem: (k) => store.delete(k),
    },
    requestAnimationFrame: (f) => b.frames.push(f),
    setTimeout: (f, delay) => at(b.timers, delay, f),
    setInterval(f, every) {
      const again = () => {
        if (entry.off) return;
        f();
        entry = Object.assign(entry, { due: b.now + every });
        b.timers.push(entry);
      };
      let entry = at(b.timers, every, again);
      return entry;
    },
    clearInterval: (entry) => (entry.off = true),
  });
  world.window = world;
  vm.runInContext(source, world);
  b.start = world.start;
  // turn hands over one message, and reports whether there was one.
  b.turn = () => Boolean(b.turns.length && (b.turns.shift()(), true));
  // frame draws, a sixtieth of a second later.
  b.frame = () => {
    b.now += 16;
    for (const f of b.frames.splice(0)) f();
  };
  // pass lets time pass, in steps that hold the page up no longer than that.
  b.pass = (ms, step = 10) => {
    for (const end = b.now + ms; b.now < end; ) {
      b.now = Math.min(end, b.now + step);
      for (const t of b.timers.filter((t) => t.due <= b.now)) {
        b.timers.splice(b.timers.indexOf(t), 1);
        t.f();
      }
    }
  };
  return b;
}

const settle = () => new Promise((f) => setImmediate(f));

test("what is remembered carries the site's path, and is forgotten by an empty word", () => {
  const store = new Map([["nicelab / theme", "another site's"]]);
  const { start } = browser({ store });
  assert.equal(start.remembered("theme"), null);
  start.remember("theme", "dark");
  assert.equal(store.get("nicelab /nice/ theme"), "dark");
  assert.equal(start.remembered("theme"), "dark");
  start.remember("theme", "");
  assert.deepEqual([...store.keys()], ["nicelab / theme"]);
});

test("the language is the link's, else an earlier visit's, else the browser's, where there are words for it", () => {
  const chosen = new Map([["nicelab /nice/ lang", "eo"]]);
  const speaks = (visit, link) => browser(visit).start.language(link);
  assert.equal(speaks({ hash: "#data=moons&lang=ko", store: chosen, language: "en-GB" }), "ko");
  assert.equal(speaks({ hash: "#lang=de", store: chosen, language: "ko" }), "eo");
  assert.equal(speaks({ language: "ko-KR" }), "ko");
  assert.equal(speaks({ language: "de" }), "en");
  assert.equal(speaks({ language: "constructor" }), "en");
  assert.equal(speaks({ hash: "#lang=ko", language: "en" }, "eo"), "eo", "of a link that somebody else has read");
});

test("a store that is full costs no error", () => {
  const b = browser();
  b.full = true;
  b.start.remember("lang", "ko");
  assert.equal(b.start.remembered("lang"), null);
});

test("tasks come in order, and one that fails does not keep the next from coming", () => {
  const b = browser(), seen = [];
  b.start.soon(() => seen.push(1));
  b.start.soon(() => {
    throw new Error("of a task");
  });
  b.start.soon(() => seen.push(2));
  assert.deepEqual(seen, [], "none within the caller's own task");
  b.turn();
  assert.throws(() => b.turn(), /of a task/);
  while (b.turn());
  assert.deepEqual(seen, [1, 2]);
  b.start.soon(() => seen.push(3));
  while (b.turn());
  assert.deepEqual(seen, [1, 2, 3]);
});

test("between tasks that are long together the browser draws; a hidden page does not wait for frames", () => {
  const b = browser(), seen = [];
  b.now = 1000;
  const long = () => {
    seen.push(b.now);
    b.now += 4;
  };
  for (let i = 0; i < 3; i++) b.start.soon(long);
  while (b.turn());
  assert.deepEqual(seen, [1000, 1004], "8 ms are more than a frame's share");
  b.frame();
  while (b.turn());
  assert.equal(seen.length, 3);

  for (let i = 0; i < 4; i++) b.start.soon(long);
  b.document.hidden = true;
  while (b.turn());
  assert.equal(seen.length, 7);
});

test("a page that is hidden in the middle goes on without the frame that it waited for, and once only", () => {
  const b = browser(), seen = [];
  b.now = 1000;
  for (let i = 0; i < 3; i++) b.start.soon(() => (seen.push(i), (b.now += 10)));
  b.turn();
  assert.equal(b.turn(), false, "it waits for a frame");
  b.pass(150);
  b.turn();
  assert.deepEqual(seen, [0, 1]);
  b.frame(); // the one of before
  b.pass(150);
  while (b.turn());
  assert.deepEqual(seen, [0, 1, 2]);
});

test("quiet is when the page is there and nothing has held it up for a moment", () => {
  const b = browser();
  let quiet = 0;
  b.start.whenQuiet(() => quiet++);
  b.pass(3000);
  assert.equal(quiet, 0, "it loads");
  b.document.body.dataset.state = "training";
  b.pass(600);
  b.pass(400, 400); // something long
  b.pass(600);
  assert.equal(quiet, 0, "it was held up");
  b.pass(200);
  assert.equal(quiet, 1);
  b.pass(9000);
  assert.equal(quiet, 1);
});

test("a machine that is never quiet does not put it off for ever", () => {
  const b = browser();
  let quiet = 0;
  b.document.body.dataset.state = "training";
  b.start.whenQuiet(() => quiet++);
  b.pass(4800, 200);
  assert.equal(quiet, 0);
  b.pass(800, 200);
  assert.equal(quiet, 1);
});

test("a program is compiled in a worker that is ended, whatever comes of it", async () => {
  for (const [answer, want] of [
    [(w) => w.says({ module: "m" }), "m"],
    [(w) => w.says({ fault: "app.wasm could not be fetched (404)" }), /could not be fetched \(404\)/],
    [(w) => w.onerror({}), /the worker that compiles it cannot run/],
  ]) {
    const b = browser();
    const result = b.start.instantiate("app.wasm", {});
    result.catch(() => {});
    await settle();
    const [worker] = b.made;
    assert.equal(worker.url, "https://lab.example/nice/web/compile.js");
    assert.deepEqual(worker.heard, ["app.wasm"]);
    answer(worker);
    await settle();
    b.turn();
    if (typeof want === "string") assert.equal((await result).of, want);
    else await assert.rejects(result, want);
    assert.ok(worker.ended);
  }
});

test("what the first trainer says before the page listens is heard in order, errors too", () => {
  const b = browser({ trainer: true });
  const [first] = b.made, heard = [];
  assert.match(first.name, /^first /);
  first.says({ type: "hello" });
  first.onerror({ type: "error", message: "of the worker", preventDefault() {} });
  first.says({ type: "state" });
  const same = b.start.trainer(({ data }) => heard.push(data.type), ({ message }) => heard.push(message));
  assert.equal(same, first);
  assert.deepEqual(first.heard.map((m) => m.type), ["NoStage"], "it is told once that there is no stage");
  while (b.turn());
  assert.deepEqual(heard, ["hello", "of the worker", "state"]);
  first.says({ type: "progress" });
  assert.equal(heard.at(-1), "progress");

  const next = b.start.trainer(() => {}, () => {});
  assert.notEqual(next, first);
  assert.match(next.name, /^next /);
  assert.equal(next.name.split(" ")[1], first.name.split(" ")[1], "both are of one tab, whose lock they take");
  assert.equal(first.heard.length, 1);
});

test("a trainer that was closed before its first message says nothing", () => {
  const b = browser(), heard = [];
  const worker = b.start.trainer(({ data }) => heard.push(data), () => {});
  worker.says("early");
  worker.onmessage = null;
  while (b.turn());
  assert.deepEqual(heard, []);
});

// registration is what the browser says of the site's service worker.
function registration(parts) {
  const listeners = {};
  return { ...parts, addEventListener: (type, f) => (listeners[type] = f),
    tell: (type) => listeners[type]?.(), heard: [] };
}

test("a newer version is told of when it waits, when it comes, and when another tab brings it", async () => {
  const waiting = registration({ waiting: {} });
  const workers = registration({ controller: {}, getRegistration: async () => waiting });
  let old = 0;
  const b = browser({ workers });
  await b.start.whenOld(() => old++);
  assert.equal(old, 1);
  workers.tell("controllerchange");
  assert.equal(old, 2);

  const installing = registration({ state: "installing" });
  const coming = registration({ installing });
  old = 0;
  await browser({ workers: registration({ controller: {}, getRegistration: async () => coming }) })
    .start.whenOld(() => old++);
  installing.tell("statechange");
  assert.equal(old, 0);
  installing.state = "installed";
  installing.tell("statechange");
  assert.equal(old, 1);

  // A first visit's worker is no newer version, but one that is found later in the same tab is.
  const found = registration({ state: "installed" }), only = registration({ installing: found });
  const first = registration({ controller: null, getRegistration: async () => undefined, ready: Promise.resolve(only) });
  old = 0;
  await browser({ workers: first }).start.whenOld(() => old++);
  only.tell("updatefound");
  found.tell("statechange");
  assert.equal(old, 0);
  first.controller = {};
  only.tell("updatefound");
  found.tell("statechange");
  assert.equal(old, 1);

  old = 0;
  await browser({ workers: registration({ controller: null, getRegistration: async () => waiting }) })
    .start.whenOld(() => old++);
  await browser().start.whenOld(() => old++);
  assert.equal(old, 0, "a first visit, and a browser without service workers, have no older version");
});

test("the version that waits takes over before the page comes again", async () => {
  const heard = [];
  const workers = registration({ getRegistration: async () => ({ waiting: { postMessage: (m) => heard.push(m) } }) });
  const b = browser({ workers });
  await b.start.renew();
  assert.deepEqual([heard, b.reloads], [["take over"], 0]);
  workers.tell("controllerchange");
  assert.equal(b.reloads, 1);

  const none = browser({ workers: registration({ getRegistration: async () => undefined }) });
  await none.start.renew();
  assert.equal(none.reloads, 1);
});
