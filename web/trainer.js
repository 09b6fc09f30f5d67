// The Web Worker that holds the trainer: it loads trainer.wasm and lets Go take
// the page's messages. Every URL is relative to this file, so any base path works.
"use strict";

// What the page sent before Go listened. Go replaces onmessage while it starts.
const early = [];
onmessage = (event) => early.push(event);

// fatal tells the page, once, that this trainer is gone. Go calls it too.
let dead = false;
function fatal(text) {
  if (dead) return;
  dead = true;
  onmessage = null;
  postMessage({ type: "fatal", text });
}

async function compile(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} could not be fetched (${response.status})`);
  const type = response.headers.get("Content-Type") || "";
  if (WebAssembly.compileStreaming && type.startsWith("application/wasm")) {
    return WebAssembly.compileStreaming(response);
  }
  return WebAssembly.compile(await response.arrayBuffer());
}

async function start() {
  importScripts("../wasm_exec.js", "kernel.js");
  const go = new Go();
  const module = await compile(new URL("trainer.wasm", location.href).href);
  let instance;
  go.importObject.kernel = kernelImports(module, () => instance.exports.mem);
  instance = await WebAssembly.instantiate(module, go.importObject);
  const ended = go.run(instance); // returns when Go first waits: it listens by then
  for (const event of early.splice(0)) {
    if (onmessage) onmessage(event);
  }
  await ended;
}

start().then(
  () => fatal("The trainer's program ended."),
  (error) => fatal(`The trainer could not start: ${error.message || error}`),
);
