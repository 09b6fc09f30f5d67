// Starts Go programs that hold package flow/kernel/simd. A program imports from module "kernel": load, which
// instantiates the kernels on Go's own memory; one trampoline for each kernel, since they exist only after Go does; and
// what concerns helpers, which are workers that share that memory and do a part of the large products.
"use strict";

// A module with one relaxed multiply-add: the kernels for helpers use it.
const relaxed = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0,
  10, 20, 1, 18, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 26, 11,
]);

const mayShare = () => globalThis.crossOriginIsolated && navigator.hardwareConcurrency > 1 &&
  WebAssembly.validate(relaxed);

// startGo runs the program of a response, or of a promise of one, and returns a promise that ends with it. `helper` is
// the URL of helper.js; without it, or where memory cannot be shared, there are no helpers. `started` is called once Go
// listens.
globalThis.startGo = async (go, response, helper, started = () => {}) => {
  response = await response;
  if (!response.ok) throw new Error(`${response.url} could not be fetched (${response.status})`);
  const instantiate = async (compiling, helpers) => {
    const module = await compiling;
    let instance;
    go.importObject.kernel = kernelImports(module, () => instance.exports.mem, helpers, helper);
    instance = await WebAssembly.instantiate(module, go.importObject);
    sumUp(module, instance.exports.mem);
    return instance;
  };
  let instance;
  if (helper && mayShare()) {
    const program = new Uint8Array(await response.arrayBuffer());
    try {
      instance = await instantiate(WebAssembly.compile(shareMemory(program)),
        Math.min(3, navigator.hardwareConcurrency - 1));
      decodeShared();
    } catch { // some engines set the whole maximum of a shared memory aside, and may not have it
      instance = await instantiate(WebAssembly.compile(program), 0);
    }
  } else {
    const streams = (response.headers.get("Content-Type") || "").startsWith("application/wasm");
    instance = await instantiate(streams ?
      WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()), 0);
  }
  const ended = go.run(instance); // comes back when Go first waits: it listens by then
  started();
  await ended;
};

// kernelImports answers the imports of a compiled Go program; `memory` is a function that returns its memory once it
// runs.
globalThis.kernelImports = (module, memory, helpers = 0, helper = "") => {
  let compiled, kernels;
  const workers = [];
  const imports = {
    load(code, length) {
      try {
        const bytes = new Uint8Array(memory().buffer, code >>> 0, length).slice();
        compiled = new WebAssembly.Module(bytes);
        kernels = new WebAssembly.Instance(compiled, { env: { mem: memory() } }).exports;
        return 1;
      } catch {
        return 0;
      }
    },
    helpers: () => helpers,
    // start gives each helper its seat in memory. They join in when they are ready, and until then nobody waits for
    // them. The second message is heard by one that should have gone on with the first for ever.
    start(control, seats, stride) {
      for (let i = 0; i < helpers; i++) {
        const worker = new Worker(helper);
        worker.onerror = (event) => event.preventDefault(); // its seat says what is to be known
        worker.postMessage({ module: compiled, memory: memory(), control, seat: seats + i * stride });
        worker.postMessage("left");
        workers.push(worker);
      }
    },
    drop: (i) => workers[i].terminate(),
  };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "kernel" && !imports[name]) imports[name] = (...args) => kernels[name](...args);
  }
  return imports;
};

// sumUp undoes what the build did to make a program small (difference in web/server/lines.go), before it runs: in Go's
// table of functions it wrote how much each word is larger than the same word of the function before, how far behind
// the end of that one's name a name begins, and ^0 for the next of the tables that functions have.
function sumUp(module, memory) {
  const [section] = WebAssembly.Module.customSections(module, "differences");
  if (!section) return;
  const table = new Uint32Array(memory.buffer, new DataView(section).getUint32(0, true));
  const bytes = (at) => new Uint8Array(memory.buffer, table.byteOffset + at);
  const count = table[2], names = bytes(table[8]), values = bytes(table[14]), functions = table.subarray(table[16] / 4);
  let begins = 0, record = 0, entry = 0, name = 0, next = 1;
  const place = (word) => {
    if (functions[word] !== 0xffffffff) return;
    functions[word] = next;
    for (let first = true; first || values[next]; first = false) { // a table is pairs of numbers
      while (values[next++] > 127);
      while (values[next++] > 127);
    }
    next++;
  };
  for (let row = 0; row < 2 * count; row += 2) {
    functions[row] = begins += functions[row];
    functions[row + 1] = record += functions[row + 1];
    const at = record / 4;
    functions[at] = entry += functions[at];
    functions[at + 1] = name += functions[at + 1];
    name = names.indexOf(0, name) + 1;
    place(at + 4);
    for (let k = 0; k < functions[at + 7]; k++) place(at + 11 + k);
  }
}

// shareMemory returns the program with the memory that it declares turned into a shared one, which needs a maximum.
function shareMemory(program) {
  let at = 8;
  const number = () => {
    let n = 0, shift = 0, b;
    do {
      b = program[at++];
      n += (b & 127) * 2 ** shift;
      shift += 7;
    } while (b & 128);
    return n;
  };
  const encode = (n) => (n < 128 ? [n] : [(n & 127) | 128, ...encode(n >>> 7)]);
  while (at < program.length) {
    const start = at;
    const section = program[at++];
    const end = number() + at;
    if (section === 5) {
      at += 2; // one memory, of which only the least size is given
      const body = [1, 3, ...encode(number()), ...encode(65536)];
      const memory = [5, ...encode(body.length), ...body];
      const out = new Uint8Array(start + memory.length + program.length - end);
      out.set(program.subarray(0, start));
      out.set(memory, start);
      out.set(program.subarray(end), start + memory.length);
      return out;
    }
    at = end;
  }
  throw new Error("the program declares no memory");
}

// decodeShared lets Go's glue read strings and fill random bytes in shared memory, which browsers refuse: it gets
// copies.
function decodeShared() {
  const isShared = (view) => view?.buffer instanceof SharedArrayBuffer;
  const bytes = (view) => new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const { decode } = TextDecoder.prototype;
  TextDecoder.prototype.decode = function (view, options) {
    return decode.call(this, isShared(view) ? bytes(view).slice() : view, options);
  };
  const fill = crypto.getRandomValues.bind(crypto);
  crypto.getRandomValues = (view) => {
    if (!isShared(view)) return fill(view);
    bytes(view).set(fill(new Uint8Array(view.byteLength)));
    return view;
  };
}
