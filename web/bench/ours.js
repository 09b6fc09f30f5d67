// Runs NICE Lab's own trainer, compiled to wasm; the worker's name says on which kernels.
"use strict";

importScripts("worker.js", "/wasm_exec.js", "/kernel.js");

const ready = new Promise((resolve, reject) => {
  startGo(new Go(), fetch("/ours.wasm"), name === "threads" ? "/helper.js" : "", resolve).catch(reject);
});

serve(async (request) => {
  await ready;
  const file = request.model ? new Uint8Array(await checkpoint(request.model)) : null;
  return JSON.parse(measure(JSON.stringify(request), file));
});
