// What a Go program that holds package simd imports from module "kernel": load, which instantiates the
// kernels on Go's own memory, and one trampoline for each kernel, since they exist only after Go does.
// `module` is the compiled Go program, `memory` a function that returns its memory once it runs.
"use strict";

globalThis.kernelImports = (module, memory) => {
  let kernels;
  const imports = {
    load(code, length) {
      try {
        const bytes = new Uint8Array(memory().buffer, code >>> 0, length).slice();
        kernels = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { mem: memory() } }).exports;
        return 1;
      } catch {
        return 0;
      }
    },
  };
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    if (from === "kernel" && name !== "load") imports[name] = (...args) => kernels[name](...args);
  }
  return imports;
};
