// Runs NICE Lab's own trainer, compiled to wasm; the worker's name says on which kernels.
"use strict";

importScripts("worker.js", "/wasm_exec.js", "/kernel.js");

const ready = (async () => {
  const go = new Go();
  const module = await WebAssembly.compileStreaming(fetch("/ours.wasm"));
  let instance;
  go.importObject.kernel = kernelImports(module, () => instance.exports.mem);
  instance = await WebAssembly.instantiate(module, go.importObject);
  go.run(instance);
})();

serve(async (request) => {
  await ready;
  const file = request.model ? new Uint8Array(await checkpoint(request.model)) : null;
  return JSON.parse(measure(JSON.stringify(request), file));
});
