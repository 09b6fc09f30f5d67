// Lets Go's own go_js_wasm_exec run programs that hold package simd:
//   NODE_OPTIONS=--require=.../flow/kernel/simd/node.js
"use strict";

require("v8").setFlagsFromString("--experimental-wasm-relaxed-simd"); // on by default in newer versions
require("../../../web/kernel.js");

const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (code, imports) => {
  const module = await WebAssembly.compile(code);
  let instance;
  imports.kernel = kernelImports(module, () => instance.exports.mem);
  instance = await instantiate(module, imports);
  return { module, instance };
};
