// kernel.js without a browser: how it reads a program, and whom it starts.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const source = readFileSync(new URL("../kernel.js", import.meta.url), "utf8");

// load runs kernel.js in a world of its own, with what is given instead of the browser's.
function load(given = {}) {
  const context = vm.createContext({ WebAssembly, TextDecoder, SharedArrayBuffer, Uint8Array,
    crypto: { getRandomValues: (v) => v.fill(7) }, ...given });
  vm.runInContext(source, context);
  return context;
}

const leb = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...leb(n >>> 7)]);
const section = (id, body) => [id, ...leb(body.length), ...body];
const name = (s) => [s.length, ...s].map((c) => (typeof c === "string" ? c.charCodeAt(0) : c));

// program is a module with a memory of so many pages that is called mem, a function answer() = 42 and, if asked for,
// imports kernel.add and kernel.helpers.
function program(pages, imports = false) {
  return new Uint8Array([
    0, 97, 115, 109, 1, 0, 0, 0,
    ...section(1, [2, 96, 0, 1, 127, 96, 2, 127, 127, 1, 127]), // () -> i32, (i32, i32) -> i32
    ...(imports ? section(2, [3, ...name("kernel"), ...name("add"), 0, 1, ...name("kernel"), ...name("helpers"), 0, 0,
      ...name("other"), ...name("add"), 0, 1]) : []),
    ...section(3, [1, 0]),
    ...(pages === null ? [] : section(5, [1, 0, ...leb(pages)])),
    ...section(7, [...(pages === null ? [1] : [2, ...name("mem"), 2, 0]), ...name("answer"), 0, imports ? 3 : 0]),
    ...section(10, [1, 4, 0, 65, 42, 11]),
  ]);
}

// kernels is what a program loads: add, on the memory env.mem.
const kernels = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0,
  ...section(1, [1, 96, 2, 127, 127, 1, 127]),
  ...section(2, [1, ...name("env"), ...name("mem"), 2, 0, 0]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name("add"), 0, 0]),
  ...section(10, [1, 7, 0, 32, 0, 32, 1, 106, 11]),
]);

test("the memory of a program becomes a shared one, whatever its size, and nothing else changes", async () => {
  const { shareMemory } = load();
  for (const pages of [0, 1, 127, 128, 300, 16384]) {
    const own = (await WebAssembly.instantiate(program(pages))).instance.exports;
    const { mem, answer } = (await WebAssembly.instantiate(shareMemory(program(pages)))).instance.exports;
    assert.equal(own.mem.buffer instanceof SharedArrayBuffer, false);
    assert.ok(mem.buffer instanceof SharedArrayBuffer, `${pages} pages`);
    assert.equal(mem.buffer.byteLength, pages * 65536);
    assert.equal(answer(), 42);
    mem.grow(1);
  }
});

test("a program without a memory is refused", () => {
  assert.throws(() => load().shareMemory(program(null)), /declares no memory/);
});

test("what the build wrote as differences is summed up before the program runs", async () => {
  const { startGo } = load();
  const words = (...w) => [...new Uint8Array(new Uint32Array(w).buffer)];
  // From address 8: count is 2, names begin 72 behind the mark, tables 80 and the functions 96; two rows, then a record
  // of twelve words for each. The second name, "g", begins one behind the end of the first. The functions have three
  // tables.
  const names = [0, 102, 0, 0, 103, 0, 0, 0];
  const tables = [0, 2, 5, 0, 0, 0x81, 1, 0x82, 3, 5, 0, 6, 5, 0, 0, 0];
  const record = (entry, name, frame, more) => [entry, name, 9, 9, frame, 9, 9, 1, 9, 9, 9, more];
  const table = (rows, ...records) =>
    [...words(1, 0, 2, ...Array(5).fill(9), 72, ...Array(5).fill(9), 80, 9, 96, 9), ...names, ...tables,
      ...words(...rows, ...records.flat())];
  const next = 2 ** 32 - 1;
  const small = table([4096, 16, 65536, 48], record(4096, 1, next, next), record(65536, 1, 1, next));
  const whole = table([4096, 16, 69632, 64], record(4096, 1, 1, 4), record(69632, 4, 1, 11));
  const made = (memory) => new Uint8Array([
    ...program(1), ...section(11, [1, 0, 65, 8, 11, ...leb(memory.length), ...memory]),
      ...section(0, [...name("differences"), ...words(8)]),
  ]);
  let seen;
  const glue = { importObject: {}, run: async ({ exports }) =>
    (seen = [...new Uint8Array(exports.mem.buffer, 8, whole.length)]) };
  await startGo(glue, response(made(small), "application/octet-stream"), "");
  assert.deepEqual(seen, whole);
});

test("the loops exist once the program has loaded them", async () => {
  const { kernelImports } = load();
  const module = await WebAssembly.compile(program(1, true));
  const memory = new WebAssembly.Memory({ initial: 1 });
  const imports = kernelImports(module, () => memory);
  assert.deepEqual(Object.keys(imports).sort(), ["add", "drop", "helpers", "load", "start"]);
  assert.equal(imports.helpers(), 0);
  assert.equal(imports.load(0, 8), 0, "eight zeros are no module");
  new Uint8Array(memory.buffer).set(kernels, 1000);
  assert.equal(imports.load(1000, kernels.length), 1);
  assert.equal(imports.add(2, 40), 42);
});

test("each helper gets its own seat, and the one that is dropped is ended", async () => {
  const made = [];
  class Worker {
    constructor(url) {
      Object.assign(this, { url, heard: [], ended: false });
      made.push(this);
    }
    postMessage(m) {
      this.heard.push(m);
    }
    terminate() {
      this.ended = true;
    }
  }
  const { kernelImports } = load({ Worker });
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 2, shared: true });
  const imports = kernelImports(await WebAssembly.compile(program(1)), () => memory, 3, "helper.js");
  imports.start(64, 128, 48);
  assert.deepEqual(made.map((w) => [w.url, w.heard[0].control, w.heard[0].seat, w.heard[1]]),
    [128, 176, 224].map((seat) => ["helper.js", 64, seat, "left"]));
  imports.drop(1);
  assert.deepEqual(made.map((w) => w.ended), [false, true, false]);
});

// go stands for Go's glue; response for what the browser fetched.
const go = () => ({ importObject: {}, run: async (instance) => instance.exports.answer() });
const response = (bytes, type, more = {}) => ({ ok: true, status: 200, url: "x.wasm",
  headers: new Headers({ "Content-Type": type }), arrayBuffer: async () => bytes.slice().buffer, ...more });

test("a program that is not there is said", async () => {
  const { startGo } = load();
  await assert.rejects(startGo(go(), response(program(1), "text/html", { ok: false, status: 404 }), ""),
    /x\.wasm could not be fetched \(404\)/);
});

test("a program is compiled as it comes only where the server says what it is", async () => {
  for (const [type, streams] of [["application/wasm", true], ["application/octet-stream", false]]) {
    let streamed = false, listened = false;
    const own = { ...Object.fromEntries(["compile", "instantiate", "validate"].map((k) => [k, WebAssembly[k]])),
      Module: WebAssembly.Module };
    own.compileStreaming = async (r) => {
      streamed = true;
      return WebAssembly.compile(await r.arrayBuffer());
    };
    await load({ WebAssembly: own }).startGo(go(), response(program(1), type), "", () => (listened = true));
    assert.deepEqual([streamed, listened], [streams, true], type);
  }
});

// isolated is a browser that may share memory, with so many cores, and notes the programs that it instantiates.
function isolated(cores, refuses = false) {
  const shared = [];
  const own = Object.fromEntries(["compile", "validate"].map((k) => [k, WebAssembly[k]]));
  own.Module = WebAssembly.Module;
  own.instantiate = async (module, imports) => {
    const instance = await WebAssembly.instantiate(module, imports);
    shared.push([instance.exports.mem.buffer instanceof SharedArrayBuffer, imports.kernel.helpers()]);
    if (refuses && shared.length === 1) throw new RangeError("out of memory");
    return instance;
  };
  own.validate = () => true;
  return { shared, given: { WebAssembly: own, crossOriginIsolated: true, navigator: { hardwareConcurrency: cores },
    TextDecoder: class extends TextDecoder {} } };
}

test("where memory may be shared there are helpers, three at most, and none on one core", async () => {
  for (const [cores, want] of [[1, false], [2, 1], [4, 3], [16, 3]]) {
    const { shared, given } = isolated(cores);
    if (!want) given.WebAssembly.compileStreaming = async (r) => WebAssembly.compile(await r.arrayBuffer());
    await load(given).startGo(go(), response(program(1), "application/wasm"), "helper.js");
    assert.deepEqual(shared, [[Boolean(want), want || 0]], `${cores} cores`);
  }
});

test("an engine that has no room for a shared memory gets the program as it is", async () => {
  const { shared, given } = isolated(4, true);
  await load(given).startGo(go(), response(program(1), "application/wasm"), "helper.js");
  assert.deepEqual(shared, [[true, 3], [false, 0]]);
});

test("text and random bytes pass through shared memory, which browsers refuse", () => {
  class Picky extends TextDecoder {
    decode(view, options) {
      if (view?.buffer instanceof SharedArrayBuffer) throw new TypeError("shared");
      return super.decode(view, options);
    }
  }
  const crypto = {
    getRandomValues(view) {
      if (view.buffer instanceof SharedArrayBuffer) throw new TypeError("shared");
      return view.fill(9);
    },
  };
  const world = load({ TextDecoder: Picky, crypto });
  world.decodeShared();
  const view = new Uint8Array(new SharedArrayBuffer(8), 2, 4);
  view.set([...name("floe")].slice(1));
  assert.equal(new Picky().decode(view), "floe");
  assert.equal(new Picky().decode(Uint8Array.of(104, 105)), "hi");
  assert.equal(crypto.getRandomValues(view), view);
  assert.deepEqual([...new Uint8Array(view.buffer)], [0, 0, 9, 9, 9, 9, 0, 0]);
});
